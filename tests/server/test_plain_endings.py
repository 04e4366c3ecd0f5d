"""Without script, too, a guest who steps out is told why, and the page comes back by itself."""

from rooms.refusal import Code, Refusal
from server.group.alone import STEPPED_OUT_S
from server.plain.endings import goodbye, refused
from server.wire.frames import Bye


def test_a_guest_who_steps_out_is_let_in_again_by_the_page():
    sent_out = goodbye(Bye(code=Code.STEPPED_OUT, after_s=STEPPED_OUT_S))
    at_the_door = refused(Refusal(Code.STEPPED_OUT, after_s=STEPPED_OUT_S))

    assert sent_out == at_the_door
    assert (("group.step_out",), STEPPED_OUT_S) == (sent_out.says, sent_out.again_s)


def test_a_guest_whose_part_is_over_is_not():
    assert goodbye(Bye(code=Code.PASS_OVER, after_s=0)).again_s is None
