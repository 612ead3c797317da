"""The words in a form's answers by which something of its case is told (form_words.toml), as patterns."""

from __future__ import annotations

from pathlib import Path

from pipeline.phrases import Phrases

_WORDS = Phrases(Path(__file__).with_suffix(".toml"))


def says(name: str, text: str) -> bool:
    """Whether one of the phrases listed under `name` stands in `text`."""
    return bool(_WORDS.printed(f"answers.{name}").search(text))


def proceedings(text: str) -> tuple[str, ...]:
    """The kinds of proceedings beside a review that `text` names."""
    kinds = _WORDS.all()["parallel_processes"]
    return tuple(kind for kind in kinds if _WORDS.printed(f"parallel_processes.{kind}").search(text))
