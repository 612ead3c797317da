"""A blank form as a file of the folder in which an office keeps its own forms."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.edges.files import write_whole
from pipeline.errors import CaseclockError

if TYPE_CHECKING:
    from parsers.page import Page


def proposed(form: Path, *, form_id: str = "", filled: Sequence[Path] = ()) -> str:
    """The form file that is proposed for the blank form `form`; raises CaseclockError where a file cannot be read.

    Copies of it that somebody `filled` in tell by their answers what some labels ask.
    """
    from parsers.form.kind.learn import proposal

    return proposal(_page(form), form_id or form.stem, filled=[_page(copy) for copy in filled])


def _page(form: Path) -> Page:
    from parsers.document import READERS, page_of
    from parsers.safe.file_types import file_type
    from parsers.unreadable import Unreadable

    try:
        content = form.read_bytes()
    except OSError as fault:
        raise CaseclockError(f"{form} cannot be read ({fault.strerror}); name the blank form as a Word file.") from None
    kind = file_type(content)
    if kind not in READERS:
        raise CaseclockError(
            f"{form.name} is not a form that can be read ({kind.value}); give the blank form as a Word file."
        )
    try:
        return page_of(content, kind)
    except Unreadable as refusal:
        raise CaseclockError(f"{form.name}: {refusal.sentence}") from None


def learnt(form: Path, *, filled: Sequence[Path] = (), folder: Path) -> Path:
    """Where in `folder` the form file for `form` lies now; one that is there stays: a person may have corrected it.

    A new one is tried: raises CaseclockError, and writes nothing, where the blank or a `filled` copy of it is not known
    again by it.
    """
    from parsers.form.kind.known_forms import known_form, recognised

    place = folder / f"{form.stem}.toml"
    if place.exists():
        return place
    text = proposed(form, filled=filled)
    forms = (known_form(text, named=place.name),)
    if recognised(_page(form), forms) is None:
        raise CaseclockError(
            f"{form.name} has no title and no labels by which it could be known again; "
            "leave it out, and it is read like any other form."
        )
    for copy in filled:
        if recognised(_page(copy), forms) is None:
            raise CaseclockError(f"{copy.name} is no filled copy of {form.name}; leave it out, or name one that is.")
    write_whole(place, text.encode(), mode=0o640)
    return place
