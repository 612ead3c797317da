"""Letters on a practice review: on the decision, the planned publication and a delay; to the family never."""

from datetime import date

from pipeline.model import NoticeKind
from pipeline.notices.all_due import notices
from pipeline.notices.model import Contact, Notice
from pipeline.notices.situation import Situation
from tests.notices.build import CONTACTS, MANAGER, QUIET, adding, case, fact, queued, situation

OFSTED = Contact(name="Reviews", address="reviews@ofsted.example", agency="Ofsted", role="agency")
DECIDED = {"outcome": "died", "abuse_neglect": "known", "review_decided": date(2026, 3, 2)}


def letters(known: Situation) -> list[Notice]:
    return [notice for notice in notices(known) if notice.key.kind is NoticeKind.LETTER]


def test_the_decision_is_told_to_panel_secretary_of_state_and_ofsted() -> None:
    found = letters(situation("2026-03-03T09:00", case(**DECIDED), settings=QUIET, contacts=(*CONTACTS, OFSTED)))
    assert [(notice.key.recipient, notice.words["stand_in"]) for notice in found] == [
        (MANAGER, True),
        (MANAGER, True),
        ("reviews@ofsted.example", False),
    ]
    assert {notice.template for notice in found} == {"letter-decision"}


def test_each_letter_is_written_once_and_anew_for_another_date() -> None:
    first = situation("2026-03-03T09:00", case(**DECIDED), settings=QUIET)
    said = queued({}, letters(first), first.now)
    assert letters(situation("2026-03-04T09:00", case(**DECIDED), settings=QUIET, said=said)) == []
    moved = case(**{**DECIDED, "review_decided": date(2026, 3, 3)})
    assert len(letters(situation("2026-03-04T09:00", moved, settings=QUIET, said=said))) == 3


def test_a_planned_publication_and_a_delay_have_letters_of_their_own() -> None:
    known = case(**DECIDED, planned_publication=date(2026, 9, 10))
    found = {notice.template for notice in letters(situation("2026-03-03T09:00", known, settings=QUIET))}
    assert found == {"letter-decision", "letter-publication", "letter-delay"}
    in_time = case(**DECIDED, planned_publication=date(2026, 8, 10))
    assert "letter-delay" not in {
        notice.template for notice in letters(situation("2026-03-03T09:00", in_time, settings=QUIET))
    }
    overdue = letters(situation("2026-09-03T09:00", case(**DECIDED), settings=QUIET))
    assert "letter-delay" in {notice.template for notice in overdue}


def test_after_publication_no_letter_is_left_to_write() -> None:
    known = case(**DECIDED, planned_publication=date(2026, 9, 10), published=date(2026, 8, 1))
    assert letters(situation("2026-08-03T09:00", known, settings=QUIET)) == []


def test_a_recorded_delay_has_its_letter_until_it_is_reported() -> None:
    known = case(**DECIDED, delay_because="A criminal trial")
    delayed = letters(situation("2026-03-03T09:00", known, settings=QUIET))
    assert "letter-delay" in {notice.template for notice in delayed}
    told = case(**DECIDED, delay_because="A criminal trial", delay_reported=date(2026, 3, 2))
    reported = letters(situation("2026-03-03T09:00", told, settings=QUIET))
    assert "letter-delay" not in {notice.template for notice in reported}


def test_a_review_that_was_set_aside_by_a_named_person_has_no_letter() -> None:
    aside = (
        fact("not_applicable", "Led by another area", subject="practice-review"),
        fact("said_by", "B. Tilley", subject="practice-review"),
    )
    assert letters(situation("2026-03-03T09:00", adding(case(**DECIDED), *aside), settings=QUIET)) == []
    assert letters(situation("2026-03-03T09:00", adding(case(**DECIDED), aside[0]), settings=QUIET))
