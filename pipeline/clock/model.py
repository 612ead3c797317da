"""The values of the clock: rules of law with their citations, counted days and deadlines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class RuleId(StrEnum):
    """Every rule and task that ships; a timetable of the office and a file that is tried out may have other ids."""

    ACTION_PLAN_REVIEW_12_MONTHS = "action-plan-review-12-months"
    ACTION_PLAN_REVIEW_6_MONTHS = "action-plan-review-6-months"
    ACTION_PLAN_REVIEW = "action-plan-review"
    AGENCY_REQUEST = "agency-request"
    AGENCY_RETURN = "agency-return"
    CARE_LEAVER_DEATH = "care-leaver-death"
    CHILD_DEATH_NOTIFICATION = "child-death-notification"
    CHILDRENS_HOME_EVENT = "childrens-home-event"
    COPY_RAPID_REVIEW = "copy-rapid-review"
    DATA_BREACH = "data-breach"
    DELAY_REPORT = "delay-report"
    FREEDOM_OF_INFORMATION = "freedom-of-information"
    INFORM_PARTNERS_OF_DEATH = "inform-partners-of-death"
    JUSTIFY_NON_PUBLICATION = "justify-non-publication"
    KEEP_PUBLISHED = "keep-published"
    LOOKED_AFTER_DEATH = "looked-after-death"
    NOTIFY_PANEL = "notify-panel"
    OLD_CASE = "old-case"
    PANEL_REPLY_EXPECTED = "panel-reply-expected"
    PARTNER_SIGN_OFF = "partner-sign-off"
    PRACTICE_REVIEW = "practice-review"
    PRE_PUBLICATION_COPY = "pre-publication-copy"
    PROGRESS_CHECK = "progress-check"
    RAPID_REVIEW_FROM_AWARENESS = "rapid-review-from-awareness"
    RAPID_REVIEW_MEETING = "rapid-review-meeting"
    RAPID_REVIEW = "rapid-review"
    RECORD_CRITERIA = "record-criteria"
    RECORD_DECISION = "record-decision"
    RECORD_FAMILY_VIEWS = "record-family-views"
    REPORT_TO_PARTNERS = "report-to-partners"
    SUBJECT_ACCESS = "subject-access"
    TELL_FAMILY = "tell-family"
    TELL_OF_PRACTICE_REVIEW = "tell-of-practice-review"
    TELL_OTHER_AREA = "tell-other-area"
    YEARLY_REPORT = "yearly-report"


class Force(StrEnum):
    """What makes a duty bind."""

    STATUTE = "statute"
    STATUTORY_GUIDANCE = "statutory-guidance"
    PANEL_GUIDANCE = "panel-guidance"
    LOCAL = "local"
    OTHER = "other"


class SourceEvidence(StrEnum):
    """How the words of a source came into the rule's file."""

    SEEN = "seen"  # in the source named
    QUOTED = "quoted"  # by a third party; the source itself was not seen
    UNVERIFIED = "unverified"  # no source seen


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """Where a rule is written; `verified` only once a person has read the source on `checked_on`."""

    title: str
    pinpoint: str
    url: str
    quote: str = ""
    checked_on: date | None = None
    verified: bool = False
    evidence: SourceEvidence = SourceEvidence.UNVERIFIED


class Unit(StrEnum):
    """What a span is counted in; `days` are calendar days."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working-days"
    MONTHS = "months"
    YEARS = "years"


class CountKind(StrEnum):
    """What a date asks of anybody: to act, nothing (somebody else's expected act), a second look, or to keep."""

    DUTY = "duty"
    EXPECTED = "expected"
    FLAG = "flag"
    KEEP = "keep"


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeSpan:
    """How far from the trigger a date lies; `first_day_is_trigger` reads "beginning with", `rolls` forward to a working
    day where it ends on another."""

    number: int
    unit: Unit
    backward: bool = False
    first_day_is_trigger: bool = False
    rolls: bool = False
    calendar: str = "england-and-wales"


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleReading:
    """Another cited reading of a version's span."""

    reading: str
    span: TimeSpan
    citation: Citation


@dataclass(frozen=True, kw_only=True, slots=True)
class Duty:
    """The duty itself where it is written elsewhere than its number of days."""

    force: Force
    citation: Citation


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """A rule as it stood from `in_force_from` to `in_force_to` (both included), judged on the trigger day."""

    edition: str
    in_force_from: date
    in_force_to: date | None
    trigger: tuple[str, ...]
    span: TimeSpan
    force: Force
    citation: Citation
    duty: Duty | None = None
    window_from: int | None = None
    readings: tuple[RuleReading, ...] = ()

    def covers(self, day: date) -> bool:
        """Whether this version is in force on `day`."""
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskVersion:
    """A task as it stood from `in_force_from` to `in_force_to`; `promptly` says in words when it is to be done."""

    edition: str
    in_force_from: date
    in_force_to: date | None
    promptly: str
    force: Force
    citation: Citation

    def covers(self, day: date) -> bool:
        """Whether this version is in force on `day`."""
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)


@dataclass(frozen=True, kw_only=True, slots=True)
class Condition:
    """A fact that must hold for a rule to apply: one of `yes`; with one of `maybe` it is not yet known."""

    fact: str
    yes: tuple[str, ...]
    maybe: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A duty with every version of it; `done_by` names the facts that complete it, `provisional_from` the facts that
    stand in for a missing trigger, `file` where it is written down."""

    id: str
    title: str
    owner: str
    file: str
    versions: tuple[Version, ...]
    kind: CountKind = CountKind.DUTY
    done_by: tuple[str, ...] = ()
    provisional_from: tuple[str, ...] = ()
    applies: tuple[Condition, ...] = ()
    local_step: bool = False
    repeats: bool = False
    on_cases: bool = True
    notes: tuple[str, ...] = ()

    def on(self, day: date) -> Version | None:
        """The version in force on `day`, or None where there is none."""
        return next((version for version in self.versions if version.covers(day)), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskRule:
    """A duty for which no source gives a number of days; `since` names the facts that call for it, `done_by` those that
    complete it, `record` the part of the decision record that completes it."""

    id: str
    title: str
    owner: str
    file: str
    versions: tuple[TaskVersion, ...]
    since: tuple[str, ...] = ()
    done_by: tuple[str, ...] = ()
    record: str = ""
    applies: tuple[Condition, ...] = ()
    notes: tuple[str, ...] = ()

    def on(self, day: date) -> TaskVersion | None:
        """The version in force on `day`, or None where there is none."""
        return next((version for version in self.versions if version.covers(day)), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class CountedDay:
    """One day on the way from the trigger to the due date: counted as `number`, or skipped, and why."""

    date: date
    counted: bool
    why: str
    number: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Hinges:
    """On what a date hangs besides its trigger: an event that it `awaits`, keys of config.toml, the calendar."""

    awaits: str = ""
    settings: tuple[str, ...] = ()
    beyond: date | None = None  # the last day of a list of bank holidays that the count leaves
    rolls: bool = False


class DeadlineState(StrEnum):
    """Where a duty stands on a given day."""

    OPEN = "open"
    DONE = "done"
    NOT_APPLICABLE = "not applicable"
    STOPPED = "stopped"
    EXPECTED = "expected"  # something others will do, or a flag; never a breach


@dataclass(frozen=True, kw_only=True, slots=True)
class OtherReading:
    """The date that another cited reading of the same duty gives."""

    reading: str
    due: date
    citation: Citation


@dataclass(frozen=True, kw_only=True, slots=True)
class Deadline:
    """One duty of one case with its date, how it was counted and where it is written.

    `owner` is one of `local-authority`, `partners`, `chair`, `manager`, `reviewer`, `agency`, `panel`.
    `due` is the last day in law or guidance, `working_target` the last working day on or before it.
    """

    case_ref: str
    rule: str
    title: str
    owner: str
    trigger_event: str
    trigger_date: date
    due: date
    working_target: date
    force: Force
    edition: str
    citation: Citation
    trigger_source: str = ""
    window_from: date | None = None
    provisional: bool = False
    provisional_because: str = ""
    days: tuple[CountedDay, ...] = ()
    readings: tuple[OtherReading, ...] = ()
    flags: tuple[str, ...] = ()
    state: DeadlineState = DeadlineState.OPEN
    done_on: date | None = None
    because: str = ""
    subject: str = ""
    kind: CountKind = CountKind.DUTY
    counting: str = ""  # the span in words: `15 working days after`
    due_at: datetime | None = None  # for spans in hours, in UTC
    milestone: date | None = None
    duty: Duty | None = None
    notes: tuple[str, ...] = ()
    calendar: str = ""  # the calendar's name and version
    hinges: Hinges = Hinges()


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """One duty without a number of days on one case; `since` is the day from which it is called for, where known.

    `missing` says what the record still lacks; `state` is open, done, not applicable or stopped.
    """

    case_ref: str
    rule: str
    title: str
    owner: str
    promptly: str
    force: Force
    edition: str
    citation: Citation
    since_event: str = ""
    since: date | None = None
    state: DeadlineState = DeadlineState.OPEN
    done_on: date | None = None
    because: str = ""
    missing: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
