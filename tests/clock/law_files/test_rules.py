"""The files of the law: complete, cited, refused when unsound, and honest about who has read what."""

import csv
from datetime import date

import pytest

from pipeline.clock.count.calendars import Calendar
from pipeline.clock.duties.deadlines import due
from pipeline.clock.duties.rule_applied import Basis
from pipeline.clock.explain.in_json import rules_json
from pipeline.clock.explain.in_words import cell_note, paragraphs, two_lines
from pipeline.clock.law_files.rules import Law, checked, complete, law_from, law_texts
from pipeline.clock.model import Force, Rule, RuleId, SourceEvidence, TaskRule, TaskVersion, Version
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
SECOND = SOUND[SOUND.index("[[version]]") :].replace("First", "Second")


def test_every_promised_rule_is_there(law: Law) -> None:
    assert {rule.id for rule in law.rules} >= {*PROMISED, *RELATED}


def test_the_rule_ids_are_those_of_the_files_that_ship(law: Law) -> None:
    assert {duty.id for duty in law.duties} == set(RuleId)
    assert {file.removesuffix(".toml") for file in law_texts()} == set(RuleId)


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
                assert citation.title and citation.pinpoint and citation.url.startswith("https://"), rule.id
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


def test_a_person_who_has_read_the_source_takes_the_mark_away(law: Law, calendar: Calendar) -> None:
    read = CheckedSource(rule="notify-panel", edition="Working Together 2026", by="A. Reader", on=date(2026, 11, 2))
    choices = Clock(checked=(read,))
    deadline = due(
        "notify-panel",
        date(2026, 4, 1),
        basis=Basis(law=law, calendar=calendar, choices=choices, timetable=Timetable()),
    )
    assert (deadline.citation.verified, deadline.citation.checked_on) == (True, date(2026, 11, 2))
    assert "NOT VERIFIED" not in "\n".join((*paragraphs(deadline), cell_note(deadline), *two_lines(deadline)))
    assert "Read in the source by a person on Mon 2 November 2026." in " ".join(paragraphs(deadline))
    earlier = due(
        "notify-panel",
        date(2025, 4, 1),
        basis=Basis(law=law, calendar=calendar, choices=choices, timetable=Timetable()),
    )
    assert not earlier.citation.verified


def test_a_check_of_an_edition_that_does_not_exist_is_refused(law: Law) -> None:
    with pytest.raises(RuleInvalid, match="no version 'Working Together 1999'"):
        checked(
            law, (CheckedSource(rule="notify-panel", edition="Working Together 1999", by="A", on=date(2026, 1, 1)),)
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
        (SOUND.replace('evidence = "seen"', 'evidence = "seen"\nverified = true'), "checked_on"),
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
