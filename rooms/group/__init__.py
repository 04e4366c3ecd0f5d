"""What a group agreed on for longer than an evening: who serves, and whom it invites. Pure."""
