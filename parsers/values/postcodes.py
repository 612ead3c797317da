"""Postcodes by their shape; whether one exists is nobody's question here."""

from __future__ import annotations

import re

_SHAPE = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{1,2}[0-9][A-Za-z0-9]?) {0,2}([0-9O][A-Za-z]{2})(?![A-Za-z0-9])")


def postcode(text: str) -> str | None:
    """The last postcode in `text`, in capitals with one space and `0` where `O` was typed for it, or None."""
    found = list(_SHAPE.finditer(text))
    if not found:
        return None
    outward, inward = found[-1].group(1).upper(), found[-1].group(2).upper()
    return f"{re.sub(r'(?<=[0-9])O', '0', outward)} {inward[0].replace('O', '0')}{inward[1:]}"
