"""The drill: a house is saved, lost and made again, in a folder and in a Redis."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from commands import Done, Run, sentence
from desk_door import Caller, caller, invitation
from kith_process import KithProcess
from later_house import LaterHouse
from meeting import Meeting, open_room
from redis_process import RedisProcess
from small_disk import MIB, small_disk
from volunteer import Volunteer
from wire import Wire, texts

from server.backplane import StoreDamaged, redis_start
from server.backplane.folder import FolderLock
from server.backup.places import RedisPlace
from server.commands.control import ask
from server.crypto.keys import HouseKeys

pytestmark = pytest.mark.slow
CRY = "I want to kill myself tonight"
ROOM = {"topic": "grief", "side": "self", "language": "en", "title": "Newer than the backup"}


class Drill:
    """A house with people in it, its backup, and the house that is made from it."""

    def __init__(
        self, folder: Path, run: Run, stack: AsyncExitStack, redis: RedisProcess | None
    ) -> None:
        self.folder = folder
        self._run = run
        self.stack = stack
        self.redis = redis
        self.house = KithProcess(folder / "house", *self.store, KITH_LIMITS="off").start()
        self.room = Meeting(self.house, open_room(self.house.data), stack)
        self.callers: dict[str, Caller] = {}

    @property
    def store(self) -> tuple[str, ...]:
        return ("--redis", self.redis.url) if self.redis else ()

    async def volunteer(self, name: str, role: str = "volunteer") -> Volunteer:
        one = self.callers[name] = await self.stack.enter_async_context(caller(self.house))
        assert 200 == (await one.join(invitation(self.house, role), name)).status
        return await self.sat_down(name)

    async def sat_down(self, name: str) -> Volunteer:
        seat = await Volunteer.sit_down(self.callers[name])
        self.stack.push_async_callback(seat.leave)
        return seat

    async def case_of(self, seat: Volunteer) -> tuple[Wire, str]:
        """Have somebody cry, and the case claimed."""
        known = set(seat.cases)
        member = await self.room.join()
        await member.say(CRY)
        case: str = (await seat.case(lambda it: it["id"] not in known))["id"]
        await seat.claim(case)
        return member, case

    async def command(self, *words: str | Path) -> Done:
        """Run a command of the house beside this test's sockets."""
        return await asyncio.to_thread(
            self._run, *words, "--data", self.house.data, *self.store, KITH_LIMITS="off"
        )

    def lose_all_but_the_list(self) -> Path:
        """Kill the server; of its folder only a copy of the list is left."""
        self.house.kill()
        kept = self.folder / "copied.list"
        shutil.copy(self.house.data / "keys" / "let_go.list", kept)
        shutil.rmtree(self.house.data)
        return kept

    async def restore(self, *options: str | Path) -> Done:
        return await self.command("restore", "saved.kith", "--key", "backup.key", *options)


@pytest.fixture(params=["folder", "redis"])
def redis(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RedisProcess | None]:
    if request.param == "folder":
        yield None
        return
    process = RedisProcess(tmp_path / "redis").start()
    yield process
    process.kill()


@pytest.fixture
async def drill(tmp_path: Path, run: Run, redis: RedisProcess | None) -> AsyncIterator[Drill]:
    async with AsyncExitStack() as stack:
        made = Drill(tmp_path, run, stack, redis)
        try:
            assert 0 == (await made.command("backup", "--new-key", "backup.key")).code
            yield made
        finally:
            made.house.stop()


async def test_what_the_backup_knew_comes_back_and_what_was_let_go_since_does_not(drill: Drill):
    vera = await drill.volunteer("Vera", "coordinator")
    await drill.volunteer("Will")
    ada, cry = await drill.case_of(vera)
    await vera.act("back", cry)
    eve, attack = await drill.case_of(vera)
    await vera.act("sanction", attack, what="remove", minutes=600, reason="safety")
    ben, cal = [await drill.room.join(alias=3) for _ in range(2)]
    indexes = [wire.hello["you"]["index"] for wire in (ben, cal)]
    says = await drill.command("backup", "saved.kith")
    # From here on all is newer than the backup.
    await ben.ask("forget")
    await vera.act("close", attack, outcome="calmer")
    removed = await drill.callers["Vera"].ask("DELETE", f"crew/{drill.callers['Will'].id}")
    assert 200 <= removed.status < 300, removed
    await ada.say("newer than the backup")
    ask(drill.house.data, {"do": "open", "rooms": [ROOM | {"id": "newer"}]})

    in_use = "A node is running" if drill.redis else "Another server is using the folder"
    assert in_use in sentence(await drill.restore())
    kept = drill.lose_all_but_the_list()
    if drill.redis:
        assert "holds a house already" in sentence(await drill.restore("--let-go", kept))
        drill.redis.ask("FLUSHALL")
    done = await drill.restore("--let-go", kept)
    drill.house.start()

    assert 0 == done.code, done
    assert "4 members known, 2 volunteers, 2 open cases, 1 sanctions" in says.out
    assert "3 members known, 1 volunteers, 1 open cases, 1 sanctions" in done.out
    assert "let go again, or ended again, since then: 3" in done.out
    await members_find_it_as_they_should(drill, ada, eve, (ben, cal), indexes)
    await volunteers_find_it_as_they_should(drill, cry, attack)
    verified = await drill.command("audit", "verify")
    assert 0 == verified.code, verified


async def test_roles_and_lines_of_two_come_back_and_what_is_over_does_not(tmp_path: Path, run: Run):
    house = LaterHouse(tmp_path, KITH_LIMITS="off")
    house.start()
    async with AsyncExitStack() as stack:
        stack.callback(house.stop)
        room = Meeting(house, open_room(house.data), stack)
        people = [await room.join() for _ in range(6)]
        ada, ben, cal, dan, eve, fay = people
        await ada.ask("serve", role="opener", what="take")
        await cal.ask("serve", role="greeter", what="take")
        await dan.ask("serve", role="reserve", what="take")
        kept, ended = [await line_of(room, wire, ben) for wire in (ada, eve)]
        waits = await line_of(room, fay, ben, answered=False)
        command = ("--data", str(house.data))
        assert 0 == (await asyncio.to_thread(run, "backup", "--new-key", "key", *command)).code
        assert 0 == (await asyncio.to_thread(run, "backup", "saved", *command)).code
        # From here on all is newer than the backup.
        await cal.ask("serve", role="greeter", what="lay_down")
        await dan.ask("forget")
        await eve.ask("sponsor", what="end", line=ended)
        house.stop()
        lists = house.data / "keys" / "let_go.list"
        for file in house.data.glob("kith.db*"):
            file.unlink()
        restored = ("restore", "saved", "--key", "key", "--let-go", lists, *command)
        done = await asyncio.to_thread(run, *restored)
        assert 0 == done.code, done
        house.start()

        back = await room.join(ada.key)
        group = await back.expect("group")
        assert [("opener", ada.member)] == [(one["role"], one["id"]) for one in group["roles"]]
        assert kept == (await back.expect("card", kind="sponsor"))["line"]
        asked = await room.join(fay.key)
        assert waits == (await asked.expect("card", kind="sponsor_waits"))["line"]
        for wire, line in ((ada, kept), (eve, ended)):
            again = await room.dial(wire.key)
            there = "hello" if line == kept else "nack"
            assert there == (await again.enter(line))["t"]


async def line_of(room: Meeting, asks: Wire, sponsor: Wire, *, answered: bool = True) -> str:
    """Have one ask another to stand by them, and let that one say yes."""
    await sponsor.ask("sponsor", what="offer")
    assert "ack" == (await asks.ask("sponsor", what="ask", to=sponsor.member))["t"]
    line: str = (await sponsor.expect("card", kind="sponsor_asked"))["line"]
    if answered:
        yes = await room.dial(sponsor.key)
        assert "hello" == (await yes.enter(line))["t"]
    return line


async def members_find_it_as_they_should(
    drill: Drill, ada: Wire, eve: Wire, known: tuple[Wire, Wire], indexes: list[int]
) -> None:
    room = drill.room.room
    back = await drill.room.dial(ada.key)
    hello = await back.enter(room, after={"epoch": ada.hello["epoch"], "n": 1})
    assert (False, ada.alias) == (hello["resumed"], back.alias)
    assert ada.hello["epoch"] != hello["epoch"]
    assert [] == texts(await back.so_far())
    assert (await back.say("after the restore"))["saved"]
    out = await drill.room.dial(eve.key)
    assert "removed" == (await out.enter(room))["code"]
    # A record that is kept says which of their names; one that is gone, that they may choose.
    ben, cal = [await drill.room.join(wire.key, alias=9) for wire in known]
    assert (9, indexes[1]) == (ben.hello["you"]["index"], cal.hello["you"]["index"])
    assert "no_such_room" == (await (await drill.room.dial()).enter("newer"))["code"]


async def volunteers_find_it_as_they_should(drill: Drill, cry: str, attack: str) -> None:
    vera, will = drill.callers["Vera"], drill.callers["Will"]
    assert 401 == (await vera.ask("GET", "crew")).status
    assert 200 == (await vera.sign_in()).status
    assert 200 != (await will.sign_in()).status
    seat = await drill.sat_down("Vera")
    case = await seat.case(lambda it: it["id"] == cry)
    assert ("open", True) == (case["state"], case["restored"])
    await seat.do("look", case=cry)
    detail = await seat.until(lambda f: f["t"] == "detail")
    assert CRY not in repr(detail)
    assert "[…]" == detail["messages"][0]["text"]
    assert "resolved" == seat.cases[attack]["state"]  # closed once, and still to be signed
    await seat.claim(cry)


@pytest.fixture
def saved(run: Run, tmp_path: Path) -> Path:
    """Give a folder with a house, its key and its backup."""
    assert 0 == run("backup", "--new-key", "backup.key", "--data", "house").code
    assert 0 == run("backup", "saved.kith", "--data", "house").code
    return tmp_path


LIST = ("--let-go", "house/keys/let_go.list")


def restored(run: Run, *options: str, data: str = "other") -> Done:
    return run("restore", "saved.kith", "--key", "backup.key", "--data", data, *options)


def test_a_folder_that_a_server_uses_is_refused(saved: Path, run: Run):
    server = FolderLock(saved / "other")
    server.take()

    says = sentence(restored(run, *LIST))
    server.free()

    assert "Another server is using the folder other" in says


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def changed(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


@pytest.mark.parametrize("harm", [cut, changed])
def test_a_harmed_backup_is_refused_and_nothing_is_made(
    saved: Path, run: Run, harm: Callable[[Path], None]
):
    harm(saved / "saved.kith")

    assert "cut short or was changed" in sentence(restored(run, *LIST))
    assert not (saved / "other").exists()


def test_a_folder_with_a_house_is_refused(saved: Path, run: Run):
    before = (saved / "house/kith.db").read_bytes()

    assert "is not empty: it has kith.db" in sentence(restored(run, data="house"))
    assert before == (saved / "house/kith.db").read_bytes()


def test_a_backup_of_another_house_is_refused(saved: Path, run: Run):
    assert 0 == run("room", "list", "--data", "third").code
    (saved / "third/kith.db").unlink()

    assert "This is a backup of another house" in sentence(restored(run, *LIST, data="third"))


@pytest.mark.usefixtures("saved")
def test_without_the_list_it_is_refused_and_can_be_accepted(run: Run):
    assert "is not known here: there is no list" in sentence(restored(run))
    assert 0 == restored(run, "--without-list").code


def test_without_room_nothing_is_saved_and_nothing_restored(saved: Path, run: Run):
    with small_disk(saved / "small", MIB) as disk:
        disk.fill(leave=0)
        assert "No space left on device" in sentence(
            run("backup", "small/saved.kith", "--data", "house")
        )
        assert [disk.filler] == list(disk.folder.iterdir())
        assert "There is no room in small" in sentence(restored(run, *LIST, data="small/house"))


def test_the_list_beside_the_keys_is_found(saved: Path, run: Run):
    (saved / "house/kith.db").rename(saved / "damaged.db")

    done = restored(run, data="house")

    assert (0, "3 rooms") == (done.code, done.out[9:16])
    assert "gambling" in run("room", "list", "--data", "house").out


def test_a_second_restore_of_the_same_backup_knows_the_list_too(saved: Path, run: Run):
    assert 0 == restored(run, *LIST).code
    (saved / "other/kith.db").unlink()

    assert 0 == restored(run).code


@pytest.mark.usefixtures("saved")
def test_a_backup_is_never_written_over(run: Run):
    assert "left as it was" in sentence(run("backup", "saved.kith", "--data", "house"))


def test_in_a_folder_each_backup_has_a_name_of_its_own(saved: Path, run: Run):
    folder = saved / "backups"
    folder.mkdir()

    done = run("backup", "backups", "--data", "house")

    (file,) = folder.iterdir()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d-\d{4}\.kith", file.name)
    assert f"backups/{file.name}" in done.out


def test_a_second_key_says_that_the_first_is_still_needed(run: Run):
    assert "before it" not in run("backup", "--new-key", "one.key", "--data", "house").out

    assert "Keep the key before it" in run("backup", "--new-key", "two.key", "--data", "house").out


def test_without_a_key_nothing_is_saved(run: Run, tmp_path: Path):
    says = sentence(run("backup", "saved.kith", "--data", "house"))

    assert "There is no backup key yet." in says
    assert not (tmp_path / "saved.kith").exists()


def test_what_was_restored_can_be_saved_again_for_the_same_key(saved: Path, run: Run):
    assert 0 == restored(run, *LIST).code
    (saved / "saved.kith").unlink()

    assert 0 == run("backup", "saved.kith", "--data", "other").code
    assert 0 == restored(run, "--let-go", "other/keys/let_go.list", data="third").code


async def test_half_a_house_in_redis_is_never_taken_for_a_whole_one(tmp_path: Path):
    process = RedisProcess(tmp_path / "redis").start()
    place = RedisPlace(tmp_path / "house", process.url)
    house = HouseKeys.open(tmp_path / "house" / "keys")
    try:
        async with place.taken(house.house, house.fingerprint):
            with pytest.raises(AttributeError):  # as a kill would, in the middle
                await place.load("epoch", [None])  # type: ignore[list-item]

        with pytest.raises(StoreDamaged, match="empty this database first"):
            await redis_start.check(process.url, house.house, "")
    finally:
        process.kill()
