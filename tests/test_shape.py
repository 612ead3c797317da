"""The figures of the tree count what they say, and so do the laws that are held with them."""

import subprocess
from pathlib import Path

import pytest

from tests import shape
from tests.shape import Module, branches, modules_of


def one(text: str) -> Module:
    return Module(path="parsers/one.py", text=text)


@pytest.mark.parametrize(
    ("body", "ways"),
    [
        ("pass", 1),
        ("if a:\n  pass\n elif b:\n  pass\n else:\n  pass", 3),
        ("for a in b:\n  while c:\n   pass", 3),
        ("try:\n  pass\n except A:\n  pass\n except B:\n  pass", 3),
        ("return a if b else c", 2),
        ("return a and b and c or d", 4),
        ("return [a for a in b if a if b]", 4),
        ("return {a for b in c for a in b}", 3),
        ("match a:\n  case 1:\n   pass\n  case _:\n   pass", 3),
        ("assert a", 2),
        ("return sorted(a, key=lambda b: b or c)", 2),
        ("def inner():\n  return a or b\n return inner", 1),
    ],
)
def test_each_place_where_a_function_parts_is_a_branch(body: str, ways: int) -> None:
    name, function = one(f"def outer():\n {body}\n").functions[0]
    assert (name, branches(function)) == ("outer", ways)


def test_a_function_is_named_with_what_is_around_it() -> None:
    module = one("class Reader:\n def page(self):\n  def line(): pass\nif True:\n def late(): pass\n")
    assert [name for name, _ in module.functions] == ["Reader.page", "Reader.page.line", "late"]


def test_docstrings_comments_and_blank_lines_are_no_code() -> None:
    module = one(
        '"""What it is.\n\nAnd more."""\n\n# Why.\ndef f():\n    """That."""\n    return """a\nb"""  # here too\n'
    )
    assert (module.code_lines, module.comment_lines, module.function_lines) == ({6, 8, 9}, 2, 3)


def test_arrows_lead_from_the_importer_to_the_imported() -> None:
    modules = modules_of(
        {
            "pipeline/__init__.py": "",
            "pipeline/a.py": "from pipeline import b\nimport json",
            "pipeline/b.py": "from pipeline.c import d",
            "pipeline/c.py": "d = 1",
            "pipeline/e.py": "import pipeline.c\nfrom pipeline.a import x",
        }
    )
    assert shape.arrows(modules)["pipeline.a"] == {"pipeline.b"}
    assert shape.with_one_importer(modules) == ["pipeline.a", "pipeline.b"]
    assert shape.longest_path(modules) == ["pipeline.e", "pipeline.a", "pipeline.b", "pipeline.c"]


def test_what_is_named_twice_is_told_with_its_places() -> None:
    modules = modules_of(
        {"pipeline/a/x.py": "class Row: ...\nclass _Own: ...", "parsers/x.py": "class Row: ...\nclass _Own: ..."}
    )
    assert shape.shared_file_names(modules) == {"x.py": ["parsers", "pipeline/a"]}
    assert shape.shared_class_names(modules) == {"Row": ["parsers/x.py", "pipeline/a/x.py"]}


def test_an_older_revision_stands_beside_the_tree_of_today(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def git(*words: str) -> None:
        subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *words], cwd=tmp_path, check=True)

    (tmp_path / "parsers").mkdir()
    (tmp_path / "parsers" / "a.py").write_text("# One.\nx = 1\n")
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "-m", "One")
    (tmp_path / "parsers" / "b.py").write_text("y = 2\n")
    monkeypatch.setattr(shape, "ROOT", tmp_path)
    said = list(shape.report(shape.modules_here(), shape.modules_at("HEAD")))
    assert f"{'product: files':44}{2:>10}{1:>10}" in said
    assert f"{'parsers':44}{50.0:>10}{100.0:>10}" in said
