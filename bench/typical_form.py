"""How long a typical form takes from file to referral, beside what cannot be saved: `python -m bench.typical_form`.

The form has 5 tables, 48 rows and a control for most answers. Each round reads it anew with answers of its own, so that
nothing but what the form prints may be known from the round before: by the product, by unzipping, parsing and taking
its text, and by python-docx reading every cell. Prints each ratio with its spread; ends with status 1 where a goal is
missed.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from statistics import median, quantiles
from time import process_time
from zipfile import ZipFile

from docx import Document as WordDocument
from lxml import etree

from parsers.document import document_reading, settle
from parsers.form.kind.known_forms import known_forms
from parsers.read_mail import MailReader
from parsers.safe.limits import USUAL_LIMITS

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "corpus"))
builders = __import__("builders")

ROUNDS = 60
GOALS = {"unzip, parse and text": 15.0, "python-docx, all cells": 1.0}
_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
_YES_NO = ("Yes", "No", "Not known")
_FIRST = ("Riley", "Ada", "Milo", "Tamsin", "Idris", "Wren", "Jory", "Nell")
_LAST = ("Ashdown", "Quill", "Stannage", "Pellow", "Tregear", "Brightwell", "Mossop", "Lunt")
_STREETS = ("Larch", "Mill", "Quarry", "Harbour", "Chapel", "Orchard")
_HAPPENED = ("was found unresponsive in a cot", "fell from a window", "was taken to hospital with burns")
_NOTED = ("The health visitor had called in spring.", "Two referrals were closed.", "A sibling had been seen twice.")


def typical_form(seed: int) -> bytes:
    """The form as somebody filled it in; another `seed`, other answers on the same printed form."""
    draw = random.Random(seed)
    builders.anew()
    return bytes(
        builders.document(
            builders.title("Serious Incident Referral for Rapid Review"),
            builders.para("Northshire Safeguarding Children Partnership"),
            _sides(("1 Referrer", draw), _referrer(draw)),
            _sides(("2 Child", draw), _child(draw)),
            _sides(("3 Incident", draw), _incident(draw)),
            builders.grid(("Name", "Date of birth", "Relationship to child", "Address"), *_family(draw)),
            builders.grid(("Agency", "Name of worker", "Contact details", "Still involved?"), *_agencies(draw)),
        )
    )


def _sides(title: tuple[str, random.Random], pairs: Iterator[tuple[str, object]]) -> object:
    rows = [builders.row(builders.label(label), builders.cell(builders.para(answer))) for label, answer in pairs]
    return builders.table(builders.bar(title[0], span=2), *rows, widths=(35, 65))


def _text(value: str) -> object:
    return builders.text_control(value, name="Answer")


def _day(draw: random.Random, *, first: int, last: int) -> object:
    year, month, day = draw.randint(first, last), draw.randint(1, 12), draw.randint(1, 28)
    return builders.date_control(f"{day:02}/{month:02}/{year}", name="Day", iso=f"{year}-{month:02}-{day:02}")


def _pick(draw: random.Random, *choices: str) -> object:
    return builders.choice_control(draw.choice(choices), name="Choice", choices=choices)


def _name(draw: random.Random) -> str:
    return f"{draw.choice(_FIRST)} {draw.choice(_LAST)}"


def _address(draw: random.Random) -> str:
    return f"{draw.randint(1, 180)} {draw.choice(_STREETS)} Road, Northport"


def _phone(draw: random.Random) -> str:
    return f"01632 960{draw.randint(0, 999):03}"


def _referrer(draw: random.Random) -> Iterator[tuple[str, object]]:
    yield "Name of referrer", _text(_name(draw))
    yield "Job title", _text(draw.choice(("Named nurse", "Team manager", "Head teacher")))
    yield "Agency", _text(f"{draw.choice(_STREETS)} NHS Trust")
    yield "Telephone", _text(_phone(draw))
    yield "Email", _text(f"worker{draw.randint(1, 99999)}@trust.example")
    yield "Date of referral", _day(draw, first=2026, last=2026)
    yield "Has the safeguarding lead been consulted?", _pick(draw, *_YES_NO)
    yield "Name of safeguarding lead", _text(_name(draw))


def _child(draw: random.Random) -> Iterator[tuple[str, object]]:
    yield "Name of child", _text(_name(draw))
    yield "Date of birth", _day(draw, first=2009, last=2025)
    yield "NHS number", _text("")
    yield "Gender", _pick(draw, "Female", "Male")
    yield "Ethnicity", _pick(draw, "White British", "Mixed", "Asian")
    yield "Home address", _text(_address(draw))
    yield "Postcode", _text(f"NP{draw.randint(1, 9)} {draw.randint(1, 9)}ZZ")
    yield "Is the child looked after?", _pick(draw, *_YES_NO)
    yield "Is the child subject to a child protection plan?", _pick(draw, *_YES_NO)
    yield "School or nursery", _text(f"{draw.choice(_STREETS)} Primary School")
    yield "GP", _text(f"{draw.choice(_STREETS)} Surgery")


def _incident(draw: random.Random) -> Iterator[tuple[str, object]]:
    told = f"{draw.choice(_FIRST)} {draw.choice(_HAPPENED)} at about {draw.randint(1, 11)} in the evening. "
    yield "Date of incident", _day(draw, first=2026, last=2026)
    yield "Time of incident", _text(f"{draw.randint(0, 23):02}:{draw.randint(0, 59):02}")
    yield "Location of incident", _text(_address(draw))
    yield "Outcome for the child", _pick(draw, "Died", "Seriously harmed")
    yield "Is abuse or neglect known or suspected?", _pick(draw, "Known", "Suspected", "No")
    yield "Details of the incident", _text(told + " ".join(draw.sample(_NOTED, 2) * draw.randint(1, 4)))
    yield "Immediate action taken", _text(draw.choice(_NOTED))
    yield "Parallel processes", _text(draw.choice(("Inquest", "Police investigation", "None known")))
    yield "Media interest", _pick(draw, *_YES_NO)


def _family(draw: random.Random) -> Iterator[tuple[object, ...]]:
    for relation in ("Mother", "Father", "Sister", "Brother", "Grandmother", "", ""):
        born = builders.para(_day(draw, first=1975, last=2020)) if relation else ""
        yield (_name(draw), born, relation, _address(draw)) if relation else ("", "", "", "")


def _agencies(draw: random.Random) -> Iterator[tuple[object, ...]]:
    for agency in ("Children's social care", "Police", "Health visitor", "School", "GP", "CAMHS", "Housing", ""):
        involved = builders.para(_pick(draw, *_YES_NO)) if agency else ""
        yield agency, _name(draw) if agency else "", _phone(draw) if agency else "", involved


def text_of(content: bytes) -> str:
    """The floor: every part unpacked, every XML part parsed, the words of the document joined."""
    with ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    roots = {name: etree.fromstring(part) for name, part in parts.items() if name.endswith((".xml", ".rels"))}
    return "".join(text.text or "" for text in roots["word/document.xml"].iter(_TEXT))


def cells_by_python_docx(content: bytes) -> list[str]:
    """What python-docx gives of every cell, without the words in controls."""
    document = WordDocument(BytesIO(content))
    return [cell.text for table in document.tables for row in table.rows for cell in row.cells]


def seconds(act: Callable[[bytes], object], content: bytes) -> float:
    """The processor time of one call."""
    began = process_time()
    act(content)
    return process_time() - began


def main() -> None:
    """Reads form after form in turn, and prints the ratios."""
    reader = MailReader(
        limits=USUAL_LIMITS, forms=known_forms(), document=lambda document, _: document_reading(document)
    )
    own = partial(reader.files.reading, "form.docx")
    floors = dict(zip(GOALS, (text_of, cells_by_python_docx), strict=True))
    for seed in range(5):  # what is read once in a process is read: word lists, patterns, the form's own questions
        for act in (own, *floors.values()):
            act(typical_form(-1 - seed))
    settle()
    times: dict[str, list[float]] = {name: [] for name in ("own", *floors)}
    for seed in range(ROUNDS):
        content = typical_form(seed)
        for name, act in {"own": own, **floors}.items():
            times[name].append(seconds(act, content))
    sys.stdout.write(f"file to referral: {1000 * median(times['own']):.1f} ms\n")
    missed = 0
    for name, goal in GOALS.items():
        ratios = [mine / theirs for mine, theirs in zip(times["own"], times[name], strict=True)]
        low, _, high = quantiles(ratios, n=4)
        missed += median(ratios) > goal
        told = f"x {median(ratios):.2f} ({low:.2f} to {high:.2f}), goal x {goal:g}"
        sys.stdout.write(f"beside {name} ({1000 * median(times[name]):.2f} ms): {told}\n")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
