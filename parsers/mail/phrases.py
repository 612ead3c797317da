"""The standing phrases of mail programs, servers and organisations (phrases.toml), as patterns."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.phrases import Phrases

_OURS = Phrases(Path(__file__).with_name("phrases.toml"))
one_of, printed = _OURS.one_of, _OURS.printed


def pattern(name: str) -> re.Pattern[str]:
    """As `printed`, each line of the text seen as a text of its own."""
    return printed(name, shape="(?m){}")
