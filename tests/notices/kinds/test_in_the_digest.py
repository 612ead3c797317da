"""One mail on an office's morning: what is calm stands in the digest, and nothing that presses waits for it."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from pipeline.facts import Case, Source
from pipeline.model import Attention, NoticeKind
from pipeline.notices.all_due import notices
from pipeline.notices.model import MovedDeadline, Notice, NoticeKey
from pipeline.notices.situation import Situation
from pipeline.notices.wording.templates import mail
from tests.notices.build import (
    CONTACTS,
    DECIDED,
    DEPUTY,
    LA,
    MANAGER,
    PACKAGED_TEMPLATES,
    QUIET,
    REF,
    at,
    case,
    office,
    queued,
    situation,
)

BEFORE, MORNING = "2026-03-06T08:06", "2026-03-06T08:30"
MOVED = MovedDeadline(
    case_ref=REF, rule="notify-panel", title="Notify the Panel", old=date(2026, 3, 5), new=date(2026, 3, 9),
    why="A form said so.", at=at("2026-03-03T20:00"),
)  # fmt: skip


def item(name: str = "refused-1", **more: object) -> Attention:
    given = {"what": "A mail was not taken", "why": "The mailbox is full.", "remedy": "Ring them."} | more
    return Attention(id=name, since=at("2026-03-03T19:00"), **given)


def of_a_form(*, opened: str = "2026-03-02T09:00") -> Case:
    """A case of which a form alone has spoken, so that everything is asked."""
    known = case(opened=opened, incident=date(2026, 2, 27), outcome="seriously harmed")
    return replace(
        known, facts=tuple(replace(fact, source=Source.FORM, recorded_at=at(opened)) for fact in known.facts)
    )


def since_monday(now: str, **more: object) -> Situation:
    """A question that was first asked on Monday comes to its day on Friday."""
    known = of_a_form()
    first = situation("2026-03-02T10:00", known, settings=QUIET)
    return situation(now, known, settings=QUIET, said=queued({}, notices(first), first.now), **more)


def sorts(known: Situation, to: str = MANAGER) -> list[str]:
    return [notice.template or notice.key.kind.value for notice in notices(known) if notice.key.recipient == to]


def written(notice: Notice) -> tuple[str, str]:
    found = mail(notice, settings=QUIET, now=at(MORNING), environment=PACKAGED_TEMPLATES, secret="a secret")
    return found.text, found.html


def test_the_digest_says_what_is_asked_and_what_is_new_in_the_same_words_and_by_the_same_keys() -> None:
    known = since_monday(MORNING, attention=(item(),), moved=(MOVED,))
    (digest,) = (notice for notice in notices(known) if notice.key.recipient == MANAGER)
    kinds = Counter(key.kind for key in digest.also_keys)
    assert kinds == {NoticeKind.QUESTION: 3, NoticeKind.ALERT: 2}
    for text in written(digest):
        for words in (
            "its day has come; all who may know are asked",
            "When did the local authority become aware of this?",
            "To answer: type it under Criteria met",
            "The mailbox is full.",
            "Notify the Panel: was Thu 5 March 2026",
        ):
            assert words in " ".join(text.replace("<b>", "").replace("</b>", "").split()), words
    said = queued(dict(known.said), [digest], known.now)
    assert sorts(replace(known, now=at("2026-03-06T15:00"), said=said)) == []


def test_within_the_hour_before_it_what_is_calm_waits_and_everybody_else_is_asked_at_once() -> None:
    known = since_monday(BEFORE, attention=(item(),), moved=(MOVED,))
    assert sorts(known) == []
    assert sorts(known, LA) == ["reminder"]
    late = QUIET.model_copy(
        update={"worker": QUIET.worker.model_copy(update={"digest_time": at(MORNING).time().replace(hour=16)})}
    )
    assert sorted(sorts(replace(known, settings=late))) == ["alert", "reminder"]
    evening = QUIET.model_copy(
        update={"worker": QUIET.worker.model_copy(update={"digest_time": at(MORNING).time().replace(hour=18)})}
    )
    assert sorted(sorts(replace(known, now=at("2026-03-06T17:40"), settings=evening))) == ["alert", "reminder"]


def test_where_no_digest_ever_came_nothing_waits_for_one() -> None:
    known = since_monday(BEFORE, attention=(item(),))
    never = {key: at for key, at in known.said.items() if key.kind is not NoticeKind.DIGEST}
    assert sorts(replace(known, said=never)) == ["alert", "reminder"]


@pytest.mark.parametrize("pressing", [item("answer:1", message="a"), item(urgent=True)])
def test_who_declines_and_what_is_urgent_wait_for_no_digest(pressing: Attention) -> None:
    assert sorts(since_monday(BEFORE, attention=(pressing,))) == ["alert"]


def test_what_is_written_on_a_case_waits_for_the_next_digest_at_any_hour() -> None:
    letter = item("mail:5e:talk", message="5e")
    known = since_monday(MORNING)
    said = queued(dict(known.said), notices(known), known.now)
    midday = replace(known, now=at("2026-03-06T12:00"), said=said, attention=(letter,))
    assert sorts(midday) == []
    assert sorts(replace(midday, attention=(letter, item()))) == ["alert"], "what goes anyway says it, too"
    (digest,) = (one for one in notices(replace(midday, now=at("2026-03-09T08:30"))) if one.key.recipient == MANAGER)
    assert "mail:5e:talk" in {key.duty for key in digest.also_keys}
    never = {key: at for key, at in said.items() if key.kind is not NoticeKind.DIGEST}
    assert "alert" in sorts(replace(midday, now=at("2026-03-06T08:00"), said=never)), "without digests it goes at once"


def test_a_new_case_asks_in_the_pass_that_opens_it_and_takes_the_rest_with_it() -> None:
    new = replace(of_a_form(opened="2026-03-06T08:05"), ref="NSP-2026-0002")
    new = replace(new, facts=tuple(replace(fact, case_ref=new.ref) for fact in new.facts))
    waiting = since_monday(BEFORE)
    known = situation(BEFORE, *waiting.cases, new, settings=QUIET, said=waiting.said)
    (asked,) = (notice for notice in notices(known) if notice.key.recipient == MANAGER)
    assert {key.case_ref for key in (asked.key, *asked.also_keys)} == {REF, new.ref}
    later = replace(known, now=at(MORNING), said=queued(dict(known.said), notices(known), known.now))
    (digest,) = (notice for notice in notices(later) if notice.key.recipient == MANAGER)
    assert digest.apart == ()


def test_an_urgent_alert_stands_in_no_other_mail_so_that_every_answer_to_it_counts() -> None:
    known = since_monday(MORNING, attention=(item(urgent=True),))
    assert sorts(known) == ["alert", "digest"]
    (digest,) = (one for one in notices(known) if one.key.kind is NoticeKind.DIGEST and one.key.recipient == MANAGER)
    assert NoticeKind.ALERT not in {key.kind for key in digest.also_keys}


def test_what_the_office_wishes_held_and_more_than_a_digest_lists_stay_apart() -> None:
    nobody = tuple(contact for contact in CONTACTS if contact.address != LA)
    due = case(**DECIDED)
    held = office('[notices.modes]\nreminder = "hold"\n', steps=())
    assert sorts(situation("2026-03-09T09:00", due, settings=QUIET, contacts=nobody)) == ["digest"]
    assert sorts(situation("2026-03-09T09:00", due, settings=held, contacts=nobody)) == ["reminder", "digest"]
    many = tuple(item(f"refused-{number}") for number in range(21))
    assert sorts(situation(MORNING, attention=many)) == ["alert", "digest"]
    assert sorts(situation(MORNING, attention=many[1:])) == ["digest"]


def test_whoever_wants_no_digest_gets_every_mail_by_itself() -> None:
    without = tuple(replace(one, notices=("alert", "question")) if one.address == MANAGER else one for one in CONTACTS)
    for now in (BEFORE, MORNING):
        assert sorts(since_monday(now, attention=(item(),), contacts=without)) == ["alert", "reminder"]


def said_by(*hours: str, apart: bool = False) -> set[NoticeKey]:
    """All that is said in a week of passes at these hours; `apart`: by mails of their own."""
    contacts = tuple(replace(one, notices=("alert", "question", "reminder")) for one in CONTACTS) if apart else CONTACTS
    said: dict[NoticeKey, object] = {}
    for day in range(2, 7):
        for hour in hours:
            things = (item(),) if day > 2 else ()
            known = situation(
                f"2026-03-0{day}T{hour}", of_a_form(), settings=QUIET, said=said, attention=things, contacts=contacts
            )
            said = queued(said, notices(known), known.now)
    return {key for key in said if key.kind is not NoticeKind.DIGEST}


def test_whatever_the_hours_of_the_passes_the_same_is_said_as_by_mails_of_their_own() -> None:
    by_themselves = said_by("09:00", apart=True)
    assert {key.recipient for key in by_themselves} >= {MANAGER, LA}
    assert said_by("08:06", "08:30", "15:00") == said_by("09:00") == by_themselves
    assert DEPUTY not in {key.recipient for key in by_themselves if key.kind is NoticeKind.QUESTION}
