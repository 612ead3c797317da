"""NHS numbers, held to their check digit."""

from __future__ import annotations

import re

_SHAPED = re.compile(r"(?<!\d)\d{3}[ \-.]*\d{3}[ \-.]*\d{4}(?!\d)")


def is_nhs_number(digits: str) -> bool:
    """Whether ten `digits` pass modulus 11 (NHS Data Dictionary); repeated digits pass the sum and are refused."""
    if not re.fullmatch(r"\d{10}", digits) or len(set(digits)) == 1:
        return False
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check != 10 and check % 11 == int(digits[9])


def nhs_number(text: str) -> str | None:
    """The first valid NHS number in `text` as ten digits, or None."""
    for found in _SHAPED.finditer(text):
        digits = re.sub(r"\D", "", found.group())
        if is_nhs_number(digits):
            return digits
    return None
