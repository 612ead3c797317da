"""The people of the sample forms, and the search for their names in whatever goes out."""

import email
import email.policy
import html
import io
import re
import zipfile
from email.message import EmailMessage
from pathlib import Path

from scheduler.demo.servers import SentMail

LISTED = (Path(__file__).parent / "seeded_names.txt").read_text(encoding="utf-8").splitlines()
SEEDED = tuple(line for line in LISTED if line and line[0] != "#")
FAMILIES = frozenset(LISTED[LISTED.index("# children") : LISTED.index("# referrers and others who write or are named")])


def leaks(text: str, *, allowed: str = "") -> list[str]:
    """The seeded names in `text` as whole words, whatever their capitals; those in `allowed` are its reader's own."""
    plain = text.casefold()
    return [name for name in SEEDED if name.casefold() in plain and _holds(text, name) and not _holds(allowed, name)]


def _holds(text: str, name: str) -> bool:
    return re.search(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", text, re.IGNORECASE) is not None


def contents(raw: bytes) -> str:
    """Headers, parts, file names and files of a mail in clear; Word files and their parts opened."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    found = [f"{name}: {value}" for name, value in message.items() if name.lower() != "to"]
    for part in message.walk():
        found += [str(value) for value in part.values()] if part is not message else []
        if not part.is_multipart():
            found.append(in_clear(str(part.get_filename() or ""), content=_bytes(part)))
    return "\n".join(found)


def _bytes(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def in_clear(name: str, *, content: bytes) -> str:
    """A file's name and everything that it holds: a Word file's text is joined over the runs that Word cuts it into."""
    if not content.startswith(b"PK"):
        text = content.decode("utf-8", "replace")
        return "\n".join((name, text, text.replace("\r\n ", ""), html.unescape(text)))
    found = [name]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for inner in package.namelist():
            text = package.read(inner).decode("utf-8", "replace")
            found += [inner, text, html.unescape(re.sub(r"<[^>]+>", "", text))]
    return "\n".join(found)


def own_name(mail: SentMail) -> str:
    """Who the mail is for: an answer to a person may greet that person."""
    return str(email.message_from_bytes(mail.raw, policy=email.policy.default)["To"])
