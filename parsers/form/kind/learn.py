"""A form file proposed from a blank form, for a person to correct: from then on its own words beat every heuristic."""

from __future__ import annotations

import json
from collections.abc import Sequence

from parsers.form.kind import margins
from parsers.form.kind.known_forms import line_key
from parsers.form.kind.learnt_answers import by_answers, columns_of, pairs_of, target_of
from parsers.form.layout import items as layout
from parsers.form.layout.chosen_options import choice
from parsers.form.layout.stream import HeaderGrid, Heading
from parsers.form.meaning.ask import Latest
from parsers.form.meaning.meaning import meaning
from parsers.form.meaning.places import Placed, placed
from parsers.form.reading import latest_of
from parsers.form.vocabulary.labels import ASIDE, asked, section
from parsers.form.vocabulary.phrases import printed
from parsers.form.vocabulary.words import plain
from parsers.page import Page

_ORGANISATION = printed("whole_forms.organisation")
_HEAD = """\
# Proposed from a blank form. Please read every line and correct it:
# `labels` says which field the box beside (or below) a printed label is for; "aside.text" is for none of ours.
# `sections` says of whom the part under a title speaks: children, referrer, lead, incident, referral, criteria, family,
# agencies, chronology, or office, decision, agency_summary for parts that are not the referrer's.
# `printed` are the lines of guidance that are never an answer.
"""


def proposal(page: Page, form_id: str, *, filled: Sequence[Page] = ()) -> str:
    """The text of a form file (TOML) for the blank form `page`; what could not be placed is marked with `?`.

    The answers of two `filled` copies or more place labels that the blank alone leaves open.
    """
    items = list(placed(layout.items(page.body), {}))
    labels = _labels(items, latest_of(page))
    open_labels = [label for label, target in labels.items() if not target]
    listed = (target for each in items for _, _, target in columns_of(each, latest_of(page)))
    labels |= by_answers(filled, open_labels, taken=(*labels.values(), *listed))
    title = margins.title(margins.titles(page))
    titles = _titles(page, title)
    printed = _printed(page, {*labels, *titles, *_headers(items)})
    parts = [
        _HEAD,
        f"id = {_text(form_id)}",
        f"title = {_text(title)}",
        f"edition = {_text(margins.edition(page, title) or '')}",
        f"fingerprint = {_list(_fingerprint(printed, labels))}",
        f"printed = {_list(printed)}",
        "\n[sections]",
        *(f"{_text(title)} = {_text(group)}" for title, group in titles.items()),
        "\n[labels]",
        *(
            f"{_text(label)} = {_text(target)}" if target else f'# ? {_text(label)} = ""'
            for label, target in labels.items()
        ),
    ]
    return "\n".join(parts) + "\n"


def _printed(page: Page, asked_by: set[str]) -> list[str]:
    """The lines of guidance and prompts: long enough to be no answer, and neither questions, titles nor options."""
    known = {line_key(line) for text in asked_by for line in (text, *text.split("\n"))}
    found = (line for line in page.lines if choice((line,)) is None and len(line.text.split()) > 3)
    texts = (" ".join(line.text.split()) for line in found)
    return [text for text in dict.fromkeys(texts) if line_key(text) not in known and asked(text) is None]


def _headers(items: list[Placed]) -> set[str]:
    return {header for each in items if isinstance(each.item, HeaderGrid) for header in each.item.headers}


def _fingerprint(printed: list[str], labels: dict[str, str]) -> list[str]:
    """Lines that together hardly stand on another form: the board's name, some guidance, the longest questions."""
    board = [text for text in printed if _ORGANISATION.search(text)][:1]
    guidance = [text for text in printed if len(text.split()) > 7][:1]
    return list(dict.fromkeys([*board, *guidance, *sorted(labels, key=len)[-4:]]))


def _labels(items: list[Placed], latest: Latest) -> dict[str, str]:
    """Every printed label with the field that the heuristics give it in its place; empty, as columns that are open."""
    found: dict[str, str] = {}
    for at, each in enumerate(items):
        for pair in pairs_of(each):
            told = meaning(pair, each.place, near=items[at + 1 : at + 5], labels={})
            target = f"{ASIDE}.text" if told and told.group == ASIDE else target_of(told)
            if pair.label.strip():
                found.setdefault(" ".join(pair.label.split()), target)
    found |= dict.fromkeys(_open_titles(items, latest), "")
    return {label: target for label, target in found.items() if not _repeated(label, items, target=target)}


def _open_titles(items: list[Placed], latest: Latest) -> list[str]:
    """The titles of columns, in lists of several, of which it is not known what they hold."""
    told = (column for each in items for column in columns_of(each, latest))
    return [" ".join(title.split()) for title, _, target in told if title.strip() and not target]


def _repeated(label: str, items: list[Placed], *, target: str) -> bool:
    """Whether a label stands in several parts, where only its section can tell what it asks."""
    groups = {each.place.group for each in items for pair in pairs_of(each) if plain(pair.label) == plain(label)}
    return len(groups) > 1 and bool(target)


def _titles(page: Page, title: str) -> dict[str, str]:
    """The titles of the form's parts and of whom each speaks, as far as they are known."""
    found = (item.text for item in layout.items(page.body) if isinstance(item, Heading))
    told = {" ".join(text.split()): section(text) for text in found}
    whole = plain(title)  # the title of the whole form opens none of its parts
    return {text: part.group for text, part in told.items() if part is not None and plain(text) != whole}


def _text(value: str) -> str:
    """A TOML basic string; JSON's escapes are TOML's."""
    return json.dumps(value, ensure_ascii=False)


def _list(values: list[str]) -> str:
    return "[\n" + "".join(f"  {_text(value)},\n" for value in values) + "]" if values else "[]"
