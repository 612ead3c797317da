"""Why a file cannot be read by machine: the reason codes, and the sentence that a person is shown for each."""

from __future__ import annotations

from enum import StrEnum

from pipeline.model import FormKind, Reading, ReasonCode


class Why(StrEnum):
    """Those of the reason codes that a file can have which cannot be read."""

    ENCRYPTED = ReasonCode.ENCRYPTED
    SCANNED = ReasonCode.SCANNED
    DAMAGED = ReasonCode.DAMAGED
    EMPTY = ReasonCode.EMPTY
    TOO_LARGE = ReasonCode.TOO_LARGE
    UNPACKS_TOO_LARGE = ReasonCode.UNPACKS_TOO_LARGE
    FORBIDDEN_MARKUP = ReasonCode.FORBIDDEN_MARKUP
    TOO_SLOW = ReasonCode.TOO_SLOW
    READER_MISSING = ReasonCode.READER_MISSING
    RIGHTS_PROTECTED = ReasonCode.RIGHTS_PROTECTED
    UNSUPPORTED = ReasonCode.UNSUPPORTED
    LINKED = ReasonCode.LINKED
    MAIL_TOO_SLOW = ReasonCode.MAIL_TOO_SLOW
    MAIL_BROKE_READER = ReasonCode.MAIL_BROKE_READER


SENTENCES = {
    Why.ENCRYPTED: "The file is encrypted or has a password; "
    "open it with the password, or ask the sender for a copy without one.",
    Why.SCANNED: "The file holds pictures and no text, as a scan or a photograph does; "
    "read it yourself and enter the case.",
    Why.DAMAGED: "The file is damaged or incomplete and cannot be opened; ask the sender to send it again.",
    Why.EMPTY: "The file is empty; ask the sender to send it again.",
    Why.TOO_LARGE: "The file is larger than the limit for reading by machine; open it yourself.",
    Why.UNPACKS_TOO_LARGE: "The file unpacks to far more than a form can hold and was not opened; "
    "ask the sender what it is.",
    Why.FORBIDDEN_MARKUP: "The file holds a document type declaration, which no form needs and attacks use; "
    "ask the sender what it is.",
    Why.TOO_SLOW: "The file took too long to read and was given up; open it yourself.",
    Why.READER_MISSING: "The reader for this kind of file is not installed here; "
    "open it yourself, or have the reader installed.",
    Why.RIGHTS_PROTECTED: "The message is rights-protected and opens only for the person it was sent to; "
    "open it in Outlook.",
    Why.UNSUPPORTED: "The file is of a kind that cannot be read by machine; "
    "open it yourself, or ask for it as a Word file.",
    Why.LINKED: "The file is only a link to a document kept elsewhere; "
    "open the link yourself, or ask for the document itself.",
    Why.MAIL_TOO_SLOW: "The mail and its files took longer to read than the limit for a whole mail, and reading was "
    "given up; read the mail yourself.",
    Why.MAIL_BROKE_READER: "The mail and its files took more memory to read than the limit, or broke the reader, and "
    "reading was given up; read the mail yourself.",
}


class Unreadable(Exception):
    """A reader met a file that no machine can read; `why` says which of the known reasons."""

    def __init__(self, why: Why, sentence: str = "") -> None:
        super().__init__(sentence or SENTENCES[why])
        self.why = why
        self.sentence = sentence or SENTENCES[why]

    def __reduce__(self) -> tuple[type[Unreadable], tuple[Why, str]]:
        """Both arguments again, so that the refusal crosses from the reading process unharmed."""
        return type(self), (self.why, self.sentence)


def unread(name: str, why: Why, *, sentence: str = "", sha256: str = "") -> Reading:
    """The reading of a file that no machine can read, with the reason for a person."""
    said = sentence or SENTENCES[why]
    return Reading(file=name, kind=FormKind.UNREADABLE, reason=said, reason_code=ReasonCode(why.value), sha256=sha256)
