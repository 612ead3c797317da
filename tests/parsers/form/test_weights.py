"""Each weight and threshold of the reading has a document that is misread when it moves a little."""

import ast

import pytest

from tests.soak import alone
from tests.weights import ELSEWHERE, ROOT, SHOWN, VALUES, noticed, table, weighed, where_read

DOCUMENTS = weighed()


@pytest.mark.parametrize("weight", sorted({each.weight for each in DOCUMENTS}))
def test_a_document_is_read_as_expected_until_its_weight_moves(weight: str) -> None:
    own = [each for each in DOCUMENTS if each.weight == weight]
    assert [where_read(each) for each in own] == [each.reads for each in own]
    for by in {each.by for each in own}:
        assert {each.answer for each in own if each.by == by} <= set(noticed(weight, by))


def test_every_weight_has_a_document() -> None:
    assert {each.weight for each in DOCUMENTS} == VALUES.keys() - ELSEWHERE.keys()


@pytest.mark.soaked
@alone
def test_the_table_of_what_turns_on_each_weight_is_as_shown() -> None:
    assert table() == SHOWN.read_text(encoding="utf-8")


# Sizes beyond which nothing is looked at, what the law says, and what no sum reaches: they weigh nothing.
BOUNDS = {
    "LONGEST",
    "LONGEST_ANSWER",
    "LONGEST_LABEL",
    "LONGEST_QUESTION",
    "LONGEST_TITLE",
    "LOWEST",
    "MOST",
    "NEVER",
    "GROWN_UP",
}
WHOLE = {"SURELY"}  # the best fit that an answer can have


def _is_number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def test_every_number_with_a_name_in_the_reading_of_forms_is_a_weight_or_a_bound() -> None:
    named = {
        ast.unparse(node.targets[0])
        for path in (ROOT / "parsers" / "form").rglob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign) and any(map(_is_number, (node.value, *ast.iter_child_nodes(node.value))))
    }
    assert named <= BOUNDS | WHOLE
