"""The file from which a document is made, and the digest by which one made before is known; needs no Word library."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from pipeline.errors import TemplateInvalid
from pipeline.notices.model import Paper

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
PACKAGED = TEMPLATES / "documents"
Words = Mapping[str, object]


def template_content(name: str, folder: Path | None) -> bytes:
    """The bytes of a template; raises TemplateInvalid where there is none."""
    path = template_path(name, folder)
    try:
        return path.read_bytes()
    except OSError as fault:
        raise TemplateInvalid(f"{path.name} cannot be opened: {fault.strerror}.") from None


def digest_of(paper: Paper, *, words: Words, template: bytes) -> str:
    """The digest of all that `file_of` makes a file from but the moment: two that differ would read differently."""
    digest = hashlib.sha256(template)
    # Office says itself in full by its repr; a moment is said by the day alone where a document shows it.
    said = {name: value for name, value in {**words, **paper.words}.items() if not isinstance(value, datetime)}
    digest.update(repr((said, paper.properties)).encode(errors="surrogatepass"))
    return digest.hexdigest()


def template_path(name: str, folder: Path | None) -> Path:
    """Where a template lies: the office's own in `folder`, else the packaged one."""
    own = (folder or TEMPLATES) / "documents" / f"{name}.docx"
    return own if own.is_file() else PACKAGED / f"{name}.docx"
