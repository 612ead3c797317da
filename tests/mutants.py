"""Small faults put into the statutory clock one at a time, each of which a test must notice.

Run by `make mutants`, or for one room or file `make mutants ROOM=count`. A mutant is one change of one expression: a comparison
turned, a number one more, a condition denied, an `and` for an `or`; or of one value in a file of the law or in the
decision table (`ROOM=law`, `ROOM=law/notify-panel`, `ROOM=law/applies`; see law_mutants.py). What survives is printed
with its place; a mutant that changes nothing anybody can see is listed in `EQUIVALENT` with the reason.
"""

import ast
import copy
import importlib.abc
import importlib.machinery
import importlib.util
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
CLOCK = ROOT / "pipeline" / "clock"
SECONDS = 180  # a mutant that never ends is noticed as well
TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
# `path:expression` of mutants that nobody can tell from the original, with the reason.
_NARROWED = "the state is that one just where the truth is there; the second half is for the types"
EQUIVALENT: dict[str, str] = {
    "pipeline/clock/duties/criteria.py:met == 'no' and is_decided_by_a_person(case) -> is_decided_by_a_person(case)": (
        "a decision is yes or no, and yes has returned"
    ),
    "pipeline/clock/duties/applies.py:0 -> 1": "one child or none is not several",
    "pipeline/clock/duties/applies.py:condition.fact in PROPOSED and (condition.fact not in facts.by or not value) -> "
    "condition.fact not in facts.by or not value": "no rule that ships has a condition on a fact of the office alone",
    "pipeline/clock/duties/deadlines.py:rule.on(day_zero(at)) or rule.versions[-1] -> rule.versions[-1]": (
        "the versions of every rule run from the same event"
    ),
    **{
        f"pipeline/clock/duties/state.py:state is DutyState.DONE and truths.done -> {other}": _NARROWED
        for other in ("state is DutyState.DONE or truths.done", "state is DutyState.DONE", "truths.done")
    },
    "pipeline/clock/duties/state.py:state is DutyState.STOPPED and truths.stopped -> state is DutyState.STOPPED": (
        _NARROWED
    ),
    "pipeline/clock/duties/state.py:state is DutyState.EXPECTED and isinstance(deadline, Deadline) -> "
    "state is DutyState.EXPECTED": _NARROWED,
    "pipeline/clock/duties/state.py:fact is None or not by_office(case, 'status') -> not by_office(case, 'status')": (
        "a fact that is not there is nobody's word"
    ),
    "pipeline/clock/duties/deadlines.py:rule.id == RuleId.RAPID_REVIEW and start.event in AWARENESS -> "
    "rule.id == RuleId.RAPID_REVIEW": "without a notification nothing but awareness starts it",
    "pipeline/clock/duties/applies.py:value or 'not so' -> value": "without a value it is a doubt, and no answer",
}


def changes(node: ast.AST) -> Iterator[ast.AST]:
    """The node with each small fault it can have."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in TURNED:
        yield ast.Compare(left=node.left, ops=[TURNED[type(node.ops[0])]()], comparators=node.comparators)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        other = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
        yield ast.BinOp(left=node.left, op=other, right=node.right)
    if isinstance(node, ast.Constant) and type(node.value) is int:
        yield ast.Constant(value=node.value + 1)
    if isinstance(node, ast.Constant) and type(node.value) is bool:
        yield ast.Constant(value=not node.value)
    if isinstance(node, ast.BoolOp):
        yield ast.BoolOp(op=ast.And() if isinstance(node.op, ast.Or) else ast.Or(), values=node.values)
        if len(node.values) == 2:
            yield from node.values
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    if isinstance(node, ast.IfExp):
        yield ast.IfExp(test=node.test, body=node.orelse, orelse=node.body)


def mutants(tree: ast.Module) -> Iterator[tuple[ast.Module, str]]:
    """Each mutant of a module with what was changed; types and decorators are left as they are: they count nothing."""
    left_out = set(_annotations_and_decorators(tree))
    for place, node in enumerate(ast.walk(tree)):
        if not isinstance(node, ast.expr) or node in left_out:
            continue
        for number, changed in enumerate(changes(node)):
            other = copy.deepcopy(tree)
            target = next(each for index, each in enumerate(ast.walk(other)) if index == place)
            replacement = list(changes(target))[number]
            _Replace(target, replacement).visit(other)
            ast.fix_missing_locations(other)
            yield other, f"{node.lineno}: {ast.unparse(node)} -> {ast.unparse(changed)}"


def _annotations_and_decorators(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        beside = [getattr(node, name, None) for name in ("annotation", "returns")]
        for each in (*beside, *getattr(node, "decorator_list", ())):
            yield from ast.walk(each) if each is not None else ()


class _Replace(ast.NodeTransformer):
    def __init__(self, target: ast.AST, replacement: ast.AST) -> None:
        self._target, self._replacement = target, replacement

    def visit(self, node: ast.AST) -> ast.AST:
        return self._replacement if node is self._target else self.generic_visit(node)


class _Mutated(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives one module from a changed tree and leaves every other as it is."""

    def __init__(self, name: str, tree: ast.Module, path: Path) -> None:
        self._name, self._tree, self._path = name, tree, path

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._name:
            return None
        return importlib.util.spec_from_file_location(fullname, self._path, loader=self)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self._tree, str(self._path), "exec"), module.__dict__)


def survives(
    prepare: Callable[[], None], tests: Sequence[str] = (), *, first: Callable[[], bool] | None = None
) -> bool:
    """Whether every test passes after `prepare`, in a process of its own; `first` may notice the mutant before them."""
    child = os.fork()
    if child == 0:
        signal.alarm(SECONDS)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        prepare()
        if first is not None and first():
            os._exit(1)
        paths = [str(ROOT / "tests" / "clock" / path) for path in tests or ("",)]
        os._exit(int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", *paths])))
    _, status = os.waitpid(child, 0)
    return os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0


def _noticed_by_the_rows() -> bool:
    # Imported in the mutant's own process, so that what it imports is the mutant.
    from tests import law_mutants

    return law_mutants.noticed_by_the_rows()


def _files(room: Path) -> Iterator[Path]:
    return iter([room]) if room.suffix else room.rglob("*.py")


def of_python(rooms: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Each mutant of the Python of the rooms by its place, and whether it survives."""
    if not survives(lambda: None):
        sys.exit("The tests of the clock fail by themselves, so no mutant can be judged.")
    for path in sorted(path for room in rooms or ("",) for path in _files(CLOCK / room)):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for tree, change in mutants(ast.parse(path.read_text(encoding="utf-8"))):
            if f"{path.relative_to(ROOT)}:{change.partition(': ')[2]}" not in EQUIVALENT:
                finder = _Mutated(name, tree, path)
                adopt = partial(sys.meta_path.insert, 0, finder)
                yield f"{path.relative_to(ROOT)}:{change}", survives(adopt, first=_noticed_by_the_rows)


def of_the_law(files: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Each mutant of the files of the law and of the decision table by its place, and whether it survives."""
    from tests import law_mutants

    if law_mutants.noticed_by_the_rows():
        sys.exit("The rows of tests/law fail by themselves, so no mutant can be judged.")
    for name, adopt in law_mutants.tried(files):
        yield name, survives(adopt, ("law_files", "duties"), first=law_mutants.noticed_by_the_rows)


def main(rooms: Sequence[str]) -> int:
    """Tries every mutant of the rooms and files named (all of the clock where none is); gives 1 where one survives."""
    tried = Counter[bool]()
    files = [room.removeprefix("law/") for room in rooms if room.startswith("law/")]
    python = [room for room in rooms if not room.startswith("law")]
    judged = [of_the_law(files)] if not rooms or "law" in rooms or files else []
    judged += [of_python(python)] if python or not rooms else []
    for place, alive in chain.from_iterable(judged):
        tried[alive] += 1
        if alive:
            print(f"survived  {place}", flush=True)
    print(f"{tried.total()} mutants tried, {tried[True]} survived", flush=True)
    return 1 if tried[True] else 0


if __name__ == "__main__":
    # Imported once here, so that no mutant's process imports it again; not what pytest must see first.
    import holidays  # noqa: F401
    import numpy as np  # noqa: F401
    import pydantic  # noqa: F401

    sys.exit(main(sys.argv[1:]))
