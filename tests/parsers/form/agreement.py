"""Where a reading and an expectation differ: the meaning of the expectations is told in tests/corpus/README.md."""

import re
from collections.abc import Iterator
from typing import Any

UNTOUCHED = {None, "blank", "placeholder"}


def folded(value: object) -> str:
    """A value without case, kinds of quote and dash, titles of people and outer signs."""
    text = re.sub("[\u2010-\u2015]", "-", re.sub("[\u2018\u2019]", "'", str(value)).casefold())
    return re.sub(r"\s+", " ", re.sub(r"\b(dr|mr|mrs|ms|miss|prof)\.?\s+", "", text)).strip(" .,;:")


def agrees(want: Any, value: Any, raw: str) -> bool:
    """Whether a value is what was expected."""
    if isinstance(want, dict) and "any" in want:
        return any(agrees(each, value, raw) for each in want["any"])
    if want is None or value is None:
        return want is value
    if isinstance(want, dict):
        parts = [want["contains"]] if isinstance(want["contains"], str) else want["contains"]
        return all(folded(part) in f"{folded(value)} {folded(raw)}" for part in parts)
    if isinstance(want, list):
        values = value if isinstance(value, list) else [value]
        return len(want) == len(values) and all(agrees(w, v, "") for w, v in zip(want, values, strict=True))
    return folded(want) == folded(value)


def expected(tree: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any]]]:
    """Every field that an expectation lists, with its path."""
    if tree == "absent":
        yield path, {"value": None}
    elif isinstance(tree, dict) and tree.keys() & {"state", "value"}:
        yield path, tree
    elif isinstance(tree, dict | list):
        for key, inner in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from expected(inner, (*path, key))


def at(tree: Any, path: tuple[str | int, ...]) -> dict[str, Any]:
    """The field at `path` of a reading, empty if the form does not ask it."""
    for key in path:
        members = dict(enumerate(tree)) if isinstance(tree, list) else tree or {}
        tree = members.get(key, {})
    return tree or {}


def steps(path: str) -> tuple[str | int, ...]:
    """A written path (`children[0].name`) as the steps to its field."""
    return tuple(int(step) if step.isdigit() else step for step in re.findall(r"\w+", path))


def differences(want: dict[str, Any], got: dict[str, Any]) -> list[str]:
    """Every point in which a reading (as JSON) is not what was expected."""
    if "attachments" in want and got.get("attachments"):
        return [d for w, g in zip(want["attachments"], got["attachments"], strict=False) for d in differences(w, g)]
    found = [] if got["kind"] in (want["kind"], *want.get("kind_also", ())) else [f"kind {got['kind']}"]
    tree = got.get("referral") or {}
    for path, said in expected(want.get("referral", {})):
        field = at(tree, path)
        states = said.get("state", [])
        states = set(states) if isinstance(states, list) else {states}
        state = field.get("state")
        fits = not states or state in states or (state in UNTOUCHED and bool(states & UNTOUCHED))
        if ("value" in said and not agrees(said["value"], field.get("value"), field.get("raw", ""))) or not fits:
            found.append(f"{path}: {field.get('value')!r} ({state}), not {said}")
    for group in ("children", "family", "agencies"):
        listed = want.get("referral", {}).get(group)
        if isinstance(listed, list) and len(tree.get(group) or []) > len(listed):
            found.append(f"{group}: more than there are")
    if "missing" in want and set(want["missing"]) != set(got["missing"]):
        found.append(f"missing {got['missing']}")
    for path in want.get("absent", ()):
        found += [f"{path}: must have no value"] if at(tree, steps(path)).get("value") is not None else []
    found += [f"lost: {word}" for word in want.get("kept", ()) if folded(word) not in _told(got)]
    return found


def _told(got: dict[str, Any]) -> str:
    """Everything that a reading holds in the person's own words."""
    raws = [field["raw"] for _, field in expected(got.get("referral") or {})]
    return folded(
        " ".join(
            [*raws, *(u["text"] for u in got.get("unmapped") or []), *(u["label"] for u in got.get("unmapped") or [])]
        )
    )
