"""The morning digest: every working day, once to each, with what is due, came, went and waits."""

from dataclasses import replace
from datetime import date

from pipeline.model import Attention, NoticeKind
from pipeline.notices.all_due import notices
from pipeline.notices.kinds.digest import DigestLine
from pipeline.notices.kinds.digest import digests as made
from pipeline.notices.model import Mail, Notice, NoticeKey
from pipeline.notices.situation import Situation
from pipeline.notices.wording.templates import mail
from pipeline.today import COUNTED, TodaySection, today
from tests.notices.build import (
    CONTACTS,
    DEPUTY,
    MANAGER,
    PACKAGED_TEMPLATES,
    QUIET,
    arrival,
    at,
    case,
    office,
    queued,
    situation,
)

AWARE = {"outcome": "died", "looked_after": "no", "criteria_met": "yes"}
DOUBTFUL = TodaySection.DOUBTFUL


def digests(known: Situation) -> list[Notice]:
    return [notice for notice in notices(known) if notice.key.kind is NoticeKind.DIGEST]


def test_manager_and_deputies_get_one_on_each_working_day_from_its_hour_on() -> None:
    assert digests(situation("2026-03-02T08:29")) == []
    monday = situation("2026-03-02T08:30")
    assert [notice.key.recipient for notice in digests(monday)] == [MANAGER, DEPUTY]
    said = queued({}, digests(monday), monday.now)
    assert digests(situation("2026-03-02T16:00", said=said)) == []
    assert len(digests(situation("2026-03-03T08:30", said=said))) == 2
    assert digests(situation("2026-04-03T09:00")) == []
    assert digests(situation("2026-03-07T09:00")) == []


def test_a_late_start_still_brings_the_digest_of_that_day_alone() -> None:
    assert [notice.key.due for notice in digests(situation("2026-03-05T17:50"))] == [date(2026, 3, 5)] * 2


def section(notice: Notice, wanted: TodaySection) -> tuple[DigestLine, ...]:
    """The lines of one section."""
    return next((found.lines for found in notice.words["sections"] if found.heading == wanted.value), ())


def written(notice: Notice, now: str = "2026-03-13T09:00") -> Mail:
    return mail(notice, settings=QUIET, now=at(now), environment=PACKAGED_TEMPLATES, secret="a secret")


def test_it_is_today_section_by_section_in_its_order_and_with_its_counts() -> None:
    cases = [case(f"NSP-2026-000{n}", la_aware=date(2026, 3, day), **AWARE) for n, day in enumerate((2, 3, 4, 16), 1)]
    known = situation("2026-03-10T09:00", *cases, settings=QUIET)
    found = digests(known)[0]
    stands = today(known)
    shown = [(one.heading, one.count) for one in found.words["sections"]]
    assert shown == [(part.value, n) for part, n in stands.counts.items() if n or part not in (*COUNTED, DOUBTFUL)]
    places = {
        TodaySection.OVERDUE: {"NSP-2026-0001"},
        TodaySection.DUE_TODAY: {"NSP-2026-0002"},
        TodaySection.NEXT: {"NSP-2026-0003"},
    }
    for part, refs in places.items():
        assert {line.ref for line in section(found, part)} == refs
    assert written(found).subject == "Today: 0 urgent, 4 questions, 2 overdue, 2 due [OFFICIAL-SENSITIVE]"
    assert (
        "- NSP-2026-0001 (RA): Notify the Child Safeguarding Practice Review Panel — Mon 9 March 2026, 1 working day overdue; local authority\n"
        in written(found).text
    )


def test_what_does_not_fit_is_a_number_and_where_the_rest_stands() -> None:
    cases = [case(f"NSP-2026-{n:04}", la_aware=date(2026, 3, 2), **AWARE) for n in range(1, 16)]
    found = digests(situation("2026-03-10T09:00", *cases, settings=QUIET))[0]
    (late,) = (one for one in found.words["sections"] if one.heading == "Overdue")
    assert (late.count, len(late.lines), late.more) == (30, 10, 20)
    for text in (written(found).text, written(found).html):
        assert "20 more: see the Deadlines sheet" in text


def waits(name: str, *, hour: int = 12, **more: str) -> Attention:
    given = {"what": f"A form {name}", "why": f"Because of {name}.", "remedy": f"Ask about {name}.", **more}
    return Attention(id=f"form-{name}", since=at(f"2026-03-02T{hour}:00"), **given)


def test_what_to_do_is_said_with_what_is_new_and_not_again() -> None:
    known = situation("2026-03-03T09:00", attention=(waits("one"),))
    first = digests(known)[0]
    later = replace(known, now=at("2026-03-04T09:00"), said=queued({}, notices(known), known.now))
    second = digests(replace(later, attention=(waits("one"), waits("two", hour=13))))[0]
    assert "A form one. Ask about one. Why: Because of one." in written(first).text
    for text in (written(second).text, written(second).html):
        assert "Ask about two." in text
        assert "A form one" in text
        assert "Ask about one." not in text
        assert "What else to do, and why, stands beside each on the Needs attention sheet." in text


def test_of_many_new_things_as_much_is_said_as_a_person_reads_and_all_are_listed() -> None:
    long = " ".join(["word"] * 80)
    items = tuple(waits(name, hour=hour, why=f"{name} {long}.") for hour, name in enumerate(("one", "two", "six"), 12))
    found = digests(situation("2026-03-03T09:00", attention=items))[0]
    for text in (written(found).text, written(found).html):
        assert [f"Ask about {name}." in text for name in ("one", "two", "six")] == [True, False, False]
        assert all(f"A form {name}" in text for name in ("one", "two", "six"))
        assert "3 new things to look at" in text
        assert "stands beside each on the Needs attention sheet" in text


def test_what_is_to_be_done_about_several_urgent_mails_alike_is_said_once() -> None:
    mails = tuple(
        replace(waits(name, remedy="Open it."), urgent=True, message=sign * 64)
        for sign, name in (("a", "one"), ("b", "two"))
    )
    for text in (written(digests(situation("2026-03-03T09:00", attention=mails))[0]).text,):
        assert text.count("Open it.") == 1
        assert "For each of them: Open it." in text
    (alone,) = section(digests(situation("2026-03-03T09:00", attention=mails[:1]))[0], TodaySection.URGENT)
    assert alone.remedy == "Open it."


def test_what_is_empty_is_one_line_without_headings() -> None:
    quiet = written(digests(situation("2026-03-03T09:00"))[0])
    assert "No urgent mail. No question waits for an answer. Nothing is overdue. Nothing is due today." in quiet.text
    assert not [heading for heading in ("OVERDUE", "DUE TODAY", "WAITING FOR OTHERS") if heading in quiet.text]
    assert "Overdue" not in quiet.html


def said_of(kind: NoticeKind) -> NoticeKey:
    return NoticeKey(kind=kind, case_ref="R", duty="d", due=None, rung="r", recipient="x@y.example")


def test_what_came_what_went_and_what_waits_since_the_last_one() -> None:
    monday = situation("2026-03-02T09:00")
    said = {
        **queued({}, digests(monday), monday.now),
        said_of(NoticeKind.REMINDER): at("2026-03-02T10:00"),
        said_of(NoticeKind.ALERT): at("2026-03-02T08:00"),
    }
    waiting = Attention(id="a", what="A form could not be read", why="w", remedy="r", since=at("2026-03-02T12:00"))
    mails = (arrival(1, received="2026-03-02T08:59"), arrival(2, received="2026-03-02T09:01", reply_to_it=False))
    known = situation("2026-03-03T09:00", said=said, attention=(waiting,), arrivals=mails)
    found = digests(known)[0]
    # The alert, the one acknowledgement and the reminder before them: item by item, those of this pass included.
    assert found.words["sent"] == (("acknowledgement", 1), ("alert", 1), ("reminder", 1))
    assert found.words["arrived"] == (("referral", 1),)
    (line,) = section(found, TodaySection.WAITING)
    assert (line.what, line.remedy) == ("A form could not be read", "r")
    again = digests(replace(known, now=at("2026-03-04T09:00"), said=queued(said, notices(known), known.now)))[0]
    assert again.words["sent"] == ()


def test_a_mail_of_many_items_counts_them_all() -> None:
    cases = [case(f"NSP-2026-000{n}", la_aware=date(2026, 3, 2), **AWARE) for n in (1, 2)]
    found = digests(situation("2026-03-09T09:00", *cases, settings=QUIET))[0]
    assert dict(found.words["sent"])["reminders"] == 4


def test_what_was_put_into_drafts_is_not_said_to_have_gone_out() -> None:
    here = office('[notices.modes]\nreminder = "draft"\nacknowledgement = "draft"\n', steps=())
    at_hand = situation("2026-03-09T09:00", case(la_aware=date(2026, 3, 2), **AWARE), settings=here)
    found = digests(at_hand)[0]
    assert dict(found.words["drafted"]) == {"reminders": 2}
    assert "reminder" not in str(found.words["sent"])
    for text in (written(found).text, written(found).html):
        assert "Put into Drafts: 2 reminders" in text


def test_what_the_office_is_reminded_of_itself_is_no_draft_for_it_to_send() -> None:
    here = office('[notices.modes]\nreminder = "draft"\n', steps=())
    contacts = tuple(one for one in CONTACTS if one.role != "la-lead")
    at_hand = situation("2026-03-09T09:00", case(la_aware=date(2026, 3, 2), **AWARE), settings=here, contacts=contacts)
    found = notices(at_hand)
    assert MANAGER not in {notice.key.recipient for notice in found if notice.key.kind is NoticeKind.REMINDER}
    assert NoticeKind.REMINDER in {key.kind for key in digests(at_hand)[0].also_keys}


def test_drafts_that_wait_and_the_last_reading_of_the_mailbox_are_said() -> None:
    drafts = (at("2026-03-05T10:00"), at("2026-03-02T10:00"))
    known = situation("2026-03-13T09:00", drafts=drafts, mail_read_at=at("2026-03-13T08:58"))
    for text in (written(digests(known)[0]).text, written(digests(known)[0]).html):
        assert "2 mails wait in Drafts for somebody to send, since Mon 2 March 2026." in text
        assert "The mailbox was last read on Fri 13 March 2026, 08:58." in text
    silent = written(digests(situation("2026-03-13T09:00"))[0])
    assert not [word for word in ("Drafts", "last read") if word in silent.text + silent.html]


def test_what_was_shown_before_and_still_stands_is_listed_once() -> None:
    shown = Attention(id="no-manager", what="w", why="w", remedy="r", since=at("2026-03-02T12:00"))
    known = situation("2026-03-03T09:00", attention=(shown,))
    for digest in made(known, [shown, replace(shown, id="no-chair", what="v")]):
        assert [line.what for line in section(digest, TodaySection.WAITING)] == ["w", "v"]


def test_returns_are_counted_for_each_case() -> None:
    known = case(agencies=("Fellside School", "Northshire Community Health"), notified_panel=date(2026, 3, 2), **AWARE)
    (line,) = section(digests(situation("2026-03-03T09:00", known))[0], TodaySection.OTHERS)
    assert (line.ref, line.what, line.who) == (
        "NSP-2026-0001",
        " (RA): 0 of 2 agency returns received; outstanding: Fellside School, Northshire Community Health",
        "",
    )


def test_what_has_no_number_of_days_stands_in_the_digest_until_it_is_done() -> None:
    decided = case(review_decided=date(2026, 3, 2), **AWARE)
    undated = section(digests(situation("2026-03-03T09:00", decided, settings=QUIET))[0], TodaySection.UNDATED)
    assert len(undated) == 2
    told = case(review_decided=date(2026, 3, 2), family_informed=date(2026, 3, 2), **AWARE)
    left = section(digests(situation("2026-03-03T09:00", told, settings=QUIET))[0], TodaySection.UNDATED)
    assert ["practice review and its reviewer" in line.what for line in left] == [True]


def test_the_question_of_a_case_stands_before_duties_and_nothing_of_it_is_called_overdue() -> None:
    unknown = case(incident=date(2026, 2, 2), outcome="died", opened="2026-02-03T09:00")
    found = digests(situation("2026-03-13T09:00", unknown, settings=QUIET))[0]
    (line,) = section(found, TodaySection.QUESTIONS)
    assert (line.ref, line.when) == ("NSP-2026-0001", "Tue 3 March 2026, its day to work to was 8 working days ago")
    assert "1 question, 0 overdue" in written(found).subject
    assert "Nothing is overdue." in written(found).text


def test_what_others_were_expected_to_do_is_one_line_once_its_day_has_passed() -> None:
    sent = case(outcome="seriously harmed", criteria_met="yes", rapid_review_sent=date(2026, 3, 2))
    (line,) = section(digests(situation("2026-03-13T09:00", sent))[0], TodaySection.OTHERS)
    assert line.when.startswith("expected about ")
    assert section(digests(situation("2026-03-12T09:00", sent))[0], TodaySection.OTHERS) == ()


def test_a_case_that_was_closed_too_early_says_what_holds_it_open() -> None:
    known = case(la_aware=date(2026, 3, 2), status="Closed", **AWARE)
    found = digests(situation("2026-03-10T09:00", known, settings=QUIET))[0]
    (line,) = section(found, TodaySection.CLOSED_EARLY)
    assert line.ref == "NSP-2026-0001"
    assert "Notify the Child Safeguarding Practice Review Panel" in line.what
