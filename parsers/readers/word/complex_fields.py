"""Word's complex fields: instructions go, results stay, and the boxes and lists of protected forms show their state.

A field runs from a `begin` over an optional `separate` to an `end`, across runs and paragraphs (ISO 29500-1, 17.16.18).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.page import Mark
from parsers.readers.word.flatten import MARK, VAL, Element, box_run, drop, is_on, text_run, value, w, whole

_BLANK = " \u00a0\u2002\u2003\u2007\u202f\t"


@dataclass(slots=True)
class _Open:
    """A field that has begun: its form settings, what stands in its instruction, the runs of its result."""

    form: Element | None
    unseen: list[Element] = field(default_factory=list)
    result: list[Element] = field(default_factory=list)
    in_result: bool = False


def settle_fields(root: Element) -> None:
    """Leaves of every field what a reader sees; a field that never ends keeps all its words."""
    open_fields: list[_Open] = []
    if next(root.iter(w("fldChar")), None) is None:
        return
    for run in list(root.iter(w("r"))):
        for child in list(run):
            if child.tag == w("fldChar"):
                _step(open_fields, child)
            elif open_fields and child.tag != w("rPr"):
                _note(open_fields, child)


def _note(open_fields: list[_Open], child: Element) -> None:
    """An instruction hides whatever stands in it, results of inner fields included (an IF asks about a MERGEFIELD)."""
    hiding = next((opened for opened in open_fields if not opened.in_result), None)
    if hiding is not None:
        hiding.unseen.append(child)
    else:
        open_fields[-1].result.append(child)


def _step(open_fields: list[_Open], mark: Element) -> None:
    kind = mark.get(w("fldCharType"))
    if kind == "begin":
        form = mark.find(w("ffData"))
        open_fields.append(_Open(form))
        _show_state(mark, form)
    elif open_fields and kind == "separate":
        _forget(open_fields[-1])
        open_fields[-1].in_result = True
    elif open_fields and kind == "end":
        _end(open_fields.pop())


def _forget(opened: _Open) -> None:
    drop(*opened.unseen)
    opened.unseen.clear()


def _end(opened: _Open) -> None:
    _forget(opened)
    if opened.form is None:
        return
    text_input = opened.form.find(w("textInput"))
    if text_input is None:
        drop(*opened.result)
    elif _is_filled(opened.result, text_input):
        for element in opened.result:
            run = element.getparent()
            if run is not None and run.get(MARK) is None:
                run.set(MARK, Mark.CONTROL.value)


def _is_filled(result: list[Element], text_input: Element) -> bool:
    """Whether somebody typed: five en spaces are the empty field, and the maker's default is nobody's answer."""
    words = "".join(element.text or "" for element in result).strip(_BLANK)
    return bool(words) and words != value(text_input, w("default")).strip(_BLANK)


def _show_state(mark: Element, form: Element | None) -> None:
    """Puts the box or the chosen entry of a form field before its begin, since Word keeps them only in its settings."""
    run = mark.getparent()
    if form is None or run is None:
        return
    box, choices = form.find(w("checkBox")), form.find(w("ddList"))
    if box is not None:
        checked = box.find(w("checked"))
        run.addprevious(box_run(is_on(checked if checked is not None else box.find(w("default")))))
    elif choices is not None:
        run.addprevious(_choice_run(choices))


def _choice_run(choices: Element) -> Element:
    """The chosen entry; without a result the first one shows because nobody chose, so it is a prompt."""
    entries = [entry.get(VAL) or "" for entry in choices.findall(w("listEntry"))]
    is_chosen = choices.find(w("result")) is not None
    index = whole(value(choices, w("result" if is_chosen else "default")), otherwise=0)
    run = text_run(entries[index] if 0 <= index < len(entries) else "")
    run.set(MARK, (Mark.CONTROL if is_chosen else Mark.PLACEHOLDER).value)
    return run
