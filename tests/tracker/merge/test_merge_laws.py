"""Whatever the office and the passes do in whatever order, no edit of the office is lost."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tracker_sample import NOW, case, content, said

from pipeline.facts import CASE_FACTS, Case, Source, Value
from pipeline.tracker.merge.office_words import office_words
from pipeline.tracker.merge.patch import patched
from pipeline.tracker.merge.tables import tables
from pipeline.tracker.model import Base, OfficeWords, TrackerContent
from pipeline.tracker.new_workbook.create import workbook
from pipeline.tracker.workbook.book import book
from pipeline.tracker.workbook.cells import Put
from pipeline.tracker.workbook.package import written
from pipeline.tracker.workbook.rewritten_sheet import with_rows
from pipeline.tracker.workbook.values import value_of
from tests.soak import examples

pytestmark = pytest.mark.passes

CASES = (case(1, received=date(2026, 11, 2), child="A."), case(2, received=date(2026, 11, 3), child="B."))
START = replace(content(CASES, log=(), calendar=(), attention=()), ledgers={})
REFS = tuple(entry.ref for entry in CASES)
NAMES = {fact.header: fact for fact in CASE_FACTS}
TYPED = {
    "Sex": st.sampled_from(["male", "female", "not known", ""]),
    "Panel ref": st.text("abc=-'é<&\n ", max_size=6),
    "LA aware on": st.sampled_from(["2026-11-02", "2026-11-13", "", "next week", "31/02/2026"]),
    "Criteria met": st.sampled_from(["yes", "no", "", "perhaps"]),
    "Children": st.sampled_from(["1", "2", "", "many"]),
}
UNREADABLE = ("next week", "31/02/2026", "perhaps", "many")


@dataclass(frozen=True, kw_only=True)
class State:
    """The file, what was last written, what is known, and what the office typed last into each cell."""

    package: bytes
    base: Base
    known: TrackerContent
    typed: Mapping[tuple[str, str], str]


def office_types(state: State, ref: str, header: str, text: str) -> State:
    table = tables(state.package)["Cases"]
    number = next(row.row.number for row in table.rows if row.key == ref)
    of = book(state.package)
    plain = text.strip()
    if plain == shown_text(state.package, ref, header):
        return state  # nobody can tell that it was typed again
    kind = NAMES["Panel ref"].kind if plain in UNREADABLE else table.layout.headers[header].kind
    puts = {table.columns[header]: Put(plain, kind)}
    part = with_rows(table.place, cells={number: puts}, added={}, of=of)
    typed = {**state.typed, (ref, header): plain}
    if plain == state.base["Cases"][ref].get(header, ""):
        del typed[ref, header]  # it says again what was written or read, and so nobody can tell that it was typed
    return replace(state, package=written(of.package, {table.place.part: part}), typed=typed)


def form_says(state: State, ref: str, value: str) -> State:
    fact = said(ref, "sex", value)
    return replace(state, known=_with(state.known, {ref: (fact,)}))


def reads(state: State) -> State:
    words = office_words(state.package, state.base, cases=state.known.cases, now=NOW)
    facts = {ref: tuple(fact for fact in words.facts if fact.case_ref == ref) for ref in REFS}
    return replace(state, known=_with(state.known, facts), base=words.base)


def writes(state: State) -> State:
    package, base = patched(state.package, state.known, base=state.base)
    return replace(state, package=package, base=base)


def _with(known: TrackerContent, facts: Mapping[str, tuple[object, ...]]) -> TrackerContent:
    cases = tuple(replace(entry, facts=(*entry.facts, *facts.get(entry.ref, ()))) for entry in known.cases)  # type: ignore[arg-type]
    return replace(known, cases=cases)


def shown_text(package: bytes, ref: str, header: str) -> str:
    row = next(row for row in tables(package)["Cases"].rows if row.key == ref)
    return row.odd[header].shown if header in row.odd else row.texts.get(header, "")


def expected(header: str, text: str) -> Value:
    return None if not text or text in UNREADABLE else value_of(text, NAMES[header].kind)


edits = st.sampled_from(sorted(TYPED)).flatmap(
    lambda header: st.tuples(st.just("types"), st.sampled_from(REFS), st.just(header), TYPED[header])
)
forms = st.tuples(st.just("form"), st.sampled_from(REFS), st.just("Sex"), st.sampled_from(["male", "female", "other"]))
steps = st.one_of(edits, edits, forms, st.just(("reads",)), st.just(("writes",)), st.just(("pass",)))
PACKAGE, BASE = workbook(START)


def run(history: list[tuple[str, ...]]) -> State:
    state = State(package=PACKAGE, base=BASE, known=START, typed={})
    for step in history:
        if step[0] == "types":
            state = office_types(state, *step[1:])
        elif step[0] == "form":
            state = form_says(state, step[1], step[3])
        elif step[0] == "reads":
            state = reads(state)
        elif step[0] == "writes":
            state = writes(state)
        else:
            state = writes(reads(state))
    return writes(reads(state))


@examples(30)
@given(st.lists(steps, max_size=12))
def test_no_edit_is_lost_whatever_the_order(history: list[tuple[str, ...]]) -> None:
    state = run(history)
    for (ref, header), text in state.typed.items():
        found: Case = next(entry for entry in state.known.cases if entry.ref == ref)
        assert shown_text(state.package, ref, header) == text
        fact = found.fact(NAMES[header].name)
        assert (fact.value if fact else None) == expected(header, text), (ref, header, text)


@examples(15)
@given(st.lists(steps, max_size=8))
def test_a_second_pass_finds_nothing_and_writes_nothing(history: list[tuple[str, ...]]) -> None:
    state = run(history)
    words: OfficeWords = office_words(state.package, state.base, cases=state.known.cases, now=NOW)
    assert words.facts == ()
    assert words.log == ()
    assert patched(state.package, state.known, base=state.base)[0] is state.package
    assert {item.id for item in words.refusals} == {
        f"cell:Cases|{ref}|{header}" for (ref, header), text in state.typed.items() if text in UNREADABLE
    }


def test_a_word_is_seen_to_be_taken_back_even_where_the_file_is_again_as_it_was_written() -> None:
    state = run([("types", REFS[0], "Panel ref", "P-1"), ("reads",), ("types", REFS[0], "Panel ref", "")])
    assert state.known.cases[0].fact("panel_ref") is None


def test_a_word_that_agrees_with_a_form_is_the_offices_own_from_then_on() -> None:
    ref = REFS[0]
    state = run(
        [("form", ref, "Sex", "male"), ("types", ref, "Sex", "male"), ("reads",), ("form", ref, "Sex", "other")]
    )
    assert shown_text(state.package, ref, "Sex") == "male"
    state = run(
        [("form", ref, "Sex", "male"), ("types", ref, "Sex", "male"), ("writes",), ("form", ref, "Sex", "other")]
    )
    assert shown_text(state.package, ref, "Sex") == "male"


def test_the_last_word_of_the_office_stands_over_any_form() -> None:
    state = run([("types", REFS[0], "Sex", "male"), ("pass",), ("form", REFS[0], "Sex", "other"), ("pass",)])
    assert shown_text(state.package, REFS[0], "Sex") == "male"
    assert state.known.cases[0].fact("sex").source is Source.TRACKER  # type: ignore[union-attr]
