"""What documents print (phrases.toml), as patterns that are blind to case."""

from pathlib import Path

from pipeline.phrases import Phrases

_OURS = Phrases(Path(__file__).with_name("phrases.toml"))
phrases, listed, one_of, printed = _OURS.all, _OURS.listed, _OURS.one_of, _OURS.printed
