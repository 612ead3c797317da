"""How each thing that the journal keeps under a name is written as plain JSON, and read back as its own type."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pipeline.cases.proposals import Proposal, ProposedFact
from pipeline.cases.taken_in import TakingIn
from pipeline.clock.changes.kept_basis import basis_json, basis_of_json
from pipeline.clock.changes.moved_dates import DeadlineKey, KeptTarget
from pipeline.clock.duties.rule_applied import Basis
from pipeline.domains import domain_of
from pipeline.edges.journal.columns import value as typed_value
from pipeline.edges.journal.columns import value_text
from pipeline.edges.journal.mails import StoredMail
from pipeline.facts import Source
from pipeline.model import Address, Answers, Field, FolderState, MailKind, MessageKey, ReadBack, Referral, State
from pipeline.notices.departed import GoneContact
from pipeline.notices.model import Contact, Meeting, MovedDeadline
from pipeline.notices.situation import Arrival, InvitedPerson, MeetingState
from pipeline.settings import NonWorkingDay
from pipeline.tracker.model import Base

if TYPE_CHECKING:
    from pipeline.tracker.merge.bases import Step

T = TypeVar("T")
Json = Any
MAX_UID = 2**32 - 1  # RFC 3501, 9


class Topic(StrEnum):
    """What may need a person for as long as it lasts; each names the part of a pass that finds out whether it does."""

    CALENDAR = "calendar"
    CASES = "cases"
    CONFLICTS = "conflicts"
    HISTORY = "history"
    MAILBOX = "mailbox"
    NOTICES = "notices"
    OLD_STORE = "old-store"
    OUTGOING = "outgoing"
    PAPERS = "papers"
    ROWS = "rows"
    TAKEN_IN = "taken-in"
    TRACKER = "tracker"
    UNCOUNTED = "uncounted"
    UNDECIDED = "undecided"
    UNHEARD = "unheard"
    UNWORDED = "unworded"


class MailServer(StrEnum):
    """The servers that may refuse our sign-in."""

    MAILBOX = "mailbox"
    OUTGOING = "outgoing"


@dataclass(frozen=True, kw_only=True, slots=True)
class MailboxHistory:
    """What lay in a mailbox before the first pass and is left alone: its runs of UIDs, by folder and UIDVALIDITY."""

    runs: Mapping[str, tuple[tuple[int, int], ...]]  # `INBOX:1`: first and last of each run, ascending

    def holds(self, key: MessageKey) -> bool:
        """Whether the mail at `key` belongs to it."""
        runs = self.runs.get(f"{key.folder}:{key.uidvalidity}", ())
        at = bisect_right(runs, (key.uid, MAX_UID)) - 1
        return at >= 0 and key.uid <= runs[at][1]


@dataclass(frozen=True, kw_only=True, slots=True)
class RefusedSignIn:
    """The last refusal of a server, and how many there were in a row."""

    at: datetime
    times: int
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RotatedToken:
    """The newest refresh token that any machine was given, and by their SHA-256 the ones that it took the place of."""

    token: str = field(repr=False)
    replaced: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ProbeMail:
    """The last mail that was sent to the mailbox itself: it is waited for until it comes in."""

    message_id: str
    sent_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class AnnouncedWrite:
    """A workbook that was about to be written: its bytes, and the base that belongs to them."""

    sha256: str
    base: Base


@dataclass(frozen=True, kw_only=True, slots=True)
class DamagedTracker:
    """A workbook that could not be read, by the digest of its bytes, and since when it has been so."""

    digest: str
    since: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class MadeDocument:
    """A document as this system last wrote it: by that it is known whether a person has touched it since."""

    made_from: str  # the digest of the words and the template
    sha256: str  # of the file
    # While it is being written, as a pass may be cut off between note and file: of the file that stood there before.
    is_written: bool = True
    instead_of: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Erasing:
    """An erasure that was begun: what is left of the cases `refs` once their rows are gone, and by what it is found."""

    refs: tuple[str, ...]
    mails: tuple[str, ...] = ()  # the SHA-256 of those in the store
    outgoing: tuple[str, ...] = ()
    files: tuple[str, ...] = ()  # files and folders beside the tracker, whole paths
    words: tuple[str, ...] = ()  # what is looked for afterwards; gone when that is done
    outside: tuple[str, ...] = ()  # what a person must do, a line each
    kept_back: tuple[str, ...] = ()  # what stays, and why
    is_recorded: bool = False  # whether the rows are gone and the certificate stands


@dataclass(frozen=True, kw_only=True, slots=True)
class MoveReason:
    """Why a change of law, calendar or choices moved a date to `day`; None where the date went."""

    key: DeadlineKey
    day: date | None
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptBasis:
    """What every date rested on; two are equal where nothing has changed between them."""

    said: Json

    @classmethod
    def of(cls, basis: Basis, *, extra: tuple[NonWorkingDay, ...]) -> KeptBasis:
        """What is kept of `basis`, `extra` being the days of the settings and the tracker."""
        return cls(said=basis_json(basis, extra=extra))

    @property
    def basis(self) -> Basis | None:
        """The basis, or None where this version can no longer read it."""
        return basis_of_json(self.said) if isinstance(self.said, dict) else None


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedFolder:
    """How a folder stood before its mails were last looked through, and the day of the last look at all of them."""

    state: FolderState
    on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Rest:
    """What a pass rested on that had nothing to do: while all of it is as it was, the next one has nothing to do."""

    since: datetime  # of that pass
    until: datetime  # from when on something may be due or shown, though nothing else changes
    inputs: Mapping[str, str]  # digests of what it read beside the journal, by what that is
    folders: Mapping[str, FolderState]  # of the mailbox, by name
    documents: tuple[str, ...]  # the files beside the tracker that were there, from the folder of originals


@dataclass(frozen=True, kw_only=True, slots=True)
class Record(Generic[T]):
    """A type as JSON (`written`) and back (`read`)."""

    written: Callable[[T], Json]
    read: Callable[[Json], T]


def _plain(said: Json) -> Json:
    return said


def _contact(said: Json) -> Contact:
    return Contact(**said | {"notices": tuple(said["notices"]), "areas": tuple(said["areas"])})


def _office_day_json(day: NonWorkingDay) -> Json:
    return {
        "date": day.date.isoformat(),
        "title": day.title,
        "source": day.source,
        "entered_on": day.entered_on.isoformat() if day.entered_on else None,
    }


def _office_day(said: Json) -> NonWorkingDay:
    return NonWorkingDay(
        date=date.fromisoformat(said["date"]),
        title=said["title"],
        source=said["source"],
        entered_on=_day(said["entered_on"]),
    )


def _target_json(kept: KeptTarget) -> Json:
    return {
        "key": list(kept.key),
        "target": kept.target.isoformat(),
        "event": kept.trigger_event,
        "from": kept.trigger_date.isoformat(),
        "since": kept.since.isoformat(),
        "because": kept.because,
    }


def _target(said: Json) -> KeptTarget:
    case_ref, rule, subject = said["key"]
    return KeptTarget(
        key=(case_ref, rule, subject),
        target=date.fromisoformat(said["target"]),
        trigger_event=said["event"],
        trigger_date=date.fromisoformat(said["from"]),
        since=date.fromisoformat(said["since"]),
        because=said["because"],
    )


def _moved_json(move: MovedDeadline) -> Json:
    days = {"old": move.old.isoformat() if move.old else None, "new": move.new.isoformat()}
    said = asdict(move) | days | {"at": move.at.isoformat()}
    # What a move is not, is left out, so that a record of an earlier version stays as it was.
    return {name: value for name, value in said.items() if value is not False}


def _moved(said: Json) -> MovedDeadline:
    days = {"old": _day(said["old"]), "new": date.fromisoformat(said["new"])}
    return MovedDeadline(**said | days | {"at": datetime.fromisoformat(said["at"])})


def _reason_json(reason: MoveReason) -> Json:
    return [*reason.key, reason.day.isoformat() if reason.day else "", reason.why]


def _reason(said: Json) -> MoveReason:
    case_ref, rule, subject, day, why = said
    return MoveReason(key=(case_ref, rule, subject), day=_day(day), why=why)


def _meeting_json(state: MeetingState) -> Json:
    return {
        "meeting": asdict(state.meeting) | {"start": state.meeting.start.isoformat()},
        "asked": [asdict(asked) for asked in state.asked],
        "answers": dict(state.answers),
    }


def _meeting(said: Json) -> MeetingState:
    meeting = said["meeting"] | {"start": datetime.fromisoformat(said["meeting"]["start"])}
    return MeetingState(
        meeting=Meeting(**meeting),
        asked=tuple(InvitedPerson(**asked) for asked in said["asked"]),
        answers=said["answers"],
    )


def _referral_json(referral: Referral) -> Json:
    # By hand: `asdict` copies each word of a form deeply, a twelfth of what a new referral costs.
    return {part.name: _answers_json(getattr(referral, part.name)) for part in fields(referral)}


def _answers_json(group: Answers | tuple[Answers, ...]) -> Json:
    if isinstance(group, tuple):
        return [_answers_json(one) for one in group]
    return {name: _field_json(found) for name, found in group.items()}


def _field_json(found: Field) -> Json:
    value = list(found.value) if isinstance(found.value, tuple) else found.value
    said = {
        "value": value,
        "raw": found.raw,
        "state": found.state,
        "label": found.label,
        "source": found.source,
    }
    # What is sure is left out, so that a record of an earlier version stays as it was.
    return said if found.confidence == "sure" else said | {"confidence": found.confidence}


def _referral(said: Json) -> Referral:
    return Referral(**{name: _answers(group) for name, group in said.items()})


def _answers(group: Json) -> Json:
    """The answers about one person or thing, or those about each of several."""
    if isinstance(group, list):
        return tuple(map(_answers, group))
    return {name: _field(said) for name, said in group.items()}


def _field(said: Json) -> Field:
    value = tuple(said["value"]) if isinstance(said["value"], list) else said["value"]
    return Field(**said | {"value": value, "state": State(said["state"])})


def _taking_in_json(terms: TakingIn) -> Json:
    days = (terms.on, terms.new_since, terms.asked_since)
    return {"days": [day.isoformat() for day in days], "fetched": terms.fetched}


def _taking_in(said: Json) -> TakingIn:
    on, new_since, asked_since = map(date.fromisoformat, said["days"])
    return TakingIn(on=on, new_since=new_since, asked_since=asked_since, fetched=said["fetched"])


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _proposal_json(proposal: Proposal) -> Json:
    facts = [[fact.name, value_text(fact.value), fact.subject, fact.source.value] for fact in proposal.facts]
    return asdict(proposal) | {"facts": facts}


def _proposal(said: Json) -> Proposal:
    facts = tuple(map(_proposed_fact, said["facts"]))
    return Proposal(**said | {"facts": facts, "marks": tuple(map(tuple, said.get("marks", ())))})


def _proposed_fact(said: Json) -> ProposedFact:
    name, text, subject, *source = said
    proposed = ProposedFact(name=name, value=typed_value(name, text), subject=subject)
    # An earlier version knew only the office's word.
    return replace(proposed, source=Source(source[0])) if source else proposed


def _rest_json(rest: Rest) -> Json:
    return {
        "since": rest.since.isoformat(),
        "until": rest.until.isoformat(),
        "inputs": dict(rest.inputs),
        "folders": {name: asdict(state) for name, state in rest.folders.items()},
        "documents": list(rest.documents),
    }


def _rest(said: Json) -> Rest:
    return Rest(
        since=datetime.fromisoformat(said["since"]),
        until=datetime.fromisoformat(said["until"]),
        inputs=said["inputs"],
        folders={name: FolderState(**state) for name, state in said["folders"].items()},
        documents=tuple(said["documents"]),
    )


def _erasing(said: Json) -> Erasing:
    lists = {name: tuple(part) for name, part in said.items() if isinstance(part, list)}
    return Erasing(**lists, is_recorded=said["is_recorded"])


REST: Record[Rest] = Record(written=_rest_json, read=_rest)
LISTED: Record[ListedFolder] = Record(
    written=lambda kept: {"state": asdict(kept.state), "on": kept.on.isoformat()},
    read=lambda said: ListedFolder(state=FolderState(**said["state"]), on=date.fromisoformat(said["on"])),
)
CONTACT: Record[Contact] = Record(written=asdict, read=_contact)
OFFICE_DAY: Record[NonWorkingDay] = Record(written=_office_day_json, read=_office_day)
TARGET: Record[KeptTarget] = Record(written=_target_json, read=_target)
MOVED: Record[MovedDeadline] = Record(written=_moved_json, read=_moved)
REASON: Record[MoveReason] = Record(written=_reason_json, read=_reason)
BASIS: Record[KeptBasis] = Record(written=lambda kept: kept.said, read=lambda said: KeptBasis(said=said))
MEETING: Record[MeetingState] = Record(written=_meeting_json, read=_meeting)
PROPOSAL: Record[Proposal] = Record(written=_proposal_json, read=_proposal)
REFERRAL: Record[Referral] = Record(written=_referral_json, read=_referral)
TRACKER_STEP: Record[Step] = Record(written=_plain, read=_plain)
TEXT: Record[str] = Record(written=_plain, read=_plain)
NUMBER: Record[int] = Record(written=_plain, read=_plain)
FLAG: Record[bool] = Record(written=_plain, read=_plain)
INSTANT: Record[datetime] = Record(written=datetime.isoformat, read=datetime.fromisoformat)
MADE_DOCUMENT: Record[MadeDocument] = Record(written=asdict, read=lambda said: MadeDocument(**said))
ERASING: Record[Erasing] = Record(written=asdict, read=_erasing)
IDS: Record[frozenset[str]] = Record(written=sorted, read=frozenset)
DAMAGED: Record[DamagedTracker] = Record(
    written=lambda kept: {"seen": kept.digest, "since": kept.since.isoformat()},
    read=lambda said: DamagedTracker(digest=said["seen"], since=datetime.fromisoformat(said["since"])),
)
REFUSED: Record[RefusedSignIn] = Record(
    written=lambda kept: {"at": kept.at.isoformat(), "times": kept.times, "why": kept.why},
    read=lambda said: RefusedSignIn(at=datetime.fromisoformat(said["at"]), times=said["times"], why=said["why"]),
)
PROBE: Record[ProbeMail] = Record(
    written=lambda kept: {"id": kept.message_id, "at": kept.sent_at.isoformat()},
    read=lambda said: ProbeMail(message_id=said["id"], sent_at=datetime.fromisoformat(said["at"])),
)
ROTATED: Record[RotatedToken] = Record(
    written=asdict, read=lambda said: RotatedToken(token=said["token"], replaced=tuple(said["replaced"]))
)

GONE_CONTACT: Record[GoneContact] = Record(
    written=asdict, read=lambda said: GoneContact(rows=tuple(map(_contact, said["rows"])), item=said["item"])
)
HISTORY: Record[MailboxHistory] = Record(
    written=lambda kept: {folder: list(map(list, runs)) for folder, runs in kept.runs.items()},
    read=lambda said: MailboxHistory(runs={folder: tuple(map(tuple, runs)) for folder, runs in said.items()}),
)
TAKING_IN: Record[TakingIn] = Record(written=_taking_in_json, read=_taking_in)


def arrival_json(arrival: Arrival) -> dict[str, object]:
    """An arrival without what the columns of its mail hold."""
    return {
        "sender": [arrival.sender.name, arrival.sender.address],
        "missing": list(arrival.missing),
        "reason_wanted": arrival.reason_wanted,
        "reason": arrival.reason,
        "reason_code": arrival.reason_code,
        "reply_to_it": arrival.reply_to_it,
        "reply_withheld": arrival.reply_withheld,
        "reply_to_stranger": arrival.reply_to_stranger,
        "author": arrival.author,
        "secret_of": arrival.secret_of,
        "receipt": arrival.receipt,
        "own_case": arrival.own_case,
        "original": arrival.original,
        "reason_unsaid": arrival.reason_unsaid,
        "read_back": [[one.children, _text(one.incident), _text(one.referred_on)] for one in arrival.read_back],
        "marking": arrival.marking,
        "assurance": arrival.assurance,
        "organisation": arrival.organisation,
    }


def arrival_of(mail: StoredMail) -> Arrival | None:
    """What was understood of a decided mail; None where the program failed on it."""
    said: Json = mail.arrival
    if not said.get("sender"):
        return None
    name, address = said["sender"]
    return Arrival(
        sha256=mail.sha256,
        message_id=mail.message_id,
        received_at=mail.received_at,
        sender=Address(name=name, address=address),
        kind=MailKind(mail.kind),
        case_ref=mail.case_ref,
        urgent=mail.urgent,
        missing=tuple(said["missing"]),
        reason_wanted=said.get("reason_wanted", False),
        reason=said["reason"],
        reason_code=said["reason_code"],
        reply_to_it=said["reply_to_it"],
        reply_withheld=said.get("reply_withheld", False),
        reply_to_stranger=said.get("reply_to_stranger", said["reply_to_it"]),
        author=said.get("author", address),
        secret_of=said.get("secret_of", ""),
        receipt=said.get("receipt", ""),
        own_case=said.get("own_case", ""),
        original=said.get("original", ""),
        reason_unsaid=said.get("reason_unsaid", False),
        read_back=tuple(
            ReadBack(children=who, incident=_day(incident), referred_on=_day(referred))
            for who, incident, referred in said.get("read_back", ())
        ),
        marking=said["marking"],
        organisation=said.get("organisation") or domain_of(said.get("author", address)),
        assurance=said.get("assurance", ""),  # of a mail that an earlier version took in nothing is known
    )
