"""What came before a mail is looked up by what is asked, and the mail itself is never found."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event

from pipeline.cases.same_child import Child, as_mark
from pipeline.edges.journal import Journal
from pipeline.edges.journal.casebook import CaseMark
from pipeline.edges.journal.mail_index import JournalMailIndex
from pipeline.edges.journal.mails import NewMail
from pipeline.facts import Fact, Source
from pipeline.intake.earlier_mail import EarlierMail, Sent
from pipeline.intake.signs.reference import cases_by_panel_reference
from pipeline.model import MessageKey, NoticeKind
from pipeline.notices.model import Mail, NoticeKey
from pipeline.settings import Store

NOON = datetime(2026, 11, 12, 12, tzinfo=UTC)
ONE, TWO = "NSH-2026-001", "NSH-2026-002"
MAIL, OTHER = "a" * 64, "b" * 64


@pytest.fixture
def journal(store: Store) -> Iterator[Journal]:
    with Journal.of(store) as opened:
        with opened.writing():
            for ref in (ONE, TWO):
                opened.casebook.open(ref, opened_at=NOON, opened_by=ref)
        yield opened


def take_in(journal: Journal, sha256: str, *, message_id: str, case_ref: str = "", **found_by: str) -> None:
    uid = int(sha256[0], 16)
    with journal.writing():
        key = MessageKey(mailbox="m", folder="INBOX", uidvalidity=1, uid=uid)
        journal.mails.add(NewMail(key=key, sha256=sha256, size=9, received_at=NOON, message_id=message_id), now=NOON)
        journal.mails.decide(sha256, arrival={}, kind="reply", case_ref=case_ref, **found_by)


def mark(journal: Journal, kind: str, value: str, *refs: str) -> None:
    with journal.writing():
        journal.casebook.mark(CaseMark(kind=kind, value=value, case_ref=ref) for ref in refs)


def typed(journal: Journal, name: str, value: str | None, *, ref: str = ONE) -> None:
    with journal.writing():
        journal.casebook.add_facts(
            [Fact(case_ref=ref, name=name, value=value, source=Source.TRACKER, recorded_at=NOON)]
        )


def queue(journal: Journal, kind: NoticeKind, *, message_id: str, merged: NoticeKey | None = None) -> None:
    key = NoticeKey(kind=kind, case_ref=ONE, duty="d", due=date(2026, 11, 19), rung="r", recipient="a@b.example")
    mail = Mail(
        key=key, sender="s@x.example", sender_name="", to=key.recipient, to_name="", subject="s", text="t", html="h",
        message_id=message_id, made_at=NOON,
    )  # fmt: skip
    with journal.writing():
        journal.notices.queue(mail, sha256="0", state="sent", urgent=False, with_keys=(merged,) if merged else ())


def index(journal: Journal, *, opened: frozenset[str] = frozenset()) -> JournalMailIndex:
    """What is asked for `MAIL`, whose Message-ID is `<mine@x>`."""
    with journal.writing():
        key = MessageKey(mailbox="m", folder="INBOX", uidvalidity=1, uid=99)
        journal.mails.add(NewMail(key=key, sha256=MAIL, size=9, received_at=NOON, message_id="<mine@x>"), now=NOON)
    mail = journal.mails.mail(MAIL)
    assert mail is not None
    return journal.mail_index(mail, opened=opened)


def test_a_mail_that_is_read_again_is_not_taken_for_a_copy_of_itself(journal: Journal) -> None:
    take_in(journal, MAIL, message_id="<mine@x>", case_ref=ONE, fingerprint="f", sender_domain="x.example")
    mark(journal, "attachment", "form", ONE, TWO)
    mark(journal, "message-id", "<mine@x>", ONE)
    mark(journal, "message-id", "<reply@x>", ONE)
    asked = index(journal, opened=frozenset((ONE,)))
    assert not asked.was_decided(("<mine@x>",))
    assert not asked.has_fingerprint("f")
    assert asked.sender_domains(ONE) == frozenset()
    assert asked.cases_of_marks([("attachment", "form")]) == {("attachment", "form"): (TWO,)}
    assert asked.cases_of_mails(["<mine@x>", "<reply@x>"]) == {"<reply@x>": ONE}


def test_another_mail_is_found_by_its_id_its_words_and_its_sender_once_it_is_decided(journal: Journal) -> None:
    take_in(journal, OTHER, message_id="<other@x>", case_ref=ONE, fingerprint="f", sender_domain="x.example")
    asked = index(journal)
    assert asked.was_decided(("other@x", "<other@x>"))
    assert asked.has_fingerprint("f")
    assert asked.sender_domains(ONE) == {"x.example"}
    assert asked.sender_domains(TWO) == asked.sender_domains("") == frozenset()
    with journal.writing():
        journal.mails.read_again(OTHER)
    assert not asked.was_decided(("other@x", "<other@x>"))
    assert not asked.has_fingerprint("f")
    assert asked.sender_domains(ONE) == frozenset()


def test_only_the_pairs_that_were_asked_for_are_answered(journal: Journal) -> None:
    mark(journal, "nhs-number", "one", ONE)
    mark(journal, "name-and-birth", "one", TWO)
    mark(journal, "name-and-birth", "two", TWO, ONE)
    found = index(journal).cases_of_marks([("nhs-number", "one"), ("name-and-birth", "two")])
    assert found == {("nhs-number", "one"): (ONE,), ("name-and-birth", "two"): (ONE, TWO)}


def test_a_mail_of_ours_is_found_by_its_id_and_says_its_kind(journal: Journal) -> None:
    merged = NoticeKey(kind=NoticeKind.REMINDER, case_ref=TWO, duty="e", due=None, rung="r", recipient="a@b.example")
    queue(journal, NoticeKind.CHASER, message_id="<ours@x>", merged=merged)
    known = EarlierMail(journal=True, index=index(journal))
    assert known.sent_mail(("nobody@x", "ours@x")) == Sent(case_ref=ONE, kind=NoticeKind.CHASER)
    assert known.case_of_mail(("<ours@x>",)) == ONE
    assert known.sent_mail(("",)) is None


def test_a_conversation_of_thousands_of_mails_is_looked_through(journal: Journal) -> None:
    mark(journal, "message-id", "<last@x>", TWO)
    ids = tuple(f"<{number}@x>" for number in range(40_000))
    assert EarlierMail(journal=True, index=index(journal)).case_of_mail((*ids, "<last@x>")) == TWO


def test_a_reference_of_the_panel_counts_as_the_office_last_typed_it(journal: Journal) -> None:
    def named(text: str) -> tuple[str, ...]:
        return cases_by_panel_reference(text, EarlierMail(journal=True, index=index(journal)))

    typed(journal, "panel_ref", "SIN-4471")
    typed(journal, "panel_ref", "SIN 4471", ref=TWO)
    assert named("Our ref: SIN no. 4471, of Monday 12") == (ONE, TWO)
    typed(journal, "panel_ref", "SIN-5582")
    assert (named("SIN 4471"), named("SIN 5582")) == ((TWO,), (ONE,))
    typed(journal, "panel_ref", None, ref=TWO)
    assert named("SIN 4471") == ()
    typed(journal, "panel_ref", "not yet", ref=TWO)
    assert named("not yet") == ()


def test_the_children_of_a_case_are_those_of_its_forms_or_else_of_its_row(journal: Journal) -> None:
    asked = index(journal)
    assert asked.children_of(ONE) == ()
    typed(journal, "child", "Ro Ash")
    assert [child.names for child in asked.children_of(ONE)] == [{"ash ro"}]
    mark(journal, "child", as_mark(Child(numbers=frozenset({"9990000018"}))), ONE)
    assert [child.numbers for child in asked.children_of(ONE)] == [{"9990000018"}]
    assert (asked.has_case(ONE), asked.has_case("NSH-2026-003")) == (True, False)


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_no_question_reads_a_whole_table(journal: Journal) -> None:
    plans: list[str] = []

    @event.listens_for(index(journal).connection, "before_cursor_execute")
    def explain(_: object, cursor: object, statement: str, values: object, *__: object) -> None:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values)  # type: ignore[attr-defined]
        plans.extend(row[-1] for row in cursor.fetchall())  # type: ignore[attr-defined]

    typed(journal, "panel_ref", "SIN-4471")
    asked = index(journal)
    plans.clear()
    asked.has_case(ONE)
    asked.cases_of_marks([("nhs-number", "one"), ("name-and-birth", "two")])
    asked.cases_of_mails(["<a@x>", "<b@x>"])
    asked.sent(["<a@x>", "<b@x>"])
    asked.was_decided(["<a@x>", "<b@x>"])
    asked.has_fingerprint("f")
    asked.sender_domains(ONE)
    asked.panel_refs(["4471", "5582"])
    asked.children_of(ONE)
    journal.casebook.opened_by("x")
    journal.casebook.marks(ONE)
    searched = [plan for plan in plans if "TEMP B-TREE" not in plan]
    assert len(searched) == 14
    assert [plan for plan in searched if not plan.startswith("SEARCH")] == []
    # By the kind alone would be to read half of it.
    assert [plan for plan in searched if "(kind=?)" in plan or "(state=?)" in plan] == []
