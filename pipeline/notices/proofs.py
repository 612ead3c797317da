"""Identifiers of what goes out that nobody can guess, so that whoever gives one back had the mail or the invitation."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import replace

from pipeline.model import NoticeKind
from pipeline.notices.model import NoticeKey

_SIGNS = 40  # of SHA-256 in hexadecimal: 160 bits
_PROOF = re.compile(rf"(?:<caseclock|rapid-review-.+)-[0-9a-f]{{{_SIGNS}}}@\S+")


def message_id(key: NoticeKey, *, domain: str, secret: str) -> str:
    """The Message-ID of a notice: the same for the same key for ever, so that a mail in doubt can be looked for."""
    return f"<caseclock-{_mark(f'caseclock {domain} {key.text()}', secret)}@{domain}>"


def meeting_uid(case_ref: str, *, domain: str, secret: str) -> str:
    """The UID of a case's rapid review meeting, the same for its whole life."""
    return f"rapid-review-{case_ref.lower()}-{_mark(f'meeting {domain} {case_ref}', secret)}@{domain}"


def duty_uid(key: NoticeKey, *, secret: str) -> str:
    """The UID of a duty in one person's calendar, the same whatever its date and wherever the office's mailbox is."""
    whose = replace(key, kind=NoticeKind.CALENDAR, due=None, rung="")
    return f"duty-{key.case_ref.lower()}-{_mark(whose.text(), secret)}"


def is_proof(identifier: str) -> bool:
    """Whether a Message-ID or UID of ours holds a secret; those that earlier versions made do not, and stay as known.

    Only for one that the journal knows: anybody can write what has the same shape.
    """
    return _PROOF.fullmatch(identifier) is not None


def _mark(text: str, secret: str) -> str:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()[:_SIGNS]
