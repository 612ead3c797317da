"""What each kind of mail does by whose it is, on servers of Microsoft, Google, Exim and Postfix, and on one that stamps none."""

import re
from collections import Counter
from datetime import timedelta

import month_post as post
import pytest
from office import FRIDAY, MONDAY, Office, message
from put_back import kept
from test_another_child import FIRST, OTHER, cases, sent_in
from test_the_panel_writes import LETTER
from test_what_a_sender_may_change import believing

from pipeline.facts import Fact, Source
from pipeline.model import NoticeKind
from pipeline.settings import Intake
from scheduler.demo.people import type_into
from scheduler.demo.servers import SentMail
from scheduler.demo.story import mailbox

SOON, EARLIER = MONDAY + timedelta(hours=1), MONDAY + timedelta(minutes=20)
OURS = "mx01.northshire.example"
TRUSTED = 'trusted_authserv_ids = ["microsoft365", "mx.google.com", "northshire.example"]'
CONFIRMED = (  # each as its server writes it; D is the sender's domain
    (
        "spf=pass (sender IP is 203.0.113.7)\r\n smtp.mailfrom=D; dkim=pass (signature was verified)\r\n header.d=D;"
        "dmarc=pass action=none\r\n header.from=D;compauth=pass reason=100",
    ),
    (
        "mx.google.com;\r\n       dkim=pass header.i=@D header.s=s1 header.b=Ab1cD2;\r\n       spf=pass (google.com: "
        "domain of a@D designates 203.0.113.7 as permitted sender) smtp.mailfrom=a@D;\r\n       "
        "dmarc=pass (p=QUARANTINE sp=QUARANTINE dis=NONE) header.from=D",
    ),
    (
        f"{OURS};\r\n\tiprev=pass (mail.D) smtp.remote-ip=203.0.113.7;\r\n\tspf=pass smtp.mailfrom=D;\r\n"
        "\tdkim=pass header.d=D header.s=s1 header.a=rsa-sha256;\r\n\tdmarc=pass header.from=D",
    ),
    (
        f"{OURS}; dmarc=pass (p=none dis=none) header.from=D",
        f"{OURS};\r\n\tdkim=pass (2048-bit key; unprotected) header.d=D header.i=@D header.a=rsa-sha256",
    ),
)
NOT_CONFIRMED = (
    ("dkim=none (message not signed)\r\n header.d=none;dmarc=none action=none header.from=D;",),
    ("mx.google.com;\r\n       spf=fail smtp.mailfrom=list.example;\r\n       dkim=fail header.i=@D; arc=pass (i=1)",),
    (f"{OURS};\r\n\tspf=fail smtp.mailfrom=D;\r\n\tdkim=pass header.d=D",),
    (f"{OURS}; spf=softfail smtp.mailfrom=D",),
    (),  # no server stamped anything
)
FAILED = (
    (
        "spf=fail (sender IP is 203.0.113.7)\r\n smtp.mailfrom=D; dkim=none (message not signed)\r\n header.d=none;"
        "dmarc=fail action=quarantine\r\n header.from=D;compauth=fail reason=000",
    ),
    (
        "mx.google.com;\r\n       spf=fail (google.com: domain of a@D does not designate 203.0.113.7) smtp.mailfrom=a@D;"
        "\r\n       dmarc=fail (p=REJECT sp=REJECT dis=QUARANTINE) header.from=D",
    ),
    (f"{OURS};\r\n\tspf=fail smtp.mailfrom=D;\r\n\tdkim=none;\r\n\tdmarc=fail header.from=D",),
    (f"{OURS}; dmarc=fail (p=none dis=none) header.from=D",),
)
UPDATE, RETURN, ANSWER = "that was not taken", "An agency's return that was not recorded", "An answer to an invitation"
LETTER_OF, CLAIMED, DOUBT = "A letter of the Panel", "A mail that claims to be the Panel's", "whose sender is in doubt"
# Level: the stamps, whether the case knows the sender, then for each kind of mail whether it is taken (opens, changes,
# is recorded, is answered), and what is shown of each mail.
ROWS = {
    "confirmed and known": (CONFIRMED, True, {"answered", "update", "return", "answer"}, {LETTER_OF}),
    "confirmed, unknown": (CONFIRMED, False, {"answered"}, {UPDATE, RETURN, ANSWER, LETTER_OF}),
    # An invitation's own identifier is a secret: whoever has it had the invitation.
    "not confirmed": (NOT_CONFIRMED, True, {"answered", "answer"}, {UPDATE, RETURN, CLAIMED}),
    "failed": (FAILED, True, set(), {UPDATE, RETURN, ANSWER, CLAIMED, DOUBT}),
}
CHANGES = (
    {"ethnicity": "White Irish"},
    {"sex": "Female"},
    {"looked_after": "YES"},
    {"referrer": "Anwen Castellain"},
    {"incident": "11/11/2026"},
)
NAMES = ("MARCHBANK, Isolde", "PETTIFER, Cosmo", "ARKWRIGHT, Delphine", "LOVELACE, Rufus", "TREMAYNE, Odette")


def of(raw: bytes, stamps: tuple[str, ...], *, old: str = "", sender: str) -> bytes:
    """The mail as it comes from `sender`, with what a server stamps on it."""
    raw = raw.replace(old.encode(), sender.encode()) if old else raw
    head, rest = re.split(rb"Authentication-Results:.*?\r\n(?![ \t])", raw, maxsplit=1, flags=re.DOTALL)
    named = (re.sub(r"\bD\b", sender.rpartition("@")[2], stamp) for stamp in stamps)
    return head + b"".join(f"Authentication-Results: {stamp}\r\n".encode() for stamp in named) + rest


def referral(number: int) -> bytes:
    child = OTHER | {
        "name": NAMES[number],
        "dob": f"1{number}/09/2022",
        "nhs": f"999 471 20{number}8",
        "incident": "12/11/2026",
        "address": f"{number + 2} Cooperage Yard, Haverstoke NX3 4PL",
        "narrative": "Found at the foot of the stairs.",
    }
    return sent_in(child, SOON + timedelta(seconds=number), sender=f"head@school{number}.example")


def mails_out(office: Office, *, kind: str) -> list[SentMail]:
    """What was sent of one kind, one for each address."""
    found = {}
    for sent in office.servers.sent:
        is_it = b"agency return.docx" in sent.raw if kind == "request" else bool(message(sent.raw).calendar)
        if is_it:
            found[sent.recipients[0]] = sent
    return list(found.values())


def post_of(office: Office, ref: str, *, stamps: tuple[tuple[str, ...], ...], known: bool) -> None:
    requests, invitations = mails_out(office, kind="request"), mails_out(office, kind="invitation")
    answers: dict[str, object] = dict(FIRST)
    for number, each in enumerate(stamps):
        stranger, at = f"x@stranger{number}.example", SOON + timedelta(seconds=number)
        answers |= CHANGES[number]
        sender = FIRST["email"] if known else stranger
        desk = f"desk@{Intake().panel_domains[0]}"
        asked, invited = requests[number].recipients[0], invitations[number].recipients[0]
        letter = LETTER.format(domain=desk.partition("@")[2], dmarc="none").replace("\n", "\r\n")
        letter = letter.replace("<sin-4471@", f"<sin-4471-{number}@")
        for raw in (
            of(referral(number), each, sender=f"head@school{number}.example"),
            of(sent_in(answers, at, sender=sender, subject=f"[{ref}] corrected form"), each, sender=sender),
            of(post.agency_return(requests[number], at=at), each, old=asked, sender=asked if known else stranger),
            of(
                post.answer(invitations[number], said="ACCEPTED", at=at).replace(
                    f"From: Partner <{invited}>".encode(), f"From: Partner <{invited if known else stranger}>".encode()
                ),
                each,
                sender=invited if known else stranger,
            ),
            of(letter.encode(), each, sender=desk),
            of(post.bounce(requests[number], at=at), each, sender=f"mailer-daemon@{asked.partition('@')[2]}"),
        ):
            office.deliver(raw, at)


@kept
def running(office: Office) -> Office:
    """An office that has asked five agencies about its first case and invited five people."""
    for file in mailbox()[:3]:
        office.deliver(file.read_bytes())
    office.make_pass(FRIDAY)
    ref = office.first_death()
    added = ("Haverstoke Hospitals NHS Foundation Trust", "NHS Northshire Integrated Care Board")
    with office.journal() as journal, journal.writing():
        journal.casebook.add_facts(
            Fact(
                case_ref=ref,
                name="agency_added",
                subject=one,
                value=one,
                source=Source.FORM,
                recorded_at=FRIDAY,
                detail="",
            )
            for one in added
        )
    office.manager_types()
    office.make_pass(MONDAY)
    return office


@pytest.mark.parametrize("level", ROWS)
def test_a_mail_does_what_its_cell_says_on_every_kind_of_server(running: Office, level: str) -> None:
    stamps, known, taken, shown = ROWS[level]
    number, first = len(stamps), running.first_death()
    before = set(cases(running))
    running.deliver(sent_in(FIRST, EARLIER), EARLIER)
    assert running.make_pass(EARLIER).faults == []
    (ref,) = set(cases(running)) - before
    believing(running, TRUSTED)
    type_into(running.tracker, "Cases", cells={first: {"Panel ref": "SIN-4471"}})
    was, sent = cases(running)[ref], len(running.servers.sent)
    post_of(running, ref, stamps=stamps, known=known)
    assert running.make_pass(SOON + timedelta(minutes=5)).faults == []
    with running.journal() as journal:
        items = [item for item in journal.casebook.attention() if item.since > SOON]
        (case,) = (one for one in journal.casebook.cases(first))
        (meeting,) = journal.kept.meetings.all().values()
        refused = [one for one in journal.notices.of_kind(NoticeKind.AGENCY_REQUEST) if one.state == "refused"]
    now = cases(running)
    changed = {name for name, value in now[ref].items() if was.get(name) != value} - {"form", "missing"}
    told = Counter(mail.recipients[0] for mail in running.servers.sent[sent:])
    did = {
        "opened": len(set(now) - before) - 1,
        "answered": sum(told[f"head@school{each}.example"] for each in range(number)),
        "update": len(changed),
        "return": len(case.subjects("agency_returned")),
        "answer": len(meeting.answers),
        "bounce": len(refused),
    }
    always = {"opened", "bounce"}
    assert did == {kind: number if kind in taken | always else 0 for kind in did}
    titles = {
        words: sum(words in item.what for item in items)
        for words in (UPDATE, RETURN, ANSWER, LETTER_OF, CLAIMED, DOUBT)
    }
    titles[UPDATE] -= titles[ANSWER]
    assert titles == {words: number if words in shown else 0 for words in titles}
