"""What the command line shows a person: a reading side by side, rules and findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipeline.clock.explain.state_words import state_words
from pipeline.clock.model import DutyState
from pipeline.dates import long_date, long_time
from pipeline.model import Answers, Band, Field, Reading, State

if TYPE_CHECKING:
    from pipeline.notices.model import Notice
    from pipeline.notices.situation import Situation
    from pipeline.notices.wording.templates import Environment
    from scheduler.checking.finding import Finding
    from scheduler.views.reading import MailUnderstood

CONSOLE = Console()

_DOUBTS = {
    State.BLANK: "not answered",
    State.PLACEHOLDER: "not filled in",
    State.STATED_UNKNOWN: "says: not known",
    State.REFERS_ELSEWHERE: "refers to another answer",
    State.UNPARSED: "could not be understood",
}


def show_reading(found: Reading | MailUnderstood) -> None:
    """A form or a mail, side by side: the question, what was written, what was understood."""
    if isinstance(found, Reading):
        _show_form(found)
        return
    judged = found.decision
    CONSOLE.print(Text(f"{found.file}: {judged.kind.value.replace('_', ' ')}", style="bold"))
    CONSOLE.print(f"  {judged.reason}", highlight=False, markup=False)
    if judged.urgent:
        CONSOLE.print(Text("  URGENT: a person must look at this now.", style="bold red"))
    if judged.band is Band.CANNOT_RULE_OUT:
        CONSOLE.print(
            Text("  Danger to a child cannot be ruled out: read it today before anything else.", style="bold")
        )
    for warning in judged.warnings:
        CONSOLE.print(f"  Note: {warning}", highlight=False, markup=False)
    for reading in found.mail.readings:
        _show_form(reading)


def _show_form(reading: Reading) -> None:
    CONSOLE.print(Text(f"{reading.file}: {reading.kind.value.replace('_', ' ')}", style="bold"))
    if reading.reason:
        CONSOLE.print(f"  {reading.reason}", highlight=False, markup=False)
    for inner in reading.attachments:
        _show_form(inner)
    if reading.referral is None:
        return
    table = Table("Field", "As written", "Understood as", show_lines=False, pad_edge=False)
    for name, answer in _answers(reading):
        table.add_row(name, Text(answer.raw), _understood(answer))
    CONSOLE.print(table)
    for missing in reading.missing:
        CONSOLE.print(Text(f"  Missing: {missing}", style="yellow"))
    for warning in (*reading.warnings, *(reading.form.outdated if reading.form else ())):
        CONSOLE.print(Text(f"  Doubt: {warning}", style="yellow"))
    for words in reading.unmapped:
        perhaps = f" (perhaps: {words.perhaps.partition('.')[2].replace('_', ' ')})" if words.perhaps else ""
        CONSOLE.print(Text(f"  Not placed{perhaps}: {words.label or words.source}: {words.text}"))


def _answers(reading: Reading) -> Iterator[tuple[str, Field]]:
    referral = reading.referral
    if referral is None:
        return
    single: tuple[tuple[str, Answers], ...] = (
        ("referral", referral.referral),
        ("incident", referral.incident),
        *((f"child {number}", child) for number, child in enumerate(referral.children, start=1)),
        ("referrer", referral.referrer),
        ("safeguarding lead", referral.safeguarding_lead),
        *((f"family {number}", person) for number, person in enumerate(referral.family, start=1)),
        *((f"agency {number}", agency) for number, agency in enumerate(referral.agencies, start=1)),
        *((f"event {number}", event) for number, event in enumerate(referral.chronology, start=1)),
    )
    for group, answers in single:
        for name, answer in answers.items():
            yield f"{group}: {name.replace('_', ' ')}", answer


def _understood(answer: Field) -> Text:
    if answer.state is not State.GIVEN:
        return Text(_DOUBTS[answer.state], style="yellow" if answer.state is State.UNPARSED else "dim")
    value = answer.value
    return Text("; ".join(value) if isinstance(value, tuple) else str(value))


def show_rules(listed: Iterable[Mapping[str, Any]]) -> None:
    """The rules in force, a few lines each."""
    for rule in listed:
        citation = rule["citation"]
        CONSOLE.print(Text.assemble((rule["id"], "bold"), f"  {rule['title']}"))
        force = str(rule["force"]).replace("-", " ")
        span = f"{rule['span']} {rule['unit']} from {rule['trigger']}" if rule["unit"] else rule["in_words"]
        _indented(f"{span}; {force}; {rule['edition']}")
        where = ", ".join(filter(None, (citation["title"], citation["pinpoint"], citation["url"])))
        _indented(f"{where}. {citation['read']}")


def show_simulation(situation: Situation, due: Iterable[Notice], *, templates: Environment) -> None:
    """What would go out at a moment, and which duties would be open, in the order of their dates."""
    from pipeline.notices.wording.templates import mail

    CONSOLE.print(Text(f"As of {long_time(situation.now)} these would go out:", style="bold"))
    for notice in due:
        written = mail(
            notice, settings=situation.settings, now=situation.now, environment=templates, secret=situation.secret
        )
        _indented(f"{written.to}: {written.subject}")
    _show_questions(situation)
    every = [entry for found in situation.running_ledgers for entry in found.deadlines if entry.state.is_open]
    overdue = sum(entry.state is DutyState.OVERDUE for entry in every)
    CONSOLE.print(Text(f"Open duties, {overdue} of them overdue:", style="bold"))
    for deadline in sorted(every, key=lambda entry: entry.due):
        known = deadline.has_known_start
        day = long_date(deadline.due) if known else f"working target {long_date(deadline.working_target)}"
        _indented(f"{day}  {deadline.case_ref}  {deadline.title}: {state_words(deadline).lower()}")


def _show_questions(situation: Situation) -> None:
    CONSOLE.print(Text("Questions that wait for an answer:", style="bold"))
    asked = [found.question for found in situation.running_ledgers if found.question]
    for question in asked:
        _indented(f"{question.case_ref}  {' '.join(part.asks for part in question.parts)}")
    if not asked:
        _indented("None.")


def _indented(text: str) -> None:
    CONSOLE.print(Padding(Text(text), (0, 0, 0, 4)))


def show_paragraphs(paragraphs: Iterable[str]) -> None:
    """Paragraphs wrapped to the terminal, the first as the heading."""
    for number, paragraph in enumerate(paragraphs):
        CONSOLE.print(Text(paragraph, style="" if number else "bold"))


def show_findings(found: Iterable[Finding]) -> None:
    """The set-up, a line each, with the remedy for what is wrong."""
    for finding in found:
        CONSOLE.print(
            Text.assemble(
                ("  good  " if finding.good else "  WRONG ", "green" if finding.good else "bold red"),
                f" {finding.what}: {finding.said}",
            )
        )
        if finding.remedy and not finding.good:
            CONSOLE.print(f"          {finding.remedy}", highlight=False, markup=False)
