"""What an operator does: one file for each of `kith`'s commands, and how they reach the server."""
