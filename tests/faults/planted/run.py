"""Run `kith` with faults planted in it: only tests start this, and no wheel holds it."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from planted import deciding, hearing, replaying, writing

from server.cli import main

for part in (writing, replaying, deciding):
    part.plant()
if name := os.environ.get("KITH_PLANTED"):
    hearing.PLANTS[name]()
sys.exit(main(sys.argv[1:]))
