"""The house keeps its shape: which package may know which, how long a module and a function may be, who reads a clock."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("pipeline", "parsers", "scheduler")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

# Which of our rooms each room may enter; the first entry that fits a module decides.
ARROWS = (
    ("pipeline.edges", ("pipeline",)),
    ("pipeline", ("pipeline",)),
    ("parsers", ("parsers", "pipeline.model", "pipeline.errors", "pipeline.protective_marking")),
    ("scheduler", ("scheduler", "pipeline", "parsers")),
)
# Libraries that only one room may know.
KEPT_IN = {
    "imapclient": "pipeline.edges",
    "imaplib": "pipeline.edges",
    "smtplib": "pipeline.edges",
    "sqlalchemy": "pipeline.edges",
    "sqlite3": "pipeline.edges",
    "alembic": "pipeline.edges",
    "socket": "pipeline.edges",
    "openpyxl": "pipeline.tracker",
    "docx": "parsers",
    "apscheduler": "scheduler.worker",
    "pymap": "scheduler.demo",
    "aiosmtpd": "scheduler.demo",
    "click": "scheduler",
    "rich": "scheduler",
    "icalendar": "pipeline",
    "jinja2": "pipeline.notices",
}
ALSO_IN = {
    "icalendar": ("scheduler.demo",),
    "openpyxl": ("pipeline.edges.tracker_file.file",),
    "docx": ("pipeline.notices",),
    "imapclient": (),
    "socket": ("scheduler.demo",),
}


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}: imports are absolute here"
            for alias in node.names:
                yield f"{node.module}.{alias.name}"


def within(module: str, room: str) -> bool:
    return module == room or module.startswith(room + ".")


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_import_follows_an_arrow(path: Path) -> None:
    module = name_of(path)
    allowed = next(rooms for room, rooms in ARROWS if within(module, room))
    for imported in imports_of(path):
        if imported.partition(".")[0] in PACKAGES:
            assert any(within(imported, room) for room in allowed), f"{module} must not know {imported}"
        if not within(module, "pipeline.edges") and within(module, "pipeline"):
            assert not within(imported, "pipeline.edges"), f"{module} is pure and must not know {imported}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_library_is_known_only_in_its_room(path: Path) -> None:
    module = name_of(path)
    for imported in imports_of(path):
        library = imported.partition(".")[0]
        if library in KEPT_IN:
            rooms = (KEPT_IN[library], *ALSO_IN.get(library, ()))
            assert any(within(module, room) for room in rooms), f"{module} must not know {library}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_clock_edge_reads_a_clock(path: Path) -> None:
    if name_of(path) == "pipeline.edges.clock":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            said = ast.unparse(node.func)
            assert said not in ("datetime.now", "datetime.utcnow", "date.today", "time.time"), f"{path}:{node.lineno}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_and_functions_stay_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 300, f"{path} is longer than 300 lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, FUNCTIONS):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            assert lines <= 40, f"{path}:{node.lineno} {node.name} has {lines} lines"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_from_the_third_parameter_on_they_are_named(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, FUNCTIONS):
            asked = [a.arg for a in (*node.args.posonlyargs, *node.args.args) if a.arg not in ("self", "cls")]
            decorated = bool(node.decorator_list)
            assert len(asked) <= 2 or decorated, f"{path}:{node.lineno} {node.name} takes {len(asked)} by position"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), f"{path} has no docstring"
