"""Protective markings: one table says how they are recognised and which is the highest."""

import pytest

from pipeline.protective_marking import begins_with_marking, highest_of, named_in


@pytest.mark.parametrize(
    ("markings", "expected"),
    [
        (("OFFICIAL", "OFFICIAL-SENSITIVE"), "OFFICIAL-SENSITIVE"),
        (("[OFFICIAL-SENSITIVE]", ""), "OFFICIAL-SENSITIVE"),
        (("OFFICIALSENSITIVE PERSONAL", "OFFICIAL SENSITIVE"), "OFFICIAL-SENSITIVE PERSONAL"),
        (("Official-Sensitive-Personal",), "OFFICIAL-SENSITIVE PERSONAL"),
        (("RESTRICTED", "PROTECT"), "RESTRICTED"),
        (("OFFICIAL-SENSITIVE PERSONAL", "CONFIDENTIAL"), "CONFIDENTIAL"),
        (("SECRET", "OFFICIAL-SENSITIVE"), "SECRET"),
        (("COUNCIL USE", "OFFICIAL"), "COUNCIL USE"),
        (("COUNCIL USE", "OFFICIAL-SENSITIVE"), "OFFICIAL-SENSITIVE"),
        (("", "  "), ""),
        ((), ""),
    ],
)
def test_the_highest_marking_wins(markings: tuple[str, ...], expected: str) -> None:
    assert highest_of(*markings) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[OFFICIAL - SENSITIVE - PERSONAL] x", ["OFFICIAL-SENSITIVE PERSONAL"]),
        ("OFFICIAL-SENSITIVE (PERSONAL)", ["OFFICIAL-SENSITIVE PERSONAL"]),
        ("RESTRICTED: x, and SECRET", ["RESTRICTED", "SECRET"]),
        ("TOP SECRET", ["TOP SECRET"]),
        ("an official complaint, in secret", []),
        ("UNOFFICIAL, CONFIDENTIALITY", []),
    ],
)
def test_a_marking_is_known_by_its_capitals(text: str, expected: list[str]) -> None:
    assert list(named_in(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "CONFIDENTIAL WHEN COMPLETED",
        "CONFIDENTIAL (when complete)",
        "OFFICIAL-SENSITIVE once completed",
        "OFFICIAL - SENSITIVE (PERSONAL) when completed",
        "PROTECT - PERSONAL WHEN COMPLETED",
        "RESTRICTED: ONCE THIS FORM HAS BEEN COMPLETED",
        "CONFIDENTIAL\nWhen filled in",
        "SECRET ON COMPLETION",
        "CONFIDENTIAL INFORMATION - WHEN COMPLETED",
    ],
)
def test_advice_about_a_form_is_printed_like_a_marking_and_is_none(text: str) -> None:
    assert begins_with_marking(text)
    assert list(named_in(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "CONFIDENTIAL",
        "CONFIDENTIAL. When completed, return it.",
        "CONFIDENTIAL when the police call",
        "SECRET complete",
    ],
)
def test_other_words_after_a_marking_leave_it_one(text: str) -> None:
    assert len(list(named_in(text))) == 1


def test_advice_beside_a_marking_leaves_the_marking() -> None:
    assert list(named_in("CONFIDENTIAL when completed; OFFICIAL-SENSITIVE")) == ["OFFICIAL-SENSITIVE"]
