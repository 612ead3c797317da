"""What a command does not load before it does anything, since a person or a schedule waits for it each time."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from office import FRIDAY, Office

from tests.shape import Function, Module, modules_here

FORM = Path(__file__).parent.parent / "forms" / "A01-classic-two-column.docx"
# Runs a command in a new interpreter and says which modules it loaded.
LOADED = """
import sys
from scheduler.cli import caseclock
try:
    caseclock(sys.argv[1:], standalone_mode=False)
except SystemExit:
    pass
print("\\n" + "\\n".join(sys.modules))
"""
# What the worker's forked passes begin with, and how many patterns a mail still has to wait for.
COMPILED = """
import json, scheduler.watch.loaded
from pipeline.intake.signs import words
from pipeline.notices.wording.templates import environment
before = words.pattern.cache_info().misses
words.says("A child is in hospital.", "danger.child", "harm.death")
packaged = environment(None)
later = words.pattern.cache_info().misses - before
print(json.dumps([packaged.list_templates(), [name for _, name in packaged.cache.keys()], later]))
"""
LIBRARIES = {"openpyxl", "docx", "lxml", "sqlalchemy", "jinja2", "icalendar", "imapclient", "apscheduler", "numpy"}
# What the room of a pass may load only for somebody else: to prove the set-up, or to end the command.
NOT_OF_A_PASS = (
    "scheduler.check",
    "scheduler.cli",
    "scheduler.worker",
    "scheduler.commands",
    "scheduler.demo",
    "parsers",
)

# Only an office whose journal lies on a server needs what speaks with it, and only an erasure that was cut off its end.
OF_FEW = {"pipeline.edges.journal.postgres_store", "scheduler.retention.erase"}


def loaded(*words: str, folder: Path) -> set[str]:
    told = subprocess.run(
        [sys.executable, "-c", LOADED, *words], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    assert told.returncode == 0, told.stderr
    return set(told.stdout.splitlines())


@pytest.mark.parametrize(
    ("words", "without"),
    [
        (("--help",), {*LIBRARIES, "pydantic", "rich", "parsers", "pipeline.clock", "pipeline.edges", "scheduler.office"}),
        (("due", "notify-panel", "--from", "2026-11-12"), {*LIBRARIES, "parsers", "pipeline.edges", "pipeline.intake"}),
        (("read", str(FORM)), {*LIBRARIES - {"lxml"}, "parsers.form.reading", "pipeline.intake", "pipeline.notices"}),
    ],
    ids=["--help", "due", "read"],
)  # fmt: skip
def test_a_command_does_not_load_what_it_does_not_use(
    words: tuple[str, ...], without: set[str], tmp_path: Path
) -> None:
    assert loaded(*words, folder=tmp_path) & without == set()


def test_a_pass_that_finds_everything_as_it_was_and_the_status_load_none_of_what_a_whole_pass_needs(
    office: Office,
) -> None:
    for minutes in (0, 5, 10):
        office.make_pass(FRIDAY + timedelta(minutes=minutes))
    later = (FRIDAY + timedelta(minutes=15)).isoformat()
    unused = {"openpyxl", "docx", "numpy", "jinja2", "icalendar", "rapidfuzz", "parsers", "pipeline.tracker.merge"}
    unused |= {"scheduler.whole_pass", "scheduler.steps", "scheduler.mails.one_mail", "pipeline.intake.decide"}
    assert loaded("once", "--now", later, folder=office.folder) & unused == set()
    assert loaded("status", "--now", later, folder=office.folder) & {*unused, "imapclient"} == set()


def test_a_whole_pass_without_mail_loads_nothing_that_reads_mails_or_makes_workbooks(office: Office) -> None:
    office.make_pass(FRIDAY)
    there = loaded("once", "--now", (FRIDAY + timedelta(minutes=5)).isoformat(), folder=office.folder)
    assert "scheduler.whole_pass" in there
    unused = {"docx", "pipeline.tracker.new_workbook.create", "parsers.form.reading", "parsers.whole_mail"}
    assert there & {*unused, "pipeline.intake.decide"} == set()


def test_what_a_pass_loads_on_demand_is_loaded_once_for_the_passes_of_a_worker() -> None:
    said = "import sys, scheduler.watch.loaded; print('\\n'.join(sys.modules))"
    there = set(subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True).stdout.split())
    ours = [module for module in modules_here(("pipeline", "parsers", "scheduler")) if module.name in there]
    assert len(ours) > 200
    on_demand = {
        (module.name, wanted)
        for module in ours
        if not module.name.startswith(NOT_OF_A_PASS)
        for wanted in imported_in_functions(module)
        if wanted.partition(".")[0] in ("pipeline", "parsers", "scheduler")
    }
    assert on_demand
    assert {(who, wanted) for who, wanted in on_demand if wanted not in there | OF_FEW} == set()


def test_templates_and_the_patterns_of_intake_are_compiled_once_for_the_passes_of_a_worker() -> None:
    said = subprocess.run([sys.executable, "-c", COMPILED], capture_output=True, text=True, timeout=60, check=True)
    templates, compiled, later = json.loads(said.stdout)
    assert len(templates) > 20
    assert (set(templates) - set(compiled), later) == (set(), 0)


def imported_in_functions(module: Module) -> Iterator[str]:
    for function in (node for node in module.nodes if isinstance(node, Function)):
        for node in ast.walk(function):
            if isinstance(node, ast.ImportFrom):
                yield str(node.module)
            elif isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
