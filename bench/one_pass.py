"""One pass and nothing else, what it cost printed as JSON: `python -m bench.one_pass CONFIG INSTANT`.

It loads no more than the worker does, so that its memory is the worker's too.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from time import perf_counter

from parsers.document import settle as collect_rarely
from scheduler.office import office_of
from scheduler.ports import open_ports
from scheduler.report import PassReport
from scheduler.run import one_pass


def pass_in(config: Path, now: datetime) -> PassReport:
    office = office_of(config)
    with open_ports(office) as ports:
        return one_pass(office, ports, now=now)


def _processor() -> float:
    used = [getrusage(whose) for whose in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


if __name__ == "__main__":
    collect_rarely()  # as the process in which the worker's passes are forked
    before, began = _processor(), perf_counter()
    report = pass_in(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]))
    took = {"processor": _processor() - before, "clock": perf_counter() - began}
    print(json.dumps(took | {"did": sum(report.counts.values())}))
