"""The kept forms are what their makers make, and each expectation speaks of words that its document holds."""

import io
import json
import re
import zipfile
from email import message_from_bytes
from html import unescape

import pytest
from make_forms import CONVERTED, FOLDER, made
from put_forms_into_mails import FOLDER as MAILBOX
from put_forms_into_mails import FORMS, with_file

MADE = made()
WORD = sorted(name for name, content in MADE.items() if content[:2] == b"PK" and "cut-off" not in name)
TEXT = sorted(name for name in MADE if name.endswith((".html", ".rtf", ".txt")) or MADE[name][:1] in b"<{")


def expectation(name: str):
    return json.loads((FOLDER / f"{name}.expected.json").read_text(encoding="utf-8"))


def parts(content: bytes) -> list[tuple[str, bytes]]:
    """The members of a zip; its own bytes differ from one compressor to the next."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return [(name, package.read(name)) for name in package.namelist()]


def words(content: bytes) -> str:
    """Every word in a Word file's parts, without its deletions, boxes of old programs and field codes."""
    told = [c.decode("utf-8", "replace") for n, c in parts(content) if n.startswith("word/") and n.endswith(".xml")]
    text = re.sub(r"</w:p>|<w:br/>", " ", "".join(told))
    text = re.sub(r"<w:delText[^>]*>[^<]*</w:delText>|<w:instrText[^>]*>[^<]*</w:instrText>", "", text)
    return unescape(re.sub(r"<[^>]+>", "", text)).replace("\u00a0", " ")


def wanted(tree) -> list[str]:
    """Every string that an expectation says must be in long text."""
    if isinstance(tree, dict):
        found = tree.get("contains", [])
        return [*([found] if isinstance(found, str) else found), *(w for value in tree.values() for w in wanted(value))]
    return [w for value in tree for w in wanted(value)] if isinstance(tree, list) else []


def test_every_form_but_those_written_by_hand_has_its_maker() -> None:
    """The forms A01 to A15, N01 to N20, P01 to P10 and Q01 to Q36 are kept as they are."""
    kept = {path.name for path in FOLDER.iterdir() if not path.name.endswith(".json")}
    assert {name for name in kept if not re.match(r"[ANPQ]\d\d-", name)} == MADE.keys() | CONVERTED.keys()


@pytest.mark.parametrize("name", WORD)
def test_a_kept_form_is_what_its_maker_makes(name: str) -> None:
    assert parts((FOLDER / name).read_bytes()) == parts(MADE[name])


@pytest.mark.parametrize("name", TEXT)
def test_a_kept_form_of_plain_text_is_what_its_maker_makes(name: str) -> None:
    assert (FOLDER / name).read_bytes() == MADE[name]


@pytest.mark.parametrize("name", [n for n in WORD if "doctype" not in n])
def test_an_expectation_speaks_of_words_in_its_document(name: str) -> None:
    said = expectation(name)
    text = re.sub(r"\s+", " ", words((FOLDER / name).read_bytes())).casefold().replace("\u2019", "'")
    for word in [*wanted(said["referral"]), *said.get("kept", [])]:
        assert word.casefold().replace("\u2019", "'") in text, f"{name}: {word}"


@pytest.mark.parametrize("mail", sorted(FORMS))
def test_a_mail_of_the_demonstration_holds_the_form_that_is_made_for_it(mail: str) -> None:
    raw, (name, form) = (MAILBOX / mail).read_bytes(), FORMS[mail]
    held = next(p.get_payload(decode=True) for p in message_from_bytes(raw).walk() if p.get_filename() == name)
    assert with_file(raw, name, held) == raw
    assert "password" in mail or parts(held) == parts(form())
