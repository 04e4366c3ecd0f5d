"""How long a test waits before it calls a thing broken.

A bound ends a wait that has no end; it measures nothing. A crowded machine is slow and not wrong,
so it is long, and the same everywhere. What people are promised is measured by bench/ and faults.
"""

SOON_S = 60.0
SOON_MS = int(SOON_S * 1000)
