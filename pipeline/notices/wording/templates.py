"""A notice put into words: subject, plain text and HTML from the templates, which the office may replace."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path

from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined, TemplateError, meta
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pipeline.dates import london, long_date, long_time
from pipeline.domains import domain_of
from pipeline.errors import TemplateInvalid
from pipeline.model import NoticeKind
from pipeline.notices.documents.template_file import TEMPLATES, Words
from pipeline.notices.model import Mail, MailFile, Notice, NoticeKey
from pipeline.notices.proofs import message_id
from pipeline.protective_marking import highest_of
from pipeline.settings import Settings
from pipeline.shown_text import writable

Environment = ImmutableSandboxedEnvironment
"""What `environment` gives, for those who only hand it on."""

PACKAGED = TEMPLATES
CASES_HEADER = "X-Caseclock-Cases"
"""Of a mail that says others in their place: so a store that is put back sees from what was sent that it is older, and
gives no reference twice."""
_LONGEST_NAME = 60
# What a telephone and most lists of mails show, and RFC 5322 section 2.1.1 recommends for a line.
_LONGEST_SUBJECT = 78
# What a template that people edit can do wrong inside the sandbox.
_TEMPLATE_FAULTS = (TemplateError, SecurityError, TypeError, ValueError, AttributeError, ArithmeticError, LookupError)


def environment(folder: Path | None) -> Environment:
    """The sandbox for templates: those in `folder` replace the packaged ones of the same name.

    The packaged ones are compiled once for all offices of a process.
    """
    return _sandbox(folder, PACKAGED) if folder else _packaged()


def compile_packaged() -> None:
    """Compiles every packaged template now: processes forked from this one begin with them."""
    packaged = _packaged()
    for name in packaged.list_templates():
        packaged.get_template(name)


@cache
def _packaged() -> Environment:
    return _sandbox(PACKAGED)


def _sandbox(*folders: Path) -> Environment:
    found = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([FileSystemLoader(place / "mail") for place in folders]),
        autoescape=lambda name: bool(name and name.endswith(".html")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    found.filters |= {"day": _day, "moment": long_time, "brief": _brief}
    return found


def mail(notice: Notice, *, settings: Settings, now: datetime, environment: Environment, secret: str) -> Mail:
    """The mail that says `notice`, its id made with `secret`; raises TemplateInvalid where it cannot be rendered."""
    marking = highest_of(notice.marking, settings.office.marking)
    refs = _refs(notice)
    common = {"office": settings.office, "marking": marking, "now": now}
    words = {
        "receipt": "",
        **notice.words,
        **common,
        "recipient_name": _greeted(notice.recipient_name),
        "case_ref": refs[0] if len(refs) == 1 and not notice.to_stranger else "",
    }
    name = notice.template or notice.key.kind.value
    subject, text = _subject_and_text(rendered(environment, f"{name}.txt", words=words), name=f"{name}.txt")
    words["subject"] = subject
    return Mail(
        key=notice.key,
        sender=settings.office.address,
        sender_name=settings.office.sender_name,
        to=notice.key.recipient,
        to_name=notice.recipient_name,
        subject=full_subject(
            subject,
            marking=marking,
            refs=refs,
            marking_first=settings.notices.marking_first,
            whole=notice.urgent,
        ),
        text=text,
        html="" if _text_alone(environment, name) else rendered(environment, f"{name}.html", words=words),
        message_id=message_id(notice.key, domain=domain_of(settings.office.address), secret=secret),
        made_at=now,
        headers=_headers(notice),
        files=(*notice.files, *_papers(notice, words=common, folder=settings.notices.templates)),
        calendar=notice.calendar,
        calendar_method=notice.calendar_method,
    )


def _text_alone(environment: Environment, name: str) -> bool:
    """Whether the office wrote a text of its own and left the page as shipped: most people see the page alone, and
    would never read the office's words."""
    own_text, own_page = (_is_own(environment, f"{name}.{ending}") for ending in ("txt", "html"))
    return own_text and not own_page


def _is_own(environment: Environment, name: str) -> bool:
    loader = environment.loader
    found = loader.get_source(environment, name)[1] if loader else None
    return found is not None and not Path(found).is_relative_to(PACKAGED)


def says(notice: Notice, *words: str, environment: Environment) -> bool:
    """Whether text and page of its templates use all of these words; one that is broken does, and says so later."""
    name = notice.template or notice.key.kind.value
    try:
        used = (_used(environment, f"{name}.{ending}") for ending in ("txt", "html"))
        return all(found.issuperset(words) for found in used)
    except _TEMPLATE_FAULTS:
        return True


def _used(environment: Environment, name: str) -> frozenset[str]:
    loader = environment.loader
    source = loader.get_source(environment, name)[0] if loader else ""
    return _asked_for(source)


@lru_cache(maxsize=256)  # more than there are templates, packaged and of one office
def _asked_for(source: str) -> frozenset[str]:
    return frozenset(meta.find_undeclared_variables(_packaged().parse(source)))


def _papers(notice: Notice, *, words: Words, folder: Path | None) -> Iterator[MailFile]:
    if notice.papers:
        # Word's library is slow to import, and few mails have a document.
        from pipeline.notices.documents.word_template import file_of

        yield from (file_of(paper, words=words, folder=folder) for paper in notice.papers)


def rendered(environment: Environment, name: str, *, words: dict[str, object]) -> str:
    """The template `name` with `words` in it; raises TemplateInvalid, with the file and line to correct."""
    try:
        return writable(environment.get_template(name).render(words))
    except _TEMPLATE_FAULTS as fault:
        line = getattr(fault, "lineno", None)
        where = f"templates/mail/{name}" + (f", line {line}" if line else "")
        # Some of Python's own sentences quote the value, and a value may name a person.
        quotes = isinstance(fault, ValueError | LookupError) and not isinstance(fault, TemplateError)
        said = f"a word cannot be used so ({type(fault).__name__})" if quotes else str(fault)
        raise TemplateInvalid(f"{where}: {said}. Correct the template and run `caseclock check`.") from None


def _greeted(name: str) -> str:
    """A display name as it may stand after `Dear`; one that is an address, or a whole sentence, is left out.

    Outlook directories write `TILLEY, Bronagh (NORTHSHIRE TRUST)`.
    """
    plain = one_line(re.sub(r"\(.*", "", name))
    turned = re.fullmatch(r"([^\W\d_a-z][^,a-z]+), ([\w'’ -]+)", plain)
    if turned:
        plain = f"{turned[2]} {turned[1].title()}"
    return "" if "@" in plain or len(plain) > _LONGEST_NAME else plain


def _subject_and_text(rendered: str, *, name: str) -> tuple[str, str]:
    first, _, rest = rendered.lstrip().partition("\n")
    if not first.startswith("Subject: "):
        raise TemplateInvalid(f"templates/mail/{name} must begin with a line `Subject: …`; restore that line.")
    return one_line(first.removeprefix("Subject: ")), _tidy(rest)


def one_line(text: str) -> str:
    """`text` without line breaks or control characters, fit for a header (RFC 5322, 2.2)."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _tidy(text: str) -> str:
    lines: list[str] = []
    for line in text.strip().splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines) + "\n"


def full_subject(words: str, *, marking: str, refs: Sequence[str], marking_first: bool, whole: bool = False) -> str:
    """What the mail is about, then the marking, which is never cut, then as many references as there is room for.

    `marking_first` puts the marking in front, for a gateway that looks for it there. With `whole` nothing of the
    meaning is cut: where a child may be in danger, which mail it is about must be read at once.
    """
    mark = f"[{marking}]" if marking else ""
    room = _LONGEST_SUBJECT - len(f" {mark}" if mark else "")
    meaning = one_line(words) if whole else _within(one_line(words), room)
    subject = one_line(f"{mark} {meaning}" if marking_first else f"{meaning} {mark}")
    for ref in refs:
        longer = f"{subject} [{ref}]"
        if len(longer) > _LONGEST_SUBJECT:
            break
        subject = longer
    return subject


def _within(words: str, room: int) -> str:
    """`words`, cut between two of them where there is no room for all."""
    if len(words) <= room:
        return words
    return f"{words[: room - 1].rpartition(' ')[0].rstrip(',;:')}…"


def _refs(notice: Notice) -> list[str]:
    """The cases that a notice is about, each once; to a stranger the receipt number in their place. What it says in the
    place of other mails is not what it is about."""
    if notice.to_stranger:
        return [str(receipt)] if (receipt := notice.words.get("receipt")) else []
    inside = {key for one in notice.apart for key in (one.key, *one.also_keys)}
    return _refs_of(key for key in (notice.key, *notice.also_keys) if key not in inside)


def _refs_of(keys: Iterable[NoticeKey]) -> list[str]:
    return list(dict.fromkeys(key.case_ref for key in keys if key.case_ref))


def _refs_inside(notice: Notice) -> list[str]:
    """The cases that stand in it in the place of other mails: its subject names none of them."""
    return _refs_of(key for one in notice.apart for key in (one.key, *one.also_keys))


def _headers(notice: Notice) -> tuple[tuple[str, str], ...]:
    answering = notice.key.kind in (NoticeKind.ACKNOWLEDGEMENT, NoticeKind.SEND_AGAIN)
    headers = [
        ("Auto-Submitted", "auto-replied" if answering else "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
    ]
    if notice.in_reply_to:
        headers += [("In-Reply-To", notice.in_reply_to), ("References", notice.in_reply_to)]
    if refs := _refs_inside(notice):
        headers += [(CASES_HEADER, " ".join(refs))]
    if notice.urgent and not answering:
        headers += [("Importance", "high"), ("X-Priority", "1")]
    return tuple(headers)


def _brief(instant: datetime) -> str:
    """A day and hour as short as a subject wants them: `23 September, 10:00`."""
    here = london(instant)
    return f"{here.day} {here:%B}, {here:%H:%M}"


def _day(value: object) -> str:
    return long_date(value) if isinstance(value, date) else str(value)
