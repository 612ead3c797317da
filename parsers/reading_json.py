"""A reading as the JSON object that docs/interface.md promises."""

from __future__ import annotations

from typing import Any

from pipeline.model import Answers, Field, FormIdentity, FormKind, Reading, Referral, Unmapped


def as_json(reading: Reading) -> dict[str, Any]:
    """The object of one file; a container has `attachments` in the place of a form."""
    head = {"file": reading.file, "kind": reading.kind.value, "reason": reading.reason}
    if reading.kind is FormKind.CONTAINER:
        return {
            **head,
            "attachments": [as_json(each) for each in reading.attachments],
            "warnings": list(reading.warnings),
        }
    return {
        **head,
        "form": _form(reading.form) if reading.form else None,
        "referral": referral_json(reading.referral) if reading.referral else None,
        "missing": list(reading.missing),
        "unmapped": [_unmapped(each) for each in reading.unmapped],
        "warnings": [*reading.warnings, *(reading.form.outdated if reading.form else ())],
    }


def _form(form: FormIdentity) -> dict[str, Any]:
    named = {"id": form.id, "title": form.title, "edition": form.edition}
    return {**named, "process": form.process} if form.process else named


def referral_json(referral: Referral) -> dict[str, Any]:
    """The groups of fields of one form."""
    return {
        "referral": _answers(referral.referral),
        "incident": _answers(referral.incident),
        "children": [_answers(each) for each in referral.children],
        "referrer": _answers(referral.referrer),
        "safeguarding_lead": _answers(referral.safeguarding_lead),
        "family": [_answers(each) for each in referral.family],
        "agencies": [_answers(each) for each in referral.agencies],
        "chronology": [_answers(each) for each in referral.chronology],
    }


def _answers(answers: Answers) -> dict[str, Any]:
    return {name: _field(found) for name, found in answers.items()}


def _field(found: Field) -> dict[str, Any]:
    value = list(found.value) if isinstance(found.value, tuple) else found.value
    told = {"value": value, "raw": found.raw, "state": found.state.value, "label": found.label, "source": found.source}
    return told if found.confidence == "sure" else {**told, "confidence": found.confidence}


def _unmapped(each: Unmapped) -> dict[str, Any]:
    told = {"label": each.label, "text": each.text, "source": each.source}
    return {**told, "perhaps": each.perhaps} if each.perhaps else told
