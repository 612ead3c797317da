"""How the whole office stands, for `caseclock status`: from the health record, and from the journal where it opens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from pipeline.cases.taken_in import is_unsorted
from pipeline.clock.duties.tally import tally
from pipeline.clock.explain.state_words import STATE_WORDS
from pipeline.clock.model import DutyState
from pipeline.dates import london_date, long_date, long_time
from pipeline.edges.journal import Journal
from pipeline.settings import Settings
from pipeline.today import TodaySection, today
from pipeline.watch.alarms import silence
from pipeline.watch.running_out import ends_of_secrets
from pipeline.watch.standing import fault_lines
from scheduler.office import ConfiguredOffice
from scheduler.snapshot import Snapshot
from scheduler.watch.record import HealthRecord, health


def watched(settings: Settings, *, now: datetime) -> dict[str, object]:
    """How passes went as of `now`, from the health record alone: there also when journal, law or templates are not."""
    record, day = health(settings.store.folder), london_date(now)
    needs = tuple(dict.fromkeys(_needs(record, settings, now=now)))
    good = record.last_good_pass
    secrets = {name: (end - day).days for name, end in ends_of_secrets(settings).items()}
    certificates = {name: (london_date(end) - day).days for name, end in record.certificates.items()}
    return {
        "well": not needs,
        "needs": list(needs),
        "last_pass": _text(record.last_pass),
        "last_pass_ended": record.ended,
        "last_pass_unchanged": record.unchanged,
        "last_good_pass": _text(good),
        "last_good_pass_minutes": None if good is None else int((now - good).total_seconds() // 60),
        "mailbox_read": _text(record.mailbox_read),
        "last_mail": _text(record.last_mail),
        "outgoing_met": _text(record.outgoing_met),
        "oldest_queued": _text(record.oldest_queued),
        "secrets_days_left": secrets,
        "certificates_days_left": certificates,
        "disk_free_megabytes": dict(record.disk_free_megabytes),
        "heartbeat": record.heartbeat,
        "faults": list(record.faults),
    }


def _needs(record: HealthRecord, settings: Settings, *, now: datetime) -> Iterator[str]:
    """Why a person is needed, a sentence each; none where all is well."""
    if record.last_pass is None:
        yield "There has been no pass yet: start `caseclock run`, or run `caseclock once`."
        return
    limit = timedelta(minutes=settings.alarm.good_pass_minutes)
    long_ago = silence(record.last_good_pass or record.not_good_since, (), now=now, limit=limit)
    yield from fault_lines((*((long_ago,) if long_ago else ()), *record.standing))
    said = " ".join(fault.why for fault in record.standing)
    yield from (fault for fault in record.faults if fault not in said)


def _text(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None


def status(office: ConfiguredOffice, journal: Journal, *, now: datetime) -> dict[str, object]:
    """The state of the whole office as of `now`: passes, queue, quarantine, cases, and days of calendar left."""
    snapshot = Snapshot(office, journal, now=now)
    cases, stands = snapshot.cases, tally(snapshot.running_ledgers)
    mails = journal.notices.all()
    counts = today(snapshot.situation()).counts
    calendar = snapshot.calendar
    left = calendar.days_left(london_date(now))
    return {
        **watched(office.settings, now=now),
        "mails": journal.mails.counts(),
        "queue": sum(mail.state in ("queued", "sending") for mail in mails),
        "refused": sum(mail.state == "refused" for mail in mails),
        "unclear": sum(mail.state == "unclear" for mail in mails),
        "needs_attention": sum(
            counts[section] for section in (TodaySection.URGENT, TodaySection.DOUBTFUL, TodaySection.WAITING)
        ),
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
    needs = said["needs"] if isinstance(said["needs"], list) else []
    first = ("All is well.",) if said["well"] else tuple(f"To put right: {need}" for need in needs)
    return (*first, *_pass_lines(said), *(_office_lines(said) if "cases" in said else ()))


def _pass_lines(said: Mapping[str, object]) -> Iterator[str]:
    last, good = _moment(said["last_pass"]), _moment(said["last_good_pass"])
    yield f"Last pass: {last}" if last == good else f"Last pass: {last}. Last good pass: {good}"
    yield f"Mailbox last read: {_moment(said['mailbox_read'])}. Last mail: {_moment(said['last_mail'])}"
    days = (f"{name} {left}" for name, left in _pairs(said["secrets_days_left"]))
    ends = (f"{name} {left}" for name, left in _pairs(said["certificates_days_left"]))
    yield f"Days left of secrets: {', '.join(days) or 'not said'}; of certificates: {', '.join(ends) or 'none seen'}"
    if said["heartbeat"]:
        yield f"The heartbeat was not taken: {said['heartbeat']}"


def _office_lines(said: Mapping[str, object]) -> Iterator[str]:
    cases = said["cases"]
    horizon = long_date(date.fromisoformat(str(said["calendar_ends"])))
    nag = ". It is running out: install a newer version" if said["calendar_runs_out"] else ""
    counted = cases if isinstance(cases, dict) else {}
    to_sort = f"; taken in and still to be sorted: {counted['to_be_sorted']}" if counted.get("to_be_sorted") else ""
    yield f"Open cases: {counted.get('open', 0)}{_by_state(said['open_by_state'])}{to_sort}"
    yield _duties(said)
    yield f"Waiting for a person: {said['needs_attention']} ({said['urgent']} urgent)"
    oldest = f" (the oldest since {_moment(said['oldest_queued'])})" if said["oldest_queued"] else ""
    yield (
        f"Mails waiting to go out: {said['queue']}{oldest}; refused: {said['refused']}; "
        f"may or may not have arrived: {said['unclear']}"
    )
    yield (
        f"The calendar of bank holidays reaches {horizon} ({said['calendar_days_left']} days, version "
        f"{said['calendar_version']}){nag}."
    )


def _pairs(known: object) -> tuple[tuple[str, object], ...]:
    return tuple(known.items()) if isinstance(known, dict) else ()


def _moment(text: object) -> str:
    return long_time(datetime.fromisoformat(str(text))) if text else "never"
