"""Shows the shape of the tree in figures, and those of an older revision beside them: `python -m tests.shape [REVISION]`.

What counts as a branch is decided here and nowhere else; the architecture test holds its laws with the same functions.
"""

import ast
import io
import subprocess
import sys
import tarfile
import tokenize
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parent.parent
PACKAGES = ("pipeline", "parsers", "scheduler")
TESTS = "tests"

Function = ast.FunctionDef | ast.AsyncFunctionDef
ONE_BRANCH = (
    ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.IfExp, ast.Assert, ast.match_case,
)  # fmt: skip
LAYOUT = {tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER, tokenize.COMMENT}


# --- One file --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Module:
    """One Python file: its `path` in the tree, its text, and, parsed once, what the laws ask of it."""

    path: str
    text: str = field(repr=False)

    @property
    def name(self) -> str:
        return self.path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")

    @property
    def room(self) -> str:
        return str(PurePosixPath(self.path).parent)

    @property
    def is_product(self) -> bool:
        return self.path.startswith(tuple(f"{package}/" for package in PACKAGES))

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        return tuple(ast.walk(self.tree))

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, filename=self.path)

    @property
    def lines(self) -> int:
        return self.text.count("\n")

    @cached_property
    def functions(self) -> tuple[tuple[str, Function], ...]:
        """Every function with its name, that of a class or function around it before it: `Reader.page`."""
        return tuple(_functions(self.tree, ""))

    @property
    def public_classes(self) -> tuple[str, ...]:
        return tuple(n.name for n in self.nodes if isinstance(n, ast.ClassDef) and not n.name.startswith("_"))

    @cached_property
    def imports(self) -> tuple[str, ...]:
        """Every name that is imported, in full: `from a.b import c` is `a.b.c`."""
        found: list[str] = []
        for node in self.nodes:
            if isinstance(node, ast.Import):
                found += [alias.name for alias in node.names]
            if isinstance(node, ast.ImportFrom):
                found += [f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names]
        return tuple(found)

    @cached_property
    def code_lines(self) -> frozenset[int]:
        """The lines on which code stands: no blank line, comment or docstring."""
        standing: set[int] = set()
        for token in self._tokens:
            if token.type not in LAYOUT:
                standing.update(range(token.start[0], token.end[0] + 1))
        return frozenset(standing - self._docstring_lines)

    @property
    def comment_lines(self) -> int:
        return sum(token.type == tokenize.COMMENT for token in self._tokens)

    @property
    def function_lines(self) -> int:
        """How many lines of code stand in functions, each counted once."""
        inside: set[int] = set()
        for _, node in self.functions:
            inside.update(range(node.lineno, last_line(node) + 1))
        return len(inside & self.code_lines)

    @property
    def branches(self) -> int:
        return sum(branches(node) for _, node in self.functions)

    @cached_property
    def _tokens(self) -> tuple[tokenize.TokenInfo, ...]:
        return tuple(tokenize.generate_tokens(io.StringIO(self.text).readline))

    @property
    def _docstring_lines(self) -> set[int]:
        found: set[int] = set()
        for node in self.nodes:
            documented = isinstance(node, ast.Module | ast.ClassDef | Function)
            if documented and ast.get_docstring(node, clean=False) is not None:
                said = node.body[0]
                found.update(range(said.lineno, (said.end_lineno or said.lineno) + 1))
        return found


def _functions(node: ast.AST, around: str) -> Iterator[tuple[str, Function]]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, Function | ast.ClassDef):
            yield from _functions(child, around)
            continue
        name = f"{around}.{child.name}" if around else child.name
        if isinstance(child, Function):
            yield name, child
        yield from _functions(child, name)


def last_line(node: Function) -> int:
    return node.end_lineno or node.lineno


def branches(function: Function) -> int:
    """The ways through a function: one, and one more for each place where it parts; a function inside it counts apart."""
    ways = 1
    waiting = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        if isinstance(node, Function):
            continue
        ways += _parts(node)
        waiting.extend(ast.iter_child_nodes(node))
    return ways


def _parts(node: ast.AST) -> int:
    if isinstance(node, ONE_BRANCH):
        return 1
    if isinstance(node, ast.BoolOp):
        return len(node.values) - 1
    if isinstance(node, ast.comprehension):
        return 1 + len(node.ifs)
    return 0


# --- The tree, now and then ------------------------------------------------------------------------------------------


def modules_of(files: Mapping[str, str]) -> tuple[Module, ...]:
    return tuple(Module(path=path, text=files[path]) for path in sorted(files))


def modules_here(folders: Iterable[str] = (*PACKAGES, TESTS)) -> tuple[Module, ...]:
    """The Python files as they stand on the disk."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return modules_of({path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in found})


def modules_at(revision: str) -> tuple[Module, ...]:
    """The Python files as they stood at a `revision` of git."""
    packed = subprocess.run(["git", "archive", revision], cwd=ROOT, capture_output=True, check=True).stdout
    files: dict[str, str] = {}
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for member in archive:
            content = archive.extractfile(member)
            if content and member.name.endswith(".py") and member.name.startswith((*PACKAGES, TESTS)):
                files[member.name] = content.read().decode("utf-8")
    return modules_of(files)


# --- What is measured ------------------------------------------------------------------------------------------------


def files_a_folder(modules: Iterable[Module]) -> Counter[str]:
    return Counter(module.room for module in modules)


def shared(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """What is named more than once, with the places: from pairs of a name and where it stands."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    for name, place in pairs:
        places[name].append(place)
    return {name: standing for name, standing in sorted(places.items()) if len(standing) > 1}


def shared_file_names(modules: Iterable[Module]) -> dict[str, list[str]]:
    named = ((PurePosixPath(module.path).name, module.room) for module in modules)
    return shared((name, room) for name, room in named if name != "__init__.py")


def shared_class_names(modules: Iterable[Module]) -> dict[str, list[str]]:
    return shared((name, module.path) for module in modules for name in module.public_classes)


def arrows(modules: Iterable[Module]) -> dict[str, frozenset[str]]:
    """Which of the modules each one imports."""
    names = {module.name: module for module in modules}
    return {name: frozenset(_known(module.imports, names) - {name}) for name, module in names.items()}


def _known(imports: Iterable[str], names: Mapping[str, Module]) -> set[str]:
    found = {imported if imported in names else imported.rpartition(".")[0] for imported in imports}
    return found & names.keys()


def with_one_importer(modules: Iterable[Module]) -> list[str]:
    counted = Counter(imported for wanted in arrows(modules).values() for imported in wanted)
    return sorted(name for name, importers in counted.items() if importers == 1)


def longest_path(modules: Iterable[Module]) -> list[str]:
    """The longest chain of modules, each of which imports the next; an arrow back into the chain is not followed."""
    known = arrows(modules)
    longest: dict[str, list[str]] = {}
    open_: set[str] = set()

    def from_(name: str) -> list[str]:
        if name in longest:
            return longest[name]
        open_.add(name)
        onward = [from_(imported) for imported in sorted(known[name] - open_)]
        open_.discard(name)
        longest[name] = [name, *max(onward, key=len, default=[])]
        return longest[name]

    return max((from_(name) for name in sorted(known)), key=len, default=[])


def per(amount: int, lines: int, *, of: int) -> float:
    return round(of * amount / lines, 1) if lines else 0.0


# --- What is printed -------------------------------------------------------------------------------------------------

Figures = dict[str, float]


def figures(modules: tuple[Module, ...]) -> Figures:
    """The figures of the whole tree, by what they count."""
    product = [module for module in modules if module.is_product]
    folders = files_a_folder(product)
    code = sum(len(module.code_lines) for module in product)
    return {
        "product: lines": sum(module.lines for module in product),
        "product: lines of code": code,
        "product: files": len(product),
        "tests: lines": sum(module.lines for module in modules if not module.is_product),
        "folders with Python files": len(folders),
        "files in the fullest folder": max(folders.values(), default=0),
        "file names in several folders": len(shared_file_names(product)),
        "public class names used twice": len(shared_class_names(product)),
        "modules with exactly one importer": len(with_one_importer(product)),
        "modules on the longest import path": len(longest_path(product)),
        "functions with more than 12 branches": sum(branches(f) > 12 for m in product for _, f in m.functions),
        "branches in ten lines of functions": per(
            sum(module.branches for module in product), sum(module.function_lines for module in product), of=10
        ),
        "comment lines in a hundred of code": per(sum(module.comment_lines for module in product), code, of=100),
    }


def room_figures(modules: tuple[Module, ...]) -> dict[str, dict[str, float]]:
    """For each room of the product: files, branches in ten lines of functions, comments in a hundred lines of code."""
    rooms: defaultdict[str, list[Module]] = defaultdict(list)
    for module in modules:
        if module.is_product:
            rooms[module.room].append(module)
    return {
        room: {
            "files": len(inside),
            "branches": per(sum(m.branches for m in inside), sum(m.function_lines for m in inside), of=10),
            "comments": per(sum(m.comment_lines for m in inside), sum(len(m.code_lines) for m in inside), of=100),
        }
        for room, inside in sorted(rooms.items())
    }


def table(now: Figures, then: Figures | None) -> Iterator[str]:
    for name in sorted({*now, *(then or {})}, key=list({**now, **(then or {})}).index):
        before = f"{_said(then.get(name)):>10}" if then is not None else ""
        yield f"{name:44}{_said(now.get(name)):>10}{before}"


def _said(number: float | None) -> str:
    return "-" if number is None else f"{number:,}"


def report(modules: tuple[Module, ...], older: tuple[Module, ...] | None) -> Iterator[str]:
    """Every figure of the tree in lines of text, with the older one behind it."""
    yield f"{'':44}{'now':>10}{'then' if older is not None else '':>10}".rstrip()
    yield from table(figures(modules), figures(older) if older is not None else None)
    rooms, before = room_figures(modules), room_figures(older) if older is not None else None
    for measure, title in (
        ("files", "Files a folder"),
        ("branches", "Branches in ten lines of functions"),
        ("comments", "Comment lines in a hundred of code"),
    ):
        yield f"\n{title}"
        then = {room: each[measure] for room, each in before.items()} if before is not None else None
        yield from table({room: each[measure] for room, each in rooms.items()}, then)
    yield from named(tuple(module for module in modules if module.is_product))


def named(product: tuple[Module, ...]) -> Iterator[str]:
    """What the figures count, by name, as it is now."""
    yield "\nFile names in several folders"
    yield from (f"  {name}: {', '.join(rooms)}" for name, rooms in shared_file_names(product).items())
    yield "\nPublic class names used twice"
    yield from (f"  {name}: {', '.join(paths)}" for name, paths in shared_class_names(product).items())
    yield "\nModules with exactly one importer"
    yield from (f"  {name}" for name in with_one_importer(product))
    yield "\nThe longest import path"
    yield from (f"  {name}" for name in longest_path(product))


def main(revision: str = "") -> None:
    older = modules_at(revision) if revision else None
    print("\n".join(report(modules_here(), older)))


if __name__ == "__main__":
    main(*sys.argv[1:2])
