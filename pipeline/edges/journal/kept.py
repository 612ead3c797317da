"""What the journal keeps beside mails, cases and notices: each thing under a name and with a type of its own."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from pipeline.cases.proposals import Proposal
from pipeline.edges.journal import kept_records as records
from pipeline.edges.journal.columns import batches
from pipeline.edges.journal.kept_records import AnnouncedWrite, ListedFolder, MailServer, Record, RefusedSignIn
from pipeline.edges.journal.schema import KEPT, MEETINGS
from pipeline.model import Referral
from pipeline.notices.situation import MeetingState

if TYPE_CHECKING:
    from pipeline.tracker.merge.bases import Step
    from pipeline.tracker.model import Base

T = TypeVar("T")
Key = TypeVar("Key", bound=str | int)
REST = "rest"  # the name that every transaction takes away
# The steps of a base are so few, and so few bytes or so small a part of it: each further one writes all of them again,
# which must stay far cheaper than the whole. A small office's whole base is hardly more than so few bytes.
_MOST, _LITTLE, _PART = 100, 4000, 8
# Asked a hundred times in a pass, and made once.
_CONTENT = select(KEPT.c.content).where(KEPT.c.name == bindparam("name"))


class KeptRows:
    """The table `kept`: names and plain JSON."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> Any:
        """The JSON under `name`, or None."""
        content = self.content(name)
        return None if content is None else _read(content)

    def each(self, names: Iterable[str]) -> dict[str, Any]:
        """The JSON under each of these names under which there is any."""
        wanted = select(KEPT.c.name, KEPT.c.content)
        found = (self._connection.execute(wanted.where(KEPT.c.name.in_(some))) for some in batches(names))
        return {row.name: _read(row.content) for rows in found for row in rows}

    def content(self, name: str) -> bytes | None:
        """The same as it is kept."""
        content = self._connection.execute(_CONTENT, {"name": name}).scalar()
        return None if content is None else bytes(content)

    def put(self, name: str, value: object) -> None:
        """Writes `value` under `name`; None takes it away."""
        if value is None:
            self._connection.execute(delete(KEPT).where(KEPT.c.name == name))
            return
        self.put_content(name, _written(value))

    def put_content(self, name: str, content: bytes) -> None:
        """The same of what is written already."""
        self._connection.execute(
            insert(KEPT)
            .values(name=name, content=content)
            # What says the same already is left as it is, and is no change.
            .on_conflict_do_update(index_elements=["name"], set_={"content": content}, where=KEPT.c.content != content)
        )


def _written(value: object) -> bytes:
    return zlib.compress(json.dumps(value, ensure_ascii=False).encode(), level=1)


def _read(content: bytes) -> Any:
    return json.loads(zlib.decompress(content))


class KeptValue(Generic[T]):
    """One thing."""

    def __init__(self, rows: KeptRows, name: str, *, record: Record[T]) -> None:
        self._rows, self._name, self._record = rows, name, record

    def get(self) -> T | None:
        """It, or None."""
        said = self._rows.get(self._name)
        return None if said is None else self._record.read(said)

    def put(self, value: T | None) -> None:
        """Keeps `value`; None takes it away."""
        self._rows.put(self._name, None if value is None else self._record.written(value))


class KeptBase:
    """The base, which is as large as the workbook: of most passes only what they changed of it is written.

    Of a write that was announced and not settled, the base that belongs to it is kept beside it.
    """

    def __init__(self, rows: KeptRows, name: str, *, announced: str) -> None:
        self._rows, self._name, self._since, self._announced = rows, name, f"{name}-since", announced
        self._known: tuple[bytes | None, bytes | None, Base | None] = None, None, None
        self._whole: tuple[bytes | None, Base | None] = None, None

    def get(self) -> Base | None:
        """The base; None where nothing was ever written. It is read once while its bytes are the same."""
        whole, since = self._rows.content(self._name), self._rows.content(self._since)
        if (whole, since) != self._known[:2]:
            base = _led_on(self._read_whole(whole), since)
            self._known = whole, since, base
        return self._known[2]

    def put(self, base: Base) -> None:
        """Keeps `base`; what is announced stays as it is."""
        before = self.get()
        if before is None:
            self.put_whole(base)
            return
        step = _step(before, base)
        if not step:
            return
        whole, steps = self._known[0] or b"", [*self._steps(), step]
        content = _written(steps)
        if len(steps) > _MOST or len(content) > max(_LITTLE, len(whole) // _PART):
            self.put_whole(base)
            return
        self._rows.put_content(self._since, content)
        self._known = whole, content, base

    def put_whole(self, base: Base) -> None:
        """The same, with nothing left of any earlier base."""
        announced = self.announced()
        self._rows.put(self._since, None)
        self._rows.put(self._name, base)
        content = self._rows.content(self._name)
        self._whole, self._known = (content, base), (content, None, base)
        self.announce(announced)

    def announced(self) -> AnnouncedWrite | None:
        """The write that was announced and is not settled."""
        said = self._rows.get(self._announced)
        if said is None or "base" in said:  # as versions wrote it that kept each base whole
            return said and AnnouncedWrite(**said)
        whole = self._read_whole(self._rows.content(self._name)) or {}
        return AnnouncedWrite(sha256=said["sha256"], base=_after(whole, said["steps"]))

    def announce(self, write: AnnouncedWrite | None) -> None:
        """Keeps what is about to be written; None once it is settled."""
        if write is None:
            self._rows.put(self._announced, None)
            return
        step = _step(self.get() or {}, write.base)
        self._rows.put(self._announced, {"sha256": write.sha256, "steps": [*self._steps(), step]})

    def _steps(self) -> list[Step]:
        found: list[Step] = self._rows.get(self._since) or []
        return found

    def _read_whole(self, content: bytes | None) -> Base | None:
        if content != self._whole[0]:
            self._whole = content, None if content is None else _read(content)
        return self._whole[1]


def _led_on(whole: Base | None, since: bytes | None) -> Base | None:
    return whole if whole is None or since is None else _after(whole, _read(since))


def _after(base: Base, steps: list[Step]) -> Base:
    from pipeline.tracker.merge.bases import earlier

    for step in steps:
        base = earlier(base, step)  # a step leads on as it leads back
    return base


def _step(before: Base, base: Base) -> Step:
    # Of use where something is written, and slow to import.
    from pipeline.tracker.merge.bases import step_back

    return step_back(before, base)


class KeptList(Generic[T]):
    """Things of one type in their order."""

    def __init__(self, rows: KeptRows, name: str, *, record: Record[T]) -> None:
        self._rows, self._name, self._record = rows, name, record

    def get(self) -> tuple[T, ...]:
        """All of them."""
        return tuple(map(self._record.read, self._rows.get(self._name) or ()))

    def put(self, values: Iterable[T]) -> None:
        """Keeps `values` in the place of those before."""
        self._rows.put(self._name, list(map(self._record.written, values)))


class KeptEach(Generic[Key, T]):
    """One thing for each key."""

    def __init__(self, rows: KeptRows, name: str, *, record: Record[T]) -> None:
        self._rows, self._name, self._record = rows, name, record

    def get(self, key: Key) -> T | None:
        """The one of `key`, or None."""
        return self._of(key).get()

    def each(self, keys: Iterable[Key]) -> dict[Key, T]:
        """Those of these keys that there are."""
        names = {f"{self._name}:{key}": key for key in keys}
        return {names[name]: self._record.read(said) for name, said in self._rows.each(names).items()}

    def put(self, key: Key, value: T | None) -> None:
        """Keeps `value` for `key`; None takes it away."""
        self._of(key).put(value)

    def _of(self, key: Key) -> KeptValue[T]:
        return KeptValue(self._rows, f"{self._name}:{key}", record=self._record)


class KeptMeetings:
    """The table `meetings`: the last invitation of each case."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> dict[str, MeetingState]:
        """Every one by its case."""
        rows = self._connection.execute(select(MEETINGS))
        return {row.case_ref: records.MEETING.read(json.loads(row.state)) for row in rows}

    def put(self, state: MeetingState) -> None:
        """Keeps `state` as the last of its case."""
        text = json.dumps(records.MEETING.written(state), ensure_ascii=False)
        self._connection.execute(
            insert(MEETINGS)
            .values(case_ref=state.meeting.case_ref, state=text)
            .on_conflict_do_update(index_elements=["case_ref"], set_={"state": text})
        )


class KeptGuards:
    """What keeps a pass from being stopped or spoiled by one mail, a flood, or a store that was put back."""

    def __init__(self, rows: KeptRows) -> None:
        # References that workbook or mailbox have shown and that are of no case here, never to be given; those of our
        # mails that nobody has called lost yet.
        self.refs = KeptValue(rows, "shown-refs", record=records.IDS)
        self.sent_refs = KeptValue(rows, "sent-refs", record=records.IDS)
        # Those that a person has called lost, by saying which is right.
        self.lost_refs = KeptValue(rows, "lost-refs", record=records.IDS)
        # How far Sent was looked at, and what says that a newer store wrote into the workbook.
        self.sent_mark = KeptValue(rows, "sent-mark", record=records.TEXT)
        self.newer_workbook = KeptValue(rows, "newer-workbook", record=records.TEXT)
        # What lay in the mailbox before the first pass and is left alone.
        self.history = KeptValue(rows, "history", record=records.HISTORY)
        # How each folder stood when its mails were last looked through, by mailbox and folder.
        self.listed: KeptEach[str, ListedFolder] = KeptEach(rows, "listed", record=records.LISTED)
        # The SHA-256 of mails that take long to read, and so are read after the others.
        self.slow_mails = KeptValue(rows, "slow-mails", record=records.IDS)
        # The version that last tried the mails on which a program failed, and when parts of files were swept away.
        self.tried_by = KeptValue(rows, "tried-by", record=records.TEXT)
        self.swept_at = KeptValue(rows, "swept", record=records.INSTANT)


class KeptWatch:
    """When the certificate of each server runs out, and the last mail that was sent to the mailbox itself."""

    def __init__(self, rows: KeptRows) -> None:
        self.certificates: KeptEach[MailServer, datetime] = KeptEach(rows, "certificate", record=records.INSTANT)
        self.probe = KeptValue(rows, "probe", record=records.PROBE)


class Kept:
    """Everything that is kept; the names stand here alone, and a store of an earlier version has the same."""

    def __init__(self, connection: Connection) -> None:
        rows = KeptRows(connection)
        # With which the ids of notices and invitations are made; made once, and never anew.
        self.secret = KeptValue(rows, "secret", record=records.TEXT)
        # Contacts and Calendar as the office typed them; unfinished cannot be written to yet, gone have left.
        self.contacts = KeptList(rows, "contacts", record=records.CONTACT)
        self.unfinished_contacts = KeptList(rows, "contacts-unfinished", record=records.CONTACT)
        self.gone_contacts = KeptList(rows, "contacts-gone", record=records.GONE_CONTACT)
        self.office_days = KeptList(rows, "calendar", record=records.OFFICE_DAY)
        # What the dates rested on in the last pass, and what its changes have moved.
        self.basis = KeptValue(rows, "basis", record=records.BASIS)
        self.targets = KeptList(rows, "targets", record=records.TARGET)
        self.reasons = KeptList(rows, "reasons", record=records.REASON)
        self.moved = KeptList(rows, "moved", record=records.MOVED)
        self._keep_workbook(rows)
        # The ids of what is shown to a person for as long as it lasts.
        self.conditions: KeptEach[records.Topic, frozenset[str]] = KeptEach(rows, "standing", record=records.IDS)
        self.refused_sign_ins: KeptEach[MailServer, RefusedSignIn] = KeptEach(rows, "refused", record=records.REFUSED)
        # Where several machines share the journal: what an identity provider gave in the place of an older token.
        self.rotated: KeptEach[MailServer, records.RotatedToken] = KeptEach(rows, "rotated", record=records.ROTATED)
        self.guards = KeptGuards(rows)
        self.watch = KeptWatch(rows)
        # The items under Needs attention whose urgent alert somebody has answered.
        self.acknowledged = KeptValue(rows, "acknowledged", record=records.IDS)
        # When the mailbox was last read to its end.
        self.mail_read_at = KeptValue(rows, "mail-read", record=records.INSTANT)
        # What the last pass rested on, where it found nothing to do and nobody has written anything since.
        self.rest = KeptValue(rows, REST, record=records.REST)
        # The references of erased cases, and an erasure that was begun and is not done.
        self.erased_refs = KeptValue(rows, "erased-refs", record=records.IDS)
        self.erasing = KeptValue(rows, "erasing", record=records.ERASING)
        self._keep_mail(rows)
        self.meetings = KeptMeetings(connection)

    def _keep_mail(self, rows: KeptRows) -> None:
        # While a mailbox that was in use is taken in: what of it is old.
        self.taking_in = KeptValue(rows, "taking-in", record=records.TAKING_IN)
        self.referrals: KeptEach[str, Referral] = KeptEach(rows, "referral", record=records.REFERRAL)
        # The documents in the cases' folders as they were last written, by case and file name.
        self.documents: KeptEach[str, records.MadeDocument] = KeptEach(rows, "document", record=records.MADE_DOCUMENT)
        # What mails propose, by the id of its item under Needs attention.
        self.proposals: KeptEach[str, Proposal] = KeptEach(rows, "proposal", record=records.PROPOSAL)
        # What each mail's form was read as, by the SHA-256 of the mail: `replay` compares with that.
        self.read_forms: KeptEach[str, Referral] = KeptEach(rows, "read-form", record=records.REFERRAL)
        # The receipt number of each mail that a stranger may be answered, by its SHA-256, and the other way round.
        self.receipt_of: KeptEach[str, str] = KeptEach(rows, "receipt-of", record=records.TEXT)
        self.mail_of_receipt: KeptEach[str, str] = KeptEach(rows, "receipt", record=records.TEXT)

    def _keep_workbook(self, rows: KeptRows) -> None:
        # The workbook: what was written into it and as which version, the way back, what stands in its way.
        self.tracker_base = KeptBase(rows, "tracker-base", announced="tracker-announced")
        self.last_step = KeptValue(rows, "tracker-steps", record=records.NUMBER)
        self.steps_back: KeptEach[int, Step] = KeptEach(rows, "tracker-steps", record=records.TRACKER_STEP)
        self.tracker_held_since = KeptValue(rows, "tracker-held", record=records.INSTANT)
        self.damaged_tracker = KeptValue(rows, "tracker-damaged", record=records.DAMAGED)
        self.tracker_version = KeptValue(rows, "tracker-version", record=records.TEXT)
        self.has_backup = KeptValue(rows, "tracker-backed-up", record=records.FLAG)
        # When the log told that an item left Needs attention, and of which items each such line tells, by a digest
        # of what the line is known by.
        self.settled_at: KeptEach[str, str] = KeptEach(rows, "settled-at", record=records.TEXT)
        self.settled_by_line: KeptEach[str, frozenset[str]] = KeptEach(rows, "settled-line", record=records.IDS)
