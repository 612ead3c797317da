"""The names of strict OOXML put as those of the transitional kind, which readers know (ISO 29500-1, annex A)."""

from __future__ import annotations

import re

_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")


def transitional(blob: bytes) -> bytes:
    """A part of a package in transitional names; what has no strict one stays as it is."""
    return _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", blob) if b"purl.oclc.org" in blob else blob
