"""What the journal keeps beside mails, cases and notices: each thing under a name and with a type of its own."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from pipeline.cases.proposals import Proposal
from pipeline.edges.journal import kept_records as records
from pipeline.edges.journal.columns import batches
from pipeline.edges.journal.kept_records import ListedFolder, MailServer, Record, RefusedSignIn
from pipeline.edges.journal.schema import KEPT, MEETINGS
from pipeline.model import Referral
from pipeline.notices.situation import MeetingState

if TYPE_CHECKING:
    from pipeline.tracker.merge.bases import Step
    from pipeline.tracker.model import Base

T = TypeVar("T")
Key = TypeVar("Key", bound=str | int)
REST = "rest"  # the name that every transaction takes away


class KeptRows:
    """The table `kept`: names and plain JSON."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> Any:
        """The JSON under `name`, or None."""
        content = self.content(name)
        return None if content is None else json.loads(zlib.decompress(content))

    def each(self, names: Iterable[str]) -> dict[str, Any]:
        """The JSON under each of these names under which there is any."""
        wanted = select(KEPT.c.name, KEPT.c.content)
        found = (self._connection.execute(wanted.where(KEPT.c.name.in_(some))) for some in batches(names))
        return {row.name: json.loads(zlib.decompress(row.content)) for rows in found for row in rows}

    def content(self, name: str) -> bytes | None:
        """The same as it is kept."""
        content = self._connection.execute(select(KEPT.c.content).where(KEPT.c.name == name)).scalar()
        return None if content is None else bytes(content)

    def put(self, name: str, value: object) -> None:
        """Writes `value` under `name`; None takes it away."""
        if value is None:
            self._connection.execute(delete(KEPT).where(KEPT.c.name == name))
            return
        content = zlib.compress(json.dumps(value, ensure_ascii=False).encode(), level=1)
        self._connection.execute(
            insert(KEPT)
            .values(name=name, content=content)
            # What says the same already is left as it is, and is no change.
            .on_conflict_do_update(index_elements=["name"], set_={"content": content}, where=KEPT.c.content != content)
        )


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


class KeptWhole(Generic[T]):
    """One large thing of plain JSON that nobody changes in its place: read once while its bytes are the same."""

    def __init__(self, rows: KeptRows, name: str) -> None:
        self._rows, self._name = rows, name
        self._known: tuple[bytes, T | None] = b"", None

    def get(self) -> T | None:
        """It, or None."""
        content = self._rows.content(self._name)
        if content is not None and content != self._known[0]:
            self._known = content, json.loads(zlib.decompress(content))
        return None if content is None else self._known[1]

    def put(self, value: T | None) -> None:
        """Keeps `value`."""
        self._rows.put(self._name, value)
        self._known = self._rows.content(self._name) or b"", value


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
        self.tracker_base: KeptWhole[Base] = KeptWhole(rows, "tracker-base")
        self.announced_write = KeptValue(rows, "tracker-announced", record=records.ANNOUNCED)
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
