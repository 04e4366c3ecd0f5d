"""Frames wait, in their order, until a page without script shows them."""

from server.plain.transport import FrameTransport
from server.wire import codec
from server.wire.frames import Ack, Tick
from server.wire.framing import text_frame


async def test_frames_written_together_are_taken_apart_in_their_order():
    transport = FrameTransport()
    frames = [Tick(), Ack(id="A" * 22, saved=True, n=7), Tick()]

    transport.write(b"".join(text_frame(codec.encode(frame)) for frame in frames))

    assert 0 < transport.get_write_buffer_size()
    assert frames == list(transport.take())
    assert 0 == transport.get_write_buffer_size()


async def test_what_waits_when_it_ends_is_still_shown():
    transport = FrameTransport()
    transport.write(text_frame(codec.encode(Tick())))

    transport.close()
    transport.write(text_frame(codec.encode(Ack(id="A" * 22, saved=True))))

    assert transport.is_closing()
    assert [Tick()] == list(transport.take())
