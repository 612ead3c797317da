"""Every mail, invitation and document from sample data: as files to look through, and what is wrong with any."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from pipeline.errors import TemplateInvalid
from pipeline.notices.documents.word_template import file_of
from pipeline.notices.meetings.invitation import deadlines_calendar
from pipeline.notices.model import Mail, MailFile, Notice, Paper
from pipeline.notices.samples.sampled import sample_notices, sample_papers
from pipeline.notices.samples.situations import NOW, first_morning
from pipeline.notices.wording.mime import message_bytes
from pipeline.notices.wording.templates import Environment, mail, rendered
from pipeline.settings import Settings


def preview(settings: Settings, *, environment: Environment) -> dict[str, bytes]:
    """File name to content: each mail as `.eml`, `.html` and `.txt`, invitations as `.ics`, documents, and an index.

    Raises TemplateInvalid where a template cannot be rendered.
    """
    found: dict[str, bytes] = {}
    mails = sample_mails(settings, environment=environment)
    for name, written in mails.items():
        found[f"{name}.eml"] = message_bytes(written)
        found[f"{name}.html"] = (written.html or f"<pre>{escape(written.text)}</pre>").encode()
        found[f"{name}.txt"] = f"Subject: {written.subject}\n\n{written.text}".encode()
        if written.calendar:
            found[f"{name}.ics"] = written.calendar
    documents = sample_documents(settings)
    found |= {file.name: file.content for file in documents}
    found["deadlines.ics"] = _calendar(settings)
    words = {
        "office": settings.office,
        "mails": [(name, written.subject, bool(written.calendar)) for name, written in sorted(mails.items())],
        "documents": [file.name for file in documents],
    }
    found["index.html"] = rendered(environment, "preview.html", words=words).encode()
    return found


def faults(settings: Settings, *, environment: Environment) -> tuple[str, ...]:
    """What is wrong with the templates of mails and documents, a sentence each; a sample of every one is made."""
    found = [_mail_fault(notice, settings, environment=environment) for notice in sample_notices(settings).values()]
    found += [_document_fault(paper, settings) for paper in sample_papers(settings)]
    return tuple(dict.fromkeys(filter(None, found)))


def sample_mails(settings: Settings, *, environment: Environment) -> dict[str, Mail]:
    """Every sample notice put into words."""
    return {
        name: mail(notice, settings=settings, now=NOW, environment=environment, secret="")  # a sample is sent to nobody
        for name, notice in sample_notices(settings).items()
    }


def sample_documents(settings: Settings) -> tuple[MailFile, ...]:
    """Every sample document made from its template."""
    return tuple(_document(paper, settings) for paper in sample_papers(settings))


def _document(paper: Paper, settings: Settings) -> MailFile:
    words = {"office": settings.office, "marking": settings.office.marking, "now": NOW}
    return file_of(paper, words=words, folder=settings.notices.templates)


def _mail_fault(notice: Notice, settings: Settings, *, environment: Environment) -> str:
    try:
        # Its documents are tried by themselves, so that one broken document is not named by every mail.
        mail(replace(notice, papers=()), settings=settings, now=NOW, environment=environment, secret="")
    except TemplateInvalid as fault:
        return str(fault)
    return ""


def _document_fault(paper: Paper, settings: Settings) -> str:
    try:
        _document(paper, settings)
    except TemplateInvalid as fault:
        return str(fault)
    return ""


def _calendar(settings: Settings) -> bytes:
    situation = first_morning(settings)
    every = (entry for case in situation.cases for entry in situation.deadlines[case.ref])
    return deadlines_calendar(every, office=settings.office, now=NOW)
