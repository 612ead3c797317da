"""What a command costs before it does anything: each beside `python -c pass`, in turn, with the goal.

    python bench/start_up.py [ROUNDS] [TREE]

With TREE, the folder of another version of the sources, its figures stand beside ours. The fastest of all rounds
counts: whatever else the machine does only ever adds.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scheduler.demo.servers import EmbeddedMailServers
from scheduler.demo.story import ADDRESS, PASSWORD

ROOT = Path(__file__).parent.parent
FORM = ROOT / "tests/forms/A01-classic-two-column.docx"
# What each may cost beyond the interpreter, in seconds.
GOALS = {
    "--help": 0.1,
    "due notify-panel --from 2026-11-12": 0.35,
    f"read {FORM}": 0.6,
    "once --now 2026-11-16T09:30": 0.6,
    "status": 0.35,
}
BEGIN = "import sys; sys.argv[0] = 'caseclock'; from scheduler.cli import main; main()"


def seconds(words: list[str], *, tree: Path, folder: Path) -> tuple[float, float]:
    """What a run took by the wall clock, and of the processor."""
    began, used = time.perf_counter(), processor()
    subprocess.run(
        [sys.executable, *words], cwd=folder, env={**os.environ, "PYTHONPATH": str(tree)}, check=False,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return time.perf_counter() - began, processor() - used


def processor() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def office(folder: Path, servers: EmbeddedMailServers) -> None:
    text = (ROOT / "scheduler/demo/settings.toml").read_text(encoding="utf-8")
    text = text.replace("{imap_port}", str(servers.imap_port)).replace("{smtp_port}", str(servers.smtp_port))
    (folder / "config.toml").write_text(text, encoding="utf-8")
    (folder / "password").write_text(PASSWORD, encoding="utf-8")
    (folder / "password").chmod(0o600)


def measured(rounds: int, trees: list[Path]) -> dict[tuple[str, Path], list[tuple[float, float]]]:
    found: dict[tuple[str, Path], list[tuple[float, float]]] = {}
    with EmbeddedMailServers({ADDRESS: PASSWORD}) as servers, tempfile.TemporaryDirectory() as place:
        folders = {tree: Path(place) / str(number) for number, tree in enumerate(trees)}
        for tree, folder in folders.items():
            folder.mkdir()
            office(folder, servers)
            # The first passes make journal and workbook and find nothing new; what is measured finds nothing either.
            for minute in (0, 5, 10):
                seconds(["-c", BEGIN, "once", "--now", f"2026-11-16T09:{minute:02}"], tree=tree, folder=folder)
        for _ in range(rounds):
            for tree, folder in folders.items():
                pairs = (("", ["-c", "pass"]), *((said, ["-c", BEGIN, *said.split()]) for said in GOALS))
                for said, words in pairs:
                    found.setdefault((said, tree), []).append(seconds(words, tree=tree, folder=folder))
    return found


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    trees = [ROOT, *(Path(named).resolve() for named in sys.argv[2:3])]
    found = measured(rounds, trees)
    missed = False
    print(f"seconds beyond `python -c pass`, the fastest of {rounds} rounds, and of the processor alone")
    for said, goal in GOALS.items():
        over = []
        for tree in trees:
            wall, cpu = (
                min(run[which] for run in found[said, tree]) - min(run[which] for run in found["", tree])
                for which in (0, 1)
            )
            over.append(f"{wall:6.3f} {cpu:6.3f}")
            missed |= tree == ROOT and wall > goal
        print(f"  {said.replace(str(FORM), 'FORM'):36} goal {goal:.2f} {'   against '.join(over)}")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
