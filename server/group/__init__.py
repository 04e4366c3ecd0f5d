"""What members agree on among themselves: roles, guests, lines of two, thanks, slips."""
