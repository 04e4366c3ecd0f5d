"""Any honest history is found honest; with one change the promise it breaks is found."""

from checker import check
from checking.violation import Kind
from history import Seen
from honest_room import PEOPLE, HonestRoom
from hypothesis import assume, given
from hypothesis import strategies as st
from spoiling import SPOILS

WHO = st.sampled_from(PEOPLE)
ENDS = st.sampled_from(["acked", "acked", "stored", "dropped", "refused", "again"])
HAPPENS = st.one_of(
    st.tuples(st.just("say"), WHO, ENDS),
    st.tuples(st.just("hear"), WHO),
    st.tuples(st.just("drop"), WHO),
    st.tuples(st.just("need"), WHO),
)


@st.composite
def honest(draw: st.DrawFn) -> list[Seen]:
    room = HonestRoom()
    for what, *more in draw(st.lists(HAPPENS, max_size=25)):
        getattr(room, what)(*more)
    return list(room.end())


@given(honest())
def test_an_honest_history_is_found_honest(history: list[Seen]):
    assert () == check(history).violations


@given(honest(), st.sampled_from(list(SPOILS)), st.data())
def test_one_change_is_found(history: list[Seen], kind: Kind, data: st.DataObject):
    spoilt = SPOILS[kind](history, lambda records: data.draw(st.sampled_from(records)))
    assume(spoilt is not None)

    assert kind in check(spoilt or ()).kinds


def test_every_promise_but_two_can_be_spoilt_here():
    assert set(Kind) - {Kind.CASE_ALONE, Kind.CAME_BACK} == set(SPOILS)
