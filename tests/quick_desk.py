"""Run `kith` with a desk that misses a volunteer soon, or signs everybody out soon."""

import os
import sys

from server.cli import main
from server.desk import assembly, claims, sessions
from server.desk import round as rounds

if lost_ms := os.environ.get("KITH_TEST_LOST_MS"):
    claims.LOST_MS = rounds.LOST_MS = int(lost_ms)
if session_s := os.environ.get("KITH_TEST_SESSION_S"):
    sessions.SESSION_S = int(session_s)
    assembly.PULSE_S = 0.2
sys.exit(main(sys.argv[1:]))
