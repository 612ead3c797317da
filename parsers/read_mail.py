"""A whole mail read: the message, and a reading of every file, attached mail and form in its body."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from parsers.document import bounded_reading
from parsers.file_reader import DocumentReader, FileReader
from parsers.form.kind.known_forms import KnownForm
from parsers.mail.boilerplate import without_appended
from parsers.mail.html_text import own_html
from parsers.mail.message import message as mail_message
from parsers.mail.outlook import OLE_SIGNATURE, can_open_msg, msg_message, tnef_attachments
from parsers.mail.own_words import is_forward, unquoted
from parsers.mail.tnef import is_tnef, tnef
from parsers.safe.file_names import BODIES, safe_name, unique_name
from parsers.safe.limits import USUAL_LIMITS, Limits
from parsers.unreadable import Why, unread
from pipeline.model import Attachment, FormKind, Message, Reading, ReasonCode, State

_BODY_KINDS = (FormKind.REFERRAL, FormKind.AGENCY_RETURN, FormKind.OTHER_FORM)
_TABLE = re.compile(r"<t[dh][\s>]", re.IGNORECASE)
# A line's beginning never runs on into the next line: beside `^` of every line that is quadratic in empty lines.
_LABELLED = re.compile(r"^[^\w\n]*+[A-Za-z][^:?\t\n]{2,70}(:|\?|\t| [-\u2013] )[ \t]*+\S", re.MULTILINE)
_NUMBERED = re.compile(r"^\d{1,2}\. [A-Z][^\n]{2,120}$", re.MULTILINE)  # as a questionnaire's answers are sent
_IN_TURNS = re.compile(r"^[A-Z0-9][^\n.;]{1,70}$", re.MULTILINE)  # a question, and below it its answer
# So many lines of it make a text worth reading as a form; what it is, the reading tells. Letters have fewer.
_ENOUGH_ASKED, _ENOUGH_IN_TURNS = 4, 10  # the second: five questions and their answers
_MAIL_HEADER = re.compile(
    rb"^(from|to|subject|date|message-id|received|return-path|mime-version):", re.I | re.MULTILINE
)
_MAIL_TYPES = ("message/rfc822", "message/global")


@dataclass(frozen=True, kw_only=True, slots=True)
class MailReading:
    """A mail and the readings of what is in it: its files in their order, then attached mails, then its own body."""

    message: Message
    readings: tuple[Reading, ...]


def read_mail(
    raw: bytes,
    *,
    limits: Limits = USUAL_LIMITS,
    forms: Sequence[KnownForm] = (),
    document: DocumentReader = bounded_reading,
    begun: Callable[[Message], None] = lambda _: None,
) -> MailReading:
    """The mail in `raw` (as sent, or Outlook's `.msg`) with everything in it read, its documents by `document`.

    `begun` is given the mail itself before its files are read. Raises on nothing that is in the mail, and
    ReaderUnavailable where documents cannot be read at all.
    """
    return MailReader(limits=limits, forms=tuple(forms), document=document).of_raw(raw, begun=begun)


@dataclass(frozen=True, kw_only=True, slots=True)
class MailReader:
    """The bounds and the known forms with which mails and their files are read, and what reads the documents."""

    limits: Limits
    forms: tuple[KnownForm, ...]
    document: DocumentReader = bounded_reading

    @property
    def files(self) -> FileReader:
        """What reads files with the same bounds, and the mails in zips among them as mails."""
        return FileReader(limits=self.limits, forms=self.forms, document=self.document, mail=self._zipped)

    def of_raw(self, raw: bytes, *, begun: Callable[[Message], None] = lambda _: None) -> MailReading:
        """The mail in `raw` with everything in it read; `begun` is given the mail itself before that."""
        message = self._message(raw)
        begun(message)
        return MailReading(message=message, readings=self._of_message(message, depth=0))

    def _message(self, raw: bytes) -> Message:
        outlook = raw.startswith(OLE_SIGNATURE)
        return msg_message(raw, limits=self.limits) if outlook else mail_message(raw, limits=self.limits)

    def _zipped(self, file: Attachment, depth: int) -> Reading:
        if depth > self.limits.nesting:
            return unread(file.name, Why.UNPACKS_TOO_LARGE, sha256=file.sha256)
        message = self._message(file.content)
        return _container(file.name, self._of_message(message, depth=depth), sha256=message.sha256)

    def _of_message(self, message: Message, *, depth: int) -> tuple[Reading, ...]:
        taken: set[str] = set()
        files = [self._of_file(attachment, depth=depth) for attachment in message.attachments]
        mails = [self._of_mail(inner, _mail_name(inner, taken), depth=depth + 1) for inner in message.messages]
        found = tuple(reading for reading in (*files, *mails) if reading is not None)
        return (*found, *self._of_body(message, found))

    def _of_file(self, attachment: Attachment, *, depth: int) -> Reading | None:
        name, content = attachment.name, attachment.content
        if is_tnef(content):
            return self._of_wrapping(attachment, depth=depth)
        if name.lower().endswith(".msg") and content.startswith(OLE_SIGNATURE):
            if not can_open_msg():
                return unread(name, Why.READER_MISSING, sha256=attachment.sha256)
            return self._of_mail(msg_message(content, limits=self.limits), name, depth=depth + 1)
        if _is_mail(attachment):
            return self._of_mail(mail_message(content, limits=self.limits), name, depth=depth + 1)
        return self.files.reading(name, content, depth=depth)

    def _of_wrapping(self, attachment: Attachment, *, depth: int) -> Reading | None:
        """What is in a winmail.dat; None where it holds formatting alone, which nobody sent as a file."""
        if depth >= self.limits.nesting:
            return unread(attachment.name, Why.UNPACKS_TOO_LARGE, sha256=attachment.sha256)
        files = tnef_attachments(attachment.content, limits=self.limits)
        if not files:
            whole = tnef(attachment.content).whole
            return None if whole else unread(attachment.name, Why.DAMAGED, sha256=attachment.sha256)
        inner = (self._of_file(file, depth=depth + 1) for file in files)
        return _container(attachment.name, tuple(reading for reading in inner if reading), sha256=attachment.sha256)

    def _of_mail(self, message: Message, name: str, *, depth: int) -> Reading:
        if depth > self.limits.nesting:
            return unread(name, Why.UNPACKS_TOO_LARGE, sha256=message.sha256)
        found = self._of_message(message, depth=depth)
        if found:
            return _container(name, found, sha256=message.sha256)
        if message.defects and not message.text.strip():
            return unread(name, Why.DAMAGED, sha256=message.sha256)
        return Reading(
            file=name,
            kind=FormKind.NOT_A_FORM,
            reason="A mail is attached that holds no files and no form; read it.",
            reason_code=ReasonCode.MAIL,
            sha256=message.sha256,
        )

    def _of_body(self, message: Message, files: tuple[Reading, ...]) -> tuple[Reading, ...]:
        """The form that is written in the mail itself, unless a file already holds one of its kind."""
        if message.report or message.calendar_method:
            return ()
        attached = {leaf.kind for reading in files for leaf in reading.leaves()}
        for name, text in _bodies(message):
            content = text.encode("utf-8", "replace")
            reading = self.files.reading(name, content)
            if reading.kind in _BODY_KINDS and reading.kind not in attached and _says_enough(reading):
                return (replace(reading, file="body"),)
        return ()


def _bodies(message: Message) -> Iterator[tuple[str, str]]:
    """The mail's body as files to read, the HTML first, where it looks as if it held questions and answers."""
    html = message.html if is_forward(message.subject) else own_html(message.html)
    if len(_TABLE.findall(html)) >= 6:
        yield BODIES[0], html
    # What a council prints under every mail, a `Name:` in it included, tells of no child.
    text = without_appended(unquoted(message.text, subject=message.subject), unless=_LABELLED)
    asked = max(len(_LABELLED.findall(text)), len(_NUMBERED.findall(text)))
    if asked >= _ENOUGH_ASKED or len(_IN_TURNS.findall(text)) >= _ENOUGH_IN_TURNS:
        yield BODIES[1], text


def _says_enough(reading: Reading) -> bool:
    """Whether a form in the body answers more than a signature does: something on a child or on what happened."""
    form = reading.referral
    if form is None or reading.kind is FormKind.OTHER_FORM:
        return True
    answers = [*form.incident.values(), *(answer for child in form.children for answer in child.values())]
    return sum(answer.state is not State.BLANK and bool(answer.raw.strip()) for answer in answers) >= 2


def _is_mail(attachment: Attachment) -> bool:
    named = attachment.name.lower().endswith(".eml") or attachment.media_type in _MAIL_TYPES
    return named and len(_MAIL_HEADER.findall(attachment.content[:8000])) >= 2


def _mail_name(message: Message, taken: set[str]) -> str:
    return unique_name(safe_name(f"{message.subject[:80] or 'mail'}.eml"), taken)


def _container(name: str, inner: tuple[Reading, ...], *, sha256: str) -> Reading:
    return Reading(file=name, kind=FormKind.CONTAINER, attachments=inner, sha256=sha256)
