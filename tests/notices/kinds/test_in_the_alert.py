"""The alert of every working day and the mail of the day, to one person in one mail; and when they stay two."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from pipeline.model import Attention, NoticeKind
from pipeline.notices.all_due import notices
from pipeline.notices.kinds.alert_line import FIRST, alert_key
from pipeline.notices.model import Notice, NoticeKey
from pipeline.notices.situation import Situation
from pipeline.notices.wording.templates import mail
from tests.notices.build import (
    CONTACTS,
    DECIDED,
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

DANGER = Attention(
    id="mail:aa:read", what="A mail that may be about a child in danger now", why="w", remedy="r", message="a" * 64,
    urgent=True, since=at("2026-03-05T16:00"),
)  # fmt: skip
MORNING = "2026-03-06T09:00"


def told_to(first: str, contacts: tuple[object, ...] = CONTACTS) -> dict[NoticeKey, datetime]:
    """The alert, first told to somebody then."""
    return {alert_key(DANGER, contacts[0], rung=FIRST): at(first)}


def on_friday(now: str = MORNING, **more: object) -> Situation:
    """Three working days before a duty of the authority's lead, with an alert that nobody has answered since Thursday."""
    given = {"settings": QUIET, "attention": (DANGER,), "said": told_to("2026-03-05T16:00"), **more}
    return situation(
        now, case(**{**DECIDED, "la_aware": date(2026, 3, 4), "criteria_decided": date(2026, 3, 4)}), **given
    )


def to_lead(known: Situation, who: str = LA) -> list[Notice]:
    return [notice for notice in notices(known) if notice.key.recipient == who]


def kinds(notice: Notice) -> set[NoticeKind]:
    return {key.kind for key in (notice.key, *notice.also_keys)}


def test_the_last_in_line_gets_both_in_one_mail_by_the_keys_of_both_and_once() -> None:
    known = on_friday()
    (both,) = to_lead(known)
    (day,) = both.apart
    assert both.key.rung == "urgent-on-2026-03-06"
    assert both.urgent
    assert set(both.also_keys) == {day.key, *day.also_keys}
    assert kinds(both) == {NoticeKind.ALERT, NoticeKind.REMINDER}
    said = queued(known.said, notices(known), known.now)
    assert to_lead(replace(known, now=at("2026-03-06T15:00"), said=said)) == []


def test_the_alert_reads_as_it_does_alone_with_the_duties_below_it() -> None:
    known = on_friday()
    (both,) = to_lead(known)
    (alone,) = to_lead(replace(known, cases=(), ledgers={}))
    first, second = (
        mail(one, settings=QUIET, now=known.now, environment=PACKAGED_TEMPLATES, secret="a secret")
        for one in (alone, both)
    )
    assert second.subject.startswith(first.subject.partition(" [")[0])
    assert f"[{REF}]" not in second.subject
    assert ("X-Caseclock-Cases", REF) in second.headers
    assert set(first.headers) < set(second.headers)
    beginning = first.text.partition("Answer this mail")[0]
    for text in (second.text, second.html):
        assert "answer SEEN" in text
        assert text.index("answer SEEN") < text.index("3 working days left")
    assert second.text.startswith(beginning)
    words = both.apart[0].words["cases"][0].text
    assert len(second.text.split()) - len(beginning.split()) < 350
    assert all(line in second.text for line in words.splitlines())


@pytest.mark.parametrize(("first", "rung"), [("2026-03-06T06:00", "urgent-0"), ("2026-03-06T05:00", "urgent-1")])
def test_the_two_alerts_that_everybody_gets_first_stand_alone(first: str, rung: str) -> None:
    alert, day = to_lead(on_friday(said=told_to(first)))
    assert (alert.key.rung, kinds(alert)) == (rung, {NoticeKind.ALERT})
    assert kinds(day) == {NoticeKind.REMINDER}


@pytest.mark.parametrize("mode", ["draft", "hold"])
def test_what_the_office_wishes_drafted_or_held_stays_a_mail_of_its_own(mode: str) -> None:
    known = on_friday(settings=office(f'[notices.modes]\nreminder = "{mode}"\n', steps=()))
    assert [kinds(notice) for notice in to_lead(known)] == [{NoticeKind.ALERT}, {NoticeKind.REMINDER}]


def test_what_arises_after_the_alert_of_the_day_goes_alone() -> None:
    known = on_friday()
    first = replace(known, cases=(), ledgers={})
    said = queued(known.said, notices(first), first.now)
    (day,) = to_lead(replace(known, now=at("2026-03-06T15:00"), said=said))
    assert kinds(day) == {NoticeKind.REMINDER}


def test_whoever_gets_a_digest_is_told_of_the_day_in_it_and_not_below_an_alert() -> None:
    alone = tuple(replace(one, role="la-lead") if one.address == LA else one for one in CONTACTS[:1])
    known = on_friday(contacts=alone, said=told_to("2026-03-05T16:00", alone))
    alert, digest = to_lead(known, MANAGER)
    assert kinds(alert) == {NoticeKind.ALERT}
    assert NoticeKind.REMINDER in kinds(digest)
