"""Protective markings: the highest that came in goes out."""

from __future__ import annotations

import pytest

from pipeline.notices.marking import highest


@pytest.mark.parametrize(
    ("markings", "expected"),
    [
        (("OFFICIAL", "OFFICIAL-SENSITIVE"), "OFFICIAL-SENSITIVE"),
        (("[OFFICIAL-SENSITIVE]", ""), "OFFICIAL-SENSITIVE"),
        (("OFFICIALSENSITIVE PERSONAL", "OFFICIAL SENSITIVE"), "OFFICIAL-SENSITIVE PERSONAL"),
        (("Official-Sensitive-Personal",), "OFFICIAL-SENSITIVE PERSONAL"),
        (("RESTRICTED", "PROTECT"), "RESTRICTED"),
        (("Confidential when completed", "OFFICIAL"), "CONFIDENTIAL WHEN COMPLETED"),
        (("SECRET", "OFFICIAL-SENSITIVE"), "SECRET"),
        (("COUNCIL USE", "OFFICIAL"), "COUNCIL USE"),
        (("COUNCIL USE", "OFFICIAL-SENSITIVE"), "OFFICIAL-SENSITIVE"),
        (("", "  "), ""),
        ((), ""),
    ],
)
def test_the_highest_marking_wins(markings: tuple[str, ...], expected: str) -> None:
    assert highest(*markings) == expected
