"""What is known of one case, from the journal: each entry of its chain in words, its facts, its dates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.clock.duties.events import said_by
from pipeline.clock.explain.in_words import paragraphs
from pipeline.clock.explain.tasks_in_words import task_paragraphs
from pipeline.dates import long_time
from pipeline.edges.journal import Journal
from pipeline.edges.journal.chain import RECORDED, ChainProof, EntryKind
from pipeline.edges.journal.columns import instant, instant_text, value
from pipeline.edges.journal.mails import StoredMail
from pipeline.edges.journal.notice_queue import QueuedMail, Told
from pipeline.facts import DECISION_FACTS, FACT_NAMES, Fact, Source
from pipeline.notices.wording.plain_names import MAILS
from pipeline.record.case_record import HeldFact, RecordedDate, RecordLine
from scheduler.views.explained import CaseExplained, facts_in_force, shown

# What decides how it goes on with a case stands partly on the sheet Cases.
_DECISIONS = frozenset(fact.name for fact in DECISION_FACTS) | {
    *("criteria_met", "criteria_decided_by", "criteria_decided", "review_outcome", "review_decided", "methodology"),
    *("not_published_because", "clock_stopped", "clock_stopped_because", "clock_stopped_by", "delay_because", "status"),
    *("status_by", "not_applicable", "said_by", "legal_hold"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseEvidence:
    """What the journal holds of a case: its entries, its mails in, and its mails out."""

    proofs: tuple[ChainProof, ...]
    received: tuple[StoredMail, ...]  # in the order in which they came
    sent: tuple[QueuedMail, ...]
    other_cases: Mapping[str, tuple[str, ...]]  # what else a mail is about, by the SHA-256 of its bytes


def gathered(journal: Journal, ref: str) -> CaseEvidence:
    """Everything that is recorded of the case `ref`."""
    cases_of = journal.casebook.cases_by_mail()
    of_case = {sha256 for sha256, refs in cases_of.items() if ref in refs} | set(journal.mails.of_case(ref))
    received = sorted(journal.mails.each(of_case).values(), key=lambda mail: (mail.received_at, mail.sha256))
    sent = journal.notices.mails_of(ref)
    named = {mail.sha256: {key.case_ref for key in journal.notices.keys_of(mail.key)} for mail in sent}
    others = {sha256: tuple(sorted(refs - {ref, ""})) for sha256, refs in (*cases_of.items(), *named.items())}
    return CaseEvidence(
        proofs=journal.chain.of_case(ref, mails=of_case),
        received=tuple(received),
        sent=sent,
        other_cases={sha256: refs for sha256, refs in others.items() if refs},
    )


def lines(found: CaseEvidence, *, files: Mapping[str, str]) -> tuple[RecordLine, ...]:
    """The entries in words, by the time that each is about; `files` are the places of mails by their SHA-256."""
    rows = {proof.number: _columns(proof) for proof in found.proofs}
    within = _Within(
        received={mail.sha256: mail for mail in found.received},
        notices={row["id"]: row for row in rows.values() if "mail_id" in row},
        files=files,
    )
    made = (_line(proof, rows[proof.number], within=within) for proof in found.proofs)
    return tuple(sorted(made, key=lambda line: (line.at, line.number)))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Within:
    """What else an entry is told by."""

    received: Mapping[str, StoredMail]  # by SHA-256
    notices: Mapping[int, Mapping[str, Any]]  # the rows of all that is told, by their number
    files: Mapping[str, str]


def _line(proof: ChainProof, row: Mapping[str, Any], *, within: _Within) -> RecordLine:
    sha256 = row.get("sha256", "")
    match proof.kind:
        case EntryKind.FACT:
            at, what, said, source = row["recorded_at"], *_fact_words(row)
        case EntryKind.LOG:
            at, what, said, source = row["at"], row["event"], row["detail"], "Log"
        case EntryKind.MAIL:
            at, what, said, source = row["received_at"], "Mail received", _sender(within.received[sha256]), "Mailbox"
        case EntryKind.DECISION:
            at, what, source = instant_text(within.received[sha256].received_at), "Mail taken for", "Caseclock"
            said = f"{MAILS.get(row['kind'], row['kind'])}{', urgent' if row['urgent'] else ''}"
        case EntryKind.NOTICE:
            # What was merged into a mail went out with it.
            mail = within.notices[row["mail_id"] or row["id"]]
            at, sha256, said, source = mail["sent_at"], mail["sha256"], mail["subject"], "Outgoing mail"
            what = f"{_plain(row['kind'])} {_SENT.get(mail['state'], 'offered to')} {row['recipient']}"
    return RecordLine(
        number=proof.number, at=instant(at), what=what, said=said, source=source, file=within.files.get(sha256, "")
    )


# How a mail left, where it did not simply go out.
_SENT = {"sent": "sent to", "draft": "put into Drafts for", "taken": "taken out of Drafts, for"}


def _sender(mail: StoredMail) -> str:
    sender = mail.arrival.get("sender")
    return f"from {sender[1]}" if isinstance(sender, list) else f"Message-ID {mail.message_id}"


def _fact_words(row: Mapping[str, Any]) -> tuple[str, str, str]:
    """What a fact is about, its value, and who said it where."""
    fact = Fact(
        case_ref=row["case_ref"],
        name=row["name"],
        subject=row["subject"],
        value=value(row["name"], row["value"]),
        source=Source(row["source"]),
        recorded_at=instant(row["recorded_at"]),
        detail=row["detail"],
    )
    return _about(fact), shown(fact.value) or "(taken back)", said_by(fact)


def _about(fact: Fact) -> str:
    header = FACT_NAMES[fact.name].header
    return f"{header} ({fact.subject})" if fact.subject not in ("", fact.value) else header


def _plain(kind: str) -> str:
    return kind.replace("-", " ").capitalize()


def _columns(proof: ChainProof) -> dict[str, Any]:
    names = (column.name for column in RECORDED[proof.kind].columns)
    return dict(zip(names, proof.row, strict=True))


def held_facts(found: CaseExplained) -> Iterator[HeldFact]:
    """Every fact that now holds."""
    for fact in facts_in_force(found.case):
        yield HeldFact(
            what=_about(fact),
            value=shown(fact.value),
            source=said_by(fact),
            recorded_at=fact.recorded_at,
            is_decision=fact.name in _DECISIONS,
        )


def dates(found: CaseExplained) -> Iterator[RecordedDate]:
    """Every duty with its law and its counting, and what was sent about it."""
    for deadline in found.deadlines:
        title, *said = paragraphs(deadline)
        sent = dict.fromkeys(map(_sent_line, found.told_of(deadline)))
        yield RecordedDate(title=title, paragraphs=tuple(said), sent=tuple(sent))
    for task in found.tasks:
        title, *said = filter(None, task_paragraphs(task))
        yield RecordedDate(title=title, paragraphs=tuple(said))


def _sent_line(told: Told) -> str:
    when = long_time(told.at) if told.at else f"not sent ({told.state})"
    return f"{when}, {_plain(told.kind).lower()} to {told.recipient}"
