"""Who comes into the crew, who leaves it, and what a link opens."""

import msgspec
import pytest

from moderation import crew_audit, joining
from moderation import crew_fold as fold
from moderation.actor import Role
from moderation.audit import BEGINNING, Acted, verify
from moderation.crew import Device, Fate, Passkey, Volunteer, Volunteers
from moderation.crew_events import (
    CrewEvent,
    InvitationVoided,
    PushGone,
    PushSubscribed,
    RoleChanged,
    ShiftDropped,
    ShiftKind,
    ShiftPlanned,
    SignedOut,
    VolunteerInvited,
    VolunteerJoined,
    VolunteerRemoved,
)
from moderation.crew_fold import MOST_DEVICES
from moderation.joining import HOUR_MS, LONGEST_INVITED_MS, MOST_INVITED, MOST_PASSKEYS
from moderation.refusal import DeskCode, No

NOW = 1_000_000


def crew_of(*events: CrewEvent, at: int = NOW) -> Volunteers:
    crew = Volunteers()
    for event in events:
        fold.evolve(crew, at, event)
    return crew


def invited(name: str, role: Role = Role.VOLUNTEER, by: str = "") -> VolunteerInvited:
    return VolunteerInvited(name, role, NOW + HOUR_MS, by)


def joined(name: str, role: Role = Role.VOLUNTEER, invitation: str = "") -> VolunteerJoined:
    return VolunteerJoined(name, name.title(), role, invitation, f"key of {name}", "k", 0)


ASH = joined("ash", Role.COORDINATOR)
BIRCH = joined("birch")


def refusal(decide: object) -> DeskCode:
    assert callable(decide)
    with pytest.raises(No) as no:
        decide()
    return no.value.code


def test_who_uses_an_invitation_joins_with_its_role():
    crew = crew_of(invited("i", Role.SHADOW))

    events = joining.join(crew, joined("elm", Role.SHADOW, "i"), NOW)
    for event in events:
        fold.evolve(crew, NOW, event)

    assert (
        Volunteer("elm", "Elm", Role.SHADOW, (Passkey("key of elm", "k", 0),))
        == (crew.people["elm"])
    )
    assert Fate.USED is crew.invitations["i"].fate


@pytest.mark.parametrize(
    ("events", "invitation", "now", "code"),
    [
        ([invited("i"), joined("elm", invitation="i")], "i", NOW, DeskCode.INVITATION_USED),
        ([invited("i"), InvitationVoided("i")], "i", NOW, DeskCode.INVITATION_VOID),
        ([invited("i")], "i", NOW + HOUR_MS, DeskCode.INVITATION_EXPIRED),
        ([], "of another house", NOW, DeskCode.INVITATION_VOID),
    ],
)
def test_a_link_that_opens_nothing_says_why(
    events: list[CrewEvent], invitation: str, now: int, code: DeskCode
):
    crew = crew_of(*events)

    assert code is refusal(lambda: joining.join(crew, joined("oak", invitation=invitation), now))


def test_nobody_joins_with_another_role_than_they_were_invited_for():
    crew = crew_of(invited("i"))
    wanted = joined("oak", Role.COORDINATOR, "i")

    assert DeskCode.NOT_ALLOWED is refusal(lambda: joining.join(crew, wanted, NOW))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", DeskCode.BAD_NAME),
        (" Oak", DeskCode.BAD_NAME),
        ("O" * 25, DeskCode.BAD_NAME),
        ("Oak\u202e", DeskCode.BAD_NAME),
        ("<b>", DeskCode.BAD_NAME),
        ("aSH", DeskCode.NAME_TAKEN),
        ("Ａsh", DeskCode.NAME_TAKEN),
        ("Łódź 2", None),
        ("أمل", None),
    ],
)
def test_a_name_can_be_read_and_is_nobody_else_s(name: str, code: DeskCode | None):
    crew = crew_of(ASH)

    if code is None:
        joining.check_name(crew, name)
    else:
        assert code is refusal(lambda: joining.check_name(crew, name))


def test_one_passkey_is_one_volunteer():
    crew = crew_of(ASH, invited("i"))
    wanted = msgspec.structs.replace(joined("oak", invitation="i"), credential="key of ash")

    assert DeskCode.PASSKEY_KNOWN is refusal(lambda: joining.join(crew, wanted, NOW))


def test_a_volunteer_has_a_few_passkeys_at_most():
    crew = crew_of(ASH)
    ash = crew.people["ash"]
    for number in range(MOST_PASSKEYS - 1):
        for event in joining.add_passkey(crew, ash, Passkey(f"more {number}", "k", 0)):
            fold.evolve(crew, NOW, event)

    assert (crew.people["ash"], Passkey("more 3", "k", 0)) == crew.by_credential("more 3")
    assert DeskCode.TOO_MANY is refusal(
        lambda: joining.add_passkey(crew, ash, Passkey("one more", "k", 0))
    )


@pytest.mark.parametrize(
    ("lasts_ms", "code"),
    [
        (HOUR_MS, None),
        (LONGEST_INVITED_MS, None),
        (LONGEST_INVITED_MS + 1, DeskCode.BAD_TIME),
        (0, DeskCode.BAD_TIME),
    ],
)
def test_an_invitation_lasts_seven_days_at_most(lasts_ms: int, code: DeskCode | None):
    crew = crew_of(ASH)
    wanted = VolunteerInvited("i", Role.VOLUNTEER, NOW + lasts_ms)

    if code is None:
        assert (wanted,) == joining.invite(crew, crew.people["ash"], wanted, NOW)
    else:
        assert code is refusal(lambda: joining.invite(crew, crew.people["ash"], wanted, NOW))


def test_only_so_many_invitations_are_open_at_once():
    crew = crew_of(*(invited(str(number)) for number in range(MOST_INVITED)))

    assert DeskCode.TOO_MANY is refusal(lambda: joining.invite(crew, None, invited("i"), NOW))


def test_only_a_coordinator_invites_voids_removes_and_gives_roles():
    crew = crew_of(ASH, BIRCH, invited("i"))
    birch = crew.people["birch"]

    codes = {
        refusal(lambda: joining.invite(crew, birch, invited("j"), NOW)),
        refusal(lambda: joining.void(crew, birch, "i")),
        refusal(lambda: joining.remove(crew, birch, "ash")),
        refusal(lambda: joining.change_role(crew, birch, "birch", Role.COORDINATOR)),
    }

    assert {DeskCode.NOT_ALLOWED} == codes


def test_who_was_removed_meanwhile_may_nothing_more():
    crew = crew_of(ASH, joined("cedar", Role.COORDINATOR))
    cedar = crew.people["cedar"]
    fold.evolve(crew, NOW, VolunteerRemoved("cedar", "ash"))

    assert DeskCode.NOT_SIGNED_IN is refusal(lambda: joining.remove(crew, cedar, "ash"))


def test_the_last_coordinator_stays_one():
    crew = crew_of(ASH, BIRCH)
    ash = crew.people["ash"]

    assert DeskCode.LAST_COORDINATOR is refusal(lambda: joining.remove(crew, ash, "ash"))
    assert DeskCode.LAST_COORDINATOR is refusal(
        lambda: joining.change_role(crew, ash, "ash", Role.VOLUNTEER)
    )


def test_of_two_coordinators_one_may_go():
    crew = crew_of(ASH, joined("cedar", Role.COORDINATOR))

    events = joining.remove(crew, crew.people["ash"], "cedar")

    assert (VolunteerRemoved("cedar", "ash"),) == events


def test_a_volunteer_may_leave_by_themselves():
    crew = crew_of(ASH, BIRCH)

    events = joining.remove(crew, crew.people["birch"], "birch")

    assert (VolunteerRemoved("birch", "birch"),) == events


def test_with_a_coordinator_go_their_links_shifts_and_devices():
    crew = crew_of(
        ASH,
        joined("cedar", Role.COORDINATOR),
        invited("of cedar", by="cedar"),
        invited("of ash", by="ash"),
        ShiftPlanned("s", "cedar", NOW, NOW + HOUR_MS, ShiftKind.DUTY),
        PushSubscribed("cedar", "https://push", "p", "a"),
    )

    for event in joining.remove(crew, crew.people["ash"], "cedar"):
        fold.evolve(crew, NOW, event)

    assert [Fate.VOID, Fate.OPEN] == [crew.invitations[i].fate for i in ("of cedar", "of ash")]
    assert ({"ash"}, {}) == (set(crew.people), crew.shifts)
    assert crew.by_credential("key of cedar") is None


def test_a_start_voids_what_the_last_one_printed_and_prints_another():
    crew = crew_of(
        VolunteerInvited("first", Role.COORDINATOR, NOW + HOUR_MS, by_start=True), invited("other")
    )
    second = VolunteerInvited("second", Role.COORDINATOR, NOW + HOUR_MS, by_start=True)

    assert [InvitationVoided("first"), second] == joining.at_start(crew, second)


def test_a_start_prints_nothing_once_there_is_a_coordinator():
    crew = crew_of(ASH)

    assert [] == joining.at_start(crew, invited("second", Role.COORDINATOR))


def test_a_new_role_is_another_volunteer_with_the_same_passkey():
    crew = crew_of(ASH, BIRCH)

    events = joining.change_role(crew, crew.people["ash"], "birch", Role.COORDINATOR)
    for event in events:
        fold.evolve(crew, NOW, event)

    assert (RoleChanged("birch", Role.COORDINATOR, "ash"),) == events
    assert ["ash", "birch"] == [one.id for one in crew.coordinators()]


def test_a_device_belongs_to_whoever_subscribed_it_last():
    crew = crew_of(
        ASH,
        BIRCH,
        PushSubscribed("ash", "https://push", "p", "a"),
        PushSubscribed("birch", "https://push", "q", "b"),
    )

    assert () == crew.people["ash"].devices
    assert (Device("https://push", "q", "b"),) == crew.people["birch"].devices

    fold.evolve(crew, NOW, PushGone("https://push"))

    assert () == crew.people["birch"].devices


def test_the_oldest_device_gives_way():
    many = (PushSubscribed("ash", f"https://{n}", "p", "a") for n in range(MOST_DEVICES + 1))

    crew = crew_of(ASH, *many)

    assert "https://1" == crew.people["ash"].devices[0].endpoint
    assert MOST_DEVICES == len(crew.people["ash"].devices)


def test_what_time_has_ended_is_not_kept():
    crew = crew_of(
        ASH,
        invited("i"),
        SignedOut("session", NOW + HOUR_MS),
        ShiftPlanned("s", "ash", NOW, NOW + HOUR_MS, ShiftKind.DUTY),
    )

    fold.evolve(crew, NOW + 26 * HOUR_MS, BIRCH)

    assert ({}, {}, {}) == (crew.invitations, crew.signed_out, crew.shifts)


def test_who_let_whom_in_and_out_stands_in_the_audit_and_nothing_else():
    events = [
        invited("i", Role.SHADOW, by="ash"),
        joined("elm", Role.SHADOW, "i"),
        RoleChanged("elm", Role.VOLUNTEER, "ash"),
        VolunteerRemoved("elm", "ash"),
        InvitationVoided("j"),
        ShiftPlanned("s", "ash", NOW, NOW + HOUR_MS, ShiftKind.DUTY, "birch"),
        ShiftDropped("s", "ash"),
        SignedOut("session", NOW),
        PushGone("https://push"),
    ]
    entries: list[Acted] = []
    for event in events:
        entry = crew_audit.entry(entries[-1] if entries else BEGINNING, NOW, event)
        entries += [entry] if entry else []

    assert [
        ("ash", "VolunteerInvited", "i", "role=shadow"),
        ("elm", "VolunteerJoined", "i", "role=shadow"),
        ("ash", "RoleChanged", "elm", "role=volunteer"),
        ("ash", "VolunteerRemoved", "elm", ""),
        ("operator", "InvitationVoided", "j", ""),
        ("birch", "ShiftPlanned", "ash", "kind=duty shift=s"),
        ("ash", "ShiftDropped", "s", ""),
    ] == [(it.by, it.act, it.case, it.how) for it in entries]
    assert [] == verify(entries)


def test_the_fold_is_the_same_out_of_a_snapshot():
    crew = crew_of(ASH, BIRCH, invited("i"), PushSubscribed("ash", "https://push", "p", "a"))

    kept = msgspec.msgpack.encode(crew)

    assert crew == msgspec.msgpack.decode(kept, type=Volunteers)
