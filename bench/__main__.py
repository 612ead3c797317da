"""What the product costs beside floors and peers: `python -m bench [GROUP …]`, or all of it with `make bench`.

Prints each row with its ratio, spread and goal, and ends with status 1 where a goal is missed. When every group was
measured, docs/performance.md and its curves are written anew.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bench.page import line, write_page
from bench.peers import Peer
from bench.rows import GROUPS, Row


def main(names: list[str]) -> int:
    """The exit status: whether every goal of the groups `names` (all when none is named) was kept."""
    found: list[Row] = []
    with Peer("libraries.py") as libraries:
        for name in names or GROUPS:
            with tempfile.TemporaryDirectory() as folder:
                for row in GROUPS[name](libraries, Path(folder)):
                    print(line(row), flush=True)
                    found.append(row)
    missed = [row for row in found if not row.holds]
    print(f"{len(found)} rows, {len(missed)} beyond their goal")
    if not names:
        write_page(found)
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
