"""What a file really is, told by its first bytes and its parts, never by its name; and zips opened within limits."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum

from parsers.safe.file_names import safe_name, unique_name
from parsers.safe.limits import Limits
from parsers.safe.package_limits import checked_archive
from parsers.unreadable import Unreadable, Why
from pipeline.model import Attachment


class FileType(StrEnum):
    """The kinds of file that are told apart."""

    EMPTY = "empty"
    WORD = "word"
    OPENDOCUMENT = "opendocument"
    LEGACY_WORD = "legacy word"
    RTF = "rtf"
    PDF = "pdf"
    HTML = "html"
    TEXT = "text"
    WEB_ARCHIVE = "web archive"
    ZIP = "zip"
    OUTLOOK = "outlook message"
    SHEET = "spreadsheet"
    SLIDES = "slides"
    CALENDAR = "calendar"
    PICTURE = "picture"
    ENCRYPTED_OFFICE = "encrypted office"
    RIGHTS_PROTECTED = "rights-protected"
    SIGNED_OR_SEALED = "smime"
    PAGES = "pages"
    SHORTCUT = "shortcut"
    UNKNOWN = "unknown"


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURE = re.compile(
    rb"^(\xff\xd8\xff|\x89PNG\r\n|GIF8|II\*\0|MM\0\*|BM|.{8}WEBP|.{4}ftyp(hei[cfmsx]|hev[cmsx]|mif1|msf1|avif))", re.S
)
_RIGHTS = re.compile(rb"^\x76\xe8\x04\x60\xc4\x11\xe3\x86")  # message.rpmsg ([MS-OXORMMS] 2.2.1)
_STARTS = (
    (_RIGHTS, FileType.RIGHTS_PROTECTED),
    (re.compile(rb"^.{0,1019}%PDF-", re.S), FileType.PDF),
    (re.compile(rb"^\s*\{\\rtf"), FileType.RTF),
    (_PICTURE, FileType.PICTURE),
)
_HTML = re.compile(
    rb"^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|table|div|form)\b", re.I | re.S
)
_WEB_ARCHIVE = re.compile(rb"^(from:|mime-version:|subject:|content-type:|x-)(?=.*multipart/related)", re.I | re.S)
_TEXT_STARTS = (
    (_HTML, FileType.HTML),
    (re.compile(rb"^\s*BEGIN:VCALENDAR", re.I), FileType.CALENDAR),
    (re.compile(rb"^\s*\[InternetShortcut\]", re.I), FileType.SHORTCUT),
    (_WEB_ARCHIVE, FileType.WEB_ARCHIVE),
    (re.compile(rb"^\x30[\x80\x82-\x84]"), FileType.SIGNED_OR_SEALED),  # S/MIME (RFC 8551) begins with a DER sequence
)
_CONTROL = bytes(range(9)) + bytes(range(14, 32))

# Names in the directory of a compound file ([MS-CFB] 2.6), in the UTF-16 in which they stand there.
_STREAMS = (
    ("DRMEncryptedDataSpace", FileType.RIGHTS_PROTECTED),
    ("\tDRMContent", FileType.RIGHTS_PROTECTED),
    ("EncryptedPackage", FileType.ENCRYPTED_OFFICE),
    ("WordDocument", FileType.LEGACY_WORD),
    ("__properties_version1.0", FileType.OUTLOOK),
    ("Workbook", FileType.SHEET),
    ("PowerPoint Document", FileType.SLIDES),
)


def file_type(content: bytes) -> FileType:
    """What `content` is."""
    if not content.strip(b"\0 \r\n\t"):
        return FileType.EMPTY
    if content.startswith(_OLE):
        return _ole_type(content)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_type(content)
    return next((kind for start, kind in _STARTS if start.match(content)), None) or _text_type(content)


def _ole_type(content: bytes) -> FileType:
    for name, kind in _STREAMS:
        if name.encode("utf-16-le") in content:
            return kind
    return FileType.UNKNOWN


def _zip_type(content: bytes) -> FileType:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            kind = _media_type(archive) if "mimetype" in names else ""
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, KeyError):
        # A package cut short is still told by the names that stand before each part.
        return FileType.WORD if b"word/document.xml" in content else FileType.ZIP
    if kind.startswith("application/vnd.oasis.opendocument."):
        return FileType.OPENDOCUMENT if ".text" in kind else FileType.SHEET
    return _type_by_names(names)


def _type_by_names(names: list[str]) -> FileType:
    """What a zip is by the names of its parts: ECMA-376 has every package list its types, Apple's `.iwa` are Pages'."""
    office = "[Content_Types].xml" in names
    for start, found in (("word/", FileType.WORD), ("xl/", FileType.SHEET), ("ppt/", FileType.SLIDES)):
        if office and any(name.startswith(start) for name in names):
            return found
    if any(name.endswith((".iwa", "buildVersionHistory.plist")) for name in names):
        return FileType.PAGES
    return FileType.WORD if office else FileType.ZIP


def _media_type(archive: zipfile.ZipFile) -> str:
    with archive.open("mimetype") as file:
        return file.read(200).decode("ascii", "replace").strip()


def _text_type(content: bytes) -> FileType:
    head = content[:4096]
    for mark, charset in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if content.startswith(mark):
            head = head[: len(head) // 2 * 2].decode(charset, "ignore").encode()
    unprintable = sum(byte in _CONTROL for byte in head)
    otherwise = FileType.UNKNOWN if unprintable > len(head) // 100 else FileType.TEXT
    return next((kind for start, kind in _TEXT_STARTS if start.match(head)), otherwise)


def unpacked(content: bytes, *, limits: Limits) -> tuple[Attachment, ...]:
    """The files in a zip, under safe names; raises `Unreadable` for one that is locked, broken or too large."""
    taken: set[str] = set()
    files: list[Attachment] = []
    with checked_archive(content, limits=limits) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_litter(entry.filename)]
        if len(entries) > limits.files:
            raise Unreadable(Why.UNPACKS_TOO_LARGE)
        for entry in entries:
            try:
                inner = archive.read(entry)
            except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as fault:
                raise Unreadable(Why.DAMAGED) from fault
            name = unique_name(safe_name(entry.filename.replace("\\", "/").rpartition("/")[2]), taken)
            files.append(Attachment(name=name, media_type="", content=inner, source=entry.filename[:200]))
    return tuple(files)


def _is_litter(name: str) -> bool:
    """Whether an entry is what macOS and Windows put into every zip."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2] in (".DS_Store", "Thumbs.db", "desktop.ini")
