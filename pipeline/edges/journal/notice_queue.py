"""The journal's notices: queued, then sent, then recorded, each under a key that exists once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, delete, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from pipeline.edges.journal.chain import Chain, EntryKind
from pipeline.edges.journal.columns import instant, instant_text
from pipeline.edges.journal.schema import NOTICES
from pipeline.model import NoticeKind
from pipeline.notices.mail_classes import MailClass, mail_class
from pipeline.notices.model import Mail, NoticeKey


@dataclass(frozen=True, kw_only=True, slots=True)
class QueuedMail:
    """A mail on its way out."""

    key: NoticeKey
    state: str  # queued, sending (its fate unknown), sent, draft, taken (out of Drafts), held, refused or unclear
    message_id: str
    sha256: str  # of the mail as it goes out
    subject: str
    urgent: bool
    queued_at: datetime
    sent_at: datetime | None
    tries: int
    fault: str  # why the last try failed, or an empty text

    @property
    def kind(self) -> NoticeKind:
        """The kind of its first notice, which gave it its template."""
        return self.key.kind

    @property
    def case_ref(self) -> str:
        """The case of its first notice, or an empty text."""
        return self.key.case_ref

    @property
    def recipient(self) -> str:
        """The one address that it goes to."""
        return self.key.recipient

    @property
    def mail_class(self) -> MailClass:
        """How much hangs on it."""
        return mail_class(self.kind, urgent=self.urgent)


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One thing said about a case: its own `key`; in which mail, to whom, when."""

    key: NoticeKey
    kind: NoticeKind
    recipient: str
    subject: str
    state: str
    at: datetime | None


class NoticeQueue:
    """Reads and writes the table `notices`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._chain = Chain(connection)

    def said(self, *, among: Select[tuple[str]] | None = None) -> Mapping[NoticeKey, datetime]:
        """Every key that was ever queued, with when it went out (or was queued); with `among`, about those cases or
        none."""
        wanted = select(*_KEY, NOTICES.c.queued_at, NOTICES.c.sent_at)
        rows = self._connection.execute(wanted if among is None else wanted.where(_is_about(among)))
        return {_key(row): instant(row.sent_at or row.queued_at) for row in rows}

    def queue(self, mail: Mail, *, sha256: str, state: str, urgent: bool, with_keys: tuple[NoticeKey, ...]) -> bool:
        """Queues a mail and the notices merged into it; says whether its key was new. Nothing is queued twice."""
        shared = {"subject": mail.subject, "queued_at": instant_text(mail.made_at)}
        own = {"message_id": mail.message_id, "sha256": sha256, "urgent": urgent}
        new = self._connection.execute(
            insert(NOTICES).values(_columns(mail.key) | own | shared | {"state": state}).on_conflict_do_nothing()
        ).rowcount
        if new and with_keys:
            found = self._connection.execute(select(NOTICES.c.id).where(_is(mail.key))).scalar_one()
            merged = {"state": "with", "mail_id": found}
            rows = [_columns(key) | merged | shared for key in with_keys]
            self._connection.execute(insert(NOTICES).on_conflict_do_nothing(), rows)
        return bool(new)

    def waiting(self, now: datetime) -> tuple[QueuedMail, ...]:
        """The mails to send now: class by class, in each the urgent ones first, then in the order of queueing."""
        due = (
            select(NOTICES)
            .where(NOTICES.c.state.in_(("queued", "sending")), NOTICES.c.try_after <= instant_text(now))
            .order_by(NOTICES.c.urgent.desc(), NOTICES.c.id)
        )
        return tuple(sorted(map(_queued, self._connection.execute(due)), key=lambda mail: mail.mail_class))

    def queued(self) -> tuple[QueuedMail, ...]:
        """The mails that wait, whenever they are to be tried."""
        rows = select(NOTICES).where(NOTICES.c.state == "queued").order_by(NOTICES.c.id)
        return tuple(_queued(row) for row in self._connection.execute(rows))

    def drafts(self) -> tuple[QueuedMail, ...]:
        """The mails that lie in Drafts for a person to send, as far as anybody has seen."""
        rows = select(NOTICES).where(NOTICES.c.state == "draft").order_by(NOTICES.c.id)
        return tuple(_queued(row) for row in self._connection.execute(rows))

    def keys_of(self, key: NoticeKey) -> tuple[NoticeKey, ...]:
        """The keys of everything that the mail with this `key` says: its own and those merged into it."""
        rows = select(*_KEY).where(_is(key) | _is_within(key)).order_by(NOTICES.c.id)
        return tuple(map(_key, self._connection.execute(rows)))

    def reminds(self, key: NoticeKey) -> bool:
        """Whether the mail of this key reminds of a duty, whatever else it says."""
        return any(one.kind is NoticeKind.REMINDER for one in self.keys_of(key))

    def asked(self, case_ref: str) -> frozenset[str]:
        """The addresses from which an agency's return on the case was asked for."""
        wanted = (NoticeKind.AGENCY_REQUEST.value, NoticeKind.CHASER.value)
        of_case = (
            NOTICES.c.case_ref == case_ref,
            NOTICES.c.kind.in_(wanted),
            NOTICES.c.state.in_(("sent", "taken", "with")),
        )
        return frozenset(self._connection.execute(select(NOTICES.c.recipient).where(*of_case)).scalars())

    def forget(self, keys: Iterable[NoticeKey]) -> None:
        """Forgets queued mails that never left, and every notice merged into them."""
        for key in keys:
            self._connection.execute(delete(NOTICES).where(_is_within(key)))
            self._connection.execute(delete(NOTICES).where(_is(key)))

    def begin(self, key: NoticeKey) -> None:
        """Records that a mail is about to be handed to the server: from here on its fate may be unknown."""
        self._set(key, state="sending", tries=NOTICES.c.tries + 1)

    def put_back(self, mail: QueuedMail) -> None:
        """Records that `mail`, though begun, was not offered to the server: it stands as it stood before."""
        self._set(mail.key, state=mail.state, tries=mail.tries)

    def sent(self, key: NoticeKey, *, now: datetime, state: str = "sent") -> None:
        """Records that the server took the mail, or that it lies in Drafts (`state` draft)."""
        self._set(key, state=state, sent_at=instant_text(now), fault="")
        self._chain.link(EntryKind.NOTICE, _is(key) | _is_within(key))

    def again(self, key: NoticeKey, *, fault: str, after: datetime, state: str = "queued") -> None:
        """Records a failure that may pass, or (`state` sending) a fate not known; it is tried again from `after` on."""
        self._set(key, state=state, fault=fault, try_after=instant_text(after))

    def refused(self, key: NoticeKey, *, fault: str, state: str = "refused") -> None:
        """Records that the mail will not be taken, or (`state` unclear) that nobody will know whether it was."""
        self._set(key, state=state, fault=fault)
        # One that had lain in Drafts.
        self._chain.link(EntryKind.NOTICE, _is(key) & (NOTICES.c.sent_at != ""))

    def in_doubt(self) -> tuple[QueuedMail, ...]:
        """The mails that were handed over, or may have been, and are to be looked for and tried again."""
        rows = select(NOTICES).where(NOTICES.c.state == "sending").order_by(NOTICES.c.id)
        return tuple(_queued(row) for row in self._connection.execute(rows))

    def came_back(self, message_ids: Iterable[str]) -> QueuedMail | None:
        """The mail with the first of these ids that can have left; one that waits or was held is in nobody's hands."""
        asked = tuple(filter(None, message_ids))[:MOST_ANSWERED]
        rows = self._connection.execute(
            select(NOTICES).where(NOTICES.c.message_id.in_(asked), NOTICES.c.state.in_(_HAVE_LEFT))
        )
        found = {row.message_id: _queued(row) for row in rows}
        return next((found[one] for one in asked if one in found), None)

    def of_kind(self, kind: NoticeKind, *, among: Select[tuple[str]] | None = None) -> tuple[QueuedMail, ...]:
        """Every mail of one kind that was ever queued, oldest first; with `among`, about those cases or none."""
        rows = select(NOTICES).where(NOTICES.c.kind == kind.value, NOTICES.c.state != "with").order_by(NOTICES.c.id)
        rows = rows if among is None else rows.where(_is_about(among))
        return tuple(_queued(row) for row in self._connection.execute(rows))

    def all(self) -> tuple[QueuedMail, ...]:
        """Every mail that was ever queued, oldest first; the notices merged into another are not mails."""
        rows = select(NOTICES).where(NOTICES.c.state != "with").order_by(NOTICES.c.id)
        return tuple(_queued(row) for row in self._connection.execute(rows))

    def mails_of(self, case_ref: str) -> tuple[QueuedMail, ...]:
        """The mails that say something of a case, also those that name several, oldest first."""
        within = select(func.coalesce(NOTICES.c.mail_id, NOTICES.c.id)).where(NOTICES.c.case_ref == case_ref)
        rows = select(NOTICES).where(NOTICES.c.id.in_(within)).order_by(NOTICES.c.id)
        return tuple(_queued(row) for row in self._connection.execute(rows))

    def of_case(self, case_ref: str) -> tuple[Told, ...]:
        """Everything that was ever said about a case, also within a mail that names several cases, oldest first."""
        mail = NOTICES.alias("mail")
        rows = (
            select(*_KEY, *(mail.c[name].label(f"mail_{name}") for name in ("kind", "subject", "state", "sent_at")))
            .join(mail, mail.c.id == func.coalesce(NOTICES.c.mail_id, NOTICES.c.id))
            .where(NOTICES.c.case_ref == case_ref)
            .order_by(mail.c.id, NOTICES.c.id)
        )
        return tuple(_told(row) for row in self._connection.execute(rows))

    def sent_since(self, since: datetime) -> Counter[MailClass]:
        """How many mails of each class went out from `since` on."""
        counted = select(NOTICES.c.kind, NOTICES.c.urgent, func.count().label("number"))
        lately = counted.where(NOTICES.c.state == "sent", NOTICES.c.sent_at >= instant_text(since))
        found: Counter[MailClass] = Counter()
        for row in self._connection.execute(lately.group_by(NOTICES.c.kind, NOTICES.c.urgent)):
            found[mail_class(NoticeKind(row.kind), urgent=row.urgent)] += row.number
        return found

    def oldest_waiting(self) -> datetime | None:
        """When the oldest mail that waits to go out was queued."""
        oldest = select(func.min(NOTICES.c.queued_at)).where(NOTICES.c.state == "queued")
        found = self._connection.execute(oldest).scalar()
        return instant(found) if found else None

    def waiting_for(self) -> int:
        """How many people a mail waits to go out to."""
        people = select(func.count(func.distinct(NOTICES.c.recipient))).where(NOTICES.c.state == "queued")
        return int(self._connection.execute(people).scalar_one())

    def last_sent(self) -> datetime | None:
        """When a mail last went out."""
        found = self._connection.execute(select(func.max(NOTICES.c.sent_at))).scalar()
        return instant(found) if found else None

    def _set(self, key: NoticeKey, **values: object) -> None:
        self._connection.execute(update(NOTICES).where(_is(key)).values(**values))


# The nearest of more mails in one thread say nothing new.
MOST_ANSWERED = 50
# A draft is sent by a person, whenever that is; what was refused at once may be told again by a report.
_HAVE_LEFT = ("sent", "draft", "taken", "sending", "unclear", "refused")
_KEY = tuple(NOTICES.c[name] for name in ("kind", "case_ref", "duty", "duty_subject", "due", "rung", "recipient"))


def _is_about(cases: Select[tuple[str]]) -> ColumnElement[bool]:
    return or_(NOTICES.c.case_ref == "", NOTICES.c.case_ref.in_(cases))


def _columns(key: NoticeKey) -> dict[str, object]:
    return {
        "kind": key.kind.value,
        "case_ref": key.case_ref,
        "duty": key.duty,
        "duty_subject": key.subject,
        "due": key.due.isoformat() if key.due else "",
        "rung": key.rung,
        "recipient": key.recipient,
    }


def _key(row: Any) -> NoticeKey:
    return NoticeKey(
        kind=NoticeKind(row.kind),
        case_ref=row.case_ref,
        duty=row.duty,
        subject=row.duty_subject,
        due=date.fromisoformat(row.due) if row.due else None,
        rung=row.rung,
        recipient=row.recipient,
    )


def _is(key: NoticeKey) -> ColumnElement[bool]:
    return and_(*(NOTICES.c[name] == value for name, value in _columns(key).items()))


def _is_within(key: NoticeKey) -> ColumnElement[bool]:
    """Whether a notice was merged into the mail of `key`."""
    return NOTICES.c.mail_id == select(NOTICES.c.id).where(_is(key)).scalar_subquery()


def _told(row: Row[Any]) -> Told:
    return Told(
        key=_key(row),
        kind=NoticeKind(row.mail_kind),
        recipient=row.recipient,
        subject=row.mail_subject,
        state=row.mail_state,
        at=instant(row.mail_sent_at) if row.mail_sent_at else None,
    )


def _queued(row: Row[Any]) -> QueuedMail:
    return QueuedMail(
        key=_key(row),
        state=row.state,
        message_id=row.message_id,
        sha256=row.sha256,
        subject=row.subject,
        urgent=row.urgent,
        queued_at=instant(row.queued_at),
        sent_at=instant(row.sent_at) if row.sent_at else None,
        tries=row.tries,
        fault=row.fault,
    )
