"""Meetings by their own zone's clock: planned, due, begun; and those who wait."""
