"""A member's socket: what each frame asks for, and what comes back."""
