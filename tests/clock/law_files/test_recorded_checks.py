"""A reading is put at the end of whatever settings file there is, or refused with the lines to enter by hand."""

from datetime import date

import pytest

from pipeline.clock.law_files.recorded_checks import with_check
from pipeline.errors import SettingsInvalid
from pipeline.settings import CheckedSource, settings

READ = CheckedSource(
    rule="old-case", edition="Local procedures", by='O. "Odd" Name\\é', role="manager", on=date(2026, 11, 2)
)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# only a comment, without an end of line",
        '# one\r\n[clock] # two\r\nrapid_review_from = "awareness"\r\n',
        '[[clock.checked]]\nrule = "a"\nedition = "b"\nby = "c"\non = 2026-01-01\n[office]\narea = "Northshire"\n',
    ],
)
def test_what_stood_there_stays_and_the_reading_is_added(text: str) -> None:
    longer = with_check(text, READ, where="config.toml")
    assert longer.startswith(text)
    assert settings(longer).clock.checked == (*settings(text).clock.checked, READ)
    assert longer.count("\r\n") in (0, longer.count("\n"))


@pytest.mark.parametrize("text", ["[clock]\nchecked = []\n", "clock = {}\n"])
def test_where_nothing_can_be_appended_the_lines_are_said(text: str) -> None:
    with pytest.raises(SettingsInvalid, match=r'Enter by hand:\n\[\[clock\.checked\]\]\nrule = "old-case"\n'):
        with_check(text, READ, where="config.toml")
