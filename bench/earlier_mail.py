"""How long one mail asks the journal for what came before it: `python -m bench.earlier_mail [CASES …]`.

Fills a journal through its own writing, prints for each size the median of all that one mail asks, beside reading the
whole of it as every mail did once, and ends with status 1 where the asking took more than five milliseconds of the
processor.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from statistics import median
from time import process_time

from pipeline.edges.journal import Journal
from pipeline.edges.journal.casebook import CaseMark
from pipeline.edges.journal.mails import NewMail, StoredMail
from pipeline.facts import Fact, Source, Value
from pipeline.intake.earlier_mail import EarlierMail
from pipeline.intake.signs.reference import cases_by_panel_reference
from pipeline.model import MessageKey, NoticeKind
from pipeline.notices.model import Mail, NoticeKey

SIZES = (100, 1_000, 10_000)
MOST_MILLISECONDS = 5.0
ROUNDS = 40
MAILS_OF_A_CASE, NOTICES_OF_A_CASE, OTHER_FACTS = 5, 8, 20
NOON = datetime(2026, 11, 12, 12, tzinfo=UTC)
# As in the Panel's letters: dates, telephones and amounts beside the one reference that is looked for.
LETTER = "\n".join(
    f"On 12 November 2026 at 10.{n:02} (020 7946 0{n:03}), paragraph {n}, £{n}4.50, ref 2026/{n}." for n in range(60)
)


def filled(journal: Journal, *, count: int) -> None:
    """Writes `count` invented cases into the journal, a hundred in each transaction."""
    for first in range(0, count, 100):
        with journal.writing():
            for number in range(first, min(first + 100, count)):
                write_case(journal, number=number)


def write_case(journal: Journal, *, number: int) -> None:
    """One case with its facts, marks, mails and notices."""
    ref, book = ref_of(number), journal.casebook
    book.open(ref, opened_at=NOON, opened_by=f"{sha_of(number, 0)}:0")
    said: list[tuple[str, Value]] = [("child", "RA"), ("panel_ref", f"SIN-{number:05}")]
    said += [("notes", f"Note {each}") for each in range(OTHER_FACTS)]
    book.add_facts(
        Fact(case_ref=ref, name=name, value=value, source=Source.TRACKER, recorded_at=NOON) for name, value in said
    )
    marks = [
        ("nhs-number", f"999{number:07}"),
        ("name-and-birth", f"n{number}"),
        ("initials-and-birth", "RA 2020-01-01"),
    ]
    marks += [("child", f"999{number:07}|n{number}|2020-01-01"), ("attachment", sha_of(number, 9))]
    marks += [("message-id", id_of(number, mail)) for mail in range(MAILS_OF_A_CASE)]
    book.mark(CaseMark(kind=kind, value=value, case_ref=ref) for kind, value in marks)
    for mail in range(MAILS_OF_A_CASE):
        sha256, place = sha_of(number, mail), number * MAILS_OF_A_CASE + mail
        key = MessageKey(mailbox="m", folder="INBOX", uidvalidity=1, uid=place)
        journal.mails.add(
            NewMail(key=key, sha256=sha256, size=9, received_at=NOON, message_id=id_of(number, mail)), now=NOON
        )
        journal.mails.decide(
            sha256, arrival={"reason": "r"}, kind="reply", case_ref=ref, fingerprint=sha256, sender_domain="x.example"
        )
    for each in range(NOTICES_OF_A_CASE):
        journal.notices.queue(notice(number, each), sha256="0", state="sent", urgent=False, with_keys=())


def notice(number: int, each: int) -> Mail:
    """A reminder on the case `number`."""
    key = NoticeKey(
        kind=NoticeKind.REMINDER,
        case_ref=ref_of(number),
        duty="notify-panel",
        due=date(2026, 11, 19),
        rung=f"{each}-late",
        recipient="lead@x.example",
    )
    return Mail(
        key=key,
        sender="us@x.example",
        sender_name="",
        to=key.recipient,
        to_name="",
        subject="s",
        text="t",
        html="h",
        message_id=f"<caseclock.{number}.{each}@x.example>",
        made_at=NOON,
    )


def ref_of(number: int) -> str:
    return f"NSH-2026-{number:05}"


def sha_of(number: int, mail: int) -> str:
    return f"{number:032x}{mail:032x}"


def id_of(number: int, mail: int) -> str:
    return f"<{number}.{mail}@x.example>"


def ask(journal: Journal, *, number: int) -> None:
    """Everything that the questions on a mail ask, for a reply in a long conversation on the case `number`."""
    mail = StoredMail(
        sha256="f" * 64,
        message_id="<new@x.example>",
        received_at=NOON,
        complete=True,
        state="stored",
        kind="",
        urgent=False,
        attention=False,
        case_ref="",
    )
    assert journal.casebook.opened_by(f"{mail.sha256}:0") is None
    index = journal.mail_index(mail, opened=frozenset())
    known = EarlierMail(own_addresses=("us@x.example",), reference_prefix="NSH", journal=True, index=index)
    thread = (f"<caseclock.{number}.1@x.example>", *(f"<elsewhere.{each}@y.example>" for each in range(15)))
    for _ in range(6):
        assert known.sent_mail(thread)
    assert known.case_of_mail(thread) == ref_of(number)
    assert known.case_of_mail((id_of(number, 2),)) == ref_of(number)
    assert not known.has_mail(mail.message_id)
    assert not index.has_fingerprint("f" * 64)
    assert known.cases_of({("attachment", sha_of(number, 9))}) == (ref_of(number),)
    assert known.cases_of({("nhs-number", f"999{number:07}"), ("name-and-birth", "nobody")}) == (ref_of(number),)
    assert index.has_case(ref_of(number))
    assert not index.has_case("NSH-2025-001")
    assert index.sender_domains(ref_of(number)) == {"x.example"}
    assert cases_by_panel_reference(f"{LETTER} SIN {number:05}", known) == (ref_of(number),)
    assert index.children_of(ref_of(number))


def read_whole(journal: Journal) -> None:
    """What was read for every mail before there was an index."""
    book = journal.casebook
    assert book.refs() and book.marks() and book.texts("panel_ref") and book.texts("child")
    assert journal.mails.decided() and journal.notices.all()


def milliseconds(work: Callable[[], None]) -> float:
    """Of processor time, so that nothing else that the machine does is counted."""
    began = process_time()
    work()
    return (process_time() - began) * 1000


def main(*sizes: int) -> int:
    """The exit status: whether every size keeps within the bound."""
    slowest = 0.0
    for count in sizes:
        with tempfile.TemporaryDirectory() as folder, Journal(Path(folder)) as journal:
            filled(journal, count=count)
            numbers = [round_ * count // ROUNDS for round_ in range(ROUNDS)]
            asked = median(milliseconds(partial(ask, journal, number=number)) for number in numbers)
            whole = milliseconds(partial(read_whole, journal))
        print(f"{count:>6} cases: one mail asks in {asked:.2f} ms; reading it whole takes {whole:.0f} ms")
        slowest = max(slowest, asked)
    return int(slowest > MOST_MILLISECONDS)


if __name__ == "__main__":
    sys.exit(main(*(map(int, sys.argv[1:]) if sys.argv[1:] else SIZES)))
