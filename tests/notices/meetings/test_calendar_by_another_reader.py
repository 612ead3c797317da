"""Our calendar files as another library reads and validates them."""

import warnings
from datetime import UTC

import pytest

from pipeline.notices.meetings.invitation import deadlines_calendar, invitation
from pipeline.notices.samples.situations import first_morning
from tests.notices.build import office
from tests.notices.meetings.test_invitation import ASKED, NOW, OFFICE, meeting

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the library warns of its own future on import
    import vobject


@pytest.mark.parametrize(
    ("changes", "method", "status"),
    [
        ({}, "REQUEST", None),
        ({"sequence": 3, "place": "https://meet.example/room"}, "REQUEST", None),
        ({"sequence": 4, "cancelled": True}, "CANCEL", "CANCELLED"),
    ],
)
@pytest.mark.parametrize("start", ["2026-03-27T10:00", "2026-03-30T10:00", "2026-10-23T10:00", "2026-10-26T10:00"])
def test_a_request_an_update_and_a_cancellation_are_valid(
    changes: dict[str, object], method: str, status: str | None, start: str
) -> None:
    planned = meeting(start, **changes)
    calendar = vobject.readOne(invitation(planned, asked=ASKED, office=OFFICE, now=NOW).decode())
    assert calendar.validate(raiseException=True)
    event = calendar.vevent
    assert calendar.method.value == method
    assert (event.uid.value, int(event.sequence.value)) == (planned.uid, planned.sequence)
    assert event.dtstart.value.astimezone(UTC) == planned.start.astimezone(UTC)
    assert event.dtstart.value.hour == 10
    assert event.organizer.value.lower() == f"mailto:{OFFICE.address}"
    assert status is None or event.status.value == status


def test_the_calendar_of_duties_is_valid() -> None:
    given = first_morning(office())
    every = (entry for case in given.cases for entry in given.deadlines[case.ref])
    calendar = vobject.readOne(deadlines_calendar(every, office=office().office, now=NOW).decode())
    assert calendar.validate(raiseException=True)
    assert len(calendar.vevent_list) >= 1
