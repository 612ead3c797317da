"""Subjects and names in any letters go through a real server and come back as they were written."""

import random
from datetime import UTC, datetime
from email.parser import BytesParser
from email.policy import default

import pytest

from parsers.mail.message import message
from pipeline.edges.outgoing.outbox import Outbox, SendOutcome
from pipeline.model import NoticeKind
from pipeline.notices.model import Mail, NoticeKey
from pipeline.notices.wording.mime import message_bytes
from pipeline.settings import Outgoing, Secret, SignIn
from scheduler.demo.servers import EmbeddedMailServers
from tests import soak

ADDRESS, PASSWORD = "referrals@northshire.example", "pässwörter are for people".encode("ascii", "replace").decode()
LETTERS = 'abc XYZ 0123456789 äöüßéèçñőž Łłąę Ωλж Дщ שלום مرحبا 日本語 👍🏽 ’“”–… ()[]<>,;:"@\\=?_'
NUMBER = 1_500 * soak.TIMES


def text(chance: random.Random, longest: int) -> str:
    return " ".join("".join(chance.choices(LETTERS, k=chance.randint(1, longest))).split()) or "x"


def mail(number: int, *, subject: str, name: str) -> Mail:
    key = NoticeKey(
        kind=NoticeKind.REMINDER, case_ref="NSH-2026-001", duty="d", due=None, rung=str(number), recipient="a@b.example"
    )
    return Mail(
        key=key,
        sender=ADDRESS,
        sender_name=name,
        to="a@b.example",
        to_name=name,
        subject=subject,
        text=f"{subject}\n",
        html=f"<p>{number}</p>",
        message_id=f"<{number}@northshire.example>",
        made_at=datetime(2026, 11, 12, 9, tzinfo=UTC),
    )


@pytest.mark.slow
@pytest.mark.soaked
def test_what_is_written_in_any_letters_arrives_as_it_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASECLOCK_TEST_PASSWORD", PASSWORD)
    chance = random.Random(20261112)
    wanted = [(text(chance, 110), text(chance, 40)) for _ in range(NUMBER)]
    with EmbeddedMailServers({ADDRESS: PASSWORD}) as servers:
        settings = Outgoing(
            host=servers.host,
            port=servers.smtp_port,
            security="none",
            user=ADDRESS,
            sign_in=SignIn(secret=Secret(env="CASECLOCK_TEST_PASSWORD")),
        )
        with Outbox(settings) as outbox:
            for number, (subject, name) in enumerate(wanted):
                raw = message_bytes(mail(number, subject=subject, name=name))
                assert outbox.send(raw, sender=ADDRESS, recipients=("a@b.example",)).outcome is SendOutcome.ACCEPTED
        arrived = [sent.raw for sent in servers.sent]
    for raw, (subject, name) in zip(arrived, wanted, strict=True):
        headers = BytesParser(policy=default).parsebytes(raw, headersonly=True)
        names = [headers[field].addresses[0].display_name for field in ("From", "To")]
        assert (message(raw).subject, headers["Subject"], names) == (subject, subject, [name, name])
