"""Who has a workbook open, as Excel and LibreOffice leave word beside it."""

from __future__ import annotations

from pathlib import Path

SOMEBODY = "somebody"


def excel_holder(path: Path) -> str:
    """The name in the owner file `~$name.xlsx` that Excel keeps beside an open workbook, or an empty text."""
    content = _content(path.with_name(f"~${path.name}"))
    if content is None:
        return ""
    # The name stands twice: in one byte per character from byte 1, and in UTF-16 from byte 57 (its length before it).
    wide = content[57 : 57 + 2 * int.from_bytes(content[55:57], "little")].decode("utf-16-le", "replace").strip("\0 ")
    narrow = content[1 : 1 + content[0]].decode("cp1252", "replace").strip("\0 ") if content else ""
    return (wide if wide.isprintable() else "") or (narrow if narrow.isprintable() else "") or SOMEBODY


def libreoffice_holder(path: Path) -> str:
    """The name in the lock file `.~lock.name.xlsx#` of LibreOffice (name, login, host, time, profile), or nothing."""
    content = _content(path.with_name(f".~lock.{path.name}#"))
    if content is None:
        return ""
    fields = [field.strip() for field in content.decode("utf-8", "replace").split(",")]
    return next((field for field in fields[:2] if field), SOMEBODY)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError:
        return b""  # Excel does not let the owner file itself be read on some shares; that it is there says enough
