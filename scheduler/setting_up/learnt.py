"""A blank form as a file of the folder in which an office keeps its own forms."""

from __future__ import annotations

from pathlib import Path

from pipeline.edges.files import write_whole
from pipeline.errors import CaseclockError


def proposed(form: Path, *, form_id: str = "") -> str:
    """The form file that is proposed for the blank form `form`; raises CaseclockError where it cannot be read."""
    from parsers.document import READERS, page_of
    from parsers.form.kind.learn import proposal
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
        return proposal(page_of(content, kind), form_id or form.stem)
    except Unreadable as refusal:
        raise CaseclockError(f"{form.name}: {refusal.sentence}") from None


def learnt(form: Path, *, folder: Path) -> Path:
    """Where in `folder` the form file for `form` lies now; one that is there stays: a person may have corrected it."""
    text, place = proposed(form), folder / f"{form.stem}.toml"
    if not place.exists():
        write_whole(place, text.encode(), mode=0o640)
    return place
