"""The mails of the model of who is who, as real programs write them, with forms in Word or in the mail's own words."""

import email
import email.policy
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

import docx
from month_post import REFERRALS
from test_strangers import stamped
from who_model import Form, Post

# The path of the builders is put in place by `month_post`.
from northshire import two_column  # isort: skip
from mail_builders import bodies, multipart, outlook, outlook_file, part, text_part  # isort: skip

TITLE = "Northshire Safeguarding Children Partnership"
WORDS = {
    "new": "Please find a referral attached.",
    "updated": "Here is the corrected form.",
    "chat": "Thanks, I will ask the ward.",
    "question": "Is this child known to you? I am a neighbour and I wonder what I can do.",
    "forward": "Please see the mail below.",
}
ROWS = (
    ("Name of referrer", "referrer"), ("Role of referrer", "role"), ("Date of referral", "date"), ("Agency", "agency"), ("Tel No.", "phone"),
    ("Email (Secure)", "email"), ("Full name of child", "name"), ("Date of birth (dd/mm/yy)", "dob"), ("Gender", "sex"),
    ("Ethnicity", "ethnicity"), ("NHS No.", "nhs"), ("Address of child (including postcode)", "address"),
    ("Is the child looked after?", "looked_after"), ("Date of incident", "incident"), ("Outcome for the child", "outcome"),
    ("Abuse or neglect is", "abuse"), ("Please outline the events and circumstances", "narrative"),
)  # fmt: skip
COLUMNS = {"Name of child": "name", "Date of birth": "dob", "NHS number": "nhs", "Gender": "sex"}
OF_ALL = {
    "Date of incident": "incident",
    "Outcome for the child": "outcome",
    "Abuse or neglect known or suspected": "abuse",
    "What happened": "narrative",
    "Name of referrer": "referrer",
    "Referring agency": "agency",
    "Telephone": "phone",
}
OUTCOMES = {"died": "has died", "seriously harmed": "has been seriously harmed"}


@dataclass(kw_only=True)
class Links:
    """What only the mails themselves know: by number of a post its bytes, and what we answered it."""

    raw: dict[int, bytes] = field(default_factory=dict)
    answers: dict[int, str] = field(default_factory=dict)  # the Message-ID of our answer
    subjects: dict[int, str] = field(default_factory=dict)
    receipts: dict[int, str] = field(default_factory=dict)


def message_id(post: Post) -> str:
    if post.way == "same Message-ID" and post.again is not None:
        return message_id(post.again)
    return f"<{post.number:05d}.form@{post.sender.address.partition('@')[2]}>"


def built(post: Post, links: Links) -> bytes:
    """The mail, as the server delivers it."""
    if post.way == "same bytes" and post.again is not None:
        return links.raw[post.again.number]
    boundary = f"_004_LO2P123MB{post.number:05d}_"
    words = WORDS[post.words]
    subject, more = _subject(post, links), ""
    if post.way == "words" and post.points is not None:
        words += f" Our case {post.points.ref}."
    if post.way == "thread" and post.points is not None:
        ours = links.answers[post.points.post.number]
        more = f"In-Reply-To: {ours}\nReferences: {ours}"
    raw = outlook(
        _content(post, words, boundary=boundary, links=links),
        name=post.sender.name,
        sender=post.sender.address,
        subject=subject,
        at=post.at,
        attached=bool(post.forms),
        message_id=message_id(post),
        more=more,
    )
    verdict = f"dmarc={post.verdict}" if post.verdict else ""
    return stamped(raw, verdict, post.sender.address)


def _subject(post: Post, links: Links) -> str:
    case = post.points
    ways: dict[str, Callable[[], str]] = {
        "thread": lambda: f"RE: {links.subjects[case.post.number]}" if case else "",
        "reference": lambda: f"[{case.ref}] referral" if case else "",
        "receipt": lambda: f"Our message {links.receipts[case.post.number]}" if case else "",
        "forward": lambda: "FW: Serious incident referral",
    }
    plain = {"question": "A question", "updated": "Updated form"}.get(post.words, "Serious incident referral")
    return ways.get(post.way, lambda: plain)()


def _content(post: Post, words: str, *, boundary: str, links: Links) -> bytes:
    inner = boundary.replace("_004_", "_000_")
    text = f"Good morning\n\n{words}\n\n{post.sender.name}"
    if post.way == "forward" and post.again is not None:
        passed_on = part("Content-Type: message/rfc822\nContent-Disposition: attachment", links.raw[post.again.number])
        return multipart("mixed", boundary, bodies(text, boundary=inner), passed_on)
    if not post.forms:
        return bodies(text, boundary=inner)
    if post.forms[0].in_body:
        page = _page(post.forms[0], words)
        return multipart("alternative", inner, text_part(words), text_part(page, subtype="html"))
    pages = [grid(post.forms)] if post.forms[0].in_grid else [two_column(printed(form)) for form in post.forms]
    files = (outlook_file(f"Form {number}.docx", page, at=post.at) for number, page in enumerate(pages, start=1))
    return multipart("mixed", boundary, bodies(text, boundary=inner), *files)


def printed(form: Form) -> dict[str, Any]:
    """What stands on the form."""
    kid, marks, incident = form.kid, form.marks, form.kid.incident
    names = {
        "full": f"{incident.surname.upper()}, {kid.given}",
        "misspelt": f"{misspelt(incident.surname).upper()}, {misspelt(kid.given)}",
        "initials": f"{kid.given[0]}.{incident.surname[0]}.",
        "": "",
    }
    born = datetime.fromisoformat(marks.born).strftime("%d/%m/%Y") if marks.born else ""
    return REFERRALS["B"] | {
        "referrer": form.sender.name,
        "role": "Safeguarding lead",
        "agency": form.sender.agency,
        "email": form.sender.address,
        "name": names[marks.name],
        "dob": born,
        "nhs": f"{marks.number[:3]} {marks.number[3:6]} {marks.number[6:]}" if marks.number else "",
        "sex": kid.sex.capitalize(),
        "ethnicity": form.ethnicity,
        "abuse": form.abuse,
        "incident": incident.day.strftime("%d/%m/%Y"),
        "date": (incident.day + timedelta(days=1)).strftime("%d/%m/%Y"),
        "outcome": OUTCOMES[incident.outcome],
        "died": incident.day.strftime("%d/%m/%Y") if incident.outcome == "died" else "",
        "address": incident.address,
        "narrative": f"An account of what happened, number {form.file}.",
        "agencies": (),
    }


def grid(forms: tuple[Form, ...]) -> bytes:
    """One form with a line for each child."""
    page = docx.Document()
    page.add_heading("Rapid Review Referral Form")
    page.add_paragraph("Details of the children")
    said = [printed(form) for form in forms]
    lines = [list(COLUMNS), *([one[key] for key in COLUMNS.values()] for one in said)]
    told = [(label, said[0][key]) for label, key in OF_ALL.items()]
    for texts in (lines, told):
        table = page.add_table(rows=0, cols=len(texts[0]))
        for line in texts:
            for cell, text in zip(table.add_row().cells, line, strict=True):
                cell.text = text
        page.add_paragraph()
    content = io.BytesIO()
    page.save(content)
    return content.getvalue()


def misspelt(word: str) -> str:
    """`word` as somebody hears it, with its first letter."""
    return word[:-1] + {"e": "a", "y": "ie"}.get(word[-1], word[-1] * 2)


def _page(form: Form, words: str) -> str:
    said = printed(form)
    rows = "".join(f"<tr><td>{label}</td><td>{said[key]}</td></tr>" for label, key in ROWS)
    return (
        f"<html><body><p>{words}</p><h1>{TITLE}</h1><h2>Serious Incident Referral Form</h2>"
        f"<table border=1>{rows}</table></body></html>"
    )


def in_clear(raw: bytes) -> str:
    """Subject and readable parts of a mail, for looking through."""
    read = email.message_from_bytes(raw, policy=email.policy.default)
    parts = [part for part in read.walk() if part.get_content_maintype() == "text"]
    return "\n".join((str(read["Subject"]), *(part.get_content() for part in parts)))


def references_in(text: str) -> set[str]:
    return set(re.findall(r"NSH-20\d\d-\d{3,}", text))


def stamp(at: datetime) -> str:
    return format_datetime(at)
