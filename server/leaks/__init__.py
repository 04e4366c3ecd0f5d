"""The search for what must never be there, wherever a house was written."""
