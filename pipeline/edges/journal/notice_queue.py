"""The journal's notices: queued, then sent, then recorded, each under a key that exists once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, case, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from pipeline.edges.journal.columns import instant, instant_text
from pipeline.edges.journal.schema import NOTICES
from pipeline.notices.model import Mail, NoticeKey


@dataclass(frozen=True, kw_only=True, slots=True)
class QueuedMail:
    """A mail on its way out; `state` is queued, sending (its fate unknown), sent, draft, held, refused or unclear."""

    key: str
    kind: str
    case_ref: str
    recipient: str
    state: str
    message_id: str
    sha256: str
    subject: str
    urgent: bool
    queued_at: datetime
    sent_at: datetime | None
    tries: int
    fault: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One thing said about a case: on which duty (a rule, and after a colon for whom), in which mail, to whom, when."""

    duty: str
    kind: str
    recipient: str
    subject: str
    state: str
    at: datetime | None


class NoticeQueue:
    """Reads and writes the table `notices`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def said(self) -> Mapping[str, datetime]:
        """The text of every key that was ever queued, with when it went out (or was queued)."""
        rows = self._connection.execute(select(NOTICES.c.key, NOTICES.c.queued_at, NOTICES.c.sent_at))
        return {row.key: instant(row.sent_at or row.queued_at) for row in rows}

    def queue(self, mail: Mail, *, sha256: str, state: str, urgent: bool, with_keys: tuple[NoticeKey, ...]) -> bool:
        """Queues a mail and the notices merged into it; says whether its key was new. Nothing is queued twice."""
        shared = {"queued_at": instant_text(mail.made_at), "recipient": mail.to}
        new = self._connection.execute(
            insert(NOTICES)
            .values(
                key=mail.key.text(),
                kind=mail.key.kind.value,
                case_ref=mail.key.case_ref,
                state=state,
                message_id=mail.message_id,
                sha256=sha256,
                subject=mail.subject,
                urgent=urgent,
                **shared,
            )
            .on_conflict_do_nothing()
        ).rowcount
        for key in with_keys if new else ():
            self._connection.execute(
                insert(NOTICES)
                .values(
                    key=key.text(),
                    kind=key.kind.value,
                    case_ref=key.case_ref,
                    state="with",
                    with_key=mail.key.text(),
                    subject=mail.subject,
                    **shared,
                )
                .on_conflict_do_nothing()
            )
        return bool(new)

    def waiting(self, now: datetime) -> tuple[QueuedMail, ...]:
        """The mails to send now: urgent ones first, then in the order in which they were queued."""
        due = (
            select(NOTICES)
            .where(NOTICES.c.state.in_(("queued", "sending")), NOTICES.c.try_after <= instant_text(now))
            .order_by(NOTICES.c.urgent.desc(), NOTICES.c.id)
        )
        return tuple(_queued(row) for row in self._connection.execute(due))

    def queued(self) -> tuple[QueuedMail, ...]:
        """The mails that wait, whenever they are to be tried."""
        rows = select(NOTICES).where(NOTICES.c.state == "queued").order_by(NOTICES.c.id)
        return tuple(_queued(row) for row in self._connection.execute(rows))

    def keys_of(self, key: str) -> tuple[str, ...]:
        """The keys of everything that the mail with this `key` says: its own and those merged into it."""
        rows = select(NOTICES.c.key).where((NOTICES.c.key == key) | (NOTICES.c.with_key == key))
        return tuple(self._connection.execute(rows).scalars())

    def forget(self, keys: Iterable[str]) -> None:
        """Forgets queued mails that never left, and every notice merged into them."""
        for key in keys:
            self._connection.execute(delete(NOTICES).where((NOTICES.c.key == key) | (NOTICES.c.with_key == key)))

    def begin(self, key: str) -> None:
        """Records that a mail is about to be handed to the server: from here on its fate may be unknown."""
        self._set(key, state="sending", tries=NOTICES.c.tries + 1)

    def put_back(self, mail: QueuedMail) -> None:
        """Records that `mail`, though begun, was not offered to the server: it stands as it stood before."""
        self._set(mail.key, state=mail.state, tries=mail.tries)

    def sent(self, key: str, *, now: datetime, state: str = "sent") -> None:
        """Records that the server took the mail, or that it lies in Drafts (`state` draft)."""
        self._set(key, state=state, sent_at=instant_text(now), fault="")

    def again(self, key: str, *, fault: str, after: datetime, state: str = "queued") -> None:
        """Records a failure that may pass, or (`state` sending) a fate not known; it is tried again from `after` on."""
        self._set(key, state=state, fault=fault, try_after=instant_text(after))

    def refused(self, key: str, *, fault: str, state: str = "refused") -> None:
        """Records that the mail will not be taken, or (`state` unclear) that nobody will know whether it was."""
        self._set(key, state=state, fault=fault)

    def in_doubt(self) -> tuple[QueuedMail, ...]:
        """The mails that were handed over, or may have been, and are to be looked for and tried again."""
        rows = select(NOTICES).where(NOTICES.c.state == "sending").order_by(NOTICES.c.id)
        return tuple(_queued(row) for row in self._connection.execute(rows))

    def came_back(self, message_id: str) -> QueuedMail | None:
        """The sent mail with that Message-ID."""
        row = self._connection.execute(select(NOTICES).where(NOTICES.c.message_id == message_id)).first()
        return None if row is None or not message_id else _queued(row)

    def all(self) -> tuple[QueuedMail, ...]:
        """Every mail that was ever queued, oldest first; the notices merged into another are not mails."""
        rows = select(NOTICES).where(NOTICES.c.state != "with").order_by(NOTICES.c.id)
        return tuple(_queued(row) for row in self._connection.execute(rows))

    def of_case(self, case_ref: str) -> tuple[Told, ...]:
        """Everything that was ever said about a case, also within a mail that names several cases, oldest first."""
        mail = NOTICES.alias("mail")
        rows = (
            select(NOTICES.c.key, mail.c.kind, mail.c.recipient, mail.c.subject, mail.c.state, mail.c.sent_at)
            .join(mail, mail.c.key == case((NOTICES.c.state == "with", NOTICES.c.with_key), else_=NOTICES.c.key))
            .where(NOTICES.c.case_ref == case_ref)
            .order_by(mail.c.id, NOTICES.c.id)
        )
        return tuple(_told(row) for row in self._connection.execute(rows))

    def number_sent_since(self, since: datetime) -> int:
        """How many mails went out from `since` on."""
        counted = select(func.count()).select_from(NOTICES)
        return self._connection.execute(
            counted.where(NOTICES.c.state == "sent", NOTICES.c.sent_at >= instant_text(since))
        ).scalar_one()

    def _set(self, key: str, **values: object) -> None:
        self._connection.execute(update(NOTICES).where(NOTICES.c.key == key).values(**values))


def _told(row: object) -> Told:
    columns = row._mapping  # type: ignore[attr-defined]
    return Told(
        duty=columns["key"].split("|")[2],
        kind=columns["kind"],
        recipient=columns["recipient"],
        subject=columns["subject"],
        state=columns["state"],
        at=instant(columns["sent_at"]) if columns["sent_at"] else None,
    )


def _queued(row: object) -> QueuedMail:
    columns = row._mapping  # type: ignore[attr-defined]
    return QueuedMail(
        key=columns["key"],
        kind=columns["kind"],
        case_ref=columns["case_ref"],
        recipient=columns["recipient"],
        state=columns["state"],
        message_id=columns["message_id"],
        sha256=columns["sha256"],
        subject=columns["subject"],
        urgent=columns["urgent"],
        queued_at=instant(columns["queued_at"]),
        sent_at=instant(columns["sent_at"]) if columns["sent_at"] else None,
        tries=columns["tries"],
        fault=columns["fault"],
    )
