"""A line between two members that both want, and either ends. Pure."""
