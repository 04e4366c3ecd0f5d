"""Run `kith` with a desk that misses a volunteer soon: no test waits 45 seconds."""

import os
import sys

from server.cli import main
from server.desk import claims
from server.desk import round as rounds

claims.LOST_MS = rounds.LOST_MS = int(os.environ["KITH_TEST_LOST_MS"])
sys.exit(main(sys.argv[1:]))
