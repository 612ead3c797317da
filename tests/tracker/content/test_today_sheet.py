"""The sheet Today and its page: the lines of one value, each leading to its row and its original."""

import io
import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from libreoffice import converted
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from tracker_sample import NOW, content, sample_book
from workbooks import parts, row_of

from pipeline.model import Attention, MailShown
from pipeline.today import SHOWN, Today, TodayLine, TodaySection
from pipeline.today_page import PageLinks, as_of, page
from pipeline.today_screen import ROWS, RowKind, screen
from pipeline.tracker.merge.patch import patched
from pipeline.tracker.model import Base, TrackerContent
from pipeline.tracker.new_workbook.create import workbook
from tests.workbook_seen import book_of

REF, OTHER = "CSP-2026-0041", "CSP-2026-0038"
FIRST = 4


def line(ref: str, what: str, **more: object) -> TodayLine:
    return TodayLine(ref=ref, what=what, **more)  # type: ignore[arg-type]


def shown(*, faults: tuple[str, ...] = (), **lines: tuple[TodayLine, ...]) -> TrackerContent:
    by_section = {section: lines.get(section.name, ()) for section in TodaySection}
    return replace(content(), today=Today(now=NOW, lines=by_section, faults=faults))


SOME = {
    "URGENT": (line("", "A mail is urgent", item="mail:3f2a", message="ab"),),
    "OVERDUE": (line(REF, "Notify the Panel", initials="AB", by=NOW.date(), when="1 working day overdue", who="local authority"),),
    "OTHERS": (line(OTHER, "0 of 2 agency returns received", who="agencies"),),
    "UNDATED": (line(OTHER, "Tell the family"),) * 3,
}  # fmt: skip


def with_mail(given: TrackerContent, original: str) -> TrackerContent:
    item = Attention(
        id="mail:3f2a", what="A mail is urgent", why="It says so.", remedy="Read it.", since=NOW, message="ab", urgent=True,
        mail=MailShown(received_at=NOW, original=original),
    )  # fmt: skip
    return replace(given, attention=(*given.attention, item))


def sheet_of(package: bytes, name: str = "Today") -> Worksheet:
    return book_of(package)[name]


def rows(sheet: Worksheet) -> list[tuple[object, ...]]:
    return [row for row in sheet.iter_rows(min_row=FIRST, max_col=8, values_only=True) if any(row)]


def made(given: TrackerContent) -> tuple[bytes, Base]:
    return workbook(given)


def test_it_is_the_first_sheet_and_says_faults_sections_and_numbers_in_order() -> None:
    given = with_mail(shown(faults=("No mail has been read since Wed 2 December, 09:00",), **SOME), "m.eml")
    package, _ = made(given)
    book = book_of(package)
    assert (book.sheetnames[0], book.active.title) == ("Today", "Today")
    found = rows(book["Today"])
    assert [(row[0], row[1] or row[3]) for row in found] == [
        ("fault", "No mail has been read since Wed 2 December, 09:00"),
        ("heading", "Urgent mails (1)"),
        ("pressing", "A mail is urgent"),
        ("empty", "No question waits for an answer."),
        ("heading", "Overdue (1)"),
        ("pressing", REF),
        ("empty", "Nothing is due today."),
        ("empty", "Nothing is due in the next five working days."),
        ("heading", "Waiting for others (1)"),
        ("line", OTHER),
        ("also", "To do, without a day: 3, on the sheet Deadlines"),
    ]
    assert found[5][2:] == ("AB", "Notify the Panel", NOW.replace(hour=0, minute=0, tzinfo=None), "1 working day overdue",
                            "local authority", "the form")  # fmt: skip
    assert (
        book["Today"]["B2"].value
        == "Wed 18 November 2026: 1 overdue, 0 due today, 0 questions without an answer, 1 urgent mail"
    )


def targets(package: bytes) -> dict[str, str]:
    sheet = sheet_of(package)
    linked = (cell for row in sheet.iter_rows(min_row=FIRST) for cell in row if cell.hyperlink)
    return {str(cell.value): cell.hyperlink.location or cell.hyperlink.target for cell in linked}


def test_each_line_leads_to_its_row_its_item_and_its_original() -> None:
    package, _ = made(with_mail(shown(**SOME), "store/mail/ab.eml"))
    found = targets(package)
    for ref in (REF, OTHER):
        assert found[ref] == f"'Cases'!A{row_of(sheet_of(package, 'Cases'), ref)}"
    assert found["A mail is urgent"].startswith("'Needs attention'!A")
    assert found["the mail"] == "store/mail/ab.eml"
    assert found["Overdue (1)"] == "'Deadlines'!A4"
    assert "No question waits for an answer." not in found


def test_the_links_follow_the_lines_and_a_pass_that_changes_nothing_writes_nothing() -> None:
    given = shown(**SOME)
    package, base = made(given)
    assert patched(package, given, base=base)[0] is package
    later = shown(OVERDUE=(line(OTHER, "Hold the meeting"), *SOME["OVERDUE"]))
    package, base = patched(package, later, base=base)
    found = targets(package)
    assert [row[1] for row in rows(sheet_of(package)) if row[0] == "pressing"] == [OTHER, REF]
    assert found[OTHER] == f"'Cases'!A{row_of(sheet_of(package, 'Cases'), OTHER)}"
    assert "A mail is urgent" not in found
    assert patched(package, later, base=base)[0] is package


def test_the_links_follow_the_rows_that_the_office_sorts() -> None:
    package, base = made(shown(**SOME))
    cases = content().cases
    book = openpyxl.load_workbook(io.BytesIO(package))
    sheet = book["Cases"]
    texts = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5, max_row=4 + len(cases))]
    for number, row in enumerate(reversed(texts), start=5):
        for at, value in enumerate(row, start=1):
            sheet.cell(number, at).value = value
    out = io.BytesIO()
    book.save(out)
    again, _ = patched(out.getvalue(), shown(**SOME), base=base)
    assert targets(again)[REF] == f"'Cases'!A{row_of(sheet_of(again, 'Cases'), REF)}" != targets(package)[REF]


def test_what_waits_leads_to_the_row_of_its_case_wherever_both_stand() -> None:
    def leads(package: bytes) -> dict[str, str | None]:
        sheet = sheet_of(package, "Needs attention")
        found = ((row[1].value, row[1].hyperlink) for row in sheet.iter_rows(min_row=5))
        return {ref: link and link.location for ref, link in found if ref}

    items = tuple(
        Attention(id=f"w:{ref}", what=f"About {ref}", why="w", remedy="r", since=NOW, case_ref=ref)
        for ref in (OTHER, REF)
    )
    given = replace(shown(**SOME), attention=items)
    package, base = made(given)
    assert leads(package) == {ref: f"'Cases'!A{row_of(sheet_of(package, 'Cases'), ref)}" for ref in (REF, OTHER)}
    assert patched(package, given, base=base)[0] is package
    # An urgent one comes on top, and one is settled: each link goes with its row.
    urgent = Attention(id="u", what="Of no case", why="w", remedy="r", since=NOW, urgent=True)
    later, _ = patched(package, replace(given, attention=(items[1], urgent)), base=base)
    assert leads(later) == {REF: f"'Cases'!A{row_of(sheet_of(later, 'Cases'), REF)}"}


@pytest.mark.parametrize("number", [1, 5, 40, 400])
def test_it_fits_a_screen_and_what_does_not_fit_is_a_number(number: int) -> None:
    many = {section.name: tuple(line(f"R-{n}", "x") for n in range(number)) for section in TodaySection}
    given = shown(**many).today
    assert given is not None
    found = screen(given)
    assert len(found) <= ROWS
    assert sum(row.kind is RowKind.HEADING for row in found) == len(SHOWN)
    at = [n for n, row in enumerate(found) if row.kind is RowKind.HEADING]
    for n, (start, section) in enumerate(zip(at, SHOWN, strict=True)):
        here = found[start + 1 : at[n + 1] if n + 1 < len(at) else len(found)]
        lines = sum(row.line is not None for row in here)
        left = [int(row.words.split()[1]) for row in here if row.kind is RowKind.MORE]
        assert lines + sum(left) == given.counts[section]


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def test_the_page_has_the_same_rows_without_a_script_and_escapes_what_was_typed() -> None:
    given = shown(DUE_TODAY=(line(REF, "Ask <b>Fell & Side</b>", message="ab"),), faults=("<script>",), **SOME).today
    assert given is not None
    text = page(given, office="A & B", links=PageLinks(workbook="the tracker.xlsx", mails={"ab": "m/ä.eml"}))
    parsed = _Tags()
    parsed.feed(text)
    assert not parsed.tags & {"script", "b", "img", "link", "iframe"}
    assert set(parsed.links) == {"the%20tracker.xlsx", "m/%C3%A4.eml"}
    assert text.count("<tr class=") == len(screen(given))
    assert "<time>Wed 18 November 2026, 09:30</time>: 1 overdue, 1 due today" in text


def test_a_pass_with_nothing_new_changes_only_the_moment_of_the_page() -> None:
    given = shown(DUE_TODAY=(line(REF, "Ask &lt;time>", message="ab"),), **SOME).today
    assert given is not None
    links = PageLinks(workbook="x")
    later = replace(given, now=NOW + timedelta(minutes=5))
    assert as_of(page(given, office="A & B", links=links), later.now) == page(later, office="A & B", links=links)
    assert as_of("<p>what somebody else wrote</p>", NOW) is None


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", 'x" onclick="y', "//elsewhere.example/a", "https://elsewhere.example"]
)
def test_no_link_of_the_page_leads_elsewhere_or_runs_anything(target: str) -> None:
    given = shown(DUE_TODAY=(line(REF, "Ask", message="ab"), line(OTHER, "Ask"))).today
    assert given is not None
    parsed = _Tags()
    parsed.feed(
        page(given, office="A", links=PageLinks(workbook="w.xlsx", mails={"ab": target}, forms={OTHER: target}))
    )
    (link,) = {link for link in parsed.links if link != "w.xlsx"}
    assert not re.match(r"//|[a-z][a-z0-9+.-]*:", link, re.IGNORECASE)
    assert "onclick" not in parsed.attributes


def without_today(package: bytes) -> bytes:
    """The workbook as it was made before there was that sheet, opened last on Deadlines."""
    book = openpyxl.load_workbook(io.BytesIO(package))
    del book["Today"]
    for name in ("cc.dash.today", "cc.dash.today.asof"):
        del book.defined_names[name]
    book.active = book.sheetnames.index("Deadlines")
    for sheet in book:
        sheet.sheet_view.tabSelected = sheet.title == "Deadlines"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


OLD, OLD_BASE = without_today(sample_book()[0]), sample_book()[1]


def look(cell: Cell) -> tuple[object, ...]:
    return cell.font.b, cell.font.sz, cell.font.color.rgb, cell.fill.fgColor.rgb, cell.number_format


def test_a_workbook_made_before_is_given_the_sheet_first_and_keeps_everything_else() -> None:
    package, base = patched(OLD, shown(**SOME), base=OLD_BASE)
    before, after = (book_of(one) for one in (OLD, package))
    assert after.sheetnames == ["Today", *before.sheetnames]
    assert after.active.title == "Deadlines"
    assert [sheet.title for sheet in after if sheet.sheet_view.tabSelected] == ["Deadlines"]
    assert [row[1] for row in rows(after["Today"]) if row[0] == "pressing"] == [None, REF]
    assert after["Today"]["B1"].font.sz == 16
    assert after["Today"].conditional_formatting
    assert after["Today"]["E9"].number_format == "ddd d mmm"
    for sheet in before:
        assert after[sheet.title].print_title_rows == sheet.print_title_rows
        assert after[sheet.title].print_area == sheet.print_area
        for cell in (sheet["A4"], sheet["A5"], sheet["C5"]):
            same = after[sheet.title][cell.coordinate]
            assert look(same) == look(cell)
    assert patched(package, shown(**SOME), base=base)[0] is package


def test_the_part_of_the_sheet_given_has_a_free_name_of_those_by_which_programs_look_for_sheets() -> None:
    package, _ = patched(OLD, shown(**SOME), base=OLD_BASE)
    new = {name for name in parts(package).keys() - parts(OLD).keys() if re.match(r"xl/worksheets/[^/]+$", name)}
    assert len(new) == 1
    assert re.fullmatch(r"xl/worksheets/sheet[1-9]\d*\.xml", *new)


def test_an_office_that_deletes_the_sheet_is_not_given_it_again() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(shown(**SOME))[0]))
    del book["Today"]
    out = io.BytesIO()
    book.save(out)
    package, _ = patched(out.getvalue(), shown(**SOME), base=OLD_BASE)
    assert "Today" not in book_of(package).sheetnames


@pytest.mark.libreoffice
def test_libreoffice_opens_a_workbook_that_was_given_the_sheet(tmp_path: Path) -> None:
    package, _ = patched(OLD, shown(**SOME), base=OLD_BASE)
    again = book_of(converted(package, folder=tmp_path / "a", to="xlsx"))
    assert again.sheetnames[0] == "Today"
    assert [row[1] for row in rows(again["Today"]) if row[0] == "pressing"][-1] == REF


def test_the_look_that_only_draws_a_line_comes_last_since_libreoffice_draws_the_first_alone() -> None:
    areas = list(sheet_of(workbook(shown(**SOME))[0]).conditional_formatting)
    tests = [rule.formula[0] for area in areas for rule in area.rules]
    assert [at for at, test in enumerate(tests) if test.endswith('<>""')] == [len(tests) - 1]
    assert all(rule.dxf.border.bottom.style for area in areas for rule in area.rules)
