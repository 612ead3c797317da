"""What a careful reader understands of a document, said shortly and written out in the shape of `caseclock read --json`."""

from __future__ import annotations

BLANK = {"value": None, "state": ["blank", "placeholder"]}
UNKNOWN = {"value": None, "state": "stated_unknown"}
ELSEWHERE = {"value": None, "state": "refers_elsewhere"}
UNPARSED = {"value": None, "state": "unparsed"}
ABSENT = "absent"


def has(*words) -> dict:
    """A field whose value or words hold each of `words`."""
    return {"value": {"contains": list(words) if len(words) > 1 else words[0]}, "state": "given"}


def one_of(*values) -> dict:
    """A field that a reader may fairly give any of `values`."""
    return {"value": {"any": list(values)}, "state": "given"}


def _field(said):
    if said == ABSENT or (isinstance(said, dict) and "value" in said):
        return said
    if isinstance(said, list):
        return {"value": [{"contains": s} for s in said], "state": "given"}
    return {"value": said, "state": "given"}


def _group(said):
    if isinstance(said, list):
        return [_group(each) for each in said]
    return {name: _field(value) for name, value in said.items()}


def expected(kind, *, missing=None, also=(), absent=(), kept=(), **groups) -> dict:
    """The expectation of one document; `kept` are words that must be somewhere in its reading, in a `raw` or unmapped."""
    said = {"kind": kind}
    said |= {"kind_also": list(also)} if also else {}
    said |= {"missing": list(missing)} if missing is not None else {}
    said |= {"absent": list(absent)} if absent else {}
    said |= {"kept": list(kept)} if kept else {}
    return said | {"referral": {name: _group(value) for name, value in groups.items()}}
