"""Every regular expression of the product takes no longer than its text is long, whatever the text is made of."""

import ast
import importlib
import re
import signal
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import FrameType

import pytest

from parsers.form.evidence.fit import LONGEST, fitting
from parsers.form.kind.editions import editions
from parsers.form.vocabulary.areas import LONGEST_LABEL, area_words
from parsers.form.vocabulary.labels import LONGEST_QUESTION
from parsers.form.vocabulary.words import words
from parsers.mail.phrases import pattern as of_mail
from parsers.values.names import LONGEST_NAMES
from pipeline.agency_names import _other_names
from pipeline.intake.signs.words import _lists
from pipeline.intake.signs.words import pattern as judged_by
from pipeline.phrases import Phrases
from pipeline.tracker.workbook.values import LONGEST_MOMENT
from tests import soak

ROOT = Path(__file__).parent.parent
FLAGS_AT = {"compile": 1, "search": 2, "match": 2, "fullmatch": 2, "findall": 2, "finditer": 2, "split": 3, "sub": 4}
RUNS = (
    *("\n", " ", "\t", "1", "a", "A", '"', "'", ",", ".", "-", "_", "(", ")", "[", "<", ">", ":", "@", "=", "&", ";"),
    *("/", "*", "a ", "a\n", "1 ", "\n ", "- ", "a.", "a-", "1/", "<a ", "<a>", '="', "the child is at home "),
)
MEGABYTE = 1_000_000
SHORT, LONG = 4_000, 128_000
MOST = 20  # seconds that a megabyte may take
A_CHARACTER = 1.2 / 64_000  # seconds that each may take, however the time grows

# Made from words that are at hand only where they are used; what they are made of, or why no stranger's text meets them.
ELSEWHERE = {
    "parsers/form/evidence/fit.py": "fit.toml, below",
    "parsers/form/kind/editions.py": "editions.toml, below",
    "parsers/form/vocabulary/areas.py": "areas.toml, below",
    "pipeline/phrases.py": "the lists of each file, below or in the modules that ask for them",
    "parsers/form/vocabulary/words.py": "labels.toml, below",
    "parsers/values/dates.py": "its module's own tuple",
    "pipeline/agency_names.py": "agency_names.toml, below",
    "pipeline/cases/answers/reading.py": "its words.toml, below",
    "pipeline/edges/erasure/belongings.py": "escaped references and checksums",
    "scheduler/retention/traces.py": "escaped references and words of the journal",
    "pipeline/intake/signs/reference.py": "typed by the office",
    "scheduler/guards/old_store.py": "the office's own prefix and bounded digits",
    "pipeline/intake/signs/words.py": "words.toml and harm.toml, below",
    "pipeline/intake/urgency/child_in_danger.py": "one escaped word of the settings",
    "pipeline/edges/sign_in/microsoft365.py": "the sign-in service's reply",
}
OF_THE_WORKBOOK = "pipeline/tracker/"  # what is made there with a prefix reads our own workbook's parts, never a mail's
# Patterns that see no more than so many characters, with the reason.
BOUNDED = {
    "parsers/values/names.py: _ALIAS": LONGEST_NAMES,  # a longer text is no name
    "parsers/values/names.py: _NICKNAME": LONGEST_NAMES,
    "pipeline/tracker/workbook/values.py: _DAY_AND_CLOCK": LONGEST_MOMENT,  # a longer cell is no moment
    "labels.toml": LONGEST_QUESTION,  # a longer label is no question
    "fit.toml": LONGEST,  # what an answer is like shows in its first lines
    "areas.toml": LONGEST_LABEL,  # a longer label or answer is none about an area
}


class TooSlow(Exception):
    """A pattern took more of the processor than its text is worth."""


def modules() -> Iterator[Path]:
    for package in ("parsers", "pipeline", "scheduler"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts and path.name != "__main__.py":
                yield path.relative_to(ROOT)


def called(nodes: list[ast.AST]) -> Iterator[ast.Call]:
    for node in nodes:
        func = node.func if isinstance(node, ast.Call) else None
        if isinstance(func, ast.Attribute) and func.attr in FLAGS_AT and ast.unparse(func.value) == "re":
            yield node


def held(value: object, depth: int = 0) -> Iterator[re.Pattern]:
    """The patterns in a module's value, however deep in dicts, sequences and our own values."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict) and depth < 6:
        yield from held(tuple(value.items()), depth + 1)
    elif isinstance(value, tuple | list | set | frozenset) and depth < 6:
        for each in value:
            yield from held(each, depth + 1)
    elif hasattr(type(value), "__dataclass_fields__") and depth < 6:
        yield from held([getattr(value, name) for name in type(value).__dataclass_fields__], depth + 1)


def methods(nodes: list[ast.AST]) -> Callable[[str], frozenset[str]]:
    """How a module uses its pattern of a name; search where that is not plain to see."""
    loads = Counter(node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load))
    asked: defaultdict[str, list[str]] = defaultdict(list)
    for node in nodes:
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            asked[node.value.id].append(node.attr)

    def used(name: str) -> frozenset[str]:
        found = {*asked[name]} & {*FLAGS_AT}
        return frozenset(found) if found and loads[name] == len(asked[name]) else frozenset({*found, "finditer"})

    return used


def patterns() -> Iterator[tuple[str, re.Pattern, frozenset[str]]]:
    """Where each pattern stands, the pattern, and how it is used."""
    for path in modules():
        module = importlib.import_module(".".join(path.with_suffix("").parts).removesuffix(".__init__"))
        nodes = [*ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8")))]
        used, local = (
            methods(nodes),
            {each for node in nodes if isinstance(node, ast.FunctionDef) for each in ast.walk(node)},
        )
        for name, value in vars(module).items():
            if not name.startswith("__"):
                uses = used(name) if isinstance(value, re.Pattern) else frozenset({"finditer"})
                yield from ((f"{path}: {name}", each, uses) for each in held(value))
        for call in called(nodes):
            how, where = (
                call.func.attr,
                f"{path}: {ast.unparse(call.func)}({ast.unparse(call.args[0])})".replace("re.", "", 1),
            )
            if how == "compile" and call not in local:
                continue
            try:
                made = eval(ast.unparse(call.args[0]), vars(module))
                given = next((word.value for word in call.keywords if word.arg == "flags"), None)
                given = call.args[FLAGS_AT[how]] if len(call.args) > FLAGS_AT[how] else given
                flags = eval(ast.unparse(given), vars(module)) if given else 0
            except NameError:
                assert str(path) in ELSEWHERE or where.startswith(OF_THE_WORKBOOK), (
                    f"nobody tries the pattern of {where}"
                )
                continue
            yield where, re.compile(made, flags), frozenset({"finditer" if how == "compile" else how})
    yield from made_of_lists()


def made_of_lists() -> Iterator[tuple[str, re.Pattern, frozenset[str]]]:
    made = [("agency_names.toml", each) for _, each in _other_names()]
    made += [(f"phrases.toml: {name}", of_mail(name)) for name in names_in("parsers/mail/phrases.toml")]
    made += [(f"{part}.{name}", judged_by(f"{part}.{name}")) for part, lists in _lists().items() for name in lists]
    for path in ("pipeline/cases/answers/words.toml", "pipeline/cases/areas.toml", "pipeline/cases/form_words.toml"):
        made += [(f"{path}: {name}", Phrases(ROOT / path).printed(name)) for name in names_in(path)]
    made += [("editions.toml", each) for each in held(editions())]
    made += [("labels.toml", each) for each in held(words())]
    made += [("areas.toml", each) for each in held(area_words())]
    made += [("fit.toml", each) for each in fitting()[0].values()]
    yield from ((where, each, frozenset({"finditer"})) for where, each in made)


def names_in(path: str) -> Iterator[str]:
    """The names of all lists of a file of phrases, those in a section with its name before theirs."""
    for name, told in Phrases(ROOT / path).all().items():
        yield from ([name] if isinstance(told, list) else (f"{name}.{each}" for each in told))


def seconds(pattern: re.Pattern, run: str, *, size: int, how: str, most: float) -> float:
    """The processor time that `pattern` takes over `size` characters of `run` with an end of another kind."""
    text: str | bytes = "x" + (run * (size // len(run) + 1))[:size] + "\u00b6x"
    text = text.encode("latin-1") if isinstance(pattern.pattern, bytes) else text
    armed = True

    def stop(number: int, frame: FrameType | None) -> None:
        if armed:
            raise TooSlow

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, most)
    start = time.thread_time()  # while the timer runs, the time of the whole process is told in ticks of milliseconds
    try:
        uses(pattern, how, text)
    except TooSlow:
        return most
    finally:
        armed = False
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return time.thread_time() - start


def uses(pattern: re.Pattern, how: str, text: str | bytes) -> None:
    # A pattern that is only matched at a text's beginning is tried there; without the `x` in front it may get further.
    if how in ("match", "fullmatch"):
        getattr(pattern, how)(text)
        getattr(pattern, how)(text[1:])
        return
    for _ in pattern.finditer(text):
        pass


@cache
def tried() -> tuple[tuple[str, re.Pattern, str], ...]:
    """Where each pattern stands, the pattern, and how it is tried, each pattern once."""
    every = {(each.pattern, each.flags, how): (where, each) for where, each, hows in patterns() for how in hows if how}
    anchored = ("match", "fullmatch")
    ways = [(where, each, "match" if key[2] in anchored else "finditer") for key, (where, each) in every.items()]
    return tuple({(each.pattern, each.flags, how): (where, each, how) for where, each, how in ways}.values())


def bound(where: str, size: int) -> int:
    return min(size, next((most for place, most in BOUNDED.items() if where.startswith(place)), size))


def slow(pattern: re.Pattern, run: str, *, where: str, how: str, size: int) -> bool:
    """Whether `pattern` is slow over `size` characters of `run`, or would take `MOST` seconds over a megabyte.

    A time that grows as the text does is four times as long over four times the text; what is more than that grows
    with the square of the text, or faster still.
    """
    longest = A_CHARACTER * size
    whole = seconds(pattern, run, size=bound(where, size), how=how, most=longest)
    squared = MOST * (size / MEGABYTE) ** 2
    if whole >= longest or whole < squared or bound(where, MEGABYTE) < MEGABYTE:
        return whole >= longest
    return whole - 4 * seconds(pattern, run, size=size // 4, how=how, most=longest) >= 0.75 * squared


def holds_up(pattern: re.Pattern, run: str, *, where: str, how: str) -> bool:
    """Whether `pattern` takes `MOST` seconds over a megabyte of `run`; smaller parts of it are tried first.

    A time that grows with the square of the text is there already a 4096th of the whole for a 64th of the text: what takes
    less than half of that cannot come to `MOST`, and is not tried with more.
    """
    return all(
        seconds(pattern, run, size=bound(where, MEGABYTE // part), how=how, most=MOST) >= least
        for part, least in ((64, MOST / 8192), (16, MOST / 512), (4, MOST / 32), (1, MOST))
    )


def test_the_patterns_are_found() -> None:
    assert len(tried()) > 450
    assert any("_LABELLED" in where for where, _, _ in tried())


@pytest.mark.parametrize(
    "slow_pattern, run",
    [
        (r"(?m)^\W*[a-z]+:", "\n"),
        (r"(a+)+:", "a"),
        (r"\s+(?:$|-)", " "),
        (r".*,.*,.*;", ","),
        (r"(?s)<a .*?</a>", "<a "),
    ],
)
def test_a_pattern_that_is_not_linear_is_seen(slow_pattern: str, run: str) -> None:
    assert slow(re.compile(slow_pattern), run, where="here", how="finditer", size=SHORT)
    assert not slow(re.compile("[a-z]:"), run, where="here", how="finditer", size=SHORT)


@pytest.mark.slow
def test_no_pattern_takes_longer_than_its_text_is_long() -> None:
    """One that seems to, since another program was in the way, is tried again, and over longer texts."""
    found = [
        f"{where} {how} {pattern.pattern[:60]!r} over {run!r}"
        for where, pattern, how in tried()
        for run in RUNS
        if all(slow(pattern, run, where=where, how=how, size=size) for size in (SHORT, SHORT, SHORT, LONG, LONG))
    ]
    assert found == []


@soak.alone
@pytest.mark.soaked
@pytest.mark.parametrize("run", RUNS, ids=repr)
def test_a_megabyte_of_one_kind_of_character_holds_up_no_pattern(run: str) -> None:
    held_up = [
        f"{where} {pattern.pattern[:60]!r}"
        for where, pattern, how in tried()
        if holds_up(pattern, run, where=where, how=how)
    ]
    assert held_up == []
