"""Word's old form fields, whatever file they are kept in: tick boxes, lists, and texts to be typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from parsers.page import Mark, Span
from parsers.readers.shared.tick_boxes import box

TEXT, BOX, LIST = 0, 1, 2
UNDEFINED = 25  # what a form field says as long as nobody chose (RTF 1.9.1, form fields)
_BLANK = " \u00a0\u2002\u2003\t"


@dataclass(kw_only=True, slots=True)
class FormField:
    """One open field; `kind` is that of a form field, or None for a link, a date and the like."""

    kind: int | None = None
    chosen: int = UNDEFINED
    standard: int = 0
    entries: list[str] = field(default_factory=list)
    prompt: str = ""

    def shown(self) -> Iterator[Span]:
        """What a box or list shows instead of its result; nothing for other fields."""
        if self.kind == BOX:
            yield box((self.standard if self.chosen == UNDEFINED else self.chosen) == 1)
        elif self.kind == LIST:
            is_chosen = self.chosen != UNDEFINED
            index = self.chosen if is_chosen else self.standard
            if 0 <= index < len(self.entries):
                yield Span(self.entries[index], frozenset({Mark.CONTROL if is_chosen else Mark.PLACEHOLDER}))

    @property
    def hides_result(self) -> bool:
        """Whether the result repeats what `shown` gives."""
        return self.kind in (BOX, LIST)

    def is_typed(self, text: str) -> bool:
        """Whether `text` in the result was typed by somebody: blanks and the maker's own words are not."""
        return self.kind == TEXT and bool(text.strip(_BLANK)) and text.strip(_BLANK) != self.prompt.strip(_BLANK)
