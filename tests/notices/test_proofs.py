"""Identifiers that prove that somebody had what was sent: the same for ever, and not to be guessed."""

from dataclasses import replace
from datetime import date

from pipeline.model import NoticeKind
from pipeline.notices.model import NoticeKey
from pipeline.notices.proofs import is_proof, meeting_uid, message_id

DOMAIN = "northshire.example"
KEY = NoticeKey(
    kind=NoticeKind.REMINDER,
    case_ref="NSP-2026-0001",
    duty="rapid-review",
    due=date(2026, 7, 15),
    rung="1-before",
    recipient="lead@council.example",
)


def test_an_id_is_the_same_for_the_same_key_for_ever() -> None:
    assert message_id(KEY, domain=DOMAIN, secret="a secret") == (
        "<caseclock-a0fbdfb9617570d74d928fda9ea7fd5eba779782@northshire.example>"
    )
    assert meeting_uid(KEY.case_ref, domain=DOMAIN, secret="a secret") == (
        "rapid-review-nsp-2026-0001-6e338736345f5b7d80474b3c4febf02b9d0d6623@northshire.example"
    )


def test_an_id_is_another_for_another_key_another_domain_and_another_secret() -> None:
    others = {
        message_id(KEY, domain=DOMAIN, secret="a secret"),
        message_id(replace(KEY, rung="on-the-day"), domain=DOMAIN, secret="a secret"),
        message_id(KEY, domain="southshire.example", secret="a secret"),
        message_id(KEY, domain=DOMAIN, secret="b secret"),
    }
    assert len(others) == 4
    assert len({meeting_uid(ref, domain=DOMAIN, secret=one) for ref in ("A-1", "A-2") for one in ("a", "b")}) == 4


def test_what_an_earlier_version_made_of_the_key_alone_proves_nothing() -> None:
    assert is_proof(message_id(KEY, domain=DOMAIN, secret="a secret"))
    assert is_proof(meeting_uid(KEY.case_ref, domain=DOMAIN, secret="a secret"))
    assert not is_proof("<caseclock.0d70cf758be2081113360ee1db09eb9e9b1d84cc@northshire.example>")
    assert not is_proof("rapid-review-nsp-2026-0001@northshire.example")
