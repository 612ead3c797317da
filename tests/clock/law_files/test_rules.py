"""The files of the law: complete, cited, refused when unsound, and honest about who has read what."""

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from pipeline.clock.count.calendars import Calendar
from pipeline.clock.duties.deadlines import due
from pipeline.clock.duties.rule_applied import Basis
from pipeline.clock.explain.footnote import footnote
from pipeline.clock.explain.in_json import citation_json, rules_json
from pipeline.clock.explain.in_words import cell_note, cited, paragraphs, two_lines
from pipeline.clock.law_files.rules import ISSUES_FILE, Law, checked, complete, law_from, law_texts
from pipeline.clock.model import Deadline, Force, Issue, Rule, RuleId, SourceEvidence, TaskRule, TaskVersion, Version
from pipeline.errors import RuleInvalid
from pipeline.settings import CheckedSource, Clock, Timetable
from tests.clock.conftest import LAW_DATA

PROMISED = [
    "notify-panel",
    "report-to-partners",
    "looked-after-death",
    "care-leaver-death",
    "rapid-review",
    "rapid-review-from-awareness",
    "practice-review",
    "pre-publication-copy",
    "keep-published",
    "panel-reply-expected",
    "old-case",
    "agency-request",
    "agency-return",
    "rapid-review-meeting",
    "partner-sign-off",
    "progress-check",
    "action-plan-review",
    "yearly-report",
]
RELATED = [
    "child-death-notification",
    "childrens-home-event",
    "freedom-of-information",
    "subject-access",
    "data-breach",
]

SOUND = """
id = "sample-duty"
title = "Do the sample duty"
owner = "partners"

[[version]]
edition = "First edition"
in_force_from = 2018-07-04
trigger = ["la_aware"]
span = 5
unit = "working-days"
force = "local"
[version.citation]
title = "A page"
pinpoint = "paragraph 1"
url = "https://example.com/page"
evidence = "seen"
"""
NO_ADDRESS = SOUND.replace("https://example.com/page", "").replace("seen", "unverified")
SECOND = SOUND[SOUND.index("[[version]]") :].replace("First", "Second")


def test_every_promised_rule_is_there(law: Law) -> None:
    assert {rule.id for rule in law.rules} >= {*PROMISED, *RELATED}


def test_the_rule_ids_are_those_of_the_files_that_ship(law: Law) -> None:
    assert {duty.id for duty in law.duties} == set(RuleId)
    assert {file.removesuffix(".toml") for file in law_texts() if file != ISSUES_FILE} == set(RuleId)


def test_a_file_without_a_rule_id_is_refused() -> None:
    with pytest.raises(RuleInvalid, match="sample-duty"):
        complete(law_from({**law_texts(), "sample-duty.toml": SOUND}))


def test_a_rule_id_without_a_file_is_refused() -> None:
    with pytest.raises(RuleInvalid, match="notify-panel"):
        complete(law_from({file: text for file, text in law_texts().items() if file != "notify-panel.toml"}))


def test_every_version_says_where_it_is_written(law: Law) -> None:
    for rule in law.rules:
        for version in rule.versions:
            for citation in (version.citation, *([version.duty.citation] if version.duty else [])):
                assert citation.title and citation.pinpoint, rule.id
                assert citation.url.startswith("https://") or citation.evidence is not SourceEvidence.SEEN, rule.id
                assert citation.checked_on is None and not citation.verified, f"{rule.id}: nobody has recorded a check"


def test_the_editions_of_guidance_follow_each_other_without_a_gap(law: Law) -> None:
    for rule in law.duties:
        for earlier, later in zip(rule.versions, rule.versions[1:], strict=False):
            assert earlier.in_force_to is not None
            assert (later.in_force_from - earlier.in_force_to).days == 1, rule.id


@pytest.mark.parametrize("rule", PROMISED[:7])
def test_the_edition_of_2026_is_marked_as_not_verified_on_every_output(rule: str, law: Law, calendar: Calendar) -> None:
    deadline = due(
        rule, date(2026, 3, 18), basis=Basis(law=law, calendar=calendar, choices=Clock(), timetable=Timetable())
    )
    assert deadline.edition == "Working Together 2026"
    assert deadline.citation.evidence is SourceEvidence.UNVERIFIED
    for text in ("\n".join(paragraphs(deadline)), "\n".join(two_lines(deadline)), cell_note(deadline)):
        assert "NOT VERIFIED" in text
    assert "https://www.gov.uk/" in cell_note(deadline)


def test_five_working_days_are_cited_to_guidance_and_the_duty_to_the_act(law: Law) -> None:
    for version in law.rule("notify-panel").versions:
        assert version.force is Force.STATUTORY_GUIDANCE
        assert "Working Together" in version.citation.title
        assert version.duty is not None
        assert (version.duty.force, version.duty.citation.pinpoint) == (Force.STATUTE, "section 16C(1)")


def test_fifteen_working_days_are_never_said_to_be_statute(law: Law) -> None:
    for rule in ("rapid-review", "rapid-review-from-awareness"):
        assert {version.force for version in law.rule(rule).versions} == {Force.PANEL_GUIDANCE}


READ = CheckedSource(
    rule="notify-panel",
    edition="Working Together 2026",
    by="A. Reader",
    role="business manager",
    on=date(2026, 11, 2),
    issue=date(2026, 5, 6),
    checksum="ab" * 32,
)
READ_EARLIER = READ.model_copy(update={"issue": date(2026, 3, 24), "on": date(2026, 4, 1)})
SAID = "ead in the source by A. Reader (business manager) on Mon 2 November 2026 in the issue of Wed 6 May 2026."
LAPSED = (
    "read by A. Reader (business manager) on Wed 1 April 2026 in the issue of Tue 24 March 2026; a later issue of "
    "Wed 6 May 2026 is not yet read."
)


@pytest.fixture
def counted(law: Law, calendar: Calendar) -> Callable[..., Deadline]:
    def of(*checks: CheckedSource, at: date = date(2026, 4, 1), law: Law = law) -> Deadline:
        choices = Clock(checked=checks)
        return due("notify-panel", at, basis=Basis(law=law, calendar=calendar, choices=choices, timetable=Timetable()))

    return of


def outputs(deadline: Deadline) -> tuple[str, ...]:
    """Everywhere that a date's source is shown."""
    return "\n".join(paragraphs(deadline)), cell_note(deadline), "\n".join(footnote([deadline]))


def test_a_named_person_who_has_read_the_latest_issue_takes_the_mark_away(counted: Callable[..., Deadline]) -> None:
    found = counted(READ)
    assert all(SAID in text and "not verified" not in text.lower() for text in outputs(found))
    assert "NOT VERIFIED" not in " ".join(two_lines(found))
    said = citation_json(found.citation)
    assert (said["verified"], said["checked_by"], said["checked_role"]) == (True, "A. Reader", "business manager")
    assert (said["checked_on"], said["checked_issue"]) == ("2026-11-02", "2026-05-06")
    assert (said["checked_checksum"], said["later_issue"]) == ("ab" * 32, None)
    assert not counted(READ, at=date(2025, 4, 1)).citation.checked_by, "another edition"


def test_a_check_lapses_when_a_later_issue_is_known(counted: Callable[..., Deadline], law: Law) -> None:
    found = counted(READ_EARLIER)
    assert found.to_check.startswith(f"NOT VERIFIED: {LAPSED}")
    assert all(LAPSED in text for text in outputs(found))
    assert "NOT VERIFIED" in " ".join(two_lines(found))
    said = citation_json(found.citation)
    assert (said["verified"], said["checked_issue"], said["later_issue"]) == (False, "2026-03-24", "2026-05-06")
    again = Issue(edition="Working Together 2026", on=date(2026, 12, 1))
    issued_again = replace(law, issues=(*law.issues, again))
    assert counted(READ).citation.verified
    assert "a later issue of Tue 1 December 2026 is not yet read" in counted(READ, law=issued_again).to_check


@pytest.mark.parametrize("checks", [(READ_EARLIER, READ), (READ, READ_EARLIER)])
def test_of_two_readings_the_one_of_the_later_issue_counts(
    counted: Callable[..., Deadline], checks: tuple[CheckedSource, ...]
) -> None:
    assert counted(*checks).citation.verified


def test_a_reading_that_names_no_issue_does_not_count_for_an_edition_that_has_several(
    counted: Callable[..., Deadline],
) -> None:
    assert "in which issue is not recorded; the latest is of Wed 6 May 2026" in (
        counted(READ.model_copy(update={"issue": None})).to_check
    )


def test_what_was_seen_in_an_earlier_issue_is_not_verified_either(law: Law) -> None:
    version = law.rule("notify-panel").versions[-1]
    seen = replace(version.citation, evidence=SourceEvidence.SEEN, later_issue=date(2026, 5, 6))
    assert seen.best_evidence is SourceEvidence.UNVERIFIED


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"edition": "Working Together 1999"}, "no version 'Working Together 1999'; its versions are: Working"),
        ({"rule": "notify-the-panel"}, "there is no such rule"),
        ({"issue": date(2026, 5, 7)}, "Thu 7 May 2026 is known; its issues are those of Wed 18 March 2026, Tue 24"),
        ({"edition": "Working Together 2023"}, "Wed 6 May 2026 is known; none is"),
    ],
)
def test_a_check_of_what_does_not_exist_is_refused_with_what_there_is(
    law: Law, change: dict[str, object], says: str
) -> None:
    with pytest.raises(RuleInvalid, match=says):
        checked(law, (READ.model_copy(update=change),))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[[issue]]\nedition = "First edition"\n', "issue.0.on"),
        ('[[issue]]\nedition = "First edition"\non = 2026-01-01\nchecksum = "short"\n', "checksum"),
        ('[[issue]]\nedition = "First edition"\non = 2026-01-01\n' * 2, "comes twice"),
    ],
)
def test_an_unsound_list_of_issues_is_refused(text: str, says: str) -> None:
    with pytest.raises(RuleInvalid, match=says):
        law_from({"sample.toml": SOUND, ISSUES_FILE: text})


def test_an_issue_of_an_edition_on_which_no_rule_rests_is_refused() -> None:
    texts = law_texts()
    with pytest.raises(RuleInvalid, match="no rule rests on Working Together 2062"):
        complete(law_from(texts | {ISSUES_FILE: texts[ISSUES_FILE].replace('2026"', '2062"', 1)}))


def test_a_source_without_an_address_says_where_it_is_written_without_a_gap(law: Law) -> None:
    citation = law.rule("panel-reply-expected").versions[0].citation
    assert not citation.url
    assert cited(citation) == (
        "Kent Safeguarding Children Multi-Agency Partnership, rapid review process (kscmp.org.uk, the page itself not "
        "recorded). Quoted by others; the source itself has not been read."
    )


def test_a_sound_file_is_read() -> None:
    rule = law_from({"sample.toml": SOUND}).rule("sample-duty")
    assert rule.versions[0].covers(date(2018, 7, 4))
    assert not rule.versions[0].covers(date(2018, 7, 3))


def test_versions_are_in_the_order_of_time_whatever_their_order_in_the_file() -> None:
    begins, first = SOUND[: SOUND.index("[[version]]")], SOUND[SOUND.index("[[version]]") :]
    ended = first.replace("2018-07-04", "2018-07-04\nin_force_to = 2023-12-14")
    rule = law_from({"sample.toml": begins + SECOND.replace("2018-07-04", "2023-12-15") + ended}).rule("sample-duty")
    assert [version.edition for version in rule.versions] == ["First edition", "Second edition"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (SOUND[: SOUND.index("[version.citation]")], "version.0.citation"),
        (SOUND.replace('pinpoint = "paragraph 1"', 'pinpoint = ""'), "pinpoint"),
        (SOUND.replace('url = "https://example.com/page"', 'url = "a page"'), "version.0.citation"),
        (SOUND.replace('evidence = "seen"', 'evidence = "hearsay"'), "evidence"),
        (SOUND.replace('evidence = "seen"', 'evidence = "seen"\nverified = true'), "version.0.citation.verified"),
        (SOUND.replace("https://example.com/page", ""), "url needs its address"),
        (NO_ADDRESS.replace('force = "local"', 'force = "statute"'), "url may be empty only for local practice"),
        (NO_ADDRESS.replace('force = "local"', 'force = "panel-guidance"'), "url may be empty only for local practice"),
        (SOUND.replace("span = 5", "span = 5\nspam = 5"), "spam"),
        (SOUND.replace("span = 5", 'span = "five"'), "version.0.span"),
        (SOUND.replace('unit = "working-days"', 'unit = "weeks"'), "version.0.unit"),
        (SOUND.replace('trigger = ["la_aware"]', "trigger = []"), "version.0.trigger"),
        (SOUND.replace('owner = "partners"', 'owner = "nobody"'), "owner"),
        (SOUND + SECOND, "overlaps"),
        (
            SOUND.replace("in_force_from = 2018-07-04", "in_force_from = 2018-07-04\nin_force_to = 2018-07-03"),
            "ends before",
        ),
        (SOUND[: SOUND.index("[[version]]")], "version"),
        ("id = ", "not valid TOML"),
    ],
)
def test_an_unsound_file_is_refused_with_its_name_and_key(text: str, key: str) -> None:
    with pytest.raises(RuleInvalid) as refused:
        law_from({"sample.toml": text})
    assert "sample.toml" in str(refused.value)
    assert key in str(refused.value)


def test_local_practice_and_guidance_that_a_partnership_quotes_may_have_no_address() -> None:
    quoted = NO_ADDRESS.replace('force = "local"', 'force = "panel-guidance"').replace("unverified", "quoted")
    for text in (NO_ADDRESS, quoted):
        assert law_from({"sample.toml": text}).rule("sample-duty").versions[0].citation.url == ""


def test_an_id_that_comes_twice_is_refused() -> None:
    with pytest.raises(RuleInvalid, match=r"other\.toml.*already the rule of sample\.toml"):
        law_from({"sample.toml": SOUND, "other.toml": SOUND})


def test_an_unknown_rule_is_refused_with_the_ids_that_exist(law: Law) -> None:
    with pytest.raises(RuleInvalid, match="notify-panel"):
        law.rule("notify-the-panel")


def test_the_list_of_rules_shows_the_version_in_force_on_the_day(law: Law) -> None:
    by_id = {entry["rule"]: entry for entry in rules_json(law, today=date(2025, 6, 1))}
    assert by_id["rapid-review"]["edition"] == "Working Together 2023"
    assert by_id["rapid-review"]["trigger"] == "notified_panel"
    assert by_id["rapid-review"]["span"] == 15
    versions = by_id["rapid-review"]["versions"]
    assert isinstance(versions, list)
    assert len(versions) == 3


with (LAW_DATA / "rules.csv").open(encoding="utf-8", newline="") as lines:
    ROWS = tuple(csv.DictReader(lines))


def as_a_row(duty: Rule | TaskRule) -> dict[str, str]:
    """A rule as tests/law/rules.csv says it; where its versions differ in more than their days, each is named."""
    kinds = ["task", "of every case" * duty.every_case] if isinstance(duty, TaskRule) else _kinds(duty)
    ended = duty.record if isinstance(duty, TaskRule) and duty.record else " ".join(duty.done_by)
    since = [duty.since] if isinstance(duty, TaskRule) else [version.trigger for version in duty.versions]
    return {
        "rule": duty.id,
        "rests on": duty.owner,
        "binds by": " / ".join(dict.fromkeys(_binds(version) for version in duty.versions)),
        "runs from": " / ".join(dict.fromkeys(" ".join(names) for names in since)),
        "ended by": ended,
        "known by": " ".join(duty.known_by) if isinstance(duty, Rule) else "",
        "stood in for by": " ".join(duty.provisional_from) if isinstance(duty, Rule) else "",
        "kind": " ".join(filter(None, kinds)),
        "in force from": " ".join(version.in_force_from.isoformat() for version in duty.versions),
    }


def _kinds(rule: Rule) -> list[str]:
    more = ("local step" * rule.local_step, "again and again" * rule.repeats, "of no case" * (not rule.on_cases))
    return [rule.kind.value, *more]


def _binds(version: Version | TaskVersion) -> str:
    duty = version.duty if isinstance(version, Version) else None
    return version.force.value + (f"; the duty: {duty.force.value}" if duty else "")


def test_every_rule_rests_runs_and_ends_as_its_row_says(law: Law) -> None:
    assert sorted((as_a_row(duty) for duty in law.duties), key=lambda row: row["rule"]) == list(ROWS)
    assert all(duty.versions[-1].in_force_to is None for duty in law.duties)
