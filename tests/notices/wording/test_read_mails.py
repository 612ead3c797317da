"""What every mail says in every situation stands as text beside its template; a word that changes is read again."""

import re

import pytest

from tests.notices.wording.read_mails import FOLDER, read_mails

MAILS = read_mails()
OF_THE_DAY = ("reminder", "chaser", "question")
TO_THE_OFFICE = ("manager@office.example", "deputy@office.example", "bronagh@northshire.example")


def test_every_situation_has_its_text_and_no_text_is_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(MAILS)


@pytest.mark.parametrize("name", sorted(MAILS))
def test_a_mail_says_what_was_read(name: str) -> None:
    # Delete the file and run `make golden` to have it written anew; then read it as its recipient would.
    assert MAILS[name][0] == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(name for name in MAILS if name.startswith(OF_THE_DAY)))
def test_what_people_are_asked_and_reminded_of_is_short_and_in_their_own_words(name: str) -> None:
    written, _, listed = MAILS[name][0].partition("\n[list.txt]\n")
    to, subject, text = written.partition("\n")[0], *written.partition("\n")[2].split("\n", 1)
    assert len(f"{subject} {text}".split()) <= 350
    assert len(subject.removeprefix("Subject: ")) <= 78
    assert len(re.findall(r"No person of this office has checked", text)) <= 1
    assert ("the attached list" in text) is bool(listed)
    if to.removeprefix("To: ") not in TO_THE_OFFICE:
        assert not [word for word in ("sheet", "racker", "Cases)", ".toml", "type ") if word in text]


@pytest.mark.parametrize("name", sorted(MAILS))
def test_a_page_is_dark_on_light_and_loads_nothing(name: str) -> None:
    page = MAILS[name][1]
    assert not re.search(r"(?i)<img|<script|url\(|<link|background-image", page)
    grounds = {*re.findall(r"background-color:(#[0-9a-f]{6})", page)}
    inks = {*re.findall(r"(?<![-\w])color:(#[0-9a-f]{6})", page)}
    assert all(contrast(ink, ground) >= 4.5 for ink in inks for ground in grounds), (inks, grounds)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.2, relative luminance)."""
    first, second = sorted((luminance(one), luminance(other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def luminance(colour: str) -> float:
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
