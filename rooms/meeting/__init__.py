"""Meetings: a protocol that is data, one who holds the talking piece, and the same for all."""
