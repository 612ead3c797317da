"""Whatever facts a case has, its deadlines come out: sound dates, a reason for each that does not run, no exception."""

from datetime import UTC, date, datetime, time

from hypothesis import given
from hypothesis import strategies as st

from pipeline.clock.count.calendars import england_and_wales
from pipeline.clock.duties.ledger import ledger
from pipeline.clock.duties.rule_applied import Basis
from pipeline.clock.explain.in_json import as_json
from pipeline.clock.explain.in_words import cell_note, paragraphs, two_lines
from pipeline.clock.law_files.rules import law
from pipeline.clock.model import CountKind, DutyState
from pipeline.facts import BACKGROUND_FACTS, CASE_FACTS, DEADLINE_FACTS, Case, Fact, FactName, Source, Value
from pipeline.model import FactKind
from pipeline.settings import Clock, Timetable
from tests.soak import examples

DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))
INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC))
VALUES: dict[FactKind, st.SearchStrategy[Value]] = {
    FactKind.TEXT: st.sampled_from(["", "17", "19 years", "Withdrawn"]),
    FactKind.DATE: DAYS,
    FactKind.INSTANT: INSTANTS,
    FactKind.TIME: st.just(time(10, 0)),
    FactKind.COUNT: st.integers(0, 6),
}
NEED_NO_REASON = (DutyState.DUE, DutyState.OVERDUE, DutyState.NOT_YET, DutyState.WAITS_FOR_A_DATE)
CHOICES = st.builds(
    Clock,
    rapid_review_from=st.sampled_from(["notification", "awareness"]),
    rapid_review_ends_with=st.sampled_from(["sent", "convened"]),
    weekend_awareness=st.sampled_from(["day-zero", "next-working-day"]),
    clear_days_target=st.booleans(),
    local_notify_from_incident=st.booleans(),
)


def facts_of(name: FactName, subject: str = "") -> st.SearchStrategy[Fact]:
    values = st.sampled_from(name.choices) if name.choices else VALUES[name.kind]
    return st.builds(
        Fact,
        case_ref=st.just("CSP-2025-001"),
        name=st.just(name.name),
        value=st.one_of(values, values, values, st.none()),
        source=st.sampled_from(list(Source)),
        recorded_at=INSTANTS,
        subject=st.just(subject),
    )


ANY_FACT = st.one_of(
    *(facts_of(name) for name in (*CASE_FACTS, *BACKGROUND_FACTS)),
    *(facts_of(name, rule.id) for name in DEADLINE_FACTS for rule in law().rules if rule.on_cases),
)


@examples(200)
@given(st.lists(ANY_FACT, max_size=25), INSTANTS, INSTANTS, CHOICES)
def test_any_facts_give_sound_deadlines(facts: list[Fact], opened: datetime, now: datetime, choices: Clock) -> None:
    case = Case(ref="CSP-2025-001", opened_at=opened, facts=tuple(facts))
    calendar = england_and_wales()
    basis = Basis(law=law(), calendar=calendar, choices=choices, timetable=Timetable())
    found = ledger(case, basis=basis, now=now).deadlines
    assert len({(entry.rule, entry.subject) for entry in found}) == len(found)
    for entry in found:
        if entry.kind is not CountKind.KEEP:
            assert entry.working_target <= entry.due
            assert calendar.is_working_day(entry.working_target)
        assert entry.state in NEED_NO_REASON or entry.because
        assert entry.provisional is bool(entry.provisional_because)
        assert (entry.state is DutyState.DONE) is (entry.done_on is not None)
        assert all(paragraphs(entry)) and all(two_lines(entry)) and cell_note(entry) and as_json(entry)


@examples(100)
@given(st.lists(ANY_FACT, max_size=25), INSTANTS)
def test_no_rapid_review_without_a_notification_by_a_person_or_a_mail(facts: list[Fact], now: datetime) -> None:
    case = Case(ref="CSP-2025-001", opened_at=now, facts=tuple(facts))
    basis = Basis(law=law(), calendar=england_and_wales(), choices=Clock(), timetable=Timetable())
    found = ledger(case, basis=basis, now=now).deadlines
    notified = case.fact("notified_panel")
    if notified is None or notified.source is Source.FORM:
        assert not [entry for entry in found if entry.rule in ("rapid-review", "agency-request", "partner-sign-off")]
