"""One file per detector; each brings examples of what it catches and of what it lets through."""
