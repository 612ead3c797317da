"""Whether an address lies within a domain, which decides what may be sent to it and how far it is believed."""

import pytest

from pipeline.domains import domain_of, lies_in


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("lead@Council.Example", "council.example"),
        ("<20260302.1@mail.council.example>", "mail.council.example"),
        ('"a@b"@council.example', "council.example"),
        ("council.example", ""),
        ("", ""),
    ],
)
def test_the_domain_is_what_follows_the_last_at_sign(address: str, domain: str) -> None:
    assert domain_of(address) == domain


@pytest.mark.parametrize(
    ("domain", "lies"),
    [
        ("council.example", True),
        ("mail.council.example", True),
        ("evil-council.example", False),
        ("council.example.evil.example", False),
        ("example", False),
        ("", False),
    ],
)
@pytest.mark.parametrize("entered", ["council.example", "@council.example", " .Council.Example "])
def test_a_domain_lies_in_another_only_from_a_whole_label_on(domain: str, entered: str, *, lies: bool) -> None:
    assert lies_in(domain, (entered,)) == lies


def test_an_entry_left_empty_holds_nobody() -> None:
    assert not lies_in("", ("",)) and not lies_in("council.example", ("", "@"))
