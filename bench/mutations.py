"""What thousands of spoilt documents do to reading: `python -m bench.mutations [COUNT] [FIRST_SEED]`."""

from __future__ import annotations

import resource
import statistics
import sys
from collections import Counter
from pathlib import Path
from time import perf_counter

from parsers.document import DOCUMENT_PROCESS
from parsers.read import read_file
from parsers.safe.limits import USUAL_LIMITS

TESTS = Path(__file__).parents[1] / "tests"
sys.path.insert(0, str(TESTS / "parsers" / "readers"))

from mutations import spoilt  # noqa: E402 - the tests' own module, found by the line above

SUFFIXES = (".docx", ".dotx", ".docm", ".doc", ".odt", ".rtf", ".pdf", ".html", ".txt")


def main(count: int, first: int) -> None:
    """Reads `count` spoilt documents and prints what came of them."""
    sources = sorted(path for path in (TESTS / "forms").iterdir() if path.suffix in SUFFIXES and path.stat().st_size)
    outcomes: Counter[str] = Counter()
    seconds: list[tuple[float, str]] = []
    processes: set[int] = set()
    for seed in range(first, first + count):
        source = sources[seed % len(sources)]
        content = spoilt(source.name, source.read_bytes(), seed)
        started = perf_counter()
        try:
            reading = read_file(source.name, content)
            outcomes[reading.reason_code or reading.kind.value] += 1
        except Exception as fault:
            outcomes[f"raised {type(fault).__name__}"] += 1
            print(f"{source.name} spoilt by seed {seed}: {fault!r}")
        seconds.append((perf_counter() - started, f"{source.name} spoilt by seed {seed}"))
        if DOCUMENT_PROCESS._process is not None:
            processes.add(DOCUMENT_PROCESS._process.pid)
    DOCUMENT_PROCESS.give_up()
    _print(outcomes, seconds, processes=len(processes))


def _print(outcomes: Counter[str], seconds: list[tuple[float, str]], *, processes: int) -> None:
    times = sorted(each for each, _ in seconds)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{len(seconds)} spoilt documents, of {len(SUFFIXES)} formats")
    for outcome, number in outcomes.most_common():
        print(f"  {outcome:20} {number:6}")
    print(f"reading processes used: {processes}")
    print(
        f"time: median {statistics.median(times) * 1000:.0f} ms, 99 in 100 under {times[len(times) * 99 // 100]:.2f} s"
    )
    print(
        f"slowest (limit {USUAL_LIMITS.seconds} s): "
        + "; ".join(f"{t:.1f} s {name}" for t, name in sorted(seconds)[-5:])
    )
    print(f"peak memory of a reading process: {peak:.0f} MiB (limit {USUAL_LIMITS.memory_bytes / 2**20:.0f} MiB)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, int(sys.argv[2]) if len(sys.argv) > 2 else 0)
