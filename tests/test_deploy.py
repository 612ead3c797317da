"""What is shipped for whoever runs it: a unit that may do no more than it must, as docs/operating.md says of it."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not here to rate the unit")
def test_the_unit_is_as_little_exposed_as_the_page_says() -> None:
    command = [
        "systemd-analyze",
        "security",
        "--offline=true",
        "--no-pager",
        str(ROOT / "deploy" / "caseclock.service"),
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"Overall exposure level for caseclock\.service: ([\d.]+)", said)
    promised = re.search(
        r"rates the unit's exposure at ([\d.]+)", (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    )
    assert found is not None
    assert promised is not None
    # Versions of systemd weigh a little differently.
    assert float(found[1]) <= float(promised[1]) + 0.3
