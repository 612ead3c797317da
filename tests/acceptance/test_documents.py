"""Documents in a case's folder: made when there is a use for them, fresh until a person touches them."""

import io
import re
from datetime import date, datetime, timedelta
from pathlib import Path

import docx
import pytest
from office import FRIDAY, LATER, MONDAY, Office
from put_back import kept

from pipeline.edges import files
from pipeline.facts import Fact, Source
from scheduler.demo.people import type_into
from scheduler.steps import papers

pytestmark = pytest.mark.passes
PACK = "notification pack"
THE_DAY_BEFORE = FRIDAY.date() - timedelta(days=1)


def words(path: Path) -> str:
    document = docx.Document(io.BytesIO(path.read_bytes()))
    rows = (" | ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows)
    return "\n".join(rows)


def documents(office: Office, ref: str) -> dict[str, Path]:
    found = (office.folder / "originals" / ref).glob("*.docx")
    return {path.stem.removeprefix(ref).strip(): path for path in found if path.stem.startswith(ref)}


@kept
def read(office: Office) -> None:
    """A pass has read the mailbox; nobody has said anything of the first death."""
    office.deliver_all()
    office.make_pass(FRIDAY)


@pytest.fixture
def begun(read: Office) -> tuple[Office, str]:
    return read, read.first_death()


def types(office: Office, ref: str, **cells: str) -> None:
    type_into(office.tracker, "Cases", cells={ref: {name.replace("_", " "): said for name, said in cells.items()}})


def is_told(office: Office, ref: str, day: date, *, at: datetime = MONDAY) -> None:
    """The office corrects the day on which the authority became aware."""
    with office.journal() as journal, journal.writing():
        said = Fact(case_ref=ref, name="la_aware", value=day, source=Source.OPERATOR, recorded_at=at)
        journal.casebook.add_facts([said])


def says_notify_by(path: Path) -> str:
    found = re.search(r"Notify by \| (.*)", words(path))
    assert found
    return found[1]


def test_nothing_is_made_until_there_is_a_use_and_at_once_where_the_office_asks(begun: tuple[Office, str]) -> None:
    office, ref = begun
    assert documents(office, ref) == {}
    types(office, ref, Make_documents="report")
    office.make_pass(MONDAY)
    assert set(documents(office, ref)) == {"rapid review report"}


def test_one_case_whose_folder_takes_no_file_keeps_no_other_from_its_documents(begun: tuple[Office, str]) -> None:
    office, ref = begun
    with office.snapshot(FRIDAY) as known:
        other = next(case.ref for case in known.open_cases if case.ref > ref)
    types(office, ref, Make_documents="report")
    types(office, other, Make_documents="report")
    in_the_way = office.folder / "originals" / ref
    in_the_way.write_text("Somebody saved this here.", encoding="utf-8")
    report = office.make_pass(MONDAY)
    assert report.faults == []
    assert set(documents(office, other)) == {"rapid review report"}
    with office.snapshot(MONDAY) as known:
        [said] = [item for item in known.attention() if item.id.startswith("unmade:")]
    assert (said.case_ref, said.what) == (ref, "The rapid review report could not be written")
    in_the_way.unlink()
    office.make_pass(LATER)
    assert "rapid review report" in documents(office, ref)
    with office.snapshot(LATER) as known:
        assert not [item for item in known.attention() if item.id.startswith("unmade:")]


def test_a_pack_follows_the_tracker_until_a_person_touches_it(begun: tuple[Office, str]) -> None:
    office, ref = begun
    is_told(office, ref, FRIDAY.date())
    office.make_pass(MONDAY)
    pack = documents(office, ref)[PACK]
    assert says_notify_by(pack) == "Fri 20 November 2026"
    before = pack.read_bytes()
    office.make_pass(MONDAY)
    assert pack.read_bytes() == before
    is_told(office, ref, THE_DAY_BEFORE)
    office.make_pass(MONDAY)
    assert says_notify_by(pack) == "Thu 19 November 2026"

    document = docx.Document(str(pack))
    document.add_paragraph("Seen by the head of service.")
    document.save(str(pack))
    by_hand = pack.read_bytes()
    office.make_pass(MONDAY)
    is_told(office, ref, FRIDAY.date())
    office.make_pass(LATER)
    assert pack.read_bytes() == by_hand
    with office.snapshot(LATER) as known:
        [said] = [item for item in known.situation().attention if item.id.startswith("touched:")]
    assert said.case_ref == ref
    assert said.what == "The notification pack was changed by hand, and the tracker has changed since"
    pack.unlink()
    office.make_pass(LATER)
    assert says_notify_by(pack) == "Fri 20 November 2026"
    with office.snapshot(LATER) as known:
        assert not [item for item in known.situation().attention if item.id.startswith("touched:")]


@pytest.mark.parametrize("after", [False, True], ids=["before the file", "after the file"])
def test_a_pass_cut_off_while_a_pack_is_written_anew_leaves_it_our_own(
    begun: tuple[Office, str], after: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, ref = begun
    is_told(office, ref, FRIDAY.date())
    office.make_pass(MONDAY)
    is_told(office, ref, THE_DAY_BEFORE)

    def cut_off(path: Path, content: bytes, *, mode: int | None = None) -> None:
        if after:
            files.write_whole(path, content, mode=mode)
        raise KeyboardInterrupt

    with monkeypatch.context() as stopping:
        stopping.setattr(papers, "write_whole", cut_off)
        with pytest.raises(KeyboardInterrupt):
            office.make_pass(MONDAY)
    office.make_pass(MONDAY)
    assert says_notify_by(documents(office, ref)[PACK]) == "Thu 19 November 2026"
    with office.snapshot(MONDAY) as known:
        assert not [item for item in known.situation().attention if item.id.startswith("touched:")]


def test_one_notification_holds_the_children_of_every_case_of_one_incident(begun: tuple[Office, str]) -> None:
    office, ref = begun
    with office.snapshot(FRIDAY) as known:
        other = next(case.ref for case in known.cases if case.ref != ref and known.referrals[case.ref].children)
        names = [str(known.referrals[one].children[0]["name"].value) for one in (ref, other)]
    types(office, ref, LA_aware_on="2026-11-12")
    type_into(office.tracker, "Cases", cells={other: {"Same incident as": ref, "LA aware on": "2026-11-12"}})
    office.make_pass(MONDAY)
    said = words(documents(office, ref)[PACK])
    assert f"Child 1: name | {names[0]}" in said
    assert f"Child 2: name | {names[1]}" in said
    assert documents(office, other) == {}
