"""Run `kith` with a door that waits for nobody long: no test waits half a minute."""

import os
import sys

from server.cli import main
from server.web import bodies, doorstep

SOON_S = float(os.environ["KITH_TEST_SOON_S"])
doorstep.REQUEST_S = doorstep.LINGER_S = SOON_S
bodies.BODY_S = SOON_S
sys.exit(main(sys.argv[1:]))
