"""A server that is started again days later: what a term or three days come to, without waiting."""

from pathlib import Path

from kith_process import KithProcess

# Read by Python before the program: the wall clock is the machine's, and so much more.
CLOCK = """
import time
_true = time.time_ns
time.time_ns = lambda: _true() + {ahead_ns}
time.time = lambda: time.time_ns() / 10**9
"""


class LaterHouse(KithProcess):
    """A server and a clock of its own, which moves between two starts."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self._clock = folder / "clock" / "sitecustomize.py"
        self._clock.parent.mkdir(parents=True)
        self._clock.write_text("", "utf-8")
        self.ahead_s = 0.0
        # Compiled, it would be taken for the one before if both were written in one second.
        path = {"PYTHONPATH": str(self._clock.parent), "PYTHONDONTWRITEBYTECODE": "1"}
        super().__init__(folder / "data", "--accept-clock", **path, **environment)

    def later(self, seconds: float) -> None:
        """Cut its power, and start it again so much later."""
        self.kill()
        self.ahead_s += seconds
        self._clock.write_text(CLOCK.format(ahead_ns=int(self.ahead_s * 10**9)), "utf-8")
        self.start()
