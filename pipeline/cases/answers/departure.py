"""Whether a mail says that somebody has left for good; being away for a while is no leaving."""

from __future__ import annotations

import re

from pipeline.cases.answers.reading import matches

READ = 2_000
"""So many characters are read: who has left says so first."""

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n\s*\n")


def says_that_they_left(words: str, *, name: str, is_automatic: bool) -> bool:
    """Whether `words` say that whoever was written to, called `name`, has left.

    A person who answers may speak of the child's school or of a colleague: of others than themselves they must name
    whom they mean. What a machine answers is about its owner, unless that is only away.
    """
    sentences = [" ".join(sentence.split()) for sentence in _SENTENCE.split(words[:READ].replace("’", "'"))]
    owners = is_automatic and not any(matches("only_away", sentence) for sentence in sentences)
    return any(
        matches("i_left", sentence) or (matches("they_left", sentence) and (owners or _names(name, sentence)))
        for sentence in sentences
    )


def _names(name: str, sentence: str) -> bool:
    """Whether a sentence names whom it is about: by a word of their name, or as the one that was written to."""
    words = {word.casefold() for word in re.findall(r"[^\W\d_]{3,}", name)}
    said = {word.casefold() for word in re.findall(r"[^\W\d_]{3,}", sentence)}
    return bool(words & said) or matches("addressee", sentence)
