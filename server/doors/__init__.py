"""Coming in: to a room, or to a line of two."""
