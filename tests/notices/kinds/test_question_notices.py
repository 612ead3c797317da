"""Who is asked by which step, day by day, while nobody answers; and that a question never becomes an accusation."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clock.count.calendars import england_and_wales
from pipeline.clock.count.workdays import counted, on_or_after
from pipeline.clock.duties.ledger import BINDING
from pipeline.clock.model import CountKind, Deadline, DutyState, StartKind
from pipeline.dates import LONDON, london_date
from pipeline.facts import NOTIFIED_AS, Case, Fact, Source, Value
from pipeline.model import Attention, MailKind, MailShown, NoticeKind
from pipeline.notices.kinds.mail_of_the_day import mails_of_the_day
from pipeline.notices.model import Notice, NoticeKey
from pipeline.notices.situation import Situation
from pipeline.notices.wording.templates import mail
from tests.notices.build import (
    CHAIR,
    CONTACTS,
    DEPUTY,
    EXECUTIVE,
    LA,
    MANAGER,
    PACKAGED_TEMPLATES,
    QUIET,
    REF,
    arrival,
    at,
    case,
    queued,
    situation,
)
from tests.soak import examples

CALENDAR = england_and_wales()
ACCUSES = re.compile(r"(?i)\b(overdue|late|missed|failed|breach|should have)\b")


OPENED = at("2026-11-02T09:00")


def harmed(ref: str = REF, *, incident: date = date(2026, 10, 30), la_aware: date | None = None, **more: Value) -> Case:
    """A case that a form opened on 2 November; `la_aware` alone is a word of the office."""
    said = {"referring_agency": "Northshire Community Health", "incident": incident, "outcome": "seriously harmed"}
    known = case(ref, opened="2026-11-02T09:00", **said | more)
    facts = [replace(fact, source=Source.FORM, recorded_at=OPENED) for fact in known.facts]
    word = [replace(fact, recorded_at=OPENED) for fact in case(ref, la_aware=la_aware).facts if fact.name == "la_aware"]
    return replace(known, facts=(*facts, *(word if la_aware else ())))


def working_mornings(first: date, number: int) -> Iterator[datetime]:
    day = on_or_after(first, CALENDAR)
    for _ in range(number):
        yield datetime(day.year, day.month, day.day, 9, 30, tzinfo=LONDON).astimezone(UTC)
        day = counted(day, 1, calendar=CALENDAR).due


def asked(cases: tuple[Case, ...], *, days: int = 20, **more: object) -> list[tuple[str, str, Notice]]:
    """Day, rung and notice of all that is asked in one pass each working morning from 2 November 2026."""
    said: dict[NoticeKey, datetime] = {}
    found = []
    for now in working_mornings(date(2026, 11, 2), days):
        today = situation(now, *cases, settings=QUIET, said=said, **more)
        due = mails_of_the_day(today)
        found += [(f"{london_date(now):%d %b}", rung_asked(notice), notice) for notice in due if rung_asked(notice)]
        said = queued(said, due, now)
    return found


def rung_asked(notice: Notice) -> str:
    """The step by which a mail asks; empty where it only reminds."""
    asked = (key.rung for key in (notice.key, *notice.also_keys) if key.kind is NoticeKind.QUESTION)
    return next(asked, "")


def question_words(notice: Notice) -> str:
    """What a mail asks, without what it reminds of beside that."""
    every = [(line.what, case.days) for case in notice.words["cases"] for line in case.lines if not line.when]
    return "\n".join(text for what, days in every for text in (what, *days))


def once_opened(known: Case) -> dict[NoticeKey, datetime]:
    """What was said once the manager was asked on the first morning."""
    now = at("2026-11-02T09:30")
    return queued({}, mails_of_the_day(situation(now, known, settings=QUIET)), now)


def to(found: list[tuple[str, str, Notice]], address: str) -> list[tuple[str, str]]:
    return [(day, rung) for day, rung, notice in found if notice.key.recipient == address]


def written(notice: Notice, now: datetime) -> str:
    said = mail(notice, settings=QUIET, now=now, environment=PACKAGED_TEMPLATES, secret="a secret")
    return f"{said.subject}\n{said.text}"


def test_a_question_grows_louder_step_by_step() -> None:
    found = asked((harmed(),), confirmed=frozenset({REF}))
    assert to(found, MANAGER) == [
        ("02 Nov", "opened"),
        ("06 Nov", "on-the-day"),
        ("13 Nov", "unanswered-0"),
        ("20 Nov", "unanswered-1"),
        ("27 Nov", "unanswered-2"),
    ]
    assert to(found, LA) == [("03 Nov", "awareness"), *to(found, MANAGER)[1:]]
    assert to(found, CHAIR) == to(found, MANAGER)[1:]
    assert to(found, EXECUTIVE) == to(found, MANAGER)[2:]
    assert to(found, DEPUTY) == []


def test_nobody_outside_is_asked_early_for_a_sender_whom_nobody_knows() -> None:
    assert to(asked((harmed(),)), LA)[0] == ("06 Nov", "on-the-day")
    touched = replace(harmed(), facts=tuple(replace(fact, source=Source.TRACKER) for fact in harmed().facts))
    assert to(asked((touched,)), LA)[0] == ("03 Nov", "awareness")


def test_an_old_incident_is_no_alarm_on_the_first_morning() -> None:
    found = asked((harmed(incident=date(2025, 11, 3)),))
    assert to(found, CHAIR)[0] == ("04 Nov", "on-the-day")
    told = written(found[-1][2], at("2026-11-27T09:30"))
    assert "If it knew on" not in told


def test_after_a_true_last_day_the_executives_are_asked_on_the_next_working_day() -> None:
    aware = harmed(la_aware=date(2026, 10, 30))
    found = asked((aware,))
    assert to(found, CHAIR)[:2] == [("06 Nov", "on-the-day"), ("09 Nov", "unanswered-0")]
    assert to(found, EXECUTIVE)[0] == ("09 Nov", "unanswered-0")


def test_executives_are_never_the_first_to_hear() -> None:
    long_ago = harmed(incident=date(2026, 5, 30), la_aware=date(2026, 6, 1))
    found = asked((long_ago,))
    assert [to(found, address)[0][0] for address in (LA, CHAIR, EXECUTIVE)] == ["02 Nov", "02 Nov", "03 Nov"]


def test_days_within_two_working_days_are_asked_about_in_one_mail() -> None:
    later = harmed("NSP-2026-0002", incident=date(2026, 11, 2))
    found = asked((harmed(), later))
    assert to(found, CHAIR)[:2] == [("06 Nov", "on-the-day"), ("13 Nov", "unanswered-0")]
    first = next(notice for _, _, notice in found if notice.key.recipient == CHAIR)
    told = written(first, at("2026-11-06T09:30"))
    assert "Two cases wait for an answer today" in told
    assert "today is the last day" in told
    assert "Mon 9 November is the last day" in told


def test_a_target_that_moves_begins_nothing_anew_and_a_day_that_becomes_known_does() -> None:
    said = once_opened(harmed())
    rungs = []
    moved = harmed(incident=date(2026, 10, 29))
    aware = harmed(la_aware=date(2026, 11, 3))
    days = working_mornings(date(2026, 11, 5), 4)
    for now, known in zip(days, (moved, harmed(), harmed(), aware), strict=True):
        due = mails_of_the_day(situation(now, known, settings=QUIET, said=said))
        rungs.append([notice.key.rung for notice in due if notice.key.recipient == CHAIR])
        said = queued(said, due, now)
    # Asked on the 5th for a target of that day, and again on the 10th, which is now known to be a last day.
    assert rungs == [["on-the-day"], [], [], ["on-the-day"]]


@pytest.mark.parametrize(
    ("gone", "heirs"),
    [
        ((LA,), {MANAGER: "the local authority’s lead"}),
        ((LA, CHAIR, EXECUTIVE), {MANAGER: "the local authority’s lead or the chair"}),
    ],
)
def test_where_nobody_is_entered_the_manager_stands_in_and_is_told_so(
    gone: tuple[str, ...], heirs: dict[str, str]
) -> None:
    contacts = tuple(contact for contact in CONTACTS if contact.address not in gone)
    found = asked((harmed(),), contacts=contacts)
    there = {(day, notice.key.recipient): written(notice, at("2026-11-06T09:30")) for day, _, notice in found}
    for address, role in heirs.items():
        assert f"Nobody is entered in Contacts for {role}, so this comes to you." in there["06 Nov", address]


@pytest.mark.parametrize(
    ("away", "heirs"),
    [((MANAGER,), {DEPUTY}), ((LA,), set()), ((CHAIR,), {DEPUTY}), ((LA, CHAIR), {DEPUTY})],
)
def test_an_automatic_reply_passes_the_question_on_and_answers_nothing(away: tuple[str, ...], heirs: set[str]) -> None:
    now = at("2026-11-06T09:30")
    said = once_opened(harmed())
    said = queued(said, mails_of_the_day(situation(now, harmed(), settings=QUIET, said=said)), now)
    replies = tuple(
        arrival(number, sender=address, received="2026-11-06T09:31", kind=MailKind.AUTO_REPLY, reply_to_it=False)
        for number, address in enumerate(away)
    )
    after = situation("2026-11-06T09:40", harmed(), settings=QUIET, said=said, arrivals=replies)
    passed = mails_of_the_day(after)
    assert {notice.key.recipient for notice in passed} == heirs
    for notice in passed:
        assert "answers that they are away" in written(notice, after.now)
    assert after.ledgers[REF].question


def test_a_lead_who_is_away_at_first_passes_the_question_to_the_chair() -> None:
    now = at("2026-11-03T09:30")
    said = queued({}, mails_of_the_day(situation(now, harmed(), settings=QUIET, confirmed=frozenset({REF}))), now)
    reply = arrival(1, sender=LA, received="2026-11-03T09:31", kind=MailKind.AUTO_REPLY, reply_to_it=False)
    after = situation("2026-11-03T09:40", harmed(), settings=QUIET, said=said, arrivals=(reply,), confirmed={REF})
    assert [(notice.key.recipient, notice.key.rung) for notice in mails_of_the_day(after)] == [(CHAIR, "awareness")]


def test_a_mail_names_no_column_for_what_a_form_has_put_there() -> None:
    died = {"outcome": "died", "looked_after": "no", "care_leaver": "no", "incident_area": "in our area"}
    (first,) = mails_of_the_day(situation("2026-11-02T09:30", harmed(**died), settings=QUIET))
    told = written(first, at("2026-11-02T09:30"))
    under = re.search(r"type it under ([^;]*) \(sheet Cases\);", told)
    assert under and "LA aware on" in under[1]
    assert "Harm" not in under[1] and "Looked after" not in under[1]
    assert "accept what the form says with yes under Accept (sheet Needs attention), or correct its cell." in told


def day_by_day(known: dict[date, Case], *, days: int = 20) -> list[tuple[str, str, Notice]]:
    """All that is asked of a case that is each version of `known` from its day on."""
    said: dict[NoticeKey, datetime] = {}
    found = []
    for now in working_mornings(date(2026, 11, 2), days):
        then = known[max(day for day in known if day <= london_date(now))]
        due = mails_of_the_day(situation(now, then, settings=QUIET, said=said))
        found += [(f"{london_date(now):%d %b}", rung_asked(notice), notice) for notice in due if rung_asked(notice)]
        said = queued(said, due, now)
    return found


def test_a_day_that_moves_asks_nobody_again_within_five_working_days() -> None:
    aware = harmed(la_aware=date(2026, 11, 2))
    found = day_by_day({date(2026, 11, 2): harmed(), date(2026, 11, 16): aware})
    # Without an answer on the 13th; the awareness that is then entered makes the 9th the last day that there was.
    assert to(found, EXECUTIVE) == [("13 Nov", "unanswered-0"), ("20 Nov", "unanswered-1"), ("27 Nov", "unanswered-2")]


def test_what_is_asked_anew_has_days_of_its_own() -> None:
    decided = typed_too(harmed(), **NOT_MET | {"criteria_met": "yes"})
    emptied = [
        Fact(case_ref=REF, name=name, value=None, source=Source.TRACKER, recorded_at=at("2026-11-18T09:00"))
        for name in ("criteria_met", "criteria_decided_by", "criteria_decided")
    ]
    aware = typed_too(decided, la_aware=date(2026, 10, 30), notified_panel=date(2026, 11, 2))
    again = replace(aware, facts=(*aware.facts, *emptied))
    found = day_by_day({date(2026, 11, 2): harmed(), date(2026, 11, 3): aware, date(2026, 11, 18): again})
    later = [entry for entry in found if entry[0] != "02 Nov"]
    assert to(later, MANAGER)[:2] == [("18 Nov", "opened"), ("20 Nov", "on-the-day")]
    assert to(later, EXECUTIVE) == [("27 Nov", "unanswered-0")]
    assert all("first asked on Mon 2 November" not in written(one, at("2026-11-27T09:30")) for *_, one in later)


NOT_MET = {"criteria_met": "no", "criteria_decided_by": "The partners", "criteria_decided": date(2026, 11, 2)}


def typed_too(known: Case, **values: Value) -> Case:
    return replace(known, facts=(*known.facts, *(replace(one, recorded_at=OPENED) for one in case(**values).facts)))


def test_nobody_outside_is_written_to_for_circumstances_on_which_no_duty_hangs() -> None:
    elsewhere = harmed(incident_area="another English area")
    settled = typed_too(elsewhere, outcome="seriously harmed", la_aware=date(2026, 10, 30), **NOT_MET)
    found = asked((settled,))
    assert to(found, MANAGER)[0] == ("02 Nov", "opened")
    assert {notice.key.recipient for _, _, notice in found} == {MANAGER}


def test_circumstances_on_which_a_duty_of_the_authority_hangs_are_asked_in_so_many_words() -> None:
    died = harmed(outcome="died", looked_after="yes")
    settled = typed_too(died, la_aware=date(2026, 10, 30), outcome="died", **NOT_MET)
    found = asked((settled,))
    assert to(found, LA)[0] == ("06 Nov", "on-the-day")
    told = written(next(notice for _, _, notice in found if notice.key.recipient == LA), at("2026-11-06T09:30"))
    assert "- Was the child looked after?\n" in told
    assert "The form says" not in told
    assert "To answer: reply with your answer, or say who can give it." in told


def test_circumstances_are_left_to_the_office_where_more_is_asked_of_others() -> None:
    (first,) = (notice for day, _, notice in asked((harmed(outcome="died"),), days=5) if notice.key.recipient == LA)
    told = written(first, at("2026-11-06T09:30"))
    assert "Does it meet the criteria" in told
    assert "looked after" not in told
    assert "circumstances" not in {key.duty for key in (first.key, *first.also_keys)}


def to_open(number: int, since: str = "2026-11-02T09:00") -> Attention:
    return Attention(
        id=f"mail:{number:064x}:read",
        what="A mail that a person must read",
        why="The file is protected by a password.",
        remedy="Open the mail.",
        since=at(since),
        message=f"{number:064x}",
    )


def test_what_could_not_be_opened_climbs_inside_the_office_alone() -> None:
    found = asked((), attention=(to_open(1), to_open(2, "2026-11-03T09:00")))
    assert {notice.key.recipient for _, _, notice in found} == {MANAGER, DEPUTY}
    assert to(found, MANAGER)[:3] == [("04 Nov", "on-the-day"), ("05 Nov", "on-the-day"), ("11 Nov", "unanswered-0")]
    assert to(found, DEPUTY) == to(found, MANAGER)
    assert "One mail waits to be opened" in written(found[0][2], at("2026-11-04T09:30"))
    assert asked((), attention=(replace(to_open(1), resolved=True),)) == []


def test_a_mail_to_be_opened_says_what_to_do_before_why_and_whose_it_is_without_a_name() -> None:
    waits = to_open(1)
    came = arrival(1, sender="mum@lindqvist-family.example", received="2026-11-02T08:30", reply_to_it=False)
    shown = MailShown(received_at=came.received_at, sender="a private address")
    found = asked((), attention=(replace(waits, mail=shown),), arrivals=(came,))
    told = written(found[0][2], at("2026-11-04T09:30"))
    assert "from a private address\n- Open the mail.\n- The file is" in told
    assert "lindqvist" not in told


def test_a_case_of_which_nothing_is_known_is_asked_about_inside_the_office_alone() -> None:
    came = Fact(case_ref=REF, name="mail_received", value=OPENED, source=Source.FORM, recorded_at=OPENED)
    unread = replace(case(opened="2026-11-02T09:00"), facts=(came,))
    found = asked((unread,))
    assert to(found, MANAGER)[:3] == [("02 Nov", "opened"), ("04 Nov", "on-the-day"), ("11 Nov", "unanswered-0")]
    assert to(found, DEPUTY) == to(found, MANAGER)[1:]
    assert {notice.key.recipient for _, _, notice in found} == {MANAGER, DEPUTY}
    # The alert says it first where a mail waits beside it, and the two are one line afterwards.
    told = asked((unread,), attention=(replace(to_open(1), case_ref=REF),))
    assert {key.duty for _, _, notice in told for key in (notice.key, *notice.also_keys)} == {"opening"}
    assert to(told, MANAGER) == to(found, MANAGER)[1:]


def test_many_cases_are_one_mail_of_at_most_350_words_with_the_rest_in_a_file() -> None:
    cases = tuple(harmed(f"NSP-2026-{number:04}", looked_after="yes", care_leaver="yes") for number in range(1, 13))
    found = asked(cases, days=10)
    for day, _, notice in found:
        told = written(notice, at("2026-11-13T09:30"))
        assert len(told.split()) <= 350
        subject, _, text = told.partition("\n")
        assert len(subject) <= 78
        assert not ACCUSES.search(told)
        assert notice.files, day
        assert all(known.ref.encode() in notice.files[0].content for known in cases)
        if notice.key.recipient not in (MANAGER, DEPUTY):
            assert "sheet" not in text
            assert "tracker" not in text


def test_somebody_outside_gets_at_most_two_such_mails_in_five_working_days_for_what_is_only_asked_again() -> None:
    days = (date(2026, 10, 28), date(2026, 10, 30), date(2026, 11, 2))
    cases = tuple(harmed(f"NSP-2026-{number:04}", incident=day) for number, day in enumerate(days, start=1))
    found = asked(cases, days=30)
    again = [day for day, rung in to(found, EXECUTIVE) if not rung.endswith("-0")]
    assert again
    for address in (LA, CHAIR, EXECUTIVE):
        sent = [datetime.strptime(f"{day} 2026", "%d %b %Y").date() for day, _ in to(found, address)]
        late = [day for day in sent if day > date(2026, 11, 20)]
        assert all(len([day for day in late if first <= day < first + timedelta(days=7)]) <= 2 for first in late)


# --- While nobody answers anything -----------------------------------------------------------------------------------

DAYS = st.one_of(st.none(), st.dates(date(2026, 9, 1), date(2026, 11, 2)))
YES_NO = st.sampled_from(["", "yes", "no", "not known"])
SOMEBODY = st.sampled_from([Source.FORM, Source.TRACKER])
FACTS = st.fixed_dictionaries(
    {
        "incident": st.one_of(st.none(), st.dates(date(2025, 9, 1), date(2026, 11, 2))),
        "outcome": st.sampled_from(["", "died", "seriously harmed", "other"]),
        "abuse_neglect": st.sampled_from(["", "known", "suspected", "no"]),
        "looked_after": YES_NO,
        "care_leaver": YES_NO,
        "incident_area": st.sampled_from(["", "in our area", "another English area", "outside England"]),
        "resident_here": YES_NO,
        "regulated_setting": YES_NO,
        "criteria_met": st.sampled_from(["", "yes", "no", "more information"]),
        "criteria_decided_by": st.sampled_from(["", "The three partners"]),
        "criteria_decided": DAYS,
        "la_aware": DAYS,
        "partners_aware": DAYS,
        "notified_panel": DAYS,
        "notified_as": st.sampled_from(["", *NOTIFIED_AS]),
        "age_at_incident": st.sampled_from(["", "5", "17", "20"]),
    }
)


@st.composite
def any_case(draw: st.DrawFn) -> Case:
    """A case of which form and office have said anything or nothing."""
    values = {name: value for name, value in draw(FACTS).items() if value not in ("", None)}
    known = case(opened="2026-11-02T09:00", **values)
    return replace(known, facts=tuple(replace(fact, source=draw(SOMEBODY), recorded_at=OPENED) for fact in known.facts))


def hanging(known: Situation) -> Iterator[Deadline]:
    """The duties in law or guidance of which something is left to be said."""
    for entry in known.ledgers[REF].deadlines:
        binds = not {entry.force, entry.duty.force if entry.duty else entry.force}.isdisjoint(BINDING)
        waits = entry.state in (DutyState.TO_BE_DECIDED, DutyState.WAITS_FOR_A_DATE)
        at_latest = entry.state.is_open and entry.started.kind is StartKind.AT_LATEST
        if binds and entry.kind is CountKind.DUTY and (waits or at_latest):
            yield entry


@examples(25)
@given(any_case())
def test_no_last_day_passes_before_lead_chair_and_executives_have_been_asked(known: Case) -> None:
    said: dict[NoticeKey, datetime] = {}
    loudly: dict[str, date] = {}
    for now in working_mornings(date(2026, 11, 2), 30):
        today = situation(now, known, settings=QUIET, said=said)
        due = mails_of_the_day(today)
        assert all(not ACCUSES.search(question_words(notice)) for notice in due)
        said = queued(said, due, now)
        for notice in due:
            if rung_asked(notice) not in ("", "opened", "awareness"):
                loudly.setdefault(notice.key.recipient, today.today)
        tomorrow = counted(today.today, 1, calendar=CALENDAR).due
        for entry in hanging(today):
            passes = entry.due if entry.has_known_start else max(entry.working_target, date(2026, 11, 4))
            assert passes >= tomorrow or {LA, CHAIR} <= loudly.keys(), entry.rule
            by = counted(max(passes, date(2026, 11, 2)), 1 if entry.has_known_start else 5, calendar=CALENDAR).due
            assert by >= tomorrow or EXECUTIVE in loudly, entry.rule
