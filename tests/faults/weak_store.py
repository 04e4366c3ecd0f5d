"""Run `kith` with a store that does not wait for the disk: a control, which has to show loss."""

import sys

from server.backplane import sqlite_writer
from server.backplane.sqlite_schema import connect, open_first
from server.cli import main

sqlite_writer.open_first = lambda path, _full: open_first(path, "NORMAL")
sqlite_writer.connect = lambda path, _full: connect(path, "NORMAL")
sys.exit(main(sys.argv[1:]))
