"""Every mail in every situation as text beside its template: `python -m tests.notices.wording.read_mails` writes anew
what is absent, so that whoever changes a word reads what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from pipeline.facts import Case, Value
from pipeline.model import MailKind, NoticeKind, ReasonCode
from pipeline.notices.all_due import notices
from pipeline.notices.model import MovedDeadline, Notice
from pipeline.notices.samples.sampled import sample_notices
from pipeline.notices.samples.situations import NOW
from pipeline.notices.situation import Situation
from pipeline.notices.wording.templates import PACKAGED, mail
from pipeline.settings import Settings
from tests.notices.build import (
    CONTACTS,
    DECIDED,
    EXECUTIVE,
    HEALTH,
    LA,
    MANAGER,
    PACKAGED_TEMPLATES,
    QUIET,
    REF,
    arrival,
    at,
    case,
    office,
    queued,
    situation,
)

FOLDER = PACKAGED / "mail" / "as_read"
OFFICE = office()
_AWARE: dict[str, Value] = {**DECIDED, "referring_agency": "Northshire Community Health"}
_NOTIFIED = {**_AWARE, "notified_panel": date(2026, 3, 4), "notified_as": "serious incident"}


def read_mails() -> dict[str, tuple[str, str]]:
    """The text and the page of each mail, by a name that says who reads what in it."""
    found: dict[str, tuple[str, str]] = {}
    for name, notice in sample_notices(OFFICE).items():
        found[name] = _written(notice, OFFICE, now=NOW)
    for name, known, notice in _situations():
        found[name] = _written(notice, known.settings, now=known.now)
    return found


def _written(notice: Notice, settings: Settings, *, now: object) -> tuple[str, str]:
    notice = replace(notice, papers=())
    made = mail(notice, settings=settings, now=now, environment=PACKAGED_TEMPLATES, secret="a secret")
    files = "".join(
        f"\n[{file.name}]\n{file.content.decode()}" for file in made.files if file.media_type == "text/plain"
    )
    return f"To: {notice.key.recipient}\nSubject: {made.subject}\n\n{made.text}{files}", made.html


def _situations() -> Iterator[tuple[str, Situation, Notice]]:
    yield from _reminders()
    yield from _answers()
    yield from _digests()


def _to(known: Situation, address: str, *kinds: NoticeKind) -> Notice:
    found = (one for notice in notices(known) for one in (notice, *notice.apart))
    return next(one for one in found if one.key.recipient == address and one.key.kind in kinds)


def _reminders() -> Iterator[tuple[str, Situation, Notice]]:
    of_a_duty = (NoticeKind.REMINDER, NoticeKind.CHASER)

    def shown(name: str, now: str, *cases: Case, to: str = LA, **more: object) -> tuple[str, Situation, Notice]:
        known = situation(now, *cases, **({"settings": QUIET} | more))
        return name, known, _to(known, to, *of_a_duty)

    due = case(**_AWARE)
    yield shown("reminder-three-days-left", "2026-03-04T09:00", due)
    yield shown("reminder-last-day", "2026-03-09T09:00", due)
    yield shown("reminder-overdue", "2026-03-11T09:00", due)
    yield shown("reminder-rapid-review", "2026-03-20T09:00", case(**_NOTIFIED))
    nobody = tuple(contact for contact in CONTACTS if contact.address != LA)
    yield shown("reminder-in-place-of-another", "2026-03-09T09:00", due, to=MANAGER, contacts=nobody)
    moved = MovedDeadline(
        case_ref=REF, rule="notify-panel", title="Notify", old=date(2026, 3, 5), new=date(2026, 3, 9),
        why="LA aware on was corrected from Thu 26 February 2026 to Mon 2 March 2026.", at=at("2026-03-03T12:00"),
    )  # fmt: skip
    yield shown("reminder-date-moved", "2026-03-04T09:00", due, moved=(moved,))
    several = [case(f"NSP-2026-{n:04}", **{**_AWARE, "la_aware": date(2026, 3, n)}) for n in range(2, 7)]
    yield shown("reminder-several-cases", "2026-03-11T09:00", *several)
    many = [case(f"NSP-2026-{n:04}", **_AWARE) for n in range(1, 16)]
    yield shown("reminder-more-than-fits", "2026-03-11T09:00", *many)
    decided = case(review_decided=date(2026, 3, 2), **_NOTIFIED)
    yield shown("reminder-without-a-day", "2026-03-04T09:00", decided)
    late = situation("2026-03-11T09:00", due, settings=QUIET)
    said = queued({}, notices(late), late.now)
    yield shown("reminder-to-an-executive", "2026-03-13T09:00", due, to=EXECUTIVE, said=said)
    agencies = ("Northshire Community Health",)
    asked = case(agencies=agencies, **_NOTIFIED)
    first = situation("2026-03-04T09:00", asked)
    requested = queued({}, notices(first), first.now)
    # Seven working days after Wednesday 4 March: Friday 13 March.
    yield shown("chaser-three-days-left", "2026-03-10T09:00", asked, to=HEALTH, said=requested, settings=OFFICE)
    yield shown("chaser-overdue", "2026-03-17T09:00", asked, to=HEALTH, said=requested, settings=OFFICE)


def _answers() -> Iterator[tuple[str, Situation, Notice]]:
    answers = (NoticeKind.ACKNOWLEDGEMENT, NoticeKind.SEND_AGAIN)
    seen: set[object] = set()
    for code in ReasonCode:
        came = arrival(kind=MailKind.NEEDS_PERSON, reason_code=code, case_ref="")
        known = situation("2026-03-02T09:00", arrivals=(came,))
        found = [one for one in notices(known) if one.key.kind is NoticeKind.SEND_AGAIN]
        if found and found[0].words["why"] not in seen:
            seen.add(found[0].words["why"])
            yield f"send-again-{code.value.replace('_', '-')}", known, found[0]
    nothing_missing = situation("2026-03-02T09:00", arrivals=(arrival(),))
    yield "acknowledgement-nothing-missing", nothing_missing, _to(nothing_missing, "nurse@health.example", *answers)
    why = situation("2026-03-02T09:00", arrivals=(arrival(reason_wanted=True, missing=("incident.narrative",)),))
    yield "acknowledgement-reason-wanted", why, _to(why, "nurse@health.example", *answers)


def _digests() -> Iterator[tuple[str, Situation, Notice]]:
    record = "entry 412, 5f2b6c0d9e8a7b1c5f2b6c0d9e8a7b1c"
    quiet = situation("2026-03-13T09:00", mail_read_at=at("2026-03-13T08:55"), record=record)
    yield "digest-nothing-to-do", quiet, _to(quiet, MANAGER, NoticeKind.DIGEST)
    many = [case(f"NSP-2026-{n:04}", **_AWARE) for n in range(1, 16)]
    drafts = (at("2026-03-05T10:00"), at("2026-03-06T10:00"))
    busy = situation("2026-03-11T09:00", *many, settings=QUIET, drafts=drafts, mail_read_at=at("2026-03-11T08:55"))
    yield "digest-more-than-fits", busy, _to(busy, MANAGER, NoticeKind.DIGEST)


def main() -> None:
    """Writes each mail that is absent, and takes away what no situation gives any more."""
    FOLDER.mkdir(exist_ok=True)
    found = read_mails()
    for old in FOLDER.glob("*.txt"):
        if old.stem not in found:
            old.unlink()
    for name, (text, _) in found.items():
        place = FOLDER / f"{name}.txt"
        if not place.exists():
            place.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
