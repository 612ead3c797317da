"""A sample of every notice and every document, by a name that says what it shows."""

from __future__ import annotations

from datetime import date, time, timedelta

from pipeline.model import Field, NoticeKind, Referral, State
from pipeline.notices.all_due import notices
from pipeline.notices.documents import papers
from pipeline.notices.model import Notice, Paper
from pipeline.notices.samples.asking import asked
from pipeline.notices.samples.situations import (
    AGENCIES,
    NOW,
    PARTNER_DOMAIN,
    after_asking,
    first_morning,
    unanswered,
    with_entries,
)
from pipeline.settings import Intake, Settings


def sample_notices(settings: Settings) -> dict[str, Notice]:
    """The first notice of each sort that the sample situations give."""
    # The office as it calls itself, with hours, modes and domains that hold no sample back.
    usual = Settings(office=settings.office, intake=Intake(partner_domains=(PARTNER_DOMAIN,)))
    decided = {"review_decided": date(2025, 12, 1), "planned_publication": date(2026, 9, 1)}
    situations = (
        first_morning(usual),
        after_asking(usual),
        after_asking(usual, changes={"rapid_review_at": time(14, 0)}),
        after_asking(usual, changes={"rapid_review_on": None}),
        after_asking(usual, now=NOW + timedelta(days=2)),
        after_asking(usual, changes=decided),
        with_entries(first_morning(usual)),
        unanswered(usual),
    )
    found: dict[str, Notice] = {}
    said = (notice for situation in situations for notice in notices(situation))
    for notice in (*asked(usual), *said):
        for one in (notice, *notice.apart):
            found.setdefault(_name(one), one)
    return found


def sample_papers(settings: Settings) -> tuple[Paper, ...]:
    """Every Word document for the first sample case."""
    case = first_morning(settings).cases[0]
    day = date(2026, 7, 17)
    referral = sample_referral()
    words: dict[str, object] = {"body": "Ofsted", "day": day, "reviewer": "", "planned": None}
    return (
        papers.return_form(case, agency=AGENCIES[0], due=day),
        papers.search_details(case, referral=referral),
        papers.notification_pack(case, referral=referral, due=day),
        papers.agenda(
            case,
            start="Mon 20 July 2026, 10:00",
            place="Committee room 2",
            attendance=((agency, "") for agency in AGENCIES),
        ),
        papers.report(case, agencies=AGENCIES, due=day),
        papers.decision_record(case),
        papers.letter(case, template="letter-decision", words=words),
        papers.letter(case, template="letter-publication", words=words),
        papers.letter(case, template="letter-delay", words=words),
    )


def sample_referral() -> Referral:
    """A referral on an invented child, with gaps."""
    return Referral(
        incident={
            "date": _given("2026-06-30"),
            "outcome": _given("seriously_harmed"),
            "abuse_neglect": _given("suspected"),
            "location": _given("Northshire"),
            "narrative": _given("An invented account of what happened, in the referrer's words."),
        },
        children=({"name": _given("Example Child"), "dob": _given("2021-02-03"), "sex": _given("female")},),
        referrer={"name": _given("Example Referrer"), "agency": _given(AGENCIES[0])},
        agencies=tuple({"agency": _given(agency)} for agency in AGENCIES),
    )


def _given(text: str) -> Field:
    return Field(value=text, raw=text, state=State.GIVEN)


def _name(notice: Notice) -> str:
    name = notice.template or notice.key.kind.value
    if name == "acknowledgement":
        return f"{name}-{_acknowledged(notice)}".replace("_", "-")
    if name == "reminder":
        return f"{_of_the_day(notice)}{'' if notice.words['inside'] else '-outside'}"
    if name == "alert" and notice.urgent:
        return f"alert-urgent{'-and-the-day' if notice.apart else ''}"
    if name == "invitation" and notice.meeting is not None:
        changed = "changed" if notice.meeting.sequence else "first"
        return f"{name}-{'cancelled' if notice.meeting.cancelled else changed}"
    return name


def _of_the_day(notice: Notice) -> str:
    """`reminder`, `chaser`, or the step of a question; with both in one mail `reminder-and-questions`."""
    kinds = {key.kind for key in (notice.key, *notice.also_keys)}
    if kinds == {NoticeKind.QUESTION}:
        return f"question-{'to-open' if _of_mails_alone(notice) else notice.key.rung.rstrip('-0123456789')}"
    return f"{notice.key.kind.value}{'-and-questions' if NoticeKind.QUESTION in kinds else ''}"


def _of_mails_alone(notice: Notice) -> bool:
    return all(key.duty.startswith("mail:") for key in (notice.key, *notice.also_keys))


def _acknowledged(notice: Notice) -> str:
    return "stranger" if notice.to_stranger else str(notice.words["mail_kind"])
