"""A house on one file: facts, bans, the audit, cases without words. Never talk, never its keys."""
