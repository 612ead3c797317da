"""What a pass costs on a tracker of two thousand cases, whoever saved it last, beside reading its sheets.

Run `python bench/tracker.py [CASES]`. The floor is python-calamine reading every sheet of the same file, the usual way
is openpyxl loading and saving it. All are measured in this run, by turns and in processor time, so that other work on
the machine does not count; the least of several tries is taken. In the files of other programs the office has typed
into one cell of Cases, and the program has written every part anew. Memory is the most that Python held at once.
"""

import io
import shutil
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import python_calamine

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "tracker")]

from as_excel import Excel  # noqa: E402
from libreoffice import saved_by_libreoffice  # noqa: E402
from tracker_sample import NOW, content, said, sample_cases  # noqa: E402
from workbooks import put, typed  # noqa: E402

from pipeline.facts import Case, Source  # noqa: E402
from pipeline.tracker.merge.office_words import office_words  # noqa: E402
from pipeline.tracker.merge.patch import patched  # noqa: E402
from pipeline.tracker.merge.tables import table  # noqa: E402
from pipeline.tracker.model import Base, TrackerContent  # noqa: E402
from pipeline.tracker.new_workbook.create import workbook  # noqa: E402
from pipeline.tracker.workbook.book import book, related  # noqa: E402
from pipeline.tracker.workbook.values import canonical, clean  # noqa: E402

TYPED = ("panel_ref", "Panel ref", "CN-2026-0417")  # the fact, the header and the word that the office types
MOST_OF_FLOOR, MOST_OF_USUAL = 3.0, 0.1


@dataclass(frozen=True, kw_only=True, slots=True)
class Saved:
    """The tracker as some program saved it, and how many words of the office are new in it."""

    by: str
    package: bytes
    words: int = 1


def many(count: int) -> tuple[Case, ...]:
    """So many cases, after the pattern of the sample."""
    patterns = sample_cases()
    return tuple(_numbered(patterns[number % len(patterns)], number) for number in range(count))


def _numbered(case: Case, number: int) -> Case:
    ref = f"CSP-2026-{number:05}"
    return replace(case, ref=ref, facts=tuple(replace(fact, case_ref=ref) for fact in case.facts))


def ten_changed(given: TrackerContent) -> TrackerContent:
    """The same content after an operator said something new about ten of its cases, and the office about one."""
    step = max(1, len(given.cases) // 10)
    ten, last = (case.ref for case in given.cases[::step][:10]), given.cases[-1].ref
    new = {ref: said(ref, "reviewer", "R. Quill", source=Source.OPERATOR) for ref in ten}
    new[last] = said(last, TYPED[0], TYPED[2], source=Source.TRACKER)
    return replace(
        given, cases=tuple(replace(c, facts=(*c.facts, new[c.ref])) if c.ref in new else c for c in given.cases)
    )


def saved(package: bytes, ref: str, folder: Path) -> Iterator[Saved]:
    """The tracker as we wrote it, and as each other program saved it after the office typed one word."""
    yield Saved(by="us", package=package, words=0)
    office = typed(package, lambda opened: put(opened, ref, TYPED[1], TYPED[2]))
    yield Saved(by="openpyxl", package=office)
    yield Saved(by="Excel, imitated", package=Excel(office).saved())
    if shutil.which("soffice"):
        yield Saved(by="LibreOffice", package=saved_by_libreoffice(office, folder=folder))


def seconds(*works: Callable[[], object], tries: int) -> list[float]:
    """The least processor time that each of `works` took, all of them by turns."""
    best = [float("inf")] * len(works)
    for _ in range(tries):
        for at, work in enumerate(works):
            start = time.process_time()
            work()
            best[at] = min(best[at], time.process_time() - start)
    return best


def megabytes(work: Callable[[], object]) -> float:
    """The most memory that `work` held at once."""
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def forget() -> None:
    """Nothing is remembered between passes."""
    for cached in (book, related, table, canonical, clean):
        cached.cache_clear()


def one_pass(package: bytes, base: Base, *, given: TrackerContent) -> bytes:
    """What a pass does with the file: reads the office's words, then writes."""
    forget()
    words = office_words(package, base, cases=given.cases, now=NOW)
    return patched(package, given, base=words.base)[0]


def read_by_calamine(package: bytes) -> None:
    """Every sheet read into lists, as the quickest reader does it."""
    opened = python_calamine.load_workbook(io.BytesIO(package))
    for name in opened.sheet_names:
        opened.get_sheet_by_name(name).to_python()


def saved_by_openpyxl(package: bytes) -> bytes:
    """The workbook loaded and saved by openpyxl."""
    return typed(package, lambda opened: None)


def holds(one: Saved, base: Base, *, given: TrackerContent, usual: float) -> bool:
    """Prints what a pass costs that changes ten cases of the file that `one` program saved; whether that is little."""
    changed = ten_changed(given)
    forget()
    words = office_words(one.package, base, cases=given.cases, now=NOW)
    floor, took = seconds(
        lambda: read_by_calamine(one.package), lambda: one_pass(one.package, base, given=changed), tries=7
    )
    forget()
    memory = megabytes(lambda: one_pass(one.package, base, given=changed))
    print(
        f"saved by {one.by:16} {took:6.3f} s  reading {floor:6.3f} s  {took / floor:4.2f} x reading  "
        f"{took / usual:5.3f} x openpyxl  {memory:4.0f} MB"
    )
    return took <= MOST_OF_FLOOR * floor and took <= MOST_OF_USUAL * usual and len(words.facts) == one.words


def main(count: int) -> int:
    """Prints the figures; 0 where the promises hold."""
    given = content(many(count))
    package, base = workbook(given)
    (usual,) = seconds(lambda: saved_by_openpyxl(package), tries=1)
    (quiet,) = seconds(lambda: one_pass(package, base, given=given), tries=5)
    untouched = one_pass(package, base, given=given) is package
    dated = sum(len(found.deadlines) for found in given.ledgers.values())
    print(f"{count} cases, {dated} deadlines, {len(package) / 1e6:.1f} MB")
    print(f"openpyxl loads and saves in {usual:.3f} s")
    print(f"a pass that changes nothing takes {quiet:.3f} s, the file {'untouched' if untouched else 'CHANGED'}")
    print("a pass that changes ten cases, by who saved the file before it:")
    with tempfile.TemporaryDirectory() as folder:
        every = list(saved(package, given.cases[-1].ref, Path(folder)))
    kept = [holds(one, base, given=given, usual=usual) for one in every]
    return 0 if untouched and all(kept) else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000))
