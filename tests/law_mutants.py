"""Small faults in the files of the law and in the decision table: a day more, a value dropped, a row swapped."""

import copy
import json
import tomllib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from pipeline.clock.count.calendars import england_and_wales
from pipeline.clock.duties import applies
from pipeline.clock.law_files import rules
from tests.clock.conftest import ledger_of
from tests.clock.duties import test_decision_table, test_duties_in_words, test_timetable
from tests.clock.law_files import test_rule_cases, test_rules

CLOCK = Path(__file__).parents[1] / "pipeline" / "clock"
TABLE = CLOCK / "duties" / "applies.toml"
Table = dict[str, Any]
# The keys whose value is one of these words, and the words it may be taken for.
WORDS = {
    "unit": ("days", "working-days", "months", "years", "hours"),
    "force": ("statute", "statutory-guidance", "panel-guidance", "local", "other"),
    "owner": ("local-authority", "partners", "chair", "manager", "reviewer", "agency", "panel"),
    "kind": ("duty", "expected", "flag", "keep"),
    "record": ("decider", "decision", "criteria", "family"),
    "applies": ("yes", "no", "not_decided"),
}
# What stands only in words, and the addresses: read by people, and held by the tests of wording.
PROSE = ("citation", "title", "notes", "promptly", "edition", "because", "next", "case", "letter", "says", "id", "tell")
# `file:place: change` of mutants that nobody can tell from the original, with the reason.
_OWN_MONTHS = "how often progress is checked is the office's own choice (clock.progress_check_months)"
EQUIVALENT: dict[str, str] = {
    "law/progress-check.toml:version.0.span: 1 -> 2": _OWN_MONTHS,
    "law/progress-check.toml:version.0.span: 1 -> 0": _OWN_MONTHS,
    "law/progress-check.toml:version.0.unit: months -> years": _OWN_MONTHS,
}


def in_toml(table: Table) -> str:
    """A table as TOML."""
    return "\n".join(f"{key} = {_inline(value)}" for key, value in table.items())


def _inline(value: object) -> str:
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{json.dumps(key)} = {_inline(each)}' for key, each in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_inline, value))}]"
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def mutants(text: str) -> Iterator[tuple[str, str]]:
    """Each mutant of a file of TOML with what was changed."""
    table = tomllib.loads(text)
    for place, value in _walk(table, ()):
        for changed, what in _changes(place, value):
            other = copy.deepcopy(table)
            holder = other
            for key in place[:-1]:
                holder = holder[key]
            if changed is None:
                del holder[place[-1]]
            else:
                holder[place[-1]] = changed
            yield in_toml(other), f"{'.'.join(map(str, place))}: {what}"


def _walk(value: Any, place: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if place and place[-1] in PROSE:
        return
    if place:
        yield place, value
    keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield from _walk(value[key], (*place, key))


def _changes(place: tuple[Any, ...], value: Any) -> Iterator[tuple[Any, str]]:
    """A value with each small fault it can have; None where it is taken out."""
    key = place[-1]
    if isinstance(value, list):
        yield from _of_list(key, value)
    elif isinstance(key, int) and isinstance(value, dict):
        return  # taken out by its list
    elif isinstance(value, bool | dict) or key in ("direction", "rollover", "calendar"):
        yield None, "dropped"
    elif isinstance(value, int):
        yield from ((value + more, f"{value} -> {value + more}") for more in (1, -1))
    elif isinstance(value, date):
        yield from ((value + timedelta(more), f"{value} -> {value + timedelta(more)}") for more in (1, -1))
    elif value in WORDS.get(key, ()):
        words = WORDS[key]
        word = words[(words.index(value) + 1) % len(words)]
        yield word, f"{value} -> {word}"


def _of_list(key: Any, value: list[Any]) -> Iterator[tuple[Any, str]]:
    whole = isinstance(value[0], str)
    for number, each in enumerate(value):
        rest = [*value[:number], *value[number + 1 :]]
        what = json.dumps(each) if whole else f"number {number}"
        # A list of one is taken out whole, as the key is.
        yield rest or None, f"without {what}"
        if whole:
            yield [*value[:number], "not known", *value[number + 1 :]], f"{what} -> something else"
        elif number and "when" in each:
            before = value[number - 1]
            swapped = [before | {"when": each["when"]}, each | {"when": before["when"]}]
            yield (
                [*value[: number - 1], *swapped, *value[number + 1 :]],
                f"conditions of {number - 1} and {number} swapped",
            )


def tried(files: Sequence[str]) -> Iterator[tuple[str, Callable[[], None]]]:
    """Each mutant of the files that are named (all where none is) by its name, with what puts it in their place."""
    for path in (*sorted((CLOCK / "law").glob("*.toml")), TABLE):
        if files and path.stem not in files:
            continue
        for text, change in mutants(path.read_text(encoding="utf-8")):
            name = f"{path.relative_to(CLOCK)}:{change}"
            if name not in EQUIVALENT:
                yield name, partial(_adopt, path, text)


def _adopt(path: Path, text: str) -> None:
    if path == TABLE:
        table = TypeAdapter(applies.DecisionTable).validate_python(tomllib.loads(text))
        applies.decision_table = lambda: table  # type: ignore[assignment]
        test_decision_table.TABLE = table
        return
    texts = rules.law_texts() | {path.name: text}
    rules.law_texts = lambda: dict(texts)
    rules.law.cache_clear()


def noticed_by_the_rows() -> bool:
    """Whether a row of tests/law or the check of the decision table fails: in a moment, before the other tests run."""
    try:
        law = rules.law()
        test_rules.test_every_rule_rests_runs_and_ends_as_its_row_says(law)
        test_rules.test_the_editions_of_guidance_follow_each_other_without_a_gap(law)
        test_timetable.test_the_shipped_examples_stand_where_the_timetable_lacks_the_steps(law, england_and_wales())
        for row in test_rule_cases.ROWS:
            test_rule_cases.test_the_case_comes_out_as_written(row, law, england_and_wales())
        for row in test_duties_in_words.ROWS:
            test_duties_in_words.test_every_duty_stands_as_the_row_says(row, partial(ledger_of, law=law))
        table = applies.decision_table()
        return any((*test_decision_table.faults(table.section_16c), *test_decision_table.faults(table.row)))
    except BaseException:  # whatever comes of it, it is noticed
        return True
