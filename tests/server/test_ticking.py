"""A pulse on every socket, once a period, spread over it."""

from dataclasses import dataclass, field

from server.fanout.ticking import TICK, Ticker
from server.wire import codec
from server.wire.frames import Duty, OnDuty
from server.wire.framing import text_frame

PERIOD_S = 5


@dataclass(eq=False)
class Reader:
    """Counts the seconds in which it heard a pulse."""

    live: bool = True
    heard: list[bytes] = field(default_factory=list)

    def put(self, frame: bytes) -> None:
        self.heard.append(frame)


def pulses(ticker: Ticker, reader: Reader, seconds: int) -> list[int]:
    """Let seconds pass; return those in which the reader heard something."""
    heard = []
    for second in range(1, seconds + 1):
        before = len(reader.heard)
        ticker.second()
        if len(reader.heard) > before:
            heard.append(second)
    return heard


def test_everybody_hears_one_pulse_a_period_the_first_after_a_whole_one():
    ticker = Ticker(PERIOD_S, lambda: 0)
    for passed in range(2 * PERIOD_S):
        reader = Reader()
        ticker.arrive(reader)

        assert [5, 10, 15] == pulses(ticker, reader, 3 * PERIOD_S)
        assert {TICK} == set(reader.heard)
        ticker.depart(reader)
        for _ in range(passed):
            ticker.second()


def test_coming_twice_is_no_second_pulse():
    ticker, reader = Ticker(PERIOD_S, lambda: 0), Reader()
    ticker.arrive(reader)
    ticker.second()
    ticker.arrive(reader)

    assert [4, 9] == pulses(ticker, reader, 2 * PERIOD_S - 1)


def test_who_is_gone_hears_no_more():
    ticker, reader = Ticker(PERIOD_S, lambda: 0), Reader()
    ticker.arrive(reader)
    ticker.depart(reader)
    ticker.depart(reader)

    assert [] == pulses(ticker, reader, 2 * PERIOD_S)


def test_who_comes_on_duty_is_told_to_everybody_once_within_a_period():
    on_duty = [0]
    ticker = Ticker(PERIOD_S, lambda: on_duty[0])
    readers = [Reader() for _ in range(3)]
    for reader in readers:
        ticker.arrive(reader)
        ticker.second()
    on_duty[0] = 2

    pulses(ticker, readers[0], 3 * PERIOD_S)

    told = text_frame(codec.encode(OnDuty(duty=Duty(on=2))))
    assert [1, 1, 1] == [reader.heard.count(told) for reader in readers]


def test_a_tick_says_nothing_else():
    assert bytes((0x81, len(b'{"t":"tick"}'))) + b'{"t":"tick"}' == TICK
