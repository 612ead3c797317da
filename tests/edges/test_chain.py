"""Whatever was altered, removed or put elsewhere in the record afterwards is named, in either database."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from test_journal import NOON, fact, made_before, queued_key, stored, to_send

from pipeline.edges.journal import Journal
from pipeline.model import LogEntry
from pipeline.settings import Store

MAIL = b"Subject: x\r\n\r\n"
LATER = datetime(2026, 11, 13, 9, tzinfo=UTC)


@pytest.fixture
def journal(store: Store) -> Iterator[Journal]:
    """One that has recorded of each kind: a mail and what it was taken for, two facts, two lines, a mail that went out."""
    with Journal.of(store) as opened:
        sha256 = stored(opened, MAIL)
        with opened.writing():
            opened.casebook.open("NSH-2026-001", opened_at=NOON, opened_by=sha256)
            opened.casebook.add_facts([fact("outcome", "died"), fact("abuse_neglect", "known")])
            opened.mails.decide(sha256, arrival={}, kind="referral", urgent=False, attention=False, case_ref="")
            opened.casebook.log(
                [LogEntry(at=NOON, event="e", detail="one"), LogEntry(at=NOON, event="e", detail="two")]
            )
        key = queued_key(subject="Police", due=None)
        sent = opened.raw.keep(b"Subject: s\r\n\r\n", kind="outgoing")
        with opened.writing():
            opened.notices.queue(to_send(key), sha256=sent, state="queued", urgent=False, with_keys=())
            opened.notices.sent(key, now=LATER)
        yield opened


def tampered(journal: Journal, *statements: str) -> str:
    """The first fault of the chain once somebody has written past the program."""
    assert journal.verified().fault == ""
    with journal.writing():
        for statement in statements:
            journal.connection.execute(text(statement))
    return journal.verified().fault


def test_everything_that_is_recorded_has_its_entry(journal: Journal) -> None:
    found = journal.verified()
    assert (found.fault, found.head.number, found.head) == ("", 7, journal.chain.head())


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE facts SET value = 'seriously_harmed' WHERE name = 'outcome'", "Altered: a fact (entry 2)."),
        ("UPDATE facts SET recorded_at = '2026-11-01T12:00:00+00:00' WHERE id = 2", "Altered: a fact (entry 3)."),
        ("DELETE FROM facts WHERE name = 'abuse_neglect'", "Removed: a fact (entry 3)."),
        ("UPDATE log SET detail = 'three' WHERE detail = 'two'", "Altered: a line of the log (entry 6)."),
        ("UPDATE mails SET received_at = '2026-11-10T12:00:00+00:00'", "Altered: a mail that came in (entry 1)."),
        ("UPDATE mails SET urgent = (1 = 1)", "Altered: what a mail was taken for (entry 4)."),
        ("UPDATE notices SET recipient = 'z@b.example'", "Altered: a mail that went out (entry 7)."),
        ("UPDATE notices SET sent_at = '2026-11-12T09:00:00+00:00'", "Altered: a mail that went out (entry 7)."),
        ("UPDATE notices SET state = 'draft'", "Altered: a mail that went out (entry 7)."),
        ("DELETE FROM chain WHERE number = 3", "Entry 3 was removed: entry 4 follows entry 2."),
        ("DELETE FROM chain WHERE number = 1", "Entry 1 was removed: entry 2 follows entry 0."),
        ("UPDATE chain SET digest = hash WHERE number = 5", "Entry 5 was altered, or put where another stood."),
        ("UPDATE chain SET row_key = '1' WHERE number = 3", "Altered: a fact (entry 3)."),
        (
            "INSERT INTO log (at, event, detail, case_ref) VALUES ('2026-11-12T12:00:00+00:00', 'e', 'x', '')",
            "Added without an entry in the chain: a line of the log (3).",
        ),
    ],
)
def test_the_first_entry_that_is_not_as_it_was_written_is_named(journal: Journal, statement: str, says: str) -> None:
    assert tampered(journal, statement) == says


def test_two_entries_that_have_changed_places_are_named(journal: Journal) -> None:
    swaps = ((2, 99), (3, 2), (99, 3))
    moved = (f"UPDATE chain SET number = {new} WHERE number = {old}" for old, new in swaps)
    assert tampered(journal, *moved) == "Entry 2 was altered, or put where another stood."


@pytest.mark.parametrize("kind", ["mail", "outgoing"])
def test_bytes_that_were_changed_or_are_gone_are_named(tmp_path: Path, journal: Journal, kind: str) -> None:
    if journal.is_shared:
        change, remove = f"UPDATE raw SET content = 'x' WHERE kind = '{kind}'", f"DELETE FROM raw WHERE kind = '{kind}'"
        said = tampered(journal, change), tampered_again(journal, remove)
    else:
        (file,) = (tmp_path / "store" / kind).rglob("*.eml")
        file.write_bytes(b"x")
        altered = journal.verified().fault
        file.unlink()
        said = altered, journal.verified().fault
    what = "a mail that came in (entry 1)" if kind == "mail" else "a mail that went out (entry 7)"
    assert said == (f"Altered: the bytes of {what}.", f"Removed: the bytes of {what}.")


def tampered_again(journal: Journal, statement: str) -> str:
    with journal.writing():
        journal.connection.execute(text(statement))
    return journal.verified().fault


def test_newest_entries_that_were_cut_off_with_their_rows_show_against_a_hash_alone(journal: Journal) -> None:
    printed = journal.chain.head().hash[:32]
    cut = ("DELETE FROM chain WHERE number = 7", "UPDATE notices SET state = 'queued', sent_at = ''")
    assert tampered(journal, *cut) == ""
    assert journal.verified(printed).fault.startswith(f"No entry has the hash {printed}: the newest entries were cut")


def test_a_hash_that_was_printed_before_is_found_in_the_chain_as_it_has_grown(journal: Journal) -> None:
    printed = journal.chain.head().hash[:32]
    with journal.writing():
        journal.casebook.log([LogEntry(at=NOON, event="e", detail="three")])
    found = journal.verified(printed)
    assert (found.fault, found.anchor, found.head.number) == ("", 7, 8)


def test_a_mail_that_is_decided_again_keeps_both_entries(journal: Journal) -> None:
    sha256 = hashlib.sha256(MAIL).hexdigest()
    with journal.writing():
        journal.mails.read_again(sha256)
    assert journal.verified().fault == ""
    with journal.writing():
        journal.mails.decide(sha256, arrival={}, kind="update", urgent=True, attention=False, case_ref="")
    assert (journal.verified().fault, journal.verified().head.number) == ("", 8)


@pytest.mark.parametrize("then", ["sent", "taken", "refused"])
def test_a_mail_that_lay_in_drafts_has_an_entry_for_what_became_of_it(journal: Journal, then: str) -> None:
    key, other = queued_key(subject="Health", due=None), queued_key(subject="School", due=None)
    with journal.writing():
        journal.notices.queue(to_send(key), sha256="", state="queued", urgent=False, with_keys=(other,))
        journal.notices.sent(key, now=LATER, state="draft")
    assert (journal.verified().fault, journal.verified().head.number) == ("", 9)
    with journal.writing():
        if then == "refused":
            journal.notices.refused(key, fault="f")
        else:
            journal.notices.sent(key, now=LATER, state=then)
    assert journal.verified().fault == ""
    assert journal.chain.head().number > 9


def test_a_transaction_that_fails_leaves_no_entry(journal: Journal) -> None:
    with pytest.raises(ZeroDivisionError), journal.writing():
        journal.casebook.log([LogEntry(at=NOON, event="e", detail="three")])
        raise ZeroDivisionError
    assert journal.verified().head.number == 7


def test_what_is_erased_with_its_salt_breaks_nothing_and_cannot_be_guessed(journal: Journal) -> None:
    """Two rows that say the same have digests that say nothing of it."""
    with journal.writing():
        journal.casebook.add_facts([fact("outcome", "died")])
    digests = journal.connection.execute(text("SELECT digest FROM chain WHERE kind = 'fact'")).scalars().all()
    assert len(set(digests)) == 3
    erased = ("DELETE FROM facts WHERE id = 1", "UPDATE chain SET row_key = '', salt = '' WHERE number = 2")
    assert tampered(journal, *erased) == ""


def test_a_journal_of_the_version_before_is_taken_into_the_chain(tmp_path: Path) -> None:
    with Journal(made_before(tmp_path)) as journal:
        tables = {"facts": "1 = 1", "log": "1 = 1", "mails": "state = 'decided'", "notices": "sent_at != ''"}
        count = {
            name: journal.connection.execute(text(f"SELECT count(*) FROM {name} WHERE {wanted}")).scalar_one()
            for name, wanted in tables.items()
        }
        mails = journal.connection.execute(text("SELECT count(*) FROM mails")).scalar_one()
        assert journal.chain.head().number == sum(count.values()) + mails
        assert all(count[name] for name in ("facts", "mails", "notices"))
