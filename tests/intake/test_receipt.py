"""A receipt number is found as people quote it, and joins the mail without saying who quotes it."""

import pytest

from pipeline.intake.signs.receipt import LETTERS, receipt, receipts_in


@pytest.mark.parametrize(
    "text",
    [
        "RE: [OFFICIAL-SENSITIVE] [R-7K3M-9QX2] We have received your message",
        "our receipt number r-7k3m-9qx2.",
        "R 7K3M 9QX2",
        "R\u20117K3M\u20139QX2",
    ],
)
def test_a_receipt_number_is_found_as_people_write_it(text: str) -> None:
    assert receipts_in(text) == ("R-7K3M-9QX2",)


@pytest.mark.parametrize(
    "text", ["R-7K3M-9QX", "R-7K3M-9QX22", "AR-7K3M-9QX2", "R-7K3O-9QX2", "R7K3M9QX2", "R-7K3M-9QX2-A", ""]
)
def test_what_is_no_receipt_number_is_not_taken_for_one(text: str) -> None:
    assert receipts_in(text) == ()


def test_a_mail_that_lists_numbers_is_not_looked_up_for_ever() -> None:
    listed = " ".join(receipt(f"{first}{second}{'7' * 6}") for first in LETTERS for second in LETTERS)
    assert len(receipts_in(listed)) == 20


def test_its_letters_are_not_taken_for_each_other() -> None:
    assert not set("01OIL5S8BZ2") & set(LETTERS) - {"2"}
