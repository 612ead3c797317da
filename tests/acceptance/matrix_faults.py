"""Twenty-odd ways in which the world fails: how each begins, how it ends, and what people must be told of it."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta

from matrix_world import BUDGET, ROOT, WEDNESDAY, World, coming_wednesday

from pipeline.edges.journal import Journal
from pipeline.edges.lock import pass_lock
from pipeline.errors import PassRunning
from scheduler.check import findings
from scheduler.demo.story import PASSWORD
from scheduler.office import office_of
from scheduler.ports import open_ports

Change = Callable[[World], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class WorldFault:
    """A fault: `begin` and `end` do it to a world, `says` stands in the alarm, `again` is done before each round, `arm`
    before the round in the midst of which it begins."""

    begin: Change
    end: Change
    says: str
    again: Change = lambda _: None
    arm: Change = lambda _: None
    ready: Callable[[World], bool] = lambda _: True
    start: Callable[[], datetime] = lambda: WEDNESDAY
    mails: bool = True  # False where nobody is there to write one: then the heartbeat's silence tells


def settings(old: str, new: str) -> tuple[Change, Change]:
    """A change of the settings, and back."""

    def there(world: World) -> None:
        world.change(old.format(imap=world.wire.port, smtp=world.servers.smtp_port), new)

    def back(world: World) -> None:
        world.change(new, old.format(imap=world.wire.port, smtp=world.servers.smtp_port))

    return there, back


def named(old: str, new: str, says: str) -> WorldFault:
    begin, end = settings(old, new)
    return WorldFault(begin=begin, end=end, says=says)


def prove_by_hand(world: World) -> None:
    """What a person does who has put a sign-in right: `caseclock check`."""
    office = office_of(world.office.config)
    with open_ports(office) as ports:
        findings(office, ports, now=world.now)


def wrong_password(name: str, says: str) -> WorldFault:
    def begin(world: World) -> None:
        (world.folder / name).write_text("wrong", encoding="utf-8")

    def end(world: World) -> None:
        (world.folder / name).write_text(PASSWORD, encoding="utf-8")
        prove_by_hand(world)

    return WorldFault(begin=begin, end=end, says=says)


class Everybody(dict[str, str]):
    """The same refusal for whoever is written to."""

    def __contains__(self, _: object) -> bool:
        return True

    def __getitem__(self, _: str) -> str:
        return "550 5.7.1 relaying denied"


def refuse(world: World) -> None:
    world.servers.refusals = Everybody()


def take_again(world: World) -> None:
    world.servers.refusals = {}


def away(name: str) -> tuple[Change, Change]:
    """A folder that is gone, with a file in its place, as where a share is mounted."""

    def begin(world: World) -> None:
        folder = world.folder / name
        if folder.exists():
            folder.rename(world.folder / "aside")
        folder.write_bytes(b"")

    def end(world: World) -> None:
        (world.folder / name).unlink()
        if (world.folder / "aside").exists():
            (world.folder / "aside").rename(world.folder / name)

    return begin, end


LOCKED: dict[World, ExitStack] = {}


def hold_lock(world: World) -> None:
    """Another process that makes a pass and never ends."""
    LOCKED[world] = ExitStack()
    try:
        LOCKED[world].enter_context(pass_lock(world.folder / "store"))
    except PassRunning:  # where it begins in the midst of a pass, it comes next
        world.afterwards.append(lambda: hold_lock(world))


def let_go(world: World) -> None:
    LOCKED.pop(world).close()


def open_in_excel(world: World) -> None:
    name = "Bronagh"
    owner = bytes([len(name)]) + name.encode().ljust(54) + bytes([len(name), 0]) + name.encode("utf-16-le")
    (world.folder / "share" / "~$tracker.xlsx").write_bytes(owner.ljust(165, b"\0"))


def close_excel(world: World) -> None:
    (world.folder / "share" / "~$tracker.xlsx").unlink()


def protect(world: World) -> None:
    path = world.folder / "share" / "tracker.xlsx"
    if path.exists():
        path.rename(path.with_suffix(".aside"))
    # What Excel saves with a password is a compound file with the workbook encrypted inside (MS-OFFCRYPTO).
    stream = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504 + stream.ljust(4096, b"\0"))


def unprotect(world: World) -> None:
    path = world.folder / "share" / "tracker.xlsx"
    path.unlink()
    if path.with_suffix(".aside").exists():
        path.with_suffix(".aside").rename(path)


def can_mount(world: World) -> bool:
    """Whether this machine lets us make a small disk: the store is moved onto it."""
    store = world.folder / "store"
    store.mkdir(exist_ok=True)
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=140m", "tmpfs", str(store)], capture_output=True, check=False
    )
    if made.returncode == 0:
        world.at_the_end(subprocess.run, ["umount", "-l", str(store)], check=True)
    return made.returncode == 0


def fill(world: World) -> None:
    store = world.folder / "store"
    free = shutil.disk_usage(store).free
    with (store / "filler").open("wb") as file:
        try:
            while free > 0:
                file.write(b"\0" * 65536)
        except OSError:
            return


def empty(world: World) -> None:
    (world.folder / "store" / "filler").unlink()


LOCKS: dict[World, sqlite3.Connection] = {}


def lock_journal(world: World) -> None:
    with Journal(world.folder / "store"):
        """Made, where there was none."""
    LOCKS[world] = sqlite3.connect(
        world.folder / "store" / "journal.sqlite", isolation_level=None, check_same_thread=False
    )
    LOCKS[world].execute("BEGIN EXCLUSIVE")


def unlock_journal(world: World) -> None:
    LOCKS.pop(world).close()


def corrupt_journal(world: World) -> None:
    store = world.folder / "store"
    store.mkdir(exist_ok=True)
    for name in ("journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm"):
        if (store / name).exists():
            shutil.copy(store / name, world.folder / f"{name}.good")
            (store / name).unlink()
    (store / "journal.sqlite").write_bytes(b"This was a database." * 500)


def restore_journal(world: World) -> None:
    store = world.folder / "store"
    for name in ("journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm"):
        (store / name).unlink(missing_ok=True)
        if (world.folder / f"{name}.good").exists():
            shutil.move(world.folder / f"{name}.good", store / name)


def run_ahead(world: World) -> None:
    world.wrong_by = timedelta(hours=3)


def set_clock(world: World) -> None:
    world.wrong_by = timedelta()


def break_template(world: World) -> None:
    for name in ("acknowledgement.txt", "alert.txt", "question.txt"):
        (world.folder / "templates" / "mail" / name).write_text("Subject: {{ no_such_word }}\n", encoding="utf-8")


def mend_template(world: World) -> None:
    shutil.rmtree(world.folder / "templates" / "mail")
    (world.folder / "templates" / "mail").mkdir()


def hurry(world: World) -> None:
    """Passes end before the minute that the mailbox has for its answer."""
    world.worker._pass_seconds = 10.0


def hang(world: World) -> None:
    """The mailbox server takes the connection and never says another word."""
    world.worker._pass_seconds = 2.0
    world.wire._filters = (lambda _: b"", lambda _: b"")


def talk(world: World) -> None:
    world.wire._filters = (world._seen, lambda seen: seen)
    world.worker._pass_seconds = BUDGET


def will_be_killed(world: World) -> None:
    if not world.on_connect:
        world.on_connect.append(world.kill_the_pass)


def lives(world: World) -> None:
    world.on_connect.clear()


def garble(world: World) -> None:
    text = world.office.config.read_text(encoding="utf-8")
    world.office.config.write_text(text + "\n[mailbox\n", encoding="utf-8")


def ungarble(world: World) -> None:
    text = world.office.config.read_text(encoding="utf-8")
    world.office.config.write_text(text.removesuffix("\n[mailbox\n"), encoding="utf-8")


def encrypt(world: World) -> None:
    """The mailbox server speaks TLS, with a certificate that has only days left."""
    world.encrypted.certify(world.now + timedelta(days=5))
    world.change(
        f'port = {world.wire.port}\nsecurity = "none"',
        f'port = {world.encrypted.port}\nsecurity = "tls"\nca_file = "{world.encrypted.authority}"',
    )


def renew(world: World) -> None:
    world.encrypted.certify(world.now + timedelta(days=300))


def stop(world: World) -> None:
    """The machine is off: no round is made any more."""
    world.asleep = True


def start(world: World) -> None:
    world.asleep = False
    world.worker.nursery.close()
    world.worker = world.new_worker()


def break_law(world: World) -> None:
    rule = world.install() / "pipeline" / "clock" / "law" / "notify-panel.toml"
    rule.write_text("this is no rule\n", encoding="utf-8")


def mend_law(world: World) -> None:
    name = "pipeline/clock/law/notify-panel.toml"
    shutil.copy(ROOT / name, world.folder / "installed" / name)


BANK_HOLIDAYS = "pipeline/clock/law/bank-holidays-england-and-wales.json"


def end_calendar(world: World) -> None:
    path = world.install() / BANK_HOLIDAYS
    said = json.loads(path.read_text(encoding="utf-8"))
    said["events"] = [event for event in said["events"] if event["date"] < "2026-09-01"]
    path.write_text(json.dumps(said), encoding="utf-8")


def renew_calendar(world: World) -> None:
    shutil.copy(ROOT / BANK_HOLIDAYS, world.folder / "installed" / BANK_HOLIDAYS)


SHARE, ORIGINALS = away("share"), away("share originals")
EXPIRES = "[mailbox.sign_in]\nsecret_expires = 2026-12-07\n"
MAILBOX_SAYS, OUTGOING_SAYS = "No mail has been read since", "No mail can be sent since"
TRACKER_SAYS, STORE_SAYS = "The tracker has not been written since", "Nothing can be recorded"
FAULTS: dict[str, WorldFault] = {
    "mailbox unreachable": named("port = {imap}", "port = 9", MAILBOX_SAYS),
    "mailbox's name unknown": named(
        'host = "127.0.0.1"\nport = {imap}\nsecurity = "none"',
        'host = "imap.northshire.invalid"\nport = 993\nsecurity = "tls"',
        MAILBOX_SAYS,
    ),
    "mailbox refuses the sign-in": wrong_password("password", MAILBOX_SAYS),
    "outgoing server away": named("port = {smtp}", "port = 9", OUTGOING_SAYS),
    "outgoing server refuses the sign-in": wrong_password("password-out", OUTGOING_SAYS),
    "outgoing server refuses every mail": WorldFault(begin=refuse, end=take_again, says=OUTGOING_SAYS),
    "share away": WorldFault(begin=SHARE[0], end=SHARE[1], says=TRACKER_SAYS),
    "originals away": WorldFault(begin=ORIGINALS[0], end=ORIGINALS[1], says="New mail has not been logged since"),
    "workbook locked": WorldFault(begin=open_in_excel, end=close_excel, says=TRACKER_SAYS),
    "workbook with a password": WorldFault(begin=protect, end=unprotect, says=TRACKER_SAYS),
    "disk full": WorldFault(begin=fill, end=empty, says=STORE_SAYS, ready=can_mount),
    "journal locked": WorldFault(begin=lock_journal, end=unlock_journal, says=STORE_SAYS),
    "journal corrupt": WorldFault(begin=corrupt_journal, end=restore_journal, says=STORE_SAYS),
    "clock three hours ahead": WorldFault(begin=run_ahead, end=set_clock, says="The clock of the computer"),
    "certificate about to end": WorldFault(
        begin=encrypt, end=renew, says="The certificate of the mailbox server ends", start=coming_wednesday
    ),
    "another pass never ends": WorldFault(begin=hold_lock, end=let_go, says="No pass has been good since"),
    "worker dead": WorldFault(begin=stop, end=start, says="No pass has been good since", mails=False),
    "secret about to end": named("[mailbox.sign_in.secret]", f"{EXPIRES}[mailbox.sign_in.secret]", "The secret under"),
    "law broken": WorldFault(begin=break_law, end=mend_law, says="No date can be counted since"),
    "calendar ended": WorldFault(begin=end_calendar, end=renew_calendar, says="The list of bank holidays ended on"),
    "settings broken": WorldFault(begin=garble, end=ungarble, says="because the settings cannot be used"),
    "templates broken": WorldFault(begin=break_template, end=mend_template, says="Mails cannot be put into words"),
    "pass hangs": WorldFault(begin=hang, end=talk, arm=hurry, says="Passes have broken off since"),
    "pass killed": WorldFault(begin=will_be_killed, end=lives, says="Passes have broken off", again=will_be_killed),
}
