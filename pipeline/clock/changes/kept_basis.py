"""What the dates rest on, as plain JSON and back, so that a later version can tell what has changed since."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter, ValidationError

from pipeline.clock.count.calendars import england_and_wales_as, published_list
from pipeline.clock.duties.rule_applied import Basis
from pipeline.clock.law_files.rules import law_from, law_texts
from pipeline.errors import RuleInvalid
from pipeline.settings import Clock, NonWorkingDay, Timetable

Json = dict[str, Any]
_DAYS = TypeAdapter(tuple[NonWorkingDay, ...])


def basis_json(basis: Basis, *, extra: tuple[NonWorkingDay, ...]) -> Json:
    """The shipped law and list of bank holidays with the office's days (`extra`) and choices."""
    return {
        "law": law_texts(),
        "holidays": published_list(),
        "extra": [day.model_dump(mode="json") for day in extra],
        "clock": basis.choices.model_dump(mode="json"),
        "timetable": basis.timetable.model_dump(mode="json"),
    }


def basis_of_json(said: Json) -> Basis | None:
    """The basis that `basis_json` gave, or None where this version can no longer read it."""
    try:
        return Basis(
            law=law_from(said["law"]),
            calendar=england_and_wales_as(said["holidays"], _DAYS.validate_json(json.dumps(said["extra"]))),
            choices=Clock.model_validate_json(json.dumps(said["clock"])),
            timetable=Timetable.model_validate_json(json.dumps(said["timetable"])),
        )
    except (RuleInvalid, ValidationError, KeyError, TypeError):
        return None
