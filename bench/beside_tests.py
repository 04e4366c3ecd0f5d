"""Lets the tests' volunteers be used for load: their modules import each other by bare names."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "tests"))
