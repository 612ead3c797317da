"""What fails on one case alone: told from what the world and the set-up raise, and kept from stopping the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pipeline.errors import CaseclockError, RuleInvalid, TemplateInvalid
from pipeline.facts import Case

Made = TypeVar("Made")
Cases = tuple[Case, ...]


def is_of_a_case(fault: Exception) -> bool:
    """Whether `fault` may lie in the values of one case; what the world or the set-up raises stops the step."""
    if isinstance(fault, RuleInvalid | TemplateInvalid):
        return True
    return not isinstance(fault, CaseclockError | OSError | MemoryError)


def without_failing(cases: Cases, make: Callable[[Cases], Made]) -> tuple[Made, Cases]:
    """What `make` gives of `cases`, and those that had to be left out, since it fails on each of them alone.

    Raises what `make` raises where that is no case's fault, or no single case's.
    """
    try:
        return make(cases), ()
    except Exception as fault:
        if not is_of_a_case(fault):
            raise
        failing = tuple(case for case in cases if _fails(make, case))
        if not failing:
            raise
    return make(tuple(case for case in cases if case not in failing)), failing


def _fails(make: Callable[[Cases], Made], case: Case) -> bool:
    try:
        make((case,))
    except Exception as fault:
        if not is_of_a_case(fault):
            raise
        return True
    return False
