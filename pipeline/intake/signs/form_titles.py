"""What a form's title says it is: a copy of the national notification, a briefing, a plea for a child's protection."""

from __future__ import annotations

from datetime import date

from pipeline.intake.signs.words import Saying, says
from pipeline.model import Reading
from pipeline.phrases import plain
from pipeline.written_day import day_within

_gives_the_day = Saying(words=("notification.day",), unless=("notification.not_the_day",))


def asks_for_protection(reading: Reading) -> bool:
    """Whether another service's form is one for a child in danger now (MARF, MASH, RF1, SAFER, LADO …)."""
    process = reading.form.process if reading.form else None
    named = " ".join(filter(None, (process, reading.title)))
    # A form of an unknown process may be one, and a glance costs little.
    return not named or says(named, "forms.live")


def notified_day(text: str, *, latest: date) -> date | None:
    """The day that a line on the notification gives, not after `latest`; never that of the incident or a birth."""
    days = map(day_within, filter(_gives_the_day, plain(text).splitlines()))
    return next((day for day in days if isinstance(day, date) and day <= latest), None)


def is_copy(form: Reading) -> bool:
    """Whether a referral is a copy of the national notification, which acts as one."""
    return says(form.title, "notification.title")


def is_briefing(form: Reading) -> bool:
    """Whether a referral is a Need to Know briefing, which acts as one."""
    return says(form.title, "notification.briefing")


def copied_day(form: Reading, *, latest: date) -> date | None:
    """The day on which a copy of the notification says that it was submitted."""
    lines = [f"{answer.label} {answer.raw}" for answer in form.understood.referral.values()]
    lines += [f"{rest.label} {rest.text}" for rest in form.unmapped]
    return notified_day("\n".join(" ".join(line.split()) for line in lines), latest=latest)
