"""docs/performance.md: the measured rows as a table, the curves, and the machine they were measured on."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from bench import passes
from bench.peers import HERE, python
from bench.rows import Row
from pipeline.dates import long_date

DOCS = Path(__file__).parents[1] / "docs"
PROFILES = Path(__file__).parent / "profiles.md"  # written by hand
HEAD = """\
# Performance

What the product costs beside floors and peers. Written by `make bench` ({day}, {machine});
read it as ratios, each measured by turns in one run, with the middle half of its rounds. Seconds are of the processor
unless a row says otherwise. `make bench-history` makes the long histories once; without them their rows are left out.
No figure here is checked by a test: a busy machine must not fail one.

| what | beside | measured | goal | |
|---|---|---|---|---|
"""
CURVES = """
![Seconds of the processor of a pass, by the number of cases behind it](performance.svg)

Each dot is the median of {rounds} passes of an office at rest, made in a process of its own as the worker makes them.
"""


def figure(row: Row, value: float | None) -> str:
    if value is None:
        return "–"
    return f"×{value:.2f}" if row.others else f"{value:.0f} MB" if "megabytes" in row.what else f"{value:.2f} s"


def line(row: Row) -> str:
    """A row for the terminal."""
    low, high = row.spread
    said = f"{figure(row, row.figure)} ({figure(row, low)} to {figure(row, high)}), goal {figure(row, row.goal)}"
    beside = f" beside {row.beside}" if row.beside else ""
    return f"{'      ' if row.holds else 'MISSED'} {row.what}{beside}: {said}{f'; {row.note}' if row.note else ''}"


def _cells(row: Row) -> Iterator[str]:
    low, high = row.spread
    many = len(row.figures) > 1
    yield row.what
    yield row.beside or "–"
    measured = f"{figure(row, row.figure)}{f' ({figure(row, low)} to {figure(row, high)})' if many else ''}"
    yield f"{measured}; {row.note}" if row.note else measured
    yield figure(row, row.goal)
    yield "" if row.holds else "**missed**"


def _curves(rows: Iterable[Row]) -> dict[str, list[tuple[int, float]]]:
    """The points of each curve that has more than one; a history of nothing stands at one case, for the scale."""
    found: dict[str, list[tuple[int, float]]] = {}
    for row in rows:
        if row.curve:
            found.setdefault(row.curve, []).append((max(1, row.size), row.figure))
    return {name: points for name, points in found.items() if len(points) > 1}


def machine() -> str:
    """This machine for a reader: processors, their name, memory, Python."""
    info = Path("/proc/cpuinfo")
    names = [each.partition(":")[2].strip() for each in info.read_text().splitlines() if "model name" in each]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    name = names[0] if names else platform.machine()
    return f"{os.cpu_count()} cores of {name}, {memory:.0f} GB, Python {platform.python_version()}"


def write_page(rows: Iterable[Row]) -> None:
    found = list(rows)
    day = long_date(datetime.now(UTC).date())
    table = "\n".join(f"| {' | '.join(_cells(row))} |" for row in found)
    missed = sum(not row.holds for row in found)
    ends = f"\n\n{len(found)} rows, {missed} beyond their goal.\n"
    text = HEAD.format(day=day, machine=machine()) + table + ends
    if curves := _curves(found):
        request = json.dumps({"file": str(DOCS / "performance.svg"), "curves": curves})
        subprocess.run([str(python()), str(HERE / "curves.py")], input=request, text=True, check=True)
        text += CURVES.format(rounds=passes.ROUNDS)
    text += PROFILES.read_text(encoding="utf-8")
    (DOCS / "performance.md").write_text(text, encoding="utf-8")
