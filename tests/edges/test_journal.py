"""The journal remembers everything once, and all of a transaction or nothing."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from pipeline.edges.journal import Journal, schema
from pipeline.edges.journal.casebook import Announced, CaseMark
from pipeline.edges.journal.mails import NewMail, StoredMail
from pipeline.edges.journal.receipts import receipt_of
from pipeline.edges.journal.schema import METADATA, REVISION
from pipeline.errors import StoreUnavailable
from pipeline.facts import Fact, Source
from pipeline.intake.signs.receipt import receipts_in
from pipeline.model import Attention, LogEntry, MessageKey, NoticeKind
from pipeline.notices.model import Mail, NoticeKey
from pipeline.settings import Store

NOON = datetime(2026, 11, 12, 12, tzinfo=UTC)
VERSIONS = Path(schema.__file__).parent / "migrations" / "versions"
POLICE = "Police | Vulnerable people"
KEY = MessageKey(mailbox="m", folder="INBOX", uidvalidity=1, uid=7)


@pytest.fixture
def journal(store: Store) -> Iterator[Journal]:
    with Journal.of(store) as opened:
        yield opened


def stored(journal: Journal, raw: bytes = b"Subject: x\r\n\r\n", key: MessageKey = KEY) -> str:
    sha256 = journal.raw.keep(raw)
    with journal.writing():
        journal.mails.add(
            NewMail(key=key, sha256=sha256, size=len(raw), received_at=NOON, message_id="<a@b>"), now=NOON
        )
    return sha256


def fact(name: str, value: object, source: Source = Source.TRACKER) -> Fact:
    return Fact(case_ref="NSH-2026-001", name=name, value=value, source=source, recorded_at=NOON)  # type: ignore[arg-type]


def test_raw_bytes_come_back_as_they_went_in(journal: Journal) -> None:
    raw = bytes(range(256)) * 3
    assert journal.raw.read(stored(journal, raw)) == raw


def test_a_mail_is_undecided_until_it_is_decided_and_then_waits_to_be_filed(journal: Journal) -> None:
    sha256 = stored(journal)
    assert [mail.sha256 for mail in journal.mails.undecided()] == [sha256]
    assert journal.mails.to_file("m", ("INBOX",)) == ()
    with journal.writing():
        journal.mails.decide(sha256, arrival={"reason": "ü"}, kind="referral", case_ref="NSH-2026-001")
    assert journal.mails.undecided() == ()
    ((key, mail),) = journal.mails.to_file("m", ("INBOX",))
    assert (key, mail.kind, mail.arrival) == (KEY, "referral", {"reason": "ü"})
    with journal.writing():
        journal.mails.filed(key, now=NOON)
    assert journal.mails.to_file("m", ("INBOX",)) == ()


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_mail_is_found_among_more_than_one_statement_takes(journal: Journal) -> None:
    sha256 = stored(journal)
    others = (f"{number:064}" for number in range(300_000))
    assert set(journal.mails.each((*others, sha256))) == {sha256}


def test_the_same_bytes_in_two_places_are_one_mail(journal: Journal) -> None:
    stored(journal)
    stored(journal, key=MessageKey(mailbox="m", folder="INBOX", uidvalidity=1, uid=8))
    assert len(journal.mails.undecided()) == 1
    assert {key.uid for key in journal.mails.seen("m", "INBOX")} == {7, 8}


def test_references_count_up_within_a_year(journal: Journal) -> None:
    with journal.writing():
        assert journal.casebook.next_ref("NSH", 2026) == "NSH-2026-001"
        journal.casebook.open("NSH-2026-009", opened_at=NOON, opened_by="x")
        assert journal.casebook.next_ref("NSH", 2026) == "NSH-2026-010"
        assert journal.casebook.next_ref("NSH", 2027) == "NSH-2027-001"


def test_facts_come_back_typed(journal: Journal) -> None:
    values = {
        "la_aware": date(2026, 11, 12),
        "mail_received": NOON,
        "rapid_review_at": time(10, 30),
        "children": 2,
        "notes": "=1+1",
        "panel_ref": None,
    }
    with journal.writing():
        journal.casebook.open("NSH-2026-001", opened_at=NOON, opened_by="x")
        journal.casebook.add_facts(fact(name, value) for name, value in values.items())
    (case,) = journal.casebook.cases()
    assert {name: case.value(name) for name in values} == values


def test_the_office_outranks_a_later_form(journal: Journal) -> None:
    with journal.writing():
        journal.casebook.open("NSH-2026-001", opened_at=NOON, opened_by="x")
        journal.casebook.add_facts(
            [fact("incident", date(2026, 11, 9)), fact("incident", date(2026, 11, 8), Source.FORM)]
        )
    assert journal.casebook.cases()[0].day("incident") == date(2026, 11, 9)


def test_the_text_of_one_fact_is_known_for_every_case_that_holds_it(journal: Journal) -> None:
    with journal.writing():
        for ref in ("NSH-2026-001", "NSH-2026-002"):
            journal.casebook.open(ref, opened_at=NOON, opened_by=ref)
        journal.casebook.add_facts([fact("panel_ref", "SIN 1"), fact("panel_ref", "SIN-4471"), fact("notes", "x")])
        taken_back = [replace(fact("panel_ref", said), case_ref="NSH-2026-002") for said in ("SIN 9", None)]
        journal.casebook.add_facts(taken_back)
    assert journal.casebook.texts("panel_ref") == {"NSH-2026-001": "SIN-4471"}


def test_what_is_shown_is_shown_once_and_stays_resolved(journal: Journal) -> None:
    item = Attention(id="a", what="w", why="y", remedy="r", since=NOON)
    with journal.writing():
        assert journal.casebook.show([item]) == 1
        journal.casebook.resolve(["a"], now=NOON)
        assert journal.casebook.show([item]) == 0
    assert [entry.resolved for entry in journal.casebook.attention()] == [True]


def test_a_notice_is_queued_once_whatever_happens(journal: Journal) -> None:
    key = NoticeKey(kind=NoticeKind.REMINDER, case_ref="C", duty="d", due=None, rung="r", recipient="a@b.example")
    other = NoticeKey(kind=NoticeKind.REMINDER, case_ref="C", duty="e", due=None, rung="r", recipient="a@b.example")
    mail = to_send(key)
    with journal.writing():
        assert journal.notices.queue(mail, sha256="0", state="queued", urgent=False, with_keys=(other,))
        assert not journal.notices.queue(mail, sha256="0", state="queued", urgent=False, with_keys=(other,))
    assert set(journal.notices.said()) == {key, other}
    (waiting,) = journal.notices.waiting(NOON)
    with journal.writing():
        journal.notices.begin(waiting.key)
    assert journal.notices.waiting(NOON)[0].state == "sending"
    with journal.writing():
        journal.notices.put_back(waiting)
    assert journal.notices.waiting(NOON) == (waiting,)
    with journal.writing():
        journal.notices.begin(waiting.key)
        journal.notices.again(waiting.key, fault="hung up", after=NOON + timedelta(minutes=5), state="sending")
    assert (journal.notices.waiting(NOON), journal.notices.queued()) == ((), ())
    assert [(mail.state, mail.tries) for mail in journal.notices.in_doubt()] == [("sending", 1)]
    with journal.writing():
        journal.notices.sent(waiting.key, now=NOON)
    assert journal.notices.waiting(NOON) == ()
    assert journal.notices.sent_since(NOON).total() == 1


def test_answers_leave_last_and_what_is_urgent_first(journal: Journal) -> None:
    queued = (("send-again", True), ("acknowledgement", False), ("reminder", False), ("alert", True))
    with journal.writing():
        for kind, urgent in queued:
            key = NoticeKey(kind=NoticeKind(kind), case_ref="C", duty="d", due=None, rung="r", recipient="a@b.example")
            journal.notices.queue(to_send(key), sha256="0", state="queued", urgent=urgent, with_keys=())
    assert [mail.kind for mail in journal.notices.waiting(NOON)] == [
        "alert",
        "reminder",
        "send-again",
        "acknowledgement",
    ]


def test_a_receipt_number_is_made_once_for_a_mail_and_leads_to_its_case(journal: Journal) -> None:
    first, second = stored(journal), stored(journal, b"Subject: y\r\n\r\n")
    with journal.writing():
        numbers = [receipt_of(sha256, kept=journal.kept) for sha256 in (first, second, first)]
        journal.mails.decide(first, arrival={}, kind="referral", case_ref="NSH-2026-001")
    assert numbers[0] == numbers[2] != numbers[1]
    assert all(receipts_in(number) == (number,) for number in numbers)
    asked = (*numbers, "R-2222-2222")
    later, own = (journal.mail_index(journal.mails.mail(sha256), opened=frozenset()) for sha256 in (second, first))
    assert later.cases_of_receipts(asked) == {numbers[0]: "NSH-2026-001"}
    assert own.cases_of_receipts(asked) == {}


def test_a_transaction_that_fails_leaves_nothing(journal: Journal) -> None:
    with pytest.raises(RuntimeError), journal.writing():
        journal.casebook.open("NSH-2026-001", opened_at=NOON, opened_by="x")
        raise RuntimeError
    assert journal.casebook.cases() == ()


def test_everything_is_there_after_closing_and_opening_again(store: Store) -> None:
    with Journal.of(store) as journal, journal.writing():
        journal.casebook.open("NSH-2026-001", opened_at=NOON, opened_by="x")
        journal.casebook.mark([CaseMark(kind="nhs-number", value="9990000018", case_ref="NSH-2026-001")])
        journal.casebook.log([LogEntry(at=NOON, event="opened", detail="", case_ref="NSH-2026-001")])
        journal.casebook.announce(
            [Announced(case_ref="NSH-2026-001", rule="notify-panel", subject="", due=date(2026, 11, 19), because="x")],
            now=NOON,
        )
        journal.kept.last_step.put(7)
    with Journal.of(store) as journal:
        assert journal.casebook.opened_by("x") == "NSH-2026-001"
        assert (
            len(journal.casebook.marks()) == len(journal.casebook.entries()) == len(journal.casebook.announced()) == 1
        )
        assert journal.kept.last_step.get() == 7


def test_a_folder_that_cannot_be_made_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file stands in the way")
    with pytest.raises(StoreUnavailable, match="cannot be opened"):
        Journal(tmp_path / "store")


def test_a_new_journal_has_exactly_the_tables_of_the_schema(tmp_path: Path) -> None:
    Journal(tmp_path).close()
    engine = create_engine(f"sqlite:///{tmp_path / 'journal.sqlite'}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    engine.dispose()


def test_opening_a_journal_again_changes_nothing_in_it(tmp_path: Path) -> None:
    Journal(tmp_path).close()
    before = (tmp_path / "journal.sqlite").read_bytes()
    Journal(tmp_path).close()
    assert (tmp_path / "journal.sqlite").read_bytes() == before


def test_the_newest_migration_is_the_one_that_a_new_journal_is_stamped_with() -> None:
    assert max(path.name for path in VERSIONS.glob("*.py")).startswith(f"{REVISION}_")


def made_before(folder: Path) -> Path:
    """A journal as version 0.1 left it, of one case with an agency and an address that hold a bar."""
    connection = sqlite3.connect(folder / "journal.sqlite")
    connection.executescript(Path(__file__).with_name("journal_0001.sql").read_text(encoding="utf-8"))
    connection.close()
    return folder


def test_a_journal_of_the_version_before_has_exactly_the_tables_of_the_schema_once_opened(tmp_path: Path) -> None:
    Journal(made_before(tmp_path)).close()
    engine = create_engine(f"sqlite:///{tmp_path / 'journal.sqlite'}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    engine.dispose()


def test_the_notices_of_the_version_before_keep_their_keys_states_and_message_ids(tmp_path: Path) -> None:
    with Journal(made_before(tmp_path)) as journal:
        mails = journal.notices.all()
        assert [(mail.key.kind.value, mail.state, mail.message_id) for mail in mails] == [
            ("agency-request", "sent", "<caseclock.1@northshire.example>"),
            ("chaser", "queued", "<caseclock.2@northshire.example>"),
            ("alert", "held", "<caseclock.3@northshire.example>"),
            ("digest", "sending", "<caseclock.4@northshire.example>"),
            ("invitation", "queued", "<caseclock.5@northshire.example>"),
            ("letter", "queued", "<caseclock.6@northshire.example>"),
        ]
        assert [(mail.key.duty, mail.key.subject, mail.key.due, mail.key.rung) for mail in mails] == [
            ("agency-request", POLICE, None, "request"),
            ("agency-return", POLICE, date(2026, 11, 16), "1-before"),
            ("cell:Cases|NSH-2026-001|Incident", "", None, "once"),
            ("digest", "", date(2026, 11, 12), "morning"),
            ("rapid-review-nsh-2026-001@northshire.example", "", date(2026, 11, 20), "sequence-0"),
            ("decision-letter", "Ofsted", date(2026, 11, 20), "letter"),
        ]
        chaser, alert = mails[1], mails[2]
        assert (chaser.recipient, alert.recipient) == ("lead@police.example", "odd|name@northshire.example")
        assert [key.duty for key in journal.notices.keys_of(chaser.key)] == ["agency-return", "notify-panel"]
        moved = journal.notices.keys_of(alert.key)[1]
        assert (moved.duty, moved.subject, moved.due) == ("agency-return", POLICE, date(2026, 11, 17))
        assert len(journal.notices.said()) == 8
        assert [told.kind.value for told in journal.notices.of_case("NSH-2026-001")][:3] == [
            "agency-request",
            "chaser",
            "chaser",
        ]


def test_the_mails_of_the_version_before_are_found_again(tmp_path: Path) -> None:
    with Journal(made_before(tmp_path)) as journal:
        index = journal.mail_index(new_mail(), opened=frozenset())
        assert index.has_fingerprint("f" * 64)
        assert not index.has_fingerprint("0" * 64)
        assert index.sender_domains("NSH-2026-001") == {"school.example", ""}
        assert index.panel_refs({"4471"}) == {"SIN-4471": ("NSH-2026-001",)}
        assert "fingerprint" not in journal.mails.decided()[0].arrival


def test_a_journal_that_cannot_be_brought_up_to_date_stays_as_it_was(tmp_path: Path) -> None:
    connection = sqlite3.connect(made_before(tmp_path) / "journal.sqlite")
    connection.execute("UPDATE mails SET arrival = 'no JSON'")
    connection.commit()
    before = list(connection.iterdump())
    with pytest.raises(ValueError, match="Expecting value"):
        Journal(tmp_path)
    assert list(connection.iterdump()) == before
    connection.close()


def test_a_journal_of_a_newer_version_is_refused_and_says_why(tmp_path: Path) -> None:
    Journal(tmp_path).close()
    connection = sqlite3.connect(tmp_path / "journal.sqlite")
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(StoreUnavailable, match="a newer version of Caseclock made it"):
        Journal(tmp_path)


def test_no_two_keys_are_one_in_the_journal_or_in_the_text_that_their_message_id_is_made_of(journal: Journal) -> None:
    one = queued_key(subject="Police|2026-11-12", due=None)
    two = queued_key(subject="Police", due=date(2026, 11, 12), rung="|r")
    three = queued_key(subject="Police\\", due=date(2026, 11, 12))
    with journal.writing():
        for key in (one, two, three):
            assert journal.notices.queue(to_send(key), sha256="0", state="queued", urgent=False, with_keys=())
    assert list(journal.notices.said()) == [one, two, three]
    assert len({key.text() for key in (one, two, three)}) == 3


def test_a_key_has_the_text_that_it_always_had() -> None:
    key = queued_key(subject="Police", due=date(2026, 11, 16), rung="1-before")
    assert key.text() == "chaser|NSH-2026-001|agency-return:Police|2026-11-16|1-before|a@b.example"


def queued_key(*, subject: str, due: date | None, rung: str = "r") -> NoticeKey:
    return NoticeKey(
        kind=NoticeKind.CHASER,
        case_ref="NSH-2026-001",
        duty="agency-return",
        subject=subject,
        due=due,
        rung=rung,
        recipient="a@b.example",
    )


def to_send(key: NoticeKey) -> Mail:
    return Mail(
        key=key, sender="s@x.example", sender_name="", to=key.recipient, to_name="", subject="s", text="t", html="h",
        message_id="<k@x.example>", made_at=NOON,
    )  # fmt: skip


def new_mail(sha256: str = "9" * 64, message_id: str = "<new@x.example>") -> StoredMail:
    return StoredMail(
        sha256=sha256, message_id=message_id, received_at=NOON, complete=True, state="stored", kind="",
        urgent=False, attention=False, case_ref="",
    )  # fmt: skip
