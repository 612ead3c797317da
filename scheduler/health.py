"""The health record: how the last passes went, in a small file that anything may watch."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from pipeline.cases.taken_in import is_unsorted
from pipeline.clock.duties.tally import tally
from pipeline.clock.explain.state_words import STATE_WORDS
from pipeline.clock.model import DutyState
from pipeline.dates import london_date, long_date, long_time
from pipeline.edges.files import write_whole
from pipeline.edges.journal import Journal
from pipeline.edges.journal.columns import instant_text
from pipeline.today import TodaySection, today
from scheduler.office import ConfiguredOffice
from scheduler.report import PassReport
from scheduler.snapshot import Snapshot


def record_health(*, journal: Journal, report: PassReport, now: datetime) -> None:
    """Writes `health.json` beside the journal: when the pass ended, what it did and what a person must put right."""
    said: dict[str, object] = {
        "last_pass": instant_text(now),
        "last_good_pass": instant_text(now) if not report.faults else health(journal.folder).get("last_good_pass"),
        "counts": dict(report.counts),
        "faults": report.faults,
    }
    write_whole(journal.folder / "health.json", json.dumps(said, ensure_ascii=False, indent=1).encode())


def health(folder: Path) -> Mapping[str, object]:
    """What the last pass recorded, or nothing where there was none."""
    try:
        found = json.loads((folder / "health.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def status(office: ConfiguredOffice, journal: Journal, *, now: datetime) -> dict[str, object]:
    """The state of the whole office as of `now`: passes, queue, quarantine, cases, and days of calendar left."""
    record = health(journal.folder)
    snapshot = Snapshot(office, journal, now=now)
    cases, stands = snapshot.cases, tally(snapshot.running_ledgers)
    mails = journal.notices.all()
    counts = today(snapshot.situation()).counts
    calendar = snapshot.calendar
    left = calendar.days_left(london_date(now))
    return {
        "last_pass": record.get("last_pass"),
        "last_good_pass": record.get("last_good_pass"),
        "faults": record.get("faults", []),
        "mails": journal.mails.counts(),
        "queue": sum(mail.state in ("queued", "sending") for mail in mails),
        "refused": sum(mail.state == "refused" for mail in mails),
        "unclear": sum(mail.state == "unclear" for mail in mails),
        "needs_attention": counts[TodaySection.URGENT] + counts[TodaySection.WAITING],
        "urgent": counts[TodaySection.URGENT],
        "cases": {
            "open": len(snapshot.open_cases),
            "to_be_sorted": sum(map(is_unsorted, cases)),
            "all": len(cases),
        },
        "open_by_state": {state.value if state else "nothing_open": n for state, n in stands.open_cases.items()},
        "duties": {state.value: stands.duties[state] for state in DutyState},
        "to_do": stands.to_do,
        "questions": stands.questions,
        "today": {section.name.lower(): number for section, number in counts.items()},
        "calendar_ends": calendar.horizon.isoformat(),
        "calendar_days_left": left,
        "calendar_version": calendar.version,
        "calendar_runs_out": left < office.settings.clock.horizon_warning_days,
    }


def _by_state(counted: object) -> str:
    known = counted if isinstance(counted, dict) else {}
    named = {state.value: words.lower() for state, words in STATE_WORDS.items()} | {"nothing_open": "nothing open"}
    listed = [f"{number} {named.get(state, state)}" for state, number in known.items()]
    return f" (by the most pressing duty: {', '.join(listed)})" if listed else ""


def _duties(said: Mapping[str, object]) -> str:
    duties = said["duties"]
    known = duties if isinstance(duties, dict) else {}
    return (
        f"Duties: {known.get('overdue', 0)} overdue, {known.get('due', 0)} due, {said['to_do']} to do without a day; "
        f"questions that wait for an answer: {said['questions']}"
    )


def status_lines(said: Mapping[str, object]) -> tuple[str, ...]:
    """The state in sentences."""
    last = said["last_pass"]
    passed = long_time(datetime.fromisoformat(str(last))) if last else "never"
    cases = said["cases"]
    horizon = long_date(date.fromisoformat(str(said["calendar_ends"])))
    nag = ". It is running out: install a newer version" if said["calendar_runs_out"] else ""
    counted = cases if isinstance(cases, dict) else {}
    to_sort = f"; taken in and still to be sorted: {counted['to_be_sorted']}" if counted.get("to_be_sorted") else ""
    lines = (
        f"Last pass: {passed}",
        f"Open cases: {counted.get('open', 0)}{_by_state(said['open_by_state'])}{to_sort}",
        _duties(said),
        f"Waiting for a person: {said['needs_attention']} ({said['urgent']} urgent)",
        f"Mails waiting to go out: {said['queue']}; refused: {said['refused']}; "
        f"may or may not have arrived: {said['unclear']}",
        f"The calendar of bank holidays reaches {horizon} ({said['calendar_days_left']} days, version "
        f"{said['calendar_version']}){nag}.",
    )
    faults = said["faults"]
    return (*lines, *(f"To put right: {fault}" for fault in faults)) if isinstance(faults, list) else lines
