"""The sheets and columns of the workbook: headers are promises, and each column says whose word it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.clock.model import RuleId
from pipeline.facts import ACTION_FACTS, AGENCY_FACTS, CASE_FACTS, DEADLINE_FACTS, DECISION_FACTS, FactName, Owner
from pipeline.model import FactKind
from pipeline.tracker.workbook.cells import CellType

HEADER_ROW = 4
FIRST_ROW = 5
LAST_ROW = 50_000  # how far down drop-downs and colours reach, so that rows the office adds have them too


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One column."""

    header: str  # a promise: it is how the column is found, here and in what was kept of earlier writes
    newer: str = ""  # what heads it in workbooks made since another word was chosen; those that stand keep `header`
    kind: FactKind = FactKind.TEXT
    owner: Owner = Owner.COMPUTED  # whose word its cells hold
    fact: str = ""  # the name of the fact that they hold; empty where it is none
    choices: tuple[str, ...] = ()  # of its drop-down; empty: anything may be typed
    width: float = 14  # characters
    hidden: bool = False
    group: str = ""  # of columns that open with one click; empty where it is always shown
    folded: bool = False  # hidden until its group is opened

    @property
    def is_typed(self) -> bool:
        """Whether a form or the office fills it; the others are counted."""
        return self.owner is not Owner.COMPUTED

    @property
    def title(self) -> str:
        """What heads it in a new workbook."""
        return self.newer or self.header

    @property
    def type(self) -> CellType:
        """What its cells are read as."""
        return CellType(self.kind, self.choices)


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetLayout:
    """One sheet with one table."""

    name: str
    table: str  # its name in formulas
    purpose: str  # the sentence above the table
    keys: tuple[str, ...]  # the headers of the cells by which a row is found
    columns: tuple[Column, ...]
    subject: str = ""  # the header of the column that says what the facts of a row are about
    frozen: int = 1  # columns that stay in view
    height: float = 16  # of a row, in points; taller ones wrap their text

    @property
    def facts(self) -> tuple[Column, ...]:
        """The columns that hold facts."""
        return tuple(column for column in self.columns if column.fact)

    @property
    def headers(self) -> Mapping[str, Column]:
        """The columns by their headers."""
        return {column.header: column for column in self.columns}


_WIDE = {
    "notes": 40, "missing": 34, "child": 13, "children": 9, "sex": 10, "status": 11, "age_at_incident": 10,
    "ethnicity": 20, "referring_agency": 24, "referrer": 20, "mail_received": 17, "form": 15, "web_address": 24,
    "rapid_review_place": 26, "rapid_review_at": 10,
    "looked_after": 11, "panel_ref": 12, "legal_hold": 8, "documents_wanted": 18,
    "care_leaver": 11, "resident_here": 12, "regulated_setting": 12, "meeting_exception": 24, "abuse_neglect": 12,
    "clock_stopped_because": 26, "clock_stopped_by": 18, "notified_as": 24, "status_by": 16, "said_by": 18,
    "lead_consulted": 12, "parallel_processes": 26, "delay_because": 26, "not_published_because": 26,
    "methodology": 22, "action_recommendation": 34, "action": 40, "action_agency": 24, "action_officer": 22,
    "action_evidence": 30, "action_impact": 30, "action_signed_off": 18, "agency_agreed_by": 18,
    "review_outcome": 22, "incident_area": 20, "reviewer": 18,
    "outcome": 16, "criteria_met": 16, "criteria_decided_by": 16, "not_applicable": 28, "agency_removed": 22,
    "agency_added": 30, "agency_answer": 14, "rationale": 40, "family_views": 34,
}  # fmt: skip


def _of(fact: FactName) -> Column:
    return Column(
        header=fact.header,
        kind=fact.kind,
        owner=fact.owner,
        fact=fact.name,
        choices=fact.choices,
        width=_WIDE.get(fact.name, 34 if fact.name.endswith("_note") else 16),
    )


def _day(header: str) -> Column:
    return Column(header=header, kind=FactKind.DATE, width=16)


def _facts(names: tuple[FactName, ...]) -> tuple[Column, ...]:
    return tuple(_of(fact) for fact in names)


# The Cases sheet from left to right: what is next, then what the office types most, and groups that open with one
# click, of each of which the first column stays in view.
_FIRST = (
    "Child", "Next duty", "Due", "Working days left", "Colour", "Working target",
    "Status", "Stage", "Received", "Incident date", "Harm", "Abuse or neglect", "LA aware on", "Partners aware on",
    "Criteria met", "Decided by", "Criteria decided on", "Notified Panel on", "Notified as", "Panel ref",
    "Rapid review on", "Rapid review at", "Rapid review place or link", "Rapid review sent on", "Outcome",
)  # fmt: skip
_GROUPS: dict[str, tuple[str, ...]] = {
    "From the form": (
        "Referring agency", "Referrer", "Lead consulted", "Referred on", "Form", "Missing from form", "Children",
        "Age at incident", "Sex", "Ethnicity", "Looked after", "Care leaver", "Where it happened",
        "Lives in our area", "Regulated setting", "Days from incident to referral",
    ),
    "Dates": ("Notify Panel by", "Rapid review by", "Practice review by", "Copy to Panel by"),
    "Practice review": (
        "Panel replied on", "Practice review agreed on", "Methodology", "Reviewer", "Publication planned",
        "Published on", "Web address", "Not published because",
    ),
    "Delay and clock": ("Clock stopped on", "Because", "Clock stopped by", "Delay because", "Delay reported on"),
    "Record": ("Notes", "Status said by", "Parallel processes", "Legal hold", "Meeting date because"),
}  # fmt: skip
MEETING = "Criteria met"  # the last column that is printed as Cases for the meeting


def _case_columns() -> tuple[Column, ...]:
    """Ref and every column of a case in their order; one that no place names comes last."""
    # The Form column shows a link; the place that it leads to is a fact, the words in its cell are not.
    facts = (replace(column, fact="") if column.fact == "form" else column for column in _facts(CASE_FACTS))
    left = {column.header: column for column in (*facts, *_COUNTED)}
    out = [REF, *(left.pop(header) for header in _FIRST)]
    placed = set().union(*_GROUPS.values())
    groups = _GROUPS | {"Record": (*_GROUPS["Record"], *(header for header in left if header not in placed))}
    for group, headers in groups.items():
        found = (left.pop(header) for header in headers)
        out += (replace(column, group=group, folded=at > 0) for at, column in enumerate(found))
    return tuple(out)


REF = Column(header="Ref", width=15)
CASE_DUTIES: dict[str, str] = {
    "Notify Panel by": RuleId.NOTIFY_PANEL,
    "Rapid review by": RuleId.RAPID_REVIEW,
    "Practice review by": RuleId.PRACTICE_REVIEW,
    "Copy to Panel by": RuleId.PRE_PUBLICATION_COPY,
}
_COUNTED = (
    *(_day(header) for header in CASE_DUTIES),
    Column(header="Next duty", width=32),
    _day("Due"),
    _day("Working target"),
    Column(header="Working days left", kind=FactKind.COUNT, width=9),
    Column(header="Colour", newer="State", width=17),
    Column(header="Stage", width=18),
    Column(header="Days from incident to referral", kind=FactKind.COUNT, width=12),
)

CASES = SheetLayout(
    name="Cases",
    height=31,
    table="Cases",
    purpose="One row for each case. Type in the blue columns; correct the green ones; the grey ones are counted.",
    keys=("Ref",),
    frozen=2,
    columns=_case_columns(),
)
DEADLINES = SheetLayout(
    name="Deadlines",
    height=31,
    table="Deadlines",
    purpose="One row for each duty of each case. Type in the blue columns when a duty is done or does not apply.",
    keys=("Ref", "Rule", "For"),
    frozen=2,
    columns=(
        REF,
        Column(header="Duty", width=38),
        Column(header="For", width=28),
        Column(header="Whose duty", width=17),
        _day("Due"),
        Column(header="Working days left", kind=FactKind.COUNT, width=10),
        Column(header="Colour", width=17),
        *_facts(DEADLINE_FACTS),
        Column(header="State", width=24),
        Column(header="Counted from", width=22),
        _day("Trigger date"),
        _day("Working target"),
        Column(header="How counted", width=60),
        Column(header="Source", width=44),
        Column(header="Rule", width=22),
    ),
)
AGENCIES = SheetLayout(
    name="Agencies",
    height=31,
    table="Agencies",
    purpose="One row for each agency asked about a case. Add a row with Ref and Agency to ask another one.",
    keys=("Ref", "Agency"),
    subject="Agency",
    frozen=2,
    columns=(
        REF,
        _of(AGENCY_FACTS[0]),
        _day("Requested on"),
        _day("Due by"),
        Column(header="Colour", newer="State", width=14),
        *_facts(AGENCY_FACTS[1:]),
        Column(header="Chased", kind=FactKind.COUNT, width=8),
    ),
)
DECISIONS = SheetLayout(
    name="Decisions",
    height=46,
    table="Decisions",
    purpose="One row for each case: the criteria, what was recommended, what was decided, by whom and why.",
    keys=("Ref",),
    frozen=2,
    columns=(
        REF,
        Column(header="Child", width=13),
        Column(header="Still to be recorded", width=40),
        *_facts(DECISION_FACTS),
        Column(header="Edition", width=20),
    ),
)
ACTIONS = SheetLayout(
    name="Actions",
    height=31,
    table="Actions",
    purpose="The action plan: one row for each action. Add a row with Ref and No.; its Due joins the Deadlines sheet.",
    keys=("Ref", "No."),
    subject="No.",
    frozen=2,
    columns=(
        replace(REF, owner=Owner.OFFICE),
        Column(header="No.", owner=Owner.OFFICE, width=7),
        *_facts(ACTION_FACTS),
        Column(header="Colour", newer="State", width=17),
    ),
)
ATTENTION = SheetLayout(
    name="Needs attention",
    height=66,  # five lines as Excel spaces them
    table="Attention",
    purpose="What a person must look at. Choose under Accept what is proposed, yes under Resolved when it is settled.",
    keys=("Id",),
    columns=(
        Column(header="Urgent", width=8),
        Column(header="Ref", width=14),
        Column(header="Received", kind=FactKind.INSTANT, width=16),
        Column(header="From", width=17),
        Column(header="What", width=25),
        Column(header="Why", width=46),
        Column(header="What to do", width=32),
        Column(header="Accept", kind=FactKind.CHOICE, owner=Owner.OFFICE, choices=("yes", "no"), width=8),
        Column(header="Resolved", kind=FactKind.CHOICE, owner=Owner.OFFICE, choices=("yes",), width=10),
        Column(header="Original", width=13),
        Column(header="Since", kind=FactKind.INSTANT, width=17),
        Column(header="State", width=11),
        Column(header="Cell", width=26, hidden=True),
        Column(header="Id", width=20, hidden=True),
    ),
)
CONTACTS = SheetLayout(
    name="Contacts",
    table="Contacts",
    purpose="Who is written to. This sheet is the office's own: add, change and remove rows freely.",
    keys=("E-mail", "Role"),
    columns=(
        Column(header="Agency", owner=Owner.OFFICE, width=42),
        Column(
            header="Role",
            kind=FactKind.CHOICE,
            owner=Owner.OFFICE,
            width=18,
            choices=(
                "manager", "deputy", "la-lead", "icb", "police", "chair", "executive", "reviewer", "agency",
                "standing-invitee",
            ),
        ),
        Column(header="Name", owner=Owner.OFFICE, width=36),
        Column(header="E-mail", owner=Owner.OFFICE, width=36),
        Column(header="Notices", owner=Owner.OFFICE, width=22),
        Column(header="Areas", owner=Owner.OFFICE, width=20),
        Column(header="Active", kind=FactKind.CHOICE, owner=Owner.OFFICE, choices=("yes", "no"), width=9),
    ),
)  # fmt: skip
TAKE_BACK = "Take back"
LOG = SheetLayout(
    name="Log",
    table="CaseLog",
    purpose="What happened, the newest first. Choose yes under Take back beside what you typed or settled, to undo it.",
    keys=("When", "Ref", "Event", "Detail"),
    columns=(
        Column(header="When", kind=FactKind.INSTANT, width=17),
        Column(header="Ref", width=15),
        Column(header="Event", width=26),
        Column(header="Detail", width=118),
        Column(header=TAKE_BACK, kind=FactKind.CHOICE, owner=Owner.OFFICE, choices=("yes",), width=11),
    ),
)
CALENDAR = SheetLayout(
    name="Calendar",
    table="NonWorkingDays",
    purpose="Days that do not count. Add a row for a bank holiday proclaimed since this list was made.",
    keys=("Date",),
    columns=(
        Column(header="Date", kind=FactKind.DATE, owner=Owner.OFFICE, width=15),
        Column(header="Day", width=13),
        Column(header="Title", owner=Owner.OFFICE, width=40),
        Column(header="Source", owner=Owner.OFFICE, width=96),
    ),
)

LAYOUTS = (CASES, DEADLINES, AGENCIES, DECISIONS, ACTIONS, ATTENTION, CONTACTS, LOG, CALENDAR)
BY_NAME = {layout.name: layout for layout in LAYOUTS}
TODAY = "Today"
SHEETS = (TODAY, "Dashboard", *(layout.name for layout in LAYOUTS), "How to use", "Lists")


MARKED = "cc.marked"  # the defined name of the cells that say which cells of other sheets are marked


def marked_place(letter: str, *, title: str = ATTENTION.name) -> str:
    """What `MARKED` refers to where the column Cell has this `letter` and its sheet this `title`."""
    quoted = title.replace("'", "''")
    return f"'{quoted}'!${letter}${FIRST_ROW}:${letter}$2000"


def row_key(layout: SheetLayout, texts: Mapping[str, str]) -> str:
    """What a row of `layout` is known by, or an empty text while its first key cell is empty."""
    first = texts.get(layout.keys[0], "")
    if layout is CALENDAR:
        return first[:10]  # a day that was typed with a time is that day
    if not first or len(layout.keys) == 1:
        return first
    return joined_key([texts.get(header, "") for header in layout.keys])


def joined_key(parts: Sequence[str]) -> str:
    """The canonical parts of a key as one text; empty parts at its end are left out."""
    return parts[0] if len(parts) == 1 else "|".join(parts).rstrip("|")


def anchor_name(layout: SheetLayout, column: Column) -> str:
    """The hidden defined name that stays with a column's header cell even when its text is changed."""
    return _anchor(layout, column.title)


def anchor_names(layout: SheetLayout, column: Column) -> tuple[str, ...]:
    """That name and the one of workbooks in which another word heads the column; most columns have one."""
    name = anchor_name(layout, column)
    return (name, _anchor(layout, column.header)) if column.newer else (name,)


def _anchor(layout: SheetLayout, header: str) -> str:
    return f"cc.{layout.table}.{''.join(c if c.isalnum() else '_' for c in header)}"


def list_name(column: Column) -> str:
    """The defined name behind a column's drop-down."""
    return "cc.list." + "".join(letter if letter.isalnum() else "_" for letter in column.header)
