"""What the national form was sent as: a serious incident, or only the death of a looked-after child or care leaver."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pipeline.facts import NOTIFIED_AS, Case, Source


class Notification(StrEnum):
    """What was notified; `not said` only where it makes a difference."""

    NONE = "no"
    SERIOUS_INCIDENT = "serious incident"
    DEATH_ALONE = "death alone"
    NOT_SAID = "not said"


def notification(case: Case) -> Notification:
    """What was notified of `case`, by what the office entered under Notified Panel on and Notified as."""
    fact, sent, said = case.fact("notified_panel"), case.day("notified_panel"), case.text("notified_as")
    # What a form or a mail says of a notification is to be confirmed, and decides nothing until then.
    if fact is None or sent is None or fact.source in (Source.FORM, Source.MAIL):
        return Notification.NONE
    if said:
        return Notification.DEATH_ALONE if said == NOTIFIED_AS[1] else Notification.SERIOUS_INCIDENT
    return Notification.NOT_SAID if _may_be_of_a_death_alone(case, sent) else Notification.SERIOUS_INCIDENT


def _may_be_of_a_death_alone(case: Case, sent: date) -> bool:
    # One form serves two duties (gov.uk, "Report the death or serious harm of a child or care leaver"). What was sent
    # on or after the day on which the criteria were found to be met was sent because of them.
    decided = case.day("criteria_decided")
    if case.text("criteria_met") == "yes" and decided is not None and sent >= decided:
        return False
    if case.text("outcome") not in ("died", ""):
        return False
    return case.text("looked_after") != "no" or case.text("care_leaver") == "yes"
