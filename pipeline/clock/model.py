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
    DECIDE_CRITERIA = "decide-criteria"
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
    REPORT_TO_OTHER_PARTNERS = "report-to-other-partners"
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
    """Where a rule is written; `verified` while what a named person of the office has read is the latest issue."""

    title: str  # of the Act, the statutory instrument or the guidance, with its year
    pinpoint: str  # section, paragraph or page
    url: str  # where a person reads it; empty for the office's own words, and for a local page not found again
    quote: str = ""  # its words; empty where they are not at hand
    evidence: SourceEvidence = SourceEvidence.UNVERIFIED
    verified: bool = False  # a person has read it, in its latest issue
    checked_by: str = ""  # who has read it, in whatever issue
    checked_role: str = ""
    checked_on: date | None = None
    checked_issue: date | None = None  # the day of the issue that was read; None where a document has no issues
    checked_checksum: str = ""  # SHA-256 of what was read; empty where it was a web page
    later_issue: date | None = None  # issued after what was read, so that the check has lapsed

    @property
    def best_evidence(self) -> SourceEvidence:
        """The evidence, where what a person has read counts as seen, and what was issued since as not read at all."""
        if self.later_issue is not None:
            return SourceEvidence.UNVERIFIED
        return SourceEvidence.SEEN if self.verified else self.evidence

    @property
    def is_own(self) -> bool:
        """Whether it is the office's own timetable or plan, in which there is nothing for a person to look up."""
        return not self.url and self.evidence is SourceEvidence.SEEN


@dataclass(frozen=True, kw_only=True, slots=True)
class Issue:
    """One issue of an edition: a document may be issued again, changed, under the same name."""

    edition: str
    on: date
    checksum: str = ""  # SHA-256 of the document; empty where it is not known


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
    """How far from the trigger a date lies."""

    number: int  # 0 or more
    unit: Unit
    backward: bool = False  # counted back, from an event that lies ahead
    first_day_is_trigger: bool = False  # "beginning with" the trigger, which is then day one
    rolls: bool = False  # forward to a working day where it ends on another
    calendar: str = "england-and-wales"  # the name of the one that says which days work

    @property
    def sign(self) -> int:
        """1 where the count goes forward, -1 where it goes back."""
        return -1 if self.backward else 1


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleReading:
    """Another cited reading of a version's span."""

    reading: str  # how it reads the source, in words
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

    edition: str  # as people call it: `Working Together 2023`
    in_force_from: date
    in_force_to: date | None  # None while it is in force
    trigger: tuple[str, ...]  # names of facts; the first is the one that is awaited
    span: TimeSpan
    force: Force
    citation: Citation
    duty: Duty | None = None  # where the duty itself is written, if elsewhere
    window_from: int | None = None  # the first day of a window, in the span's unit
    readings: tuple[RuleReading, ...] = ()  # other cited readings of the span

    def covers(self, day: date) -> bool:
        return self.in_force_from <= day <= (self.in_force_to or date.max)


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskVersion:
    """A task as it stood from `in_force_from` to `in_force_to`."""

    edition: str
    in_force_from: date
    in_force_to: date | None
    promptly: str  # in words when it is to be done: `without delay`
    force: Force
    citation: Citation

    def covers(self, day: date) -> bool:
        return self.in_force_from <= day <= (self.in_force_to or date.max)


@dataclass(frozen=True, kw_only=True, slots=True)
class Condition:
    """A fact that must hold for a rule to apply."""

    fact: str  # a deciding fact
    yes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A duty with every version of it."""

    id: str  # a RuleId, or the id of a step of the office's own
    title: str  # what is to be done: `Notify the Panel`
    owner: str  # on whom it rests; see Deadline
    file: str  # its name under law/; empty for the office's own
    versions: tuple[Version, ...]  # the oldest first; empty for the office's own
    kind: CountKind = CountKind.DUTY
    done_by: tuple[str, ...] = ()  # facts that complete it
    provisional_from: tuple[str, ...] = ()  # facts that stand in for a missing trigger
    known_by: tuple[str, ...] = ()  # facts of the office that show that the trigger had happened by their day
    applies: tuple[Condition, ...] = ()  # all must hold; empty: on every case
    possible: tuple[Condition, ...] = ()  # what anybody must have said before the duty can arise at all
    local_step: bool = False  # a step of a timetable, which has its days
    repeats: bool = False  # falls due again after each time that it was done
    on_cases: bool = True  # False for duties of no single case: FOI, a data breach
    notes: tuple[str, ...] = ()  # sentences that go with every date of it

    def on(self, day: date) -> Version | None:
        """The version in force on `day`, or None where there is none."""
        return next((version for version in self.versions if version.covers(day)), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskRule:
    """A duty for which no source gives a number of days."""

    id: str
    title: str
    owner: str
    file: str  # its name under law/
    versions: tuple[TaskVersion, ...]
    since: tuple[str, ...] = ()  # facts that call for it; empty where `applies` alone does
    every_case: bool = False  # called for by every case, from its first day
    done_by: tuple[str, ...] = ()  # facts that complete it
    record: str = ""  # the part of the decision record that completes it
    applies: tuple[Condition, ...] = ()
    possible: tuple[Condition, ...] = ()  # what anybody must have said before the task can arise at all
    notes: tuple[str, ...] = ()

    def on(self, day: date) -> TaskVersion | None:
        """The version in force on `day`, or None where there is none."""
        return next((version for version in self.versions if version.covers(day)), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class CountedDay:
    """One day on the way from the trigger to the due date: counted or skipped, and why."""

    date: date
    counted: bool
    why: str  # `working day 3`, `Saturday`, `Christmas Day`
    number: int | None = None  # None where it is skipped


@dataclass(frozen=True, kw_only=True, slots=True)
class Hinges:
    """On what a date hangs besides its trigger."""

    awaits: str = ""  # the event for which another stands in
    settings: tuple[str, ...] = ()  # keys of config.toml: `clock.rapid_review_from`
    beyond: date | None = None  # the last day of a list of bank holidays that the count leaves
    rolls: bool = False  # to the next working day


class DutyState(StrEnum):
    """Where a duty stands on a given day, the same word on every surface; docs/law.md says when which holds."""

    TO_BE_DECIDED = "to_be_decided"  # whether it applies is not decided
    WAITS_FOR_A_DATE = "waits_for_a_date"  # it applies, and the day from which it runs is not known
    NOT_YET = "not_yet"  # its event has not happened
    DUE = "due"  # its last day is today or ahead; without a day where no source gives a number
    OVERDUE = "overdue"  # its last day has passed
    DONE = "done"
    NOT_NEEDED = "not_needed"
    STOPPED = "stopped"
    EXPECTED = "expected"  # what others will do, what only time ends, or a flag: no duty that can be late

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do or to say something about it."""
        return self in _OPEN

    @property
    def is_chased(self) -> bool:
        """Whether its owner may be reminded of it: of everything else people are only asked."""
        return self in (DutyState.DUE, DutyState.OVERDUE)

    @property
    def is_settled(self) -> bool:
        """Whether nothing hangs on it any longer: it is done, not needed or stopped."""
        return self in (DutyState.DONE, DutyState.NOT_NEEDED, DutyState.STOPPED)


_OPEN = (DutyState.TO_BE_DECIDED, DutyState.WAITS_FOR_A_DATE, DutyState.DUE, DutyState.OVERDUE)


class Applicability(StrEnum):
    """Whether a duty applies to a case."""

    YES = "yes"
    NO = "no"
    NOT_DECIDED = "not_decided"


@dataclass(frozen=True, kw_only=True, slots=True)
class Applying:
    """The first truth of a duty: whether it applies to its case, and who said so."""

    value: Applicability = Applicability.YES
    by: str = ""  # a person's name, or where it was entered; empty where the rule applies to every case
    because: str = ""  # a sentence; empty where there is nothing to explain
    with_case: str = ""  # the case of the same incident on which the duty rests instead; else empty


class StartKind(StrEnum):
    """How far the day from which a duty runs is known."""

    ON = "on"
    AT_LATEST = "at_latest"  # what the office entered shows that the event had happened by then
    NOT_KNOWN = "not_known"  # only a working target can be shown
    NOT_YET = "not_yet"  # its event has not happened


@dataclass(frozen=True, kw_only=True, slots=True)
class Started:
    """The second truth of a duty: from when it runs, and who said so."""

    kind: StartKind = StartKind.ON
    on: date | None = None  # None unless the day, or the latest day, is known
    event: str = ""  # the name of the fact from which it runs, or is awaited
    by: str = ""  # who said so: `entered in the tracker, …`


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """The third truth of a duty: that it was done, by which act, and who said so."""

    on: date | None  # None for a record, which is complete or not
    act: str = "done_on"  # the name of the fact that ended it
    by: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stopped:
    """That a duty's clock was stopped: from a day, for a reason, by a person."""

    on: date
    because: str
    by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class OtherReading:
    """The date that another cited reading of the same duty gives."""

    reading: str
    due: date
    citation: Citation


@dataclass(frozen=True, kw_only=True, slots=True)
class Deadline:
    """One duty of one case with its date, how it was counted and where it is written."""

    case_ref: str  # empty for one that is counted from a bare date
    rule: str  # a RuleId, a step of the office's own, or `action-plan`
    title: str
    owner: str  # local-authority, partners, chair, manager, reviewer, agency or panel
    trigger_event: str  # the name of the fact from which it is counted
    trigger_date: date
    due: date  # the last day in law or guidance
    working_target: date  # the day to work to: the last working day on or before `due`, or earlier
    force: Force
    edition: str
    citation: Citation
    trigger_source: str = ""  # who said so: `from the form`, `entered in the tracker, …`
    window_from: date | None = None  # the first day, where a window is open until `due`
    provisional: bool = False  # may still move, for the reason that follows
    provisional_because: str = ""
    days: tuple[CountedDay, ...] = ()  # on the way to `due`; empty where no single days are counted
    readings: tuple[OtherReading, ...] = ()  # other dates that cited readings give
    to_check: str = ""  # that nobody has read its source yet, and where it stands; empty once somebody has
    flags: tuple[str, ...] = ()  # other doubts for a person, a sentence each
    impossible: tuple[str, ...] = ()  # what of its dates cannot be right, a sentence each; its day accuses nobody then
    applies: Applying = Applying()
    started: Started = Started()
    done: Done | None = None
    stopped: Stopped | None = None
    state: DutyState = DutyState.DUE
    because: str = ""  # why it is in this state; empty where the state needs no reason
    subject: str = ""  # the agency, or the number of the action; else empty
    kind: CountKind = CountKind.DUTY
    counting: str = ""  # the span in words: `15 working days after`
    trigger_is_day_zero: bool = False  # counted after or before its trigger, which is not itself counted
    due_at: datetime | None = None  # for spans in hours, in UTC
    milestone: date | None = None  # the day to aim at within a local window
    duty: Duty | None = None  # where the duty itself is written, if elsewhere
    notes: tuple[str, ...] = ()  # what goes with every date of the rule
    calendar: str = ""  # the calendar's name and version
    hinges: Hinges = Hinges()

    @property
    def done_on(self) -> date | None:
        """The day on which it was done, or None."""
        return self.done.on if self.done else None

    @property
    def has_known_start(self) -> bool:
        """Whether `due` is the last day in law or guidance, and not only a target to work to."""
        return self.started.kind in (StartKind.ON, StartKind.AT_LATEST)


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """One duty without a number of days on one case."""

    case_ref: str
    rule: str
    title: str
    owner: str
    promptly: str
    force: Force
    edition: str
    citation: Citation
    since_event: str = ""  # the fact that called for it first; may be empty
    since: date | None = None  # the day from which it is called for, where known
    applies: Applying = Applying()
    started: Started = Started()
    done: Done | None = None
    stopped: Stopped | None = None
    state: DutyState = DutyState.DUE  # never waits_for_a_date, overdue or expected: it has no last day
    because: str = ""  # why it is in this state; empty where the state needs no reason
    missing: tuple[str, ...] = ()  # what the record still lacks, a sentence each
    flags: tuple[str, ...] = ()  # other doubts for a person, a sentence each
    to_check: str = ""  # that nobody has read its source yet, and where it stands; empty once somebody has
    notes: tuple[str, ...] = ()  # what goes with every date of the rule

    @property
    def done_on(self) -> date | None:
        """The day on which it was done, or None."""
        return self.done.on if self.done else None


@dataclass(frozen=True, kw_only=True, slots=True)
class DutyAhead:
    """One duty of one case whose event has not happened, so that it has no date and no call yet."""

    case_ref: str
    rule: str
    title: str
    owner: str
    awaits: tuple[str, ...]  # the names of the facts that would start it
    applies: Applying
    state: DutyState = DutyState.NOT_YET  # or not_needed
