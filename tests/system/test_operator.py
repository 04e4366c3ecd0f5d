"""`kith room`, `kith check` and the start, as an operator types them."""

import json
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from commands import Done, Run, sentence
from kith_process import KithProcess
from meeting import StartKith
from patience import SOON_S
from wire import Wire

pytestmark = pytest.mark.slow


ROOM = ("--topic", "grief", "--side", "self", "--language", "en", "--title", "After a loss")
FIRST = {"depression", "gambling", "families"}


def ids(listed: Done) -> list[str]:
    return [line.split("\t")[0] for line in listed.out.splitlines()]


async def test_a_room_is_opened_beside_a_running_server(kith: KithProcess, start: Run):
    done = start("room", "open", "grief", *ROOM, "--capacity", "5", "--data", kith.data)
    wire = await Wire.dial(kith.ws)
    hello = await wire.enter("grief")
    await wire.close()

    assert (0, "opened grief\n") == (done.code, done.out)
    assert ("grief", "After a loss", "grief") == (
        hello["room"]["id"],
        hello["room"]["title"],
        hello["room"]["topic"],
    )
    listed = start("room", "list", "--data", kith.data)
    assert FIRST | {"grief"} == set(ids(listed))
    assert "grief\tgrief\tself\ten\tAfter a loss\t5" in listed.out.splitlines()


async def test_a_room_is_closed_beside_a_running_server(kith: KithProcess, start: Run):
    done = start("room", "close", "families", "--data", kith.data)
    wire = await Wire.dial(kith.ws)

    assert (0, "closed families\n") == (done.code, done.out)
    assert (await wire.enter("families"))["code"] == "no_such_room"
    await wire.close()


def test_rooms_are_kept_without_a_server_too(run: Run, tmp_path: Path):
    data = tmp_path / "quiet"

    opened = run("room", "open", "grief", *ROOM, "--data", data)
    closed = run("room", "close", "depression", "--data", data)
    listed = run("room", "list", "--data", data)

    assert (0, 0) == (opened.code, closed.code), opened.err + closed.err
    assert (FIRST | {"grief"}) - {"depression"} == set(ids(listed))


async def test_a_trained_adult_is_named_listed_and_taken_back(kith: KithProcess, start: Run):
    room = ("--topic", "grief", "--side", "young", "--language", "en", "--title", "Young")
    where = ("--data", kith.data)
    start("room", "open", "youth", *room, "--format", "young_relatives", *where)
    wire = await Wire.dial(kith.ws)
    await wire.enter("youth")
    words = wire.alias.lower().split()

    named = start("adult", "youth", *words, *where)
    listed = start("adult", "youth", *where)
    back = start("adult", "youth", *words, "--take-back", *where)
    nobody = start("adult", "youth", "--take-back", *where)
    elsewhere = start("adult", "families", *words, *where)
    await wire.close()

    assert named.out == listed.out
    assert named.out.startswith(f"{wire.alias}\tuntil 20")
    assert f"took it back from {wire.alias.lower()} in youth\n" == back.out
    assert "" == start("adult", "youth", *where).out
    assert "Say whom" in sentence(nobody)
    assert "only in rooms for young people" in sentence(elsewhere)


def test_the_data_folder_may_come_from_the_environment(run: Run, tmp_path: Path):
    listed = run("room", "list", KITH_DATA=str(tmp_path / "elsewhere"))

    assert set(ids(listed)) == FIRST
    assert (tmp_path / "elsewhere" / "kith.db").exists()


def test_without_one_it_is_kith_data_here(run: Run, tmp_path: Path):
    run("room", "list")

    assert (tmp_path / "kith-data" / "kith.db").exists()


async def test_many_rooms_are_opened_from_a_file(kith: KithProcess, start: Run, tmp_path: Path):
    file = tmp_path / "rooms.jsonl"
    fields = {"topic": "alcohol", "side": "relatives", "language": "en"}
    rooms = [fields | {"id": f"room-{i}", "title": f"Room {i}"} for i in range(12_000)]
    file.write_text("\n\n".join(json.dumps(room) for room in rooms[:12_000]) + "\n")

    done = start("room", "open", "--from", file, "--data", kith.data)
    wire = await Wire.dial(kith.ws)

    assert done.code == 0, done.err
    assert len(done.out.splitlines()) == 12_000
    assert (await wire.enter("room-11999"))["t"] == "hello"
    await wire.close()


GOOD = '{"id":"fine","topic":"grief","side":"self","language":"en","title":"Fine"}'


BAD_LINES = (
    ("{", "Line 2 of"),
    ("[]", "Line 2 of"),
    ("null", "Line 2 of"),
    ('{"id":"x"}', "topic"),
    (GOOD, "open already"),
    (GOOD.replace("fine", "Fine"), "id"),
    (GOOD.replace("fine", "x" * 33), "id"),
    (GOOD.replace("fine", ""), "id"),
    (GOOD.replace('"self"', '"both"'), "side"),
    (GOOD.replace("Fine", ""), "title"),
    (GOOD.replace("Fine", "a\\nb"), "title"),
    (GOOD.replace("fine", "other").replace("}", ',"capacity":1}'), "capacity"),
    (GOOD.replace("fine", "other").replace("}", ',"capacity":51}'), "50"),
    (GOOD.replace("fine", "other").replace("}", ',"capacity":"9"}'), "capacity"),
    (GOOD.replace("fine", "other").replace("}", ',"format":"none"}'), "format"),
    (GOOD.replace("fine", "other").replace("}", ',"colour":"red"}'), "colour"),
)


def test_one_bad_line_opens_no_room_at_all(run: Run, tmp_path: Path):
    file = tmp_path / "rooms.jsonl"
    said = {}

    for line, says in BAD_LINES:
        file.write_text(f"{GOOD}\n{line}\n")
        said[line] = says in sentence(run("room", "open", "--from", file))

    assert dict.fromkeys(said, True) == said
    assert FIRST == set(ids(run("room", "list")))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("open", "--from", "missing.jsonl"), "cannot be read"),
        (("open",), "Say which room"),
        (("open", "depression", *ROOM), "open already"),
        (("open", "grief"), "topic"),
        (("open", "grief", *ROOM, "--capacity", "60"), "at most 50"),
        (("close", "grief"), "no open room"),
        (("close", "../etc"), "no open room"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(run: Run, words: tuple[str, ...], says: str):
    assert says in sentence(run("room", *words))


def test_limits_off_lifts_the_most_places_without_a_server(run: Run):
    done = run("room", "open", "hall", *ROOM, "--capacity", "500", KITH_LIMITS="off")

    assert (0, "opened hall\n") == (done.code, done.out)


def test_a_closed_room_may_be_opened_again(run: Run):
    run("room", "close", "gambling")

    done = run("room", "open", "gambling", *ROOM)

    assert (0, "opened gambling\n") == (done.code, done.out)


def test_what_a_killed_server_left_behind_is_in_nobodys_way(kith: KithProcess, run: Run):
    kith.kill()

    assert FIRST == set(ids(run("room", "list", "--data", kith.data)))
    kith.start()
    assert FIRST == set(ids(run("room", "list", "--data", kith.data)))
    assert len(list((kith.data / "run").glob("*.sock"))) == 1


def test_the_folder_for_commands_is_nobody_elses(kith: KithProcess):
    assert (kith.data / "run").stat().st_mode & 0o777 == 0o700


def test_a_second_server_on_the_same_folder_is_refused(kith: KithProcess, start: Run):
    done = start("serve", "--port", "0", "--data", kith.data)

    assert "Another server is using the folder" in sentence(done)
    assert kith.url.startswith("http://127.0.0.1")


def test_a_port_in_use_is_said(kith: KithProcess, start: Run, tmp_path: Path):
    done = start("serve", "--port", str(kith.port), "--data", tmp_path / "other")

    assert "--port" in sentence(done)


@pytest.mark.parametrize(
    ("words", "environment", "says"),
    [
        (("--port", "65536"), {}, "port"),
        (("--host", "0.0.0.0"), {}, "--public-url"),  # noqa: S104 - it must be refused
        (("--host", "nowhere.invalid", "--public-url", "https://kith.example"), {}, "host"),
        (("--settings", "missing.toml"), {}, "missing.toml"),
        ((), {"KITH_DISK_RESERVE_MIB": "7"}, "KITH_DISK_RESERVE_MIB"),
    ],
)
def test_a_setting_that_cannot_be_is_said_in_a_sentence(
    start: Run, words: tuple[str, ...], environment: dict[str, str], says: str
):
    done = start("serve", "--port", "0", *words, **environment)

    assert says in sentence(done)


def test_metrics_are_on_the_admin_port_alone(start_kith: StartKith):
    kith = start_kith("--admin-port", "0")

    assert kith.admin.startswith("http://127.0.0.1:")
    assert "kith_sockets 0.0" in read(kith.admin)
    with pytest.raises(HTTPError, match="404"):
        read(kith.url + "/metrics")


def read(url: str) -> str:
    page: str = urlopen(url, timeout=SOON_S).read().decode()  # noqa: S310 - our own server
    return page
