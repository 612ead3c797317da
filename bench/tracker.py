"""What a pass costs on a tracker of two thousand cases, beside reading its sheets and beside loading and saving it.

Run `python bench/tracker.py [CASES]`. The floor is python-calamine reading every sheet, the usual way is
openpyxl loading and saving it. All are measured in this run, on the same file, the best of several tries each.
"""

import io
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import python_calamine

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "tracker")]

from tracker_sample import NOW, content, said, sample_cases  # noqa: E402

from pipeline.facts import Case, Source  # noqa: E402
from pipeline.tracker.book import book  # noqa: E402
from pipeline.tracker.create import workbook  # noqa: E402
from pipeline.tracker.merge import office_words  # noqa: E402
from pipeline.tracker.model import Base, TrackerContent  # noqa: E402
from pipeline.tracker.patch import patched  # noqa: E402
from pipeline.tracker.read import table  # noqa: E402


def many(count: int) -> tuple[Case, ...]:
    """So many cases, after the pattern of the sample."""
    patterns = sample_cases()
    return tuple(_numbered(patterns[number % len(patterns)], number) for number in range(count))


def _numbered(case: Case, number: int) -> Case:
    ref = f"CSP-2026-{number:05}"
    return replace(case, ref=ref, facts=tuple(replace(fact, case_ref=ref) for fact in case.facts))


def ten_changed(given: TrackerContent) -> TrackerContent:
    """The same content after a form or an operator said something new about ten of its cases."""
    step = max(1, len(given.cases) // 10)
    changed = {
        case.ref: replace(case, facts=(*case.facts, said(case.ref, "panel_ref", "P-1", source=Source.OPERATOR)))
        for case in given.cases[::step][:10]
    }
    return replace(given, cases=tuple(changed.get(case.ref, case) for case in given.cases))


def seconds(work: Callable[[], object], *, tries: int) -> float:
    """The shortest time that `work` took."""
    best = float("inf")
    for _ in range(tries):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def one_pass(package: bytes, base: Base, *, given: TrackerContent) -> bytes:
    """What a pass does with the file: reads the office's words, then writes; nothing is remembered between passes."""
    book.cache_clear()
    table.cache_clear()
    words = office_words(package, base, cases=given.cases, now=NOW)
    return patched(package, given, base=words.base)[0]


def read_by_calamine(package: bytes) -> None:
    """Every sheet read into lists, as the quickest reader does it."""
    opened = python_calamine.load_workbook(io.BytesIO(package))
    for name in opened.sheet_names:
        opened.get_sheet_by_name(name).to_python()


def saved_by_openpyxl(package: bytes) -> bytes:
    """The workbook loaded and saved by openpyxl."""
    opened = openpyxl.load_workbook(io.BytesIO(package))
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def main(count: int) -> int:
    """Prints the figures; 0 where the promises hold."""
    given = content(many(count))
    package, base = workbook(given)
    changed = ten_changed(given)
    elsewhere = saved_by_openpyxl(package)
    floor = seconds(lambda: read_by_calamine(package), tries=5)
    usual = seconds(lambda: saved_by_openpyxl(package), tries=1)
    quiet = seconds(lambda: one_pass(package, base, given=given), tries=5)
    ten = seconds(lambda: one_pass(package, base, given=changed), tries=5)
    after_a_save = seconds(lambda: one_pass(elsewhere, base, given=changed), tries=5)
    untouched = one_pass(package, base, given=given) is package
    print(f"{count} cases, {sum(map(len, given.deadlines.values()))} deadlines, {len(package) / 1e6:.1f} MB")
    for said_, took in (
        ("python-calamine reads every sheet", floor),
        ("openpyxl loads and saves", usual),
        ("a pass that changes nothing" + (", file untouched" if untouched else ", FILE CHANGED"), quiet),
        ("a pass that changes ten cases", ten),
        ("the same after another program saved it", after_a_save),
    ):
        print(f"{said_:45} {took:7.3f} s  {took / floor:5.1f} x reading  {took / usual:6.3f} x openpyxl")
    return 0 if untouched and ten <= 3 * floor and ten <= usual / 10 else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000))
