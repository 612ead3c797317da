"""What each row of each sheet is to say: the content as canonical text, by sheet, row key and header."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache

from pipeline.clock.duties.actions import RULE as ACTION_PLAN
from pipeline.clock.duties.ledger import Ledger
from pipeline.clock.duties.missing_evidence import referral_lag
from pipeline.clock.explain.in_words import cell_note
from pipeline.clock.explain.state_words import state_words
from pipeline.clock.explain.tasks_in_words import called_for, task_note
from pipeline.clock.model import Deadline, DutyState, RuleId, Task
from pipeline.dates import london_date
from pipeline.facts import (
    ACTION_FACTS,
    AGENCY_FACTS,
    CASE_FACTS,
    DEADLINE_FACTS,
    DECISION_FACTS,
    FACT_NAMES,
    STATUSES,
    Case,
    duty_subject,
)
from pipeline.item_ids import ItemKind, item_id
from pipeline.model import Attention, LogEntry
from pipeline.shown_text import clean
from pipeline.tracker.content import colours
from pipeline.tracker.content.case_texts import CaseTexts, Rows, Texts, by_header, case_texts, headers, without_blanks
from pipeline.tracker.content.colours import WorkingDays
from pipeline.tracker.content.layout import AGENCIES, CASE_DUTIES, joined_key
from pipeline.tracker.content.next_duty import next_duty
from pipeline.tracker.content.stages import stage
from pipeline.tracker.model import AgencyProgress, TrackerContent
from pipeline.tracker.workbook.values import canonical

FORM_LINK = "Open the form"
MAIL_LINK = "Open the mail"
TO_BE_SORTED = "To be sorted: choose a Status"

iso = lru_cache(maxsize=8192)(date.isoformat)  # the same days stand in thousands of rows

TextsByCase = Mapping[str, CaseTexts]


def rows(content: TrackerContent) -> Rows:
    """Every row that `content` asks for; empty cells are absent."""
    days = colours.working_days(london_date(content.now), (day.date for day in content.calendar))
    texts = {case.ref: case_texts(case) for case in content.cases}
    return {
        "Cases": {case.ref: _case_row(case, texts[case.ref], content=content, days=days) for case in content.cases},
        "Deadlines": dict(_duty_rows(content, texts, days=days)),
        "Agencies": dict(_agency_rows(content, texts, days=days)),
        "Decisions": {case.ref: _decision_row(case, texts[case.ref], content=content) for case in content.cases},
        "Actions": dict(_action_rows(content, texts, days=days)),
        "Needs attention": {
            canonical(item.id): _attention_row(item, answer=content.answered.get(item.id, ""))
            for item in sorted(
                content.attention, key=lambda item: not item.urgent
            )  # then in the order in which it came
            if not item.resolved
        },
        "Contacts": dict(_contact_rows(content)),
        "Log": dict(_log_rows(content)),
        "Calendar": dict(_calendar_rows(content)),
    }


_CASE_HEADERS = tuple((fact.name, fact.header) for fact in CASE_FACTS if fact.name != "form")
_DEADLINE_HEADERS = headers(DEADLINE_FACTS)
_AGENCY_HEADERS = headers(AGENCY_FACTS)
_DECISION_HEADERS = headers(DECISION_FACTS)
_ACTION_HEADERS = headers(ACTION_FACTS)
_ACTION_NAMES = frozenset(fact.name for fact in ACTION_FACTS)


def _case_row(case: Case, texts: CaseTexts, *, content: TrackerContent, days: WorkingDays) -> dict[str, str]:
    # Left blank, so that choosing Open is a word of the office.
    status = {} if case.ref in content.unsorted else {"Status": STATUSES[0]}
    row = {"Ref": case.ref, **status, **by_header(texts, _CASE_HEADERS)}
    if case.ref in content.originals:
        row["Form"] = FORM_LINK
    found = ledger_of(case, content)
    by_rule = {deadline.rule: deadline for deadline in reversed(found.deadlines)}
    for header, rule in CASE_DUTIES.items():
        if rule in by_rule and by_rule[rule].has_known_start and by_rule[rule].state is not DutyState.NOT_NEEDED:
            row[header] = iso(by_rule[rule].due)
    lag = referral_lag(case)
    if lag is not None:
        row["Days from incident to referral"] = str(lag)
    if case.ref in content.uncounted:
        return row | {"Next duty": "Not counted: see Needs attention"}
    if case.ref in content.quiet:
        return row | {"Next duty": TO_BE_SORTED}
    if found.is_open:
        row["Stage"] = stage(case)
    return {**row, **next_duty(case, found, days=days)}


def ledger_of(case: Case, content: TrackerContent) -> Ledger:
    """The ledger of `case`; an empty one where there is none."""
    return content.ledgers.get(case.ref) or Ledger(case_ref=case.ref, is_open=case.is_open)


def deadline_key(deadline: Deadline) -> str:
    """The key of a deadline's row on the Deadlines sheet."""
    return joined_key((deadline.case_ref, deadline.rule, canonical(deadline.subject)))


def _duty_rows(content: TrackerContent, texts: TextsByCase, *, days: WorkingDays) -> Iterator[tuple[str, Texts]]:
    # Case by case and day by day; last of each case its duties without a number of days.
    for ref, found in content.ledgers.items():
        for deadline in found.deadlines:
            yield deadline_key(deadline), _deadline_row(deadline, texts.get(ref, {}), days=days)
        for task in found.tasks:
            yield joined_key((ref, task.rule)), _task_row(task, texts.get(ref, {}), days=days)


def _deadline_row(deadline: Deadline, texts: CaseTexts, *, days: WorkingDays) -> Texts:
    row = {
        "Ref": deadline.case_ref,
        "Duty": deadline.title,
        "Whose duty": deadline.owner.replace("-", " "),
        "Colour": colours.colour(deadline, days),
        "State": state_words(deadline),
        "Counted from": _event(deadline.trigger_event),
        "Trigger date": iso(deadline.trigger_date),
        "Working target": iso(deadline.working_target),
        "How counted": how_counted(deadline),
        "Source": _sources(deadline),
        "Rule": deadline.rule,
    }
    if deadline.subject:
        row["For"] = canonical(deadline.subject)
    # A day that only stands in for the true start gives no last day: it is a target to work to, and no more.
    if deadline.has_known_start:
        row["Due"] = iso(deadline.due)
        left = days.left(deadline.due)
        # Only what is overdue is ever shown as behind its day.
        if deadline.state is DutyState.OVERDUE or (deadline.state.is_open and left >= 0):
            row["Working days left"] = str(left)
    return row | by_header(texts, _DEADLINE_HEADERS, subject=duty_subject(deadline.rule, deadline.subject))


def how_counted(deadline: Deadline) -> str:
    """How `deadline` was counted, as the note of its cell says it."""
    return clean(cell_note(deadline))


def _sources(deadline: Deadline | Task) -> str:
    # Where the duty is written, and with what force.
    citation = deadline.citation
    return _source(citation.title, citation.pinpoint, deadline.force.value, deadline.edition)


@lru_cache(maxsize=1024)
def _source(title: str, pinpoint: str, force: str, edition: str) -> str:
    where = ", ".join(filter(None, (title, pinpoint)))
    return clean(f"{where} ({'; '.join(filter(None, (force.replace('-', ' '), edition)))})")


@lru_cache(maxsize=256)
def _event(name: str) -> str:
    fact = FACT_NAMES.get(name)
    return fact.header.removesuffix(" on") if fact else name.replace("_", " ")


def _task_row(task: Task, texts: CaseTexts, *, days: WorkingDays) -> Texts:
    row = {
        "Ref": task.case_ref,
        "Duty": task.title,
        "Whose duty": task.owner.replace("-", " "),
        "Colour": colours.colour(task, days),
        **by_header(texts, _DEADLINE_HEADERS, subject=task.rule),
        "State": state_words(task),
        "Counted from": called_for(task),
        "Trigger date": canonical(task.since),
        "How counted": clean(task_note(task)),
        "Source": _sources(task),
        "Rule": task.rule,
    }
    return without_blanks(row)


def _agency_rows(content: TrackerContent, texts: TextsByCase, *, days: WorkingDays) -> Iterator[tuple[str, Texts]]:
    progress: dict[str, dict[str, AgencyProgress]] = {}
    for entry in content.agencies:
        progress.setdefault(entry.case_ref, {})[entry.agency] = entry
    for case in content.cases:
        here, asked = texts[case.ref], progress.get(case.ref, {})
        added = dict.fromkeys(subject for name, subject in here if name == "agency_added")
        due = {d.subject: d for d in ledger_of(case, content).deadlines if d.rule == RuleId.AGENCY_RETURN}
        due.pop("", None)  # the date for all agencies together
        for agency in () if case.ref in content.quiet else added | asked:
            if not (("agency_removed", agency) in here and is_taken_away(case, agency)):
                entry = asked.get(agency) or AgencyProgress(case_ref=case.ref, agency=agency)
                row = _agency_row(entry, here, deadline=due.get(agency), days=days)
                yield joined_key((case.ref, canonical(agency))), without_blanks(row)


def is_taken_away(case: Case, agency: str) -> bool:
    """Whether the office took the row of `agency` off the sheet: with no cell left, that fact names the sheet alone."""
    fact = case.fact("agency_removed", agency)
    return fact is not None and fact.detail == AGENCIES.name


def _agency_row(
    entry: AgencyProgress, texts: CaseTexts, *, deadline: Deadline | None, days: WorkingDays
) -> dict[str, str]:
    row = {
        "Ref": entry.case_ref,
        "Requested on": canonical(entry.requested_on),
        "Due by": canonical(entry.due or (deadline.due if deadline and deadline.has_known_start else None)),
        **by_header(texts, _AGENCY_HEADERS, subject=entry.agency),
        "Agency": canonical(entry.agency),
        "Chased": str(entry.chased) if entry.chased else "",
    }
    if deadline is not None:
        row["Colour"] = colours.colour(deadline, days)
    elif row.get("Received on"):
        row["Colour"] = colours.DONE
    elif row.get("Not needed because"):
        row["Colour"] = colours.NOT_NEEDED
    return row


def _decision_row(case: Case, texts: CaseTexts, *, content: TrackerContent) -> Texts:
    editions = (d.edition for d in ledger_of(case, content).deadlines if d.rule == "notify-panel")
    row = {
        "Ref": case.ref,
        "Child": texts.get(("child", ""), ""),
        **by_header(texts, _DECISION_HEADERS),
        "Edition": next(editions, ""),
        "Still to be recorded": " ".join(_still_to_be_recorded(case, ledger_of(case, content))),
    }
    return without_blanks(row)


def _still_to_be_recorded(case: Case, found: Ledger) -> Iterable[str]:
    if case.text("status") == "Closed":
        return found.lacking
    return dict.fromkeys(gap for task in found.tasks if task.state.is_open for gap in task.missing)


def _action_rows(content: TrackerContent, texts: TextsByCase, *, days: WorkingDays) -> Iterator[tuple[str, Texts]]:
    for case in content.cases:
        here = texts[case.ref]
        due = {d.subject: d for d in ledger_of(case, content).deadlines if d.rule == ACTION_PLAN}
        for number in dict.fromkeys(subject for name, subject in here if name in _ACTION_NAMES):
            row = {"Ref": case.ref, "No.": number, **by_header(here, _ACTION_HEADERS, subject=number)}
            if number in due:
                row["Colour"] = colours.colour(due[number], days)
            elif row.get("Closed on"):
                row["Colour"] = colours.DONE
            yield joined_key((case.ref, number)), without_blanks(row)


def marked_cells(ident: str) -> str:
    """The cells that the item of this id marks, as the workbook's own rule finds them: `Cases|NSP-2026-001|Ref`, or
    several with a semicolon before, between and after them."""
    item = item_id(ident)
    if item.kind is ItemKind.CELL:
        return item.about
    if item.kind is ItemKind.LOOSE:
        sheet, _, keys = item.about.partition(":")[2].partition("|")
        return ";" + "".join(f"{sheet}|{key}|Ref;" for key in keys.split(";"))
    return ""


def _attention_row(item: Attention, *, answer: str) -> Texts:
    row = {
        "Accept": answer,
        "Since": canonical(item.since),
        "Urgent": "urgent" if item.urgent else "",
        "Ref": item.case_ref,
        **_mail_cells(item),
        "What": canonical(item.what),
        "Why": canonical(item.why),
        "What to do": canonical(item.remedy),
        "State": "open",
        "Cell": marked_cells(item.id),
        "Id": canonical(item.id),
    }
    return without_blanks(row)


def _mail_cells(item: Attention) -> Texts:
    if item.mail is None:
        return {}
    cells = {"Received": canonical(item.mail.received_at), "From": canonical(item.mail.sender)}
    return cells | ({"Original": MAIL_LINK} if item.mail.original else {})


def _contact_rows(content: TrackerContent) -> Iterator[tuple[str, Texts]]:
    taken: set[str] = set()
    for number, contact in enumerate(content.contacts):
        row = {
            "Agency": contact.agency,
            "Role": contact.role,
            "Name": contact.name,
            "E-mail": contact.address,
            "Notices": ", ".join(contact.notices),
            "Areas": ", ".join(contact.areas),
            "Active": "yes" if contact.active else "no",
        }
        key = joined_key((contact.address, contact.role))
        # One person may stand in several rows, for different areas or notices.
        yield f"{key}|{number}" if key in taken else key, _canonical_row(row.items())
        taken.add(key)


def log_keys(log: Iterable[LogEntry]) -> frozenset[str]:
    """By what the lines of the Log sheet are known."""
    return frozenset(map(log_key, log))


def _log_rows(content: TrackerContent) -> Iterator[tuple[str, Texts]]:
    for entry in content.log:
        yield log_key(entry), _canonical_row(zip(("When", "Ref", "Event", "Detail"), _log_cells(entry), strict=True))


def log_key(entry: LogEntry) -> str:
    """The key of an entry's row on the Log sheet."""
    return joined_key(_log_cells(entry))


def line_digest(entry: LogEntry) -> str:
    """A short name of an entry's row on the Log sheet, fit for a key that is kept."""
    return hashlib.blake2b(log_key(entry).encode(), digest_size=16).hexdigest()


def _log_cells(entry: LogEntry) -> tuple[str, ...]:
    return canonical(entry.at), entry.case_ref, canonical(entry.event), canonical(entry.detail)


def _calendar_rows(content: TrackerContent) -> Iterator[tuple[str, Texts]]:
    for day in sorted(content.calendar, key=lambda day: day.date):
        cells = (day.date.isoformat(), f"{day.date:%A}", day.title, day.source)
        yield cells[0], _canonical_row(zip(("Date", "Day", "Title", "Source"), cells, strict=True))


def _canonical_row(cells: Iterable[tuple[str, str]]) -> Texts:
    return without_blanks({header: canonical(text) for header, text in cells})
