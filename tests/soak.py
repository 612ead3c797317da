"""How often a property test draws: as often as the daily loop can bear, and many times more in `make soak`."""

import os

import pytest
from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("CASECLOCK_SOAK", "1"))

# For what is the same idea as a shorter test at a size that takes minutes.
alone = pytest.mark.skipif(TIMES == 1, reason="Minutes at this size; `make soak` tries it.")


def examples(number: int) -> settings:
    """`number` examples for each turn of the soak, of which the daily loop has one."""
    return settings(max_examples=number * TIMES)


def prepare() -> None:
    """Takes time out of all property tests: other tests run beside them, and a slow moment is no fault of the product."""
    unhurried = [*settings().suppress_health_check, HealthCheck.too_slow]
    settings.register_profile(
        "caseclock", settings(), deadline=None, max_examples=100 * TIMES, suppress_health_check=unhurried
    )
    settings.load_profile("caseclock")
