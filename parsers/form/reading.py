"""A page understood: the one entry into this room."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from parsers.form.kind import kinds, margins
from parsers.form.kind.editions import outdated
from parsers.form.kind.known_forms import KnownForm, line_key, recognised
from parsers.form.layout import items as layout
from parsers.form.layout.chosen_options import choice
from parsers.form.layout.split import in_lines
from parsers.form.layout.stream import Wording
from parsers.form.layout.turns import in_doubt
from parsers.form.meaning.ask import Latest
from parsers.form.meaning.entries import entries
from parsers.form.meaning.entry import Entry
from parsers.form.meaning.places import placed
from parsers.form.referral import checks
from parsers.form.referral.conservation import answered_in_margins, fields, unclaimed, words_of, written_among
from parsers.form.referral.gather import Gathered, gathered
from parsers.form.referral.missing import missing
from parsers.form.referral.printed_words import printed, surely_printed
from parsers.form.vocabulary import phrases
from parsers.form.vocabulary.weights import weights
from parsers.page import Block, Mark, Page, Paragraph, Span, Table
from parsers.safe.file_names import BODIES
from parsers.values.dates import dates
from pipeline.model import Field, FormIdentity, FormKind, Reading, Referral, State, Unmapped

_ASKS_AGENCY = phrases.printed("labels.of_agency", shape=rf"{phrases.one_of('labels.before_agency')}*{{}}\b")
_OF_A_BOARD = phrases.printed("margins.of_a_board", shape=r"\b{}\b")
_OURS = re.compile(r"\b[A-Z]{2,8}[-/ ]20\d\d[-/ ]\d{3,6}\b", re.IGNORECASE)  # as `NSH-2026-001`, whatever asks for it
_MAY_HOLD_A_FIGURE = re.compile(r"\d|[^\x00-\x7f]")  # beyond ASCII there are figures that are none until folded
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_SHORT_YEAR = re.compile(r"(?<!\d)\d{1,2}[/.\-]\d{1,2}[/.\-]([0-4]\d)(?!\d)")


def reading(page: Page, *, file: str, forms: tuple[KnownForm, ...] = ()) -> Reading:
    """What `page` says, as a form: its kind, the referral in it, what is missing, left over and doubtful."""
    known = recognised(page, forms)
    page = page if known is None else _with_printed(page, known.printed)
    items = list(layout.items((*page.body, *page.notes)))
    wording = Wording(known.labels, known.sections) if known else Wording()
    found = list(entries(list(placed(items, wording.sections)), wording, latest=latest_of(page)))
    whole = gathered(found, margins.marking(page))
    whole = _without_own_reference(whole) if file in BODIES else whole
    asks = printed(page, items, opening=known is None and file not in BODIES)
    told = _told(fields(whole.referral), whole.unmapped)
    left = tuple(unclaimed(page, told, answered=_answered(whole), asks=asks))
    whole = replace(whole, unmapped=(*whole.unmapped, *left, *_in_doubt(page)))
    titles = margins.titles(page)
    verdict = kinds.judged(page, whole, titles=titles, known=known, in_mail=file in BODIES)
    # Only now: what may yet be printed says nothing of what kind of document it is.
    if verdict.shows:
        referral = _referenced(whole.referral, page)
        told |= _told(referral.referral.values(), left)
        left = tuple(written_among(page, told, asks=surely_printed(page, items)))
        beside = answered_in_margins(page, told | _told((), left))
        whole = replace(whole, referral=referral, unmapped=(*whole.unmapped, *left, *beside))
    identity = FormIdentity(
        id=known.id if known else kinds.family(page, items),
        title=margins.title(titles),
        edition=margins.edition(page, margins.title(titles)),
        process=verdict.process,
        outdated=outdated(asks),
    )
    return _reading(page, whole, file=file, verdict=verdict, identity=identity)


def _without_own_reference(whole: Gathered) -> Gathered:
    """What was gathered from a mail's own words, in which a bare `Ref` is the sender's, with it among what is left."""
    given = whole.referral.referral
    found = given.get("partnership_ref")
    if found is None or _OF_A_BOARD.search(found.label) or _OURS.search(found.raw):
        return whole
    rest = {name: each for name, each in given.items() if each is not found}
    aside = Unmapped(label=found.label, text=found.raw, source=found.source)
    return replace(
        whole,
        referral=replace(whole.referral, referral=rest),
        unmapped=(*whole.unmapped, *([aside] if found.raw else ())),
    )


def _referenced(referral: Referral, page: Page) -> Referral:
    """The referral with the partnership's reference from the page header, where the form itself asks for none."""
    reference = margins.reference(page)
    if reference is None or "partnership_ref" in referral.referral:
        return referral
    return replace(referral, referral={**referral.referral, "partnership_ref": reference})


def _in_doubt(page: Page) -> Iterator[Unmapped]:
    lines = in_lines(tuple(block for block in page.body if isinstance(block, Paragraph)))
    return (Unmapped(label="", text=line.text.strip(), source=line.source) for line in in_doubt(lines))


def _answered(whole: Gathered) -> set[str]:
    """The places whose words a field or what is left over holds."""
    return {each.source for each in fields(whole.referral) if each.raw} | {left.source for left in whole.unmapped}


def _told(fields: Iterable[Field], left: Iterable[Unmapped]) -> frozenset[str]:
    """Every word that fields and what is left over hold."""
    told = [text for each in fields for text in (each.raw, each.label)]
    return words_of([*told, *(text for each in left for text in (each.label, each.text))])


def _reading(page: Page, whole: Gathered, *, file: str, verdict: kinds.Judged, identity: FormIdentity) -> Reading:
    referral = whole.referral
    marked = referral.referral.get("protective_marking")
    is_form = verdict.kind is not FormKind.NOT_A_FORM
    wanted = verdict.kind in (FormKind.REFERRAL, FormKind.BLANK_FORM)
    return Reading(
        file=file,
        kind=verdict.kind,
        reason=verdict.reason,
        form=identity if is_form else None,
        referral=referral if is_form else None,
        missing=missing(referral, whole.unmapped) if wanted else (),
        unmapped=_left_over(whole, is_form=is_form) if verdict.shows else (),
        warnings=(*page.warnings, *whole.doubts, *checks.warnings(referral)) if is_form else page.warnings,
        case_ref=margins.case_ref(page),
        agency=_agency(page, whole) if verdict.kind is FormKind.AGENCY_RETURN else None,
        marking=str(marked.value) if marked is not None and marked.value else None,
    )


def _left_over(whole: Gathered, *, is_form: bool) -> tuple[Unmapped, ...]:
    """What no field holds; of a document that is no form, and so has no fields, its answers too."""
    answers = () if is_form else tuple(each for each in fields(whole.referral) if each.raw)
    return (*(Unmapped(label=each.label, text=each.raw, source=each.source) for each in answers), *whole.unmapped)


def _agency(page: Page, whole: Gathered) -> str | None:
    """The agency whose return it is: from the property we hid, from its own section, or from the form's answers."""
    told = margins.hidden(page, margins.AGENCY_PROPERTY)
    if told:
        return told
    named = next(filter(None, map(_named_agency, whole.summary)), None)
    if named is not None:
        return named
    given = whole.referral.referrer.get("agency")
    return str(given.value) if given is not None and given.value and not whole.summary else None


def _named_agency(entry: Entry) -> str | None:
    """The answer to `Name of your agency`, or None for another question or no answer."""
    ask = entry.asks
    if ask is None or ask.answer.state is not State.GIVEN or len(ask.label.split()) > 8:
        return None
    return ask.text.split("\n")[0] if _ASKS_AGENCY.match(ask.label) else None


def latest_of(page: Page) -> Latest:
    """The last year of which the document speaks, from which two-digit birth years are told, and the last whole day."""
    # Most lines hold no figure, and no date without one is looked for in them.
    lines = [line.text for line in page.lines if _MAY_HOLD_A_FIGURE.search(line.text)]
    text = "\n".join(lines)
    full = [int(found.group()) for found in _YEAR.finditer(text) if found.group() < "2080"]
    short = [2000 + int(found.group(1)) for found in _SHORT_YEAR.finditer(text)]
    days = [found.iso for line in lines for found in dates(line) if found.whole]
    return Latest(
        max([*full, *(year for year in short if year <= weights()["short_bound"])], default=None), max(days, default="")
    )


def _with_printed(page: Page, printed: frozenset[str]) -> Page:
    """The page with the lines that the blank form prints marked as prompts, so that none can be an answer."""
    return replace(page, body=tuple(_marked(block, printed) for block in page.body))


def _marked(block: Block, printed: frozenset[str]) -> Block:
    if isinstance(block, Table):
        cells = (replace(cell, blocks=tuple(_marked(inner, printed) for inner in cell.blocks)) for cell in block.cells)
        return replace(block, cells=tuple(cells))
    if line_key(block.text) not in printed or not block.text.strip() or choice((block,)) is not None:
        return block
    return replace(
        block, spans=tuple(Span(span.text, span.marks | {Mark.PLACEHOLDER}, span.iso) for span in block.spans)
    )
