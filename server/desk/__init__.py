"""The volunteers' desk: its socket, its queue, its shifts."""
