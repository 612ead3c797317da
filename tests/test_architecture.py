"""The house keeps its shape: which package may know which, how branched and how long a function may be, who reads a clock.

One test for each law; a test that fails names every place that breaks its law. What may break one stands in
`exceptions.toml` with the reason; an entry that is no longer needed fails too.
"""

import ast
import functools
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from tests.shape import (
    PACKAGES,
    Function,
    Module,
    branches,
    files_a_folder,
    last_line,
    modules_here,
    shared_class_names,
)

EXCEPTIONS: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("exceptions.toml").read_text(encoding="utf-8")
)
MOST_EXCEPTIONS = 10

MOST_BRANCHES = 12
MOST_FUNCTION_LINES = 40
MOST_MODULE_LINES = 500
MOST_FILES = 18  # what a person can look over at once in a list of files
MOST_PARAMETERS = 5
MOST_BY_POSITION = 2

# The values and rules at the root of the pipeline, which every room knows.
_ROOT = "model item_ids facts dates domains initials agency_names protective_marking shown_text phrases written_day"
ROOT = tuple(f"pipeline.{module}" for module in _ROOT.split())
# Which of our rooms each room may enter; the first entry that fits a module decides.
ARROWS = (
    ("pipeline.edges", ("pipeline",)),
    (
        "pipeline.tracker.workbook",  # knows no case, and not what a sheet says
        (
            "pipeline.tracker.workbook",
            "pipeline.model",
            "pipeline.errors",
            "pipeline.dates",
            "pipeline.shown_text",
            "pipeline.written_day",
        ),
    ),
    (
        "pipeline.tracker.content",  # knows nothing of what stands in the file
        (
            "pipeline.tracker.content",
            "pipeline.tracker.workbook",
            "pipeline.tracker.model",
            "pipeline.clock",
            "pipeline.facts",
            "pipeline.model",
            "pipeline.item_ids",
            "pipeline.dates",
            "pipeline.shown_text",
            "pipeline.today",  # the value that the first sheet shows
            "pipeline.today_screen",
        ),
    ),
    ("pipeline.cases", ("pipeline.cases", *ROOT)),
    ("pipeline.intake", ("pipeline.intake", "pipeline.cases", "pipeline.settings", *ROOT)),
    ("pipeline", ("pipeline",)),
    (
        "parsers",
        (
            "parsers",
            "pipeline.model",
            "pipeline.errors",
            "pipeline.protective_marking",
            "pipeline.phrases",
            "pipeline.written_day",
        ),
    ),
    ("scheduler", ("scheduler", "pipeline", "parsers")),
)
# The samples, and who may know them: nothing invented comes near a notice that is sent.
SAMPLES = "pipeline.notices.samples"
WHO_MAY_SAMPLE = (SAMPLES, "scheduler.check", "scheduler.commands.forms")
# Libraries that only some rooms may know.
KEPT_IN = {
    "imapclient": ("pipeline.edges",),
    "imaplib": ("pipeline.edges",),
    "smtplib": ("pipeline.edges",),
    "sqlalchemy": ("pipeline.edges",),
    "sqlite3": ("pipeline.edges",),
    "alembic": ("pipeline.edges",),
    "socket": ("pipeline.edges", "scheduler.demo"),
    "openpyxl": ("pipeline.tracker", "pipeline.edges.tracker_file", "parsers.readers.workbook"),
    "docx": ("parsers", "pipeline.notices"),
    "apscheduler": ("scheduler.worker", "scheduler.offices_worker"),
    "pymap": ("scheduler.demo",),
    "aiosmtpd": ("scheduler.demo",),
    "click": ("scheduler",),
    "rich": ("scheduler",),
    "icalendar": ("pipeline", "scheduler.demo"),
    "jinja2": ("pipeline.notices",),
}
CLOCKS = ("datetime.now", "datetime.utcnow", "date.today", "time.time")
# Names with an underscore that their libraries document for everybody: named tuples, SQLAlchemy's rows, lxml's types, os._exit.
DOCUMENTED = {"_replace", "_asdict", "_fields", "_make", "_mapping", "_Element", "_ElementTree", "_exit"}


# The rooms whose every phrase stands in a list of a file, one a line; and how one is told in their code.
LISTED = (
    "parsers.form",
    "parsers.values",
    "parsers.mail.boilerplate",
    "parsers.mail.own_words",
    "pipeline.cases.answers",
    "pipeline.cases.areas",
    "pipeline.intake.questions",
    "pipeline.intake.signs.remarks",
    "pipeline.intake.urgency",
)
# The rooms whose patterns alone do: they have sentences of their own, for people.
LISTED_PATTERNS = (
    "parsers.mail.delivery_report",
    "parsers.mail.images",
    "pipeline.cases",
    "pipeline.clock.duties",
    "pipeline.intake",
    "pipeline.tracker.merge.sentences",
    "pipeline.written_day",
)
GRAMMARS = (
    "pipeline.intake.signs.forwarders",
)  # its patterns are of a protocol (RFC 5321, trace fields), not of people
NAMES_OF_LISTS = ("one_of", "listed", "pattern")
PATTERN_CALLS = {f"re.{name}" for name in ("compile", "search", "match", "fullmatch", "sub", "split", "findall")}
PATTERNS_OF_LISTS = ("printed", "pattern")  # with a shape round the list
NO_WORD = re.compile(r"\\u[0-9a-f]{4}|\\.|\[[^\]]*\]|\(\?P?<[a-z]*[>=!]|\(\?[a-z]+[:)]|[a-z]\{")
WORD_OF_TEXT = re.compile(r"[A-Za-z]{2}")
WORDS_ALONE = re.compile(r"[A-Za-z' ]{2,}")
SEVERAL_WORDS = re.compile(r"[a-z']+(?: [a-z']+)+")
LOWERED, OF_A_HEADER = ".lower()", ".header("
# What a field holds, as docs/interface.md has it, and what an answer to a reminder says.
VALUES = {"in our area", "not done", "not applicable"}


Modules = tuple[Module, ...]


@functools.cache
def product() -> Modules:
    """Every module of the product, parsed once."""
    return modules_here(PACKAGES)


def within(module: str, room: str) -> bool:
    return module == room or module.startswith(room + ".")


def functions(modules: Modules) -> Iterator[tuple[str, Function]]:
    """Every function with its place as `exceptions.toml` writes it: `path:Class.function`."""
    for module in modules:
        for name, node in module.functions:
            yield f"{module.path}:{name}", node


# --- Who knows whom --------------------------------------------------------------------------------------------------


def wrong_ways(modules: Modules) -> Iterator[str]:
    for module in modules:
        allowed = next(rooms for room, rooms in ARROWS if within(module.name, room))
        is_pure = within(module.name, "pipeline") and not within(module.name, "pipeline.edges")
        for imported in module.imports:
            is_ours = imported.startswith(".") or imported.partition(".")[0] in PACKAGES
            outward = is_ours and not any(within(imported, room) for room in allowed)
            if outward or (is_pure and within(imported, "pipeline.edges")):
                yield f"{module.path} imports {imported}"


def strayed_samples(modules: Modules) -> Iterator[str]:
    for module in modules:
        for imported in module.imports:
            if within(imported, SAMPLES) and not any(within(module.name, room) for room in WHO_MAY_SAMPLE):
                yield f"{module.path} imports {imported}"


def strayed_libraries(modules: Modules) -> Iterator[str]:
    for module in modules:
        for imported in module.imports:
            rooms = KEPT_IN.get(imported.partition(".")[0], ())
            if rooms and not any(within(module.name, room) for room in rooms):
                yield f"{module.path} imports {imported}"


def trespasses(modules: Modules) -> Iterator[str]:
    ours = {name for module in modules for name in names_given(module)}
    for module in modules:
        for imported in module.imports:
            root, *inner = imported.split(".")
            if root not in PACKAGES and any(is_private(name) for name in inner):
                yield f"{module.path} imports {imported}"
        for node in module.nodes:
            if isinstance(node, ast.Attribute) and is_private(node.attr) and node.attr not in ours:
                yield f"{module.path} uses {node.attr}"


def names_given(module: Module) -> Iterator[str]:
    """The names that the module itself gives to something."""
    for node in module.nodes:
        if isinstance(node, Function | ast.ClassDef):
            yield node.name
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.id if isinstance(node, ast.Name) else node.attr


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name not in DOCUMENTED


def readings_of_a_clock(modules: Modules) -> Iterator[str]:
    for module in modules:
        if module.name == "pipeline.edges.clock":
            continue
        for node in module.nodes:
            if isinstance(node, ast.Call) and ast.unparse(node.func) in CLOCKS:
                yield f"{module.path} calls {ast.unparse(node.func)}"


# --- What forms print is data ----------------------------------------------------------------------------------------


def phrases_in_code(modules: Modules) -> Iterator[str]:
    """Words that forms print or people write, in a pattern, in a comparison, or as several words in small letters."""
    for module in (each for each in modules if each.name not in GRAMMARS):
        tellers = [tells for rooms, tells in TELLERS if any(within(module.name, room) for room in rooms)]
        for text in (text for tells in tellers for text in tells(module)):
            yield f"{module.path} says {text!r}"


def _patterns(module: Module) -> Iterator[str]:
    """The texts in calls that make or use a regular expression, without what is no word in one."""
    for node in module.nodes:
        called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        if called in PATTERN_CALLS or called.rpartition(".")[2] in PATTERNS_OF_LISTS:
            shapes = node.args[:1] if called in PATTERN_CALLS else [k.value for k in node.keywords]
            for text in (text for shape in shapes for text in _texts(shape)):
                if WORD_OF_TEXT.search(NO_WORD.sub(" ", text)):
                    yield text


def _compared(module: Module) -> Iterator[str]:
    """The texts that are compared with a text in small letters; what stands in a mail's header is nobody's language."""
    for node in module.nodes:
        text = ast.unparse(node) if isinstance(node, ast.Compare) else ""
        if LOWERED in text and OF_A_HEADER not in text:
            yield from filter(WORDS_ALONE.fullmatch, _texts(node))


def _said(module: Module) -> Iterator[str]:
    told = (node.value for node in module.nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return (text for text in told if SEVERAL_WORDS.fullmatch(text) and text not in VALUES)


def _texts(node: ast.AST) -> Iterator[str]:
    """The texts in an expression, those aside that name a list of phrases or an entry of a file."""
    if isinstance(node, ast.Subscript):
        return
    if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in NAMES_OF_LISTS:
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for child in ast.iter_child_nodes(node):
        yield from _texts(child)


TELLERS: tuple[tuple[tuple[str, ...], Callable[[Module], Iterator[str]]], ...] = (
    ((*LISTED, *LISTED_PATTERNS), _patterns),
    (LISTED, _compared),
    (LISTED, _said),
)


# --- How large and how branched --------------------------------------------------------------------------------------


def branched(modules: Modules) -> Iterator[str]:
    return (place for place, node in functions(modules) if branches(node) > MOST_BRANCHES)


def long_ones(modules: Modules) -> Iterator[str]:
    yield from (p for p, node in functions(modules) if last_line(node) - node.lineno + 1 > MOST_FUNCTION_LINES)
    yield from (module.path for module in modules if module.lines > MOST_MODULE_LINES)


def full_folders(modules: Modules) -> Iterator[str]:
    return (room for room, files in files_a_folder(modules).items() if files > MOST_FILES)


def demanding(modules: Modules) -> Iterator[str]:
    return (place for place, node in functions(modules) if asks_too_much(node))


def asks_too_much(function: Function) -> bool:
    """Click hands its parameters to a command by itself, and so may whatever decorates a function."""
    by_position = [p for p in (*function.args.posonlyargs, *function.args.args) if p.arg not in ("self", "cls")]
    everything = len(by_position) + len(function.args.kwonlyargs)
    return everything > MOST_PARAMETERS or (len(by_position) > MOST_BY_POSITION and not function.decorator_list)


def silent(modules: Modules) -> Iterator[str]:
    return (module.path for module in modules if not ast.get_docstring(module.tree))


LAWS: dict[str, Callable[[Modules], Iterable[str]]] = {
    "imports follow the arrows, and are absolute": wrong_ways,
    "only the preview and the check make samples": strayed_samples,
    "a library is known only in its rooms": strayed_libraries,
    "nothing private of a library is used": trespasses,
    "only the clock edge reads a clock": readings_of_a_clock,
    "what forms print is in a vocabulary": phrases_in_code,
    "a function has at most 12 branches": branched,
    "a function has at most 40 lines, a module 500": long_ones,
    "a folder holds at most 18 files": full_folders,
    "a public class name means one thing": shared_class_names,
    "parameters are five at most, and named from the third on": demanding,
    "every module says what it is": silent,
}


@pytest.mark.parametrize("law", LAWS)
def test_it_holds_that(law: str) -> None:
    found, excused = set(LAWS[law](product())), set(EXCEPTIONS.get(law, ()))
    said = [f"  broken: {fault}" for fault in sorted(found - excused)]
    said += [f"  mended, so take it off exceptions.toml: {fault}" for fault in sorted(excused - found)]
    if said:
        pytest.fail(f"{law}\n" + "\n".join(said), pytrace=False)


def test_every_exception_has_a_reason_and_they_are_few() -> None:
    reasons = [reason for law in EXCEPTIONS.values() for reason in law.values()]
    assert EXCEPTIONS.keys() <= LAWS.keys()
    assert len(reasons) <= MOST_EXCEPTIONS
    assert all(len(reason.split()) >= 5 for reason in reasons)
