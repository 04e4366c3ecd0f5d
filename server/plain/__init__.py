"""Rooms without script: the same members, doors and rules as on a socket, told as pages."""
