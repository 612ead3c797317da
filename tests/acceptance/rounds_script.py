"""Twenty rounds of what people do to a tracker in LibreOffice, one kind of deed after the other."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path

from rounds_model import UNREADABLE, Row
from rounds_office import Life
from rounds_post import child

PICTURE = Path(__file__).parent / "logo.png"


ONE, TWO, THREE, FOUR, FIVE, SIX, SEVEN, EIGHT = (f"NSH-2026-{number:03}" for number in range(1, 9))
WHO = "Who and where"


def who_and_where(row: Row) -> object:
    return f"{row.get('Child') or ''} / {row.get('Referring agency') or ''}"


def day(text: str) -> date:
    return datetime.strptime(text, "%d/%m/%Y").date()


def types_days(life: Life, ref: str, **days: str) -> None:
    for header, text in days.items():
        life.type("Cases", ref, header.replace("_", " "), text, means=day(text))


def typing(life: Life) -> None:
    """Values, days and times go into office columns; form columns are corrected."""
    types_days(life, ONE, LA_aware_on="12/11/2026", Notified_Panel_on="16/11/2026")
    life.type("Cases", ONE, "Criteria met", "yes")
    life.type("Cases", ONE, "Panel ref", "0042")
    life.type(
        "Cases", ONE, "Rapid review on", "03/12/2026 14:05", means=date(2026, 12, 3), holds=datetime(2026, 12, 3, 14, 5)
    )
    life.model.types("Cases", ONE, "Rapid review at", time(14, 5), time(14, 5))
    life.type("Cases", ONE, "Rapid review place or link", "Civic Hall, room 2 & 3 <annexe>")
    life.type("Cases", ONE, "Child", "OB (twin)")
    life.type("Cases", TWO, "Received", "15/11/2026 14:05", means=datetime(2026, 11, 15, 14, 5, tzinfo=UTC))
    life.type("Cases", TWO, "Children", "2", means=2)
    life.type("Cases", TWO, "Incident date", "04/11/2026", means=date(2026, 11, 4))
    life.type("Cases", TWO, "Harm", "died")
    life.type("Cases", TWO, "Rapid review at", "9:30 am", means=time(9, 30))
    life.type("Cases", THREE, "Notes", "=not a formula, said by the chair".removeprefix("="))
    life.post(*child(3))


def unreadable(life: Life) -> None:
    """What cannot be read stays as typed; a computed cell comes back; a case comes by telephone."""
    life.type("Cases", TWO, "LA aware on", "31/02/2026", means=UNREADABLE)
    life.type("Cases", TWO, "Notified Panel on", "next week", means=UNREADABLE)
    life.type("Cases", ONE, "Criteria met", "perhaps", means=UNREADABLE)
    life.type("Cases", ONE, "LA aware on", "soon", means=UNREADABLE)
    life.type_over("Cases", ONE, "Rapid review by", "24/12/2026")
    life.type_over("Cases", ONE, "State", "Done")
    life.type_over("Deadlines", f"{ONE}|rapid-review", "State", "done")
    life.telephone(
        {
            "Child": ("ZZ", "ZZ"),
            "LA aware on": ("17/11/2026", date(2026, 11, 17)),
            "Harm": ("died", "died"),
            "Incident date": ("last Friday", UNREADABLE),
        }
    )


def mending(life: Life) -> None:
    """What could not be read is mended or cleared; a form disagrees with what the office corrected."""
    types_days(life, TWO, LA_aware_on="13/11/2026")
    life.clear("Cases", TWO, "Notified Panel on")
    life.type("Cases", ONE, "Criteria met", "Yes", means="yes", holds="Yes")
    types_days(life, ONE, LA_aware_on="12/11/2026")
    types_days(life, FIVE, Incident_date="13/11/2026")
    life.clear("Cases", ONE, "Panel ref")
    life.clear("Cases", THREE, "Ethnicity")
    answers, row = child(0, sex="Male", ethnicity="White and Asian")
    life.correct(ONE, answers, {**row, "Sex": "male", "Ethnicity": "White and Asian"})
    answers, row = child(2, ethnicity="White Irish")
    life.correct(THREE, answers, {**row, "Ethnicity": "White Irish"})


def decisions(life: Life) -> None:
    life.type("Decisions", ONE, "(a) Improvements needed", "yes")
    life.type("Decisions", ONE, "(a) Improvements needed: note", "first line, second line")
    life.type("Decisions", ONE, "Decision", "local practice review")
    life.type("Decisions", ONE, "Decision made on", "19/11/2026", means=date(2026, 11, 19))
    life.type("Decisions", TWO, "Rationale", "Another process covers it.")
    life.type("Decisions", TWO, "Family informed on", "yesterday", means=UNREADABLE)
    life.sort("Cases", "Child")
    life.type("Cases", THREE, "Reviewer", "Jocasta Wimbourne")
    life.delete_row("Cases", FOUR)
    life.delete_row("Decisions", THREE)
    life.delete_row("Deadlines", f"{TWO}|notify-panel")
    life.post(*child(4))


def doubling(life: Life) -> None:
    """A whole row is copied below: nobody can say which is meant, and neither is read."""
    life.copy_row("Cases", TWO)
    life.type("Cases", TWO, "Panel ref", "P-2")
    life.copy_row("Decisions", ONE)
    types_days(life, THREE, LA_aware_on="20/11/2026")


def filtering(life: Life) -> None:
    """The copies go again; rows are hidden by a filter while others are edited and a pass adds some."""
    life.delete_copy("Cases", TWO, lost=("Panel ref",))
    life.delete_copy("Decisions", ONE)
    life.filter("Cases", "Cases", "Referring agency", "Saltmarsh Primary School")
    life.filter("Deadlines", "Deadlines", "Ref", ONE)
    life.type("Cases", TWO, "Notes", "typed while filtered")
    life.type("Cases", THREE, "Notes", "typed into a hidden row")
    life.post(*child(5))


def renaming(life: Life) -> None:
    life.filter("Cases", "Cases", "Referring agency", "")
    life.rename("Cases", "LA aware on", "Council knew on")
    life.rename("Decisions", "Rationale", "Why we decided so")
    life.rename_sheet("Contacts", "People")
    life.move_column("Cases", "Notes", "Child")
    life.move_column("Cases", "Ref", "Sex")
    life.move_column("Deadlines", "Done on", "Ref")
    types_days(life, SIX, LA_aware_on="23/11/2026")
    life.type("Decisions", TWO, "Rationale", "Still another process.")
    life.type("Deadlines", f"{ONE}|report-to-partners", "Done on", "20/11/2026", means=day("20/11/2026"))


def own_columns(life: Life) -> None:
    """Columns of the office's own, in the middle and at the end, with a formula in each row, while a pass adds rows."""
    life.add_column("Cases", WHO, '={Child}&" / "&{Referring agency}', who_and_where, before="Harm")
    life.add_column("Cases", "Files", "=LEN({Child})+1", lambda row: float(len(str(row["Child"])) + 1))
    life.add_column(
        "Deadlines", "Which", '={Ref}&" "&{Rule}', lambda row: f"{row['Ref']} {row['Rule']}", before="State"
    )
    life.add_column("Agencies", "Shout", "=UPPER({Agency})", lambda row: str(row["Agency"]).upper())
    life.post(*child(6))


def own_sheets(life: Life) -> None:
    """Sheets, names, a chart, a picture."""
    desk = life.desk
    desk(
        "add_sheet",
        "Minutes",
        {"A1": "minutes of the office", "A3": "Cases in all", "A4": "A date", "B4": "24/12/2026"},
    )
    ref = desk("address", "Cases", "Ref", 4).rstrip("0123456789")
    desk("type_at", "Minutes", "B3", f"=COUNTA($Cases.${ref}$5:${ref}$400)")
    life.elsewhere["Minutes", "Cases in all"] = lambda: float(len(life.model.cells["Cases"]))
    desk("move_sheet", "Minutes", 1)
    desk("define_name", "Chair", "$Minutes.$A$1")
    desk("define_name", "Rate", "0.25*4")
    desk("type_at", "Minutes", "A6", "=Rate*2")
    for row, number in enumerate((3, 5, 8), start=10):
        desk("type_at", "Minutes", f"A{row}", str(number))
    desk("chart", "Minutes", "Our chart", "Minutes", "A10:A12")
    desk("picture", "Cases", "Logo", str(PICTURE))
    desk("picture", "Minutes", "Logo again", str(PICTURE))
    life.type("Cases", ONE, "Reviewer", "Edeline Marchbanks")


def dressing(life: Life) -> None:
    """Notes, colours, number formats, conditional formats, widths, frozen panes, what is hidden."""
    desk = life.desk
    for header, text in (("Notes", "ask the chair"), ("State", "why red?"), ("Files", "our own")):
        desk("note", "Cases", life.where("Cases", TWO), life.title("Cases", header), text)
    desk("note", "Cases", life.where("Cases", ONE), "Rapid review by", "we agreed another day")
    desk("colour", "Cases", life.where("Cases", ONE), "Status", 0xFFCC00)
    desk("colour", "Cases", life.where("Cases", ONE), "Due", 0x00CCFF)
    desk("number_format", "Cases", life.where("Cases", ONE), life.title("Cases", "LA aware on"), "DD/MM/YY")
    desk("number_format", "Cases", life.where("Cases", THREE), "Due", "DD/MM/YYYY")
    desk("conditional_format", "Cases", "D5:D40", "LEN($D5)>3")
    desk("show", "Cases", "Ethnicity", False, 0)
    desk("show", "Cases", "Referrer", True, 7000)
    desk("show_row", "Cases", life.where("Cases", SIX), False)
    desk("freeze", "Decisions", 1, 4)
    types_days(life, SIX, Notified_Panel_on="24/11/2026")
    life.type("Cases", SIX, "Criteria met", "yes")


def below_and_above(life: Life) -> None:
    """A totals row and a remark below the table, rows above the header, merged cells; a pass adds rows between."""
    desk = life.desk
    row = desk("type_below", "Cases", "Ref", 2, "Child", "Cases that we count:")
    life.remarks["Cases"] = "Cases that we count:"
    top = row - len(life.model.cells["Cases"]) - 1
    column = desk("address", "Cases", "Sex", row)
    desk("type_at", "Cases", column, f"=COUNTA({column[0]}{top + 1}:{column[0]}{row - 1})")
    desk("type_below", "Agencies", "Ref", 6, "Agency", "Ask the nursery in January.")
    life.remarks["Agencies"] = "Ask the nursery in January."
    life.model.doubts |= {"below:Cases", "below:Agencies"}
    desk("insert_rows", "Decisions", 0, 2)
    desk("type_at", "Decisions", "A1", "Read the guide first")
    desk("merge", "Decisions", "A1:C1")
    desk("merge", "Cases", "F2:H2")
    life.type("Decisions", TWO, "Decision made by", "The three partners")
    life.post(*child(7))


def closing(life: Life) -> None:
    """Cases are closed and opened; duties are done or do not apply."""
    life.type("Cases", FOUR, "Status", "Closed")
    life.type("Cases", TWO, "Status", "Closed")
    life.type("Decisions", FIVE, "Rationale", "Did not meet the criteria.")
    life.type("Cases", FIVE, "Status", "Duplicate")
    life.type("Cases", FIVE, "Status said by", "B. Tilley")
    life.type("Deadlines", f"{ONE}|rapid-review", "Done on", "25/11/2026", means=day("25/11/2026"))
    life.type("Deadlines", f"{SIX}|report-to-partners", "Not applicable because", "told by telephone")
    life.type("Deadlines", f"{THREE}|notify-panel", "Done on", "in time", means=UNREADABLE)


def agencies(life: Life) -> None:
    """Agencies are added, agreed with, returned and taken away; a case is opened again."""
    life.type("Cases", FOUR, "Status", "Open")
    life.add_agency(ONE, "Riverside Probation")
    life.add_agency(SIX, "Fellside School")
    some, other, *_ = (key for key in life.model.cells["Agencies"] if key.startswith(f"{ONE}|") or "Haverstoke" in key)
    life.type("Agencies", some, "Agreed date", "11/12/2026", means=day("11/12/2026"))
    life.type("Agencies", some, "Coming to the review", "Maybe", means="maybe", holds="Maybe")
    life.delete_row("Agencies", other)
    life.type("Deadlines", f"{THREE}|notify-panel", "Done on", "26/11/2026", means=day("26/11/2026"))


def people_and_days(life: Life) -> None:
    """Contacts come, change and go; a day is proclaimed; what is settled is ticked."""
    life.add_contact("lead@fellside.example", Agency="Fellside School", Role="agency")
    life.type("Contacts", "chair@northshire.example", "Name", "Sir Piers Quillfeather")
    life.delete_row("Contacts", "named.nurse@haverstoke-hospitals.example")
    life.add_day("14/12/2026", Title="Day of mourning", Source="Proclamation")
    life.resolve(next(key for key in life.model.cells["Needs attention"] if key.startswith(f"deleted:{FOUR}:")))
    life.resolve(next(key for key in life.model.cells["Needs attention"] if ":differs-" in key))


def copying(life: Life) -> None:
    """Cells are copied and pasted, words replaced everywhere, edits taken back before the file is saved."""
    life.copy_cell("Cases", "Panel ref", TWO, SEVEN)
    life.copy_cell("Cases", "LA aware on", ONE, SEVEN)
    life.replace("Cases", "Civic Hall", "Town Hall")
    life.desk("type", "Cases", life.where("Cases", ONE), "Outcome", "national review")
    life.desk("clear", "Cases", life.where("Cases", ONE), "Harm")
    life.desk("undo", 2)


def nothing(life: Life) -> None:
    """The file is saved, and nothing was done."""


def sorting(life: Life) -> None:
    """Sheets are sorted by other columns, down and up, while a pass adds rows."""
    life.sort("Cases", "Received", ascending=False)
    life.filter("Deadlines", "Deadlines", "Ref", "")
    life.sort("Deadlines", "Due", ascending=False)
    life.sort("Agencies", "Agency")
    life.sort("Log", "Event")
    life.sort("Needs attention", "What", ascending=False)
    life.sort("Decisions", "Child")
    life.type("Cases", ONE, "Notes", "after sorting")
    life.type("Decisions", ONE, "Decision made by", "The executive")
    life.post(*child(8))


def in_the_middle(life: Life) -> None:
    """A case is typed into a row inserted in the middle; columns of the office's own move and go."""
    life.telephone_between(FOUR, {"Child": ("YY", "YY"), "Harm": ("died", "died")})
    life.move_column("Cases", "Files", "Harm")
    life.drop_column("Deadlines", "Which")
    life.rename("Cases", "LA aware on", "LA aware on")
    life.clear("Cases", ONE, "Rapid review on")
    life.type("Cases", ONE, "Rapid review on", "tba", means=UNREADABLE)


def losing(life: Life) -> None:
    """A column of ours is deleted, and an agency's row is taken away and typed anew."""
    life.lose_column("Cases", "Reviewer")
    life.delete_row("Agencies", f"{ONE}|Riverside Probation")
    life.type("Cases", TWO, "Status", "Open")


def the_last(life: Life) -> None:
    """Everything at once: a sort, a filter, mends, a duplicate and a telephone call."""
    life.add_agency(ONE, "Riverside Probation")
    life.type("Cases", ONE, "Rapid review on", "07/12/2026", means=day("07/12/2026"))
    life.sort("Cases", "Child")
    life.filter("Cases", "Cases", "Status", "Open")
    life.telephone({"Child": ("XX", "XX"), "Notified Panel on": ("11/12/2026", day("11/12/2026"))})
    life.copy_row("Deadlines", f"{ONE}|rapid-review")
    life.type_over("Cases", THREE, "Next duty", "none")


ROUNDS: tuple[Callable[[Life], None], ...] = (
    typing, unreadable, mending, decisions, doubling, filtering, renaming, own_columns, own_sheets, dressing,
    below_and_above, closing, agencies, people_and_days, copying, nothing, sorting, in_the_middle, losing, the_last,
)  # fmt: skip
