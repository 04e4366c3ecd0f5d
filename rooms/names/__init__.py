"""The words of names, one file per language; each says its own rule at its head."""
