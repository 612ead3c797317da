"""The journal's mails: which were seen where, which are decided, and which still stand in the inbox."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Select, and_, func, literal, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from pipeline.cases.same_child import ACCEPTED_FORM
from pipeline.edges.journal.chain import Chain, EntryKind
from pipeline.edges.journal.columns import batches, instant, instant_text
from pipeline.edges.journal.schema import ERASED_MAIL, MAILS, MARKS, PLACES
from pipeline.model import MailKind, MessageKey, ReasonCode


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredMail:
    """A mail in the journal."""

    sha256: str  # of its raw bytes, under which they are kept
    message_id: str  # as the mail spells it, or an empty text
    received_at: datetime  # when the server took it
    complete: bool  # whether the server gave the whole of it
    state: str  # stored, decided, or shown (found in a folder of ours, and never read)
    kind: str  # a MailKind's value, empty until it is decided; so are the three below
    urgent: bool
    attention: bool  # whether a person must still look at it
    case_ref: str  # the first case that it concerns
    arrival: Mapping[str, object] = field(default_factory=dict)  # what notices and reports need of it, as plain JSON


@dataclass(frozen=True, kw_only=True, slots=True)
class NewMail:
    """A mail and its place as they are first recorded; its bytes are kept already."""

    key: MessageKey
    sha256: str
    size: int  # of the whole mail, in bytes
    received_at: datetime
    message_id: str = ""
    complete: bool = True
    state: str = "stored"  # or shown, which nobody reads


class Mails:
    """Reads and writes the tables `mails` and `places`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._chain = Chain(connection)

    def seen(
        self, mailbox: str, folder: str, *, first: int = 1, uidvalidity: int | None = None
    ) -> frozenset[MessageKey]:
        """Every place of `folder` from the UID `first` on whose mail is stored; with `uidvalidity`, of that alone."""
        there = [PLACES.c.mailbox == mailbox, PLACES.c.folder == folder, PLACES.c.uid >= first]
        there += [] if uidvalidity is None else [PLACES.c.uidvalidity == uidvalidity]
        rows = self._connection.execute(select(PLACES.c.uidvalidity, PLACES.c.uid).where(*there))
        return frozenset(
            MessageKey(mailbox=mailbox, folder=folder, uidvalidity=row.uidvalidity, uid=row.uid) for row in rows
        )

    def has_met(self, mailbox: str) -> bool:
        """Whether any mail of `mailbox` was ever stored."""
        found = select(PLACES.c.uid).where(PLACES.c.mailbox == mailbox).limit(1)
        return self._connection.execute(found).first() is not None

    def add(self, mail: NewMail, *, now: datetime) -> bool:
        """Records a stored mail and its place; says whether its bytes were new."""
        new = self._connection.execute(
            insert(MAILS)
            .values(
                sha256=mail.sha256,
                size=mail.size,
                received_at=instant_text(mail.received_at),
                stored_at=instant_text(now),
                message_id=mail.message_id,
                complete=mail.complete,
                state=mail.state,
            )
            .on_conflict_do_nothing()
        ).rowcount
        self.place(mail.key, sha256=mail.sha256, now=now)
        if new:
            self._chain.link(EntryKind.MAIL, MAILS.c.sha256 == mail.sha256)
        return bool(new)

    def place(self, key: MessageKey, *, sha256: str, now: datetime, filed: bool = False) -> None:
        """Records that a known mail stands at `key`."""
        self._connection.execute(
            insert(PLACES)
            .values(
                mailbox=key.mailbox,
                folder=key.folder,
                uidvalidity=key.uidvalidity,
                uid=key.uid,
                sha256=sha256,
                seen_at=instant_text(now),
                filed_at=instant_text(now) if filed else "",
            )
            .on_conflict_do_nothing()
        )

    def mail(self, sha256: str) -> StoredMail | None:
        """The mail with that SHA-256."""
        row = self._connection.execute(select(MAILS).where(MAILS.c.sha256 == sha256)).one_or_none()
        return None if row is None else _stored(row)

    def each(self, sha256s: Iterable[str]) -> dict[str, StoredMail]:
        """The mails with those SHA-256s, by them."""
        found = (self._connection.execute(select(MAILS).where(MAILS.c.sha256.in_(some))) for some in batches(sha256s))
        return {mail.sha256: mail for rows in found for mail in map(_stored, rows)}

    def of_case(self, case_ref: str) -> tuple[str, ...]:
        """The SHA-256 of the mails of which this is the first case that they concern."""
        of_case = select(MAILS.c.sha256).where(MAILS.c.case_ref == case_ref)
        return tuple(self._connection.execute(of_case).scalars())

    def was_only_shown(self, sha256: str) -> bool:
        """Whether the mail was found in a folder of ours and shown to a person, but never read."""
        found = self.mail(sha256)
        return found is not None and found.state == "shown"

    def newest_form(self, case_ref: str, *, but: str) -> datetime | None:
        """When the newest mail with a form of the case came, the mail `but` (a SHA-256) left out; None without one."""
        of_case = select(MARKS.c.value).where(MARKS.c.case_ref == case_ref)
        here = MAILS.c.sha256.in_(of_case.where(MARKS.c.kind == "message"))
        accepted = MAILS.c.sha256.in_(of_case.where(MARKS.c.kind == ACCEPTED_FORM))
        with_form = MAILS.c.kind.in_((MailKind.REFERRAL.value, MailKind.UPDATE.value))
        of_form = or_(and_(here, with_form), accepted)
        found = self._connection.execute(
            select(func.max(MAILS.c.received_at)).where(of_form, MAILS.c.sha256 != but)
        ).scalar()
        return instant(found) if found else None

    def taken_as_known(self, mailbox: str, folder: str) -> int:
        """How many mails of `folder` were found there and never read."""
        found = select(func.count(func.distinct(MAILS.c.sha256))).join(PLACES, MAILS.c.sha256 == PLACES.c.sha256)
        there = found.where(PLACES.c.mailbox == mailbox, PLACES.c.folder == folder, MAILS.c.state == "shown")
        return int(self._connection.execute(there).scalar_one())

    def undecided(self) -> tuple[StoredMail, ...]:
        """The stored mails that no pass has decided, oldest first."""
        # Written into the statement, so that the database sees that its index is of these alone.
        waits = MAILS.c.state == literal("stored", literal_execute=True)
        found = select(MAILS).where(waits).order_by(MAILS.c.received_at, MAILS.c.sha256)
        return tuple(_stored(row) for row in self._connection.execute(found))

    def decided(self, *, since: datetime | None = None, urgent_alone: bool = False) -> tuple[StoredMail, ...]:
        """The decided mails received from `since` on, oldest first."""
        found = select(MAILS).where(MAILS.c.state == "decided", MAILS.c.received_at >= instant_text(since))
        found = found.where(MAILS.c.urgent) if urgent_alone else found
        return tuple(_stored(row) for row in self._connection.execute(found.order_by(MAILS.c.received_at)))

    def about(self, cases: Select[tuple[str]]) -> tuple[StoredMail, ...]:
        """The decided mails about these cases, oldest first."""
        marked = select(MARKS.c.value).where(MARKS.c.kind == "message", MARKS.c.case_ref.in_(cases))
        found = select(MAILS).where(or_(MAILS.c.case_ref.in_(cases), MAILS.c.sha256.in_(marked)))
        rows = self._connection.execute(found.where(MAILS.c.state == "decided").order_by(MAILS.c.received_at))
        return tuple(_stored(row) for row in rows)

    def decide(
        self,
        sha256: str,
        *,
        arrival: Mapping[str, object],
        fault: str = "",
        fingerprint: str = "",
        sender_domain: str | None = None,
        **decided: object,
    ) -> None:
        """Records what a mail turned out to be (`kind`, `urgent`, `attention`, `case_ref`).

        `fingerprint` and `sender_domain` are how it is found again; a mail that could not be read has neither.
        """
        found_by = {"fingerprint": fingerprint, "sender_domain": sender_domain}
        text = json.dumps(dict(arrival), ensure_ascii=False)
        self._connection.execute(
            update(MAILS)
            .where(MAILS.c.sha256 == sha256)
            .values(state="decided", arrival=text, fault=fault, **found_by, **decided)
        )
        self._chain.link(EntryKind.DECISION, MAILS.c.sha256 == sha256)

    def release(self, sha256: str) -> None:
        """Records that the office has accepted a mail: it is believed, and answered where its answer was withheld."""
        mail = self.mail(sha256)
        if mail is not None and mail.arrival:
            answered = bool(mail.arrival.get("reply_to_it") or mail.arrival.get("reply_withheld"))
            answers = {"reply_to_it": answered, "reply_to_stranger": answered, "reply_withheld": False}
            said = {**mail.arrival, **answers, "accepted": True}
            text = json.dumps(said, ensure_ascii=False)
            self._connection.execute(update(MAILS).where(MAILS.c.sha256 == sha256).values(arrival=text))

    def read_again(self, sha256: str) -> None:
        """Puts a mail back among the undecided."""
        self._connection.execute(update(MAILS).where(MAILS.c.sha256 == sha256).values(state="stored"))

    def failed(self) -> tuple[StoredMail, ...]:
        """The mails on which the program failed, or whose reading was given up, oldest first."""
        by_person = select(MAILS).where(MAILS.c.state == "decided", MAILS.c.kind == MailKind.NEEDS_PERSON.value)
        rows = self._connection.execute(by_person.order_by(MAILS.c.received_at, MAILS.c.sha256))
        return tuple(_stored(row) for row in rows if row.fault or _was_given_up(_stored(row)))

    def to_file(self, mailbox: str, folders: tuple[str, ...]) -> tuple[tuple[MessageKey, StoredMail], ...]:
        """The decided mails that still stand in one of `folders`, with their places."""
        found = (
            select(PLACES.c.mailbox, PLACES.c.folder, PLACES.c.uidvalidity, PLACES.c.uid, MAILS)
            .join(MAILS, MAILS.c.sha256 == PLACES.c.sha256)
            .where(PLACES.c.mailbox == mailbox, PLACES.c.folder.in_(folders))
            .where(PLACES.c.filed_at == literal("", literal_execute=True))
            .where(MAILS.c.state == "decided")
            .order_by(PLACES.c.uid)
        )
        return tuple((_key(row), _stored(row)) for row in self._connection.execute(found))

    def was_filed_in(self, folder: str, *, sha256: str) -> bool:
        """Whether the mail was ever filed into `folder`."""
        of_mail = (PLACES.c.sha256 == sha256, PLACES.c.folder == folder, PLACES.c.filed_at != "")
        return self._connection.execute(select(PLACES.c.uid).where(*of_mail)).first() is not None

    def filed(self, key: MessageKey, *, now: datetime) -> None:
        """Records that the mail no longer needs filing from `key`."""
        self._connection.execute(
            update(PLACES)
            .where(
                PLACES.c.mailbox == key.mailbox,
                PLACES.c.folder == key.folder,
                PLACES.c.uidvalidity == key.uidvalidity,
                PLACES.c.uid == key.uid,
            )
            .values(filed_at=instant_text(now))
        )

    def newest(self) -> tuple[datetime, datetime] | None:
        """When the mail stored last was stored, and when the newest one was received; None while there is none."""
        # Each by itself, so that each is the last entry of its index.
        stored = self._connection.execute(select(func.max(MAILS.c.stored_at))).scalar()
        received = self._connection.execute(select(func.max(MAILS.c.received_at))).scalar()
        return (instant(stored), instant(received)) if stored and received else None

    def has_come(self, message_id: str) -> bool:
        """Whether a mail with this Message-ID is stored."""
        found = select(func.count()).select_from(MAILS).where(MAILS.c.message_id == message_id)
        return bool(self._connection.execute(found).scalar_one())

    def counts(self) -> dict[str, int]:
        """How many mails there are of each kind, the undecided as `undecided`."""
        each = select(MAILS.c.state, MAILS.c.kind, func.count()).group_by(MAILS.c.state, MAILS.c.kind)
        rows = self._connection.execute(each.where(MAILS.c.sha256 != ERASED_MAIL))
        counted: dict[str, int] = {}
        for state, kind, number in rows:
            name = {"decided": kind, "stored": "undecided"}.get(state, "never read")
            counted[name] = counted.get(name, 0) + number
        return counted


def _was_given_up(mail: StoredMail) -> bool:
    return mail.arrival.get("reason_code") in (ReasonCode.MAIL_TOO_SLOW, ReasonCode.MAIL_BROKE_READER)


def _key(row: object) -> MessageKey:
    return MessageKey(
        mailbox=row.mailbox,  # type: ignore[attr-defined]
        folder=row.folder,  # type: ignore[attr-defined]
        uidvalidity=row.uidvalidity,  # type: ignore[attr-defined]
        uid=row.uid,  # type: ignore[attr-defined]
    )


def _stored(row: object) -> StoredMail:
    columns = row._mapping  # type: ignore[attr-defined]
    return StoredMail(
        sha256=columns["sha256"],
        message_id=columns["message_id"],
        received_at=instant(columns["received_at"]),
        complete=columns["complete"],
        state=columns["state"],
        kind=columns["kind"],
        urgent=columns["urgent"],
        attention=columns["attention"],
        case_ref=columns["case_ref"],
        arrival=json.loads(columns["arrival"]),
    )
