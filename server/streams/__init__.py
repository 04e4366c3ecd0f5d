"""Streams over the store: typed, sealed, folded, named, and kept or let go."""
