"""What a form's title says it is: a copy of the national notification, a briefing, a plea for a child's protection."""

from __future__ import annotations

from datetime import date

from pipeline.intake.signs.words import plain, says
from pipeline.model import FormKind, Reading
from pipeline.written_day import day_within


def asks_for_protection(reading: Reading) -> bool:
    """Whether another service's form is one for a child in danger now (MARF, MASH, RF1, SAFER, LADO …)."""
    if reading.form is None or not (reading.form.process or reading.form.title):
        return True  # a form of an unknown process may be one, and a glance costs little
    return says(f"{reading.form.process or ''} {reading.form.title}", "forms.live")


def notified_day(text: str, *, latest: date) -> date | None:
    """The day that a line on the notification gives, not after `latest`; never that of the incident or a birth."""
    for line in plain(text).splitlines():
        if says(line, "notification.day") and not says(line, "notification.not_the_day"):
            found = day_within(line)
            if isinstance(found, date) and found <= latest:
                return found
    return None


def is_copy(form: Reading) -> bool:
    """Whether a form is a copy of the national notification, which acts as the referral."""
    return form.kind is FormKind.REFERRAL and form.form is not None and says(form.form.title, "notification.title")


def is_briefing(form: Reading) -> bool:
    """Whether a form is a Need to Know briefing, which acts as the referral."""
    return form.kind is FormKind.REFERRAL and form.form is not None and says(form.form.title, "notification.briefing")


def copied_day(form: Reading, *, latest: date) -> date | None:
    """The day on which a copy of the notification says that it was submitted."""
    answers = form.referral.referral.values() if form.referral else ()
    lines = [f"{answer.label} {answer.raw}" for answer in answers]
    lines += [f"{rest.label} {rest.text}" for rest in form.unmapped]
    return notified_day("\n".join(" ".join(line.split()) for line in lines), latest=latest)
