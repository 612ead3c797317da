"""Signatures, disclaimers and banners: the words at a mail's ends that nobody wrote for this mail."""

from __future__ import annotations

import re

from parsers.mail.phrases import pattern, printed

_DELIMITER = re.compile(r"^-- ?$")
_RULE = re.compile(r"^\s*[_=*~-]{5,}\s*$")
_SIGN_OFF = printed("sign_off", shape=r"^\W*({})\W*$")
_APPENDED = pattern("appended")
_WHOM_TO_RING = pattern("whom_to_ring")
_CONDITION = pattern("on_condition")
_ASKS, _CONFIDENTIAL = pattern("asks"), pattern("confidential")
_AFTERTHOUGHT = printed("afterthought", shape=r"^\W*({})\b")
_ABOUT_SOMEBODY = printed("somebody", shape=r"(?<![/\w])({})(?![/\w])")


def without_boilerplate(text: str) -> str:
    """`text` without its signature, disclaimers and warning banners; an afterthought below the signature stays."""
    kept: list[str] = []
    below = False
    for paragraph in _paragraphs(text):
        said, below = (_below_signature(paragraph), True) if below else _above_signature(paragraph)
        kept.append(said)
    return "\n\n".join(paragraph for paragraph in kept if paragraph.strip()).strip()


def _above_signature(paragraph: str) -> tuple[str, bool]:
    """What a paragraph says for this mail, and whether the letter ends with it."""
    lines = paragraph.split("\n")
    if _DELIMITER.match(lines[0]):  # before all else: a signature may be of one paragraph with its disclaimer
        return "", True
    if is_appended(paragraph):
        return _own_sentences(paragraph), _confidential(paragraph)
    for at, line in enumerate(lines):
        if _ends_letter(line):
            return "\n".join(lines[:at]), True
    return paragraph, False


def _below_signature(paragraph: str) -> str:
    if _DELIMITER.match(paragraph.partition("\n")[0]) or is_appended(paragraph):
        return ""
    # People add below their signature what they heard after signing, which may be what matters most.
    return paragraph if _AFTERTHOUGHT.match(paragraph) or _speaks_of_somebody(paragraph) else ""


def without_appended(text: str, *, unless: re.Pattern[str]) -> str:
    """`text` without the paragraphs that organisations append, but for those in which `unless` is found."""
    parts = re.split(r"(\n\s*\n)", text)
    return "".join(part for part in parts if unless.search(part) or not part.strip() or not is_appended(part))


def is_appended(paragraph: str) -> bool:
    """Whether a paragraph is one that organisations put under or above every mail, emergency numbers included."""
    flat = " ".join(paragraph.split())
    if _APPENDED.search(flat):
        return True
    return bool(_CONDITION.search(flat) and _WHOM_TO_RING.search(flat) and not _ASKS.search(flat))


def _paragraphs(text: str) -> list[str]:
    """Blank lines and ruled lines divide paragraphs."""
    ruled = "\n".join("" if _RULE.match(line) else line for line in text.split("\n"))
    return [paragraph for paragraph in re.split(r"\n\s*\n", ruled) if paragraph.strip()]


def _confidential(paragraph: str) -> bool:
    return bool(_CONFIDENTIAL.search(paragraph))


def _own_sentences(paragraph: str) -> str:
    """The sentences of a paragraph that are not appended ones; those below a notice of confidentiality belong to it."""
    kept: list[str] = []
    for sentence in re.split(r"(?<=[.!?])\s+", " ".join(paragraph.split())):
        if not is_appended(sentence):
            kept.append(sentence)
        elif _confidential(sentence):
            break
    return " ".join(kept)


def _ends_letter(line: str) -> bool:
    return bool(_DELIMITER.match(line) or (len(line) < 60 and _SIGN_OFF.match(line)))


def _speaks_of_somebody(paragraph: str) -> bool:
    return len(paragraph.split()) > 5 and bool(_ABOUT_SOMEBODY.search(paragraph))
