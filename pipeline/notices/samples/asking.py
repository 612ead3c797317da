"""A question at each of its steps, of invented cases of which a form alone has spoken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from pipeline.cases.attention import of_its_mail
from pipeline.clock.duties.ledger import ledger
from pipeline.clock.duties.rule_applied import Basis
from pipeline.clock.law_files.rules import law
from pipeline.facts import Case, Fact, Source, Value
from pipeline.model import Attention, MailShown
from pipeline.notices.kinds.mail_of_the_day import mails_of_the_day
from pipeline.notices.model import Notice, NoticeKey
from pipeline.notices.samples.situations import first_morning
from pipeline.notices.situation import Situation
from pipeline.settings import Settings

_OPENED = datetime(2026, 7, 13, 9, 0, tzinfo=UTC)
_MORNINGS = (0, 1, 2, 7, 8, 14)  # days after the first


def asked(settings: Settings) -> Iterator[Notice]:
    """Everything that two cases ask while nobody answers, and what a mail that cannot be opened asks beside them."""
    usual = first_morning(settings)
    contacts = (*usual.contacts, replace(usual.contacts[0], role="chair", name="Oluwaseun Brackley", address=_CHAIR))
    here = replace(usual, cases=_cases(settings), contacts=contacts, arrivals=(), moved=(), markings={})
    said: dict[NoticeKey, datetime] = {}
    for days in _MORNINGS:
        found = mails_of_the_day(_on(_OPENED + timedelta(days=days), here, said=said))
        yield from found
        said |= dict.fromkeys(_keys(found), _OPENED + timedelta(days=days))
    away = replace(here, cases=(), ledgers={}, attention=(_UNREAD,), now=_OPENED + timedelta(days=2))
    yield from mails_of_the_day(away)


_CHAIR = "oluwaseun@northshire.example"
_UNREAD = of_its_mail(
    Attention(
        id=f"mail:{9:064x}:read",
        what="A mail that a person must read",
        why="The form is protected by a password.",
        remedy="Open the mail in the Needs attention folder and decide; then choose yes under Resolved.",
        since=_OPENED,
        message=f"{9:064x}",
    ),
    MailShown(received_at=_OPENED, sender="northshire-health.example"),
)


def _on(now: datetime, usual: Situation, *, said: dict[NoticeKey, datetime]) -> Situation:
    given = usual.settings
    basis = Basis(law=law(), calendar=usual.calendar, choices=given.clock, timetable=given.timetable)
    found = {case.ref: ledger(case, basis=basis, now=now) for case in usual.cases}
    confirmed = frozenset(found)
    return replace(usual, now=now, ledgers=found, said=said, attention=(), confirmed=confirmed)


def _cases(settings: Settings) -> tuple[Case, ...]:
    prefix = settings.office.reference_prefix
    harmed: dict[str, Value] = {"child": "MK", "incident": date(2026, 7, 10), "outcome": "seriously harmed"}
    died: dict[str, Value] = {"child": "SA", "incident": date(2025, 7, 8), "outcome": "died", "looked_after": "yes"}
    return (_case(f"{prefix}-2026-0009", harmed), _case(f"{prefix}-2026-0010", died))


def _case(ref: str, values: dict[str, Value]) -> Case:
    said = {"referring_agency": "Northshire Community Health", **values}
    facts = (
        Fact(case_ref=ref, name=name, value=value, source=Source.FORM, recorded_at=_OPENED)
        for name, value in said.items()
    )
    return Case(ref=ref, opened_at=_OPENED, facts=tuple(facts))


def _keys(found: Iterable[Notice]) -> Iterator[NoticeKey]:
    return (key for notice in found for key in (notice.key, *notice.also_keys))
