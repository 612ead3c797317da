"""The receipt numbers of mails: each made once, at random, and kept."""

from __future__ import annotations

import secrets

from pipeline.edges.journal.kept import Kept
from pipeline.intake.signs.receipt import LENGTH, LETTERS, receipt


def receipt_of(sha256: str, *, kept: Kept) -> str:
    """The receipt number of the mail with that SHA-256, made where it has none yet."""
    if given := kept.receipt_of.get(sha256):
        return given
    number = _random()
    while kept.mail_of_receipt.get(number) is not None:
        number = _random()
    kept.receipt_of.put(sha256, number)
    kept.mail_of_receipt.put(number, sha256)
    return number


def _random() -> str:
    return receipt("".join(secrets.choice(LETTERS) for _ in range(LENGTH)))
