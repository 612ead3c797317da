"""Forms that are known: how each is recognised, and what it prints that no answer is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from parsers.form.vocabulary.words import plain
from parsers.page import Page, paragraphs
from parsers.values.answer_state import folded

_WORDS = re.compile(r"[^\W_]+")
SHIPPED = Path(__file__).parent / "forms"


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownForm:
    """One form file: words of its `title`, printed lines that must be there, its own `labels` and `sections`.

    `labels` take a plain label to `group.field` (`aside.text` for none of ours), `sections` a plain title to a group;
    `printed` are the plain lines of guidance that the blank form prints, never an answer.
    """

    id: str
    title: str
    fingerprint: tuple[str, ...] = ()
    edition: str = ""
    process: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)
    printed: frozenset[str] = frozenset()


def known_forms(folder: Path = SHIPPED) -> tuple[KnownForm, ...]:
    """The form files of `folder`, in the order of their names; raises `ValueError` that names the file at fault."""
    return tuple(
        known_form(path.read_text(encoding="utf-8"), named=path.name) for path in sorted(folder.glob("*.toml"))
    )


def known_form(text: str, *, named: str) -> KnownForm:
    """The form that the `text` of a form file tells of; raises `ValueError` with the name of the file at fault."""
    try:
        told = tomllib.loads(text)
        return KnownForm(
            id=str(told.get("id", named.removesuffix(".toml"))),
            title=str(told["title"]),
            fingerprint=tuple(line_key(line) for line in told.get("fingerprint", ())),
            edition=str(told.get("edition", "")),
            process=str(told.get("process", "")),
            labels={plain(label): str(target) for label, target in told.get("labels", {}).items()},
            sections={plain(title): str(group) for title, group in told.get("sections", {}).items()},
            printed=frozenset(line_key(line) for line in told.get("printed", ())),
        )
    except (KeyError, AttributeError, TypeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{named} is not a usable form file: {error}") from error


def line_key(line: str) -> str:
    """A printed line as such lines are compared: its letters and digits only, in lower case."""
    return " ".join(_WORDS.findall(folded(line).lower()))


def recognised(page: Page, forms: Sequence[KnownForm]) -> KnownForm | None:
    """The known form that `page` is: its title and every line of its fingerprint stand there; the most telling wins."""
    around = (paragraphs(page.headers), page.lines, paragraphs(page.notes), paragraphs(page.footers))
    whole = line_key("\n".join([each.text for lines in around for each in lines])) if forms else ""
    fitting = [
        form
        for form in forms
        if line_key(form.title) in whole
        and all(line in whole for line in form.fingerprint)
        and (form.fingerprint or form.labels)
    ]
    # Several offices print the same title; the lines that only one of them prints tell whose form it is.
    return max(fitting, key=lambda form: len(form.fingerprint), default=None)
