"""The peers' own environment, made on first use, and programs that run in it and are asked line by line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

HERE = Path(__file__).parent
ENVIRONMENT = HERE.parents[1] / "build" / "peers"
REQUIREMENTS = HERE / "requirements.txt"


def python() -> Path:
    """The Python of the peers' environment, which is made where it is absent or of another list."""
    made, ready = ENVIRONMENT / "bin" / "python", ENVIRONMENT / "ready"
    if not ready.exists() or ready.read_text(encoding="utf-8") != REQUIREMENTS.read_text(encoding="utf-8"):
        print("making the peers' environment ...", file=sys.stderr, flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)], check=True)
        pip = [str(made), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", str(REQUIREMENTS)], check=True)
        ready.write_text(REQUIREMENTS.read_text(encoding="utf-8"), encoding="utf-8")
    return made


class Peer:
    """A program in that environment: `ask(…)` sends one line of JSON and gives what it answers."""

    def __init__(self, program: str, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [str(python()), str(HERE / program), *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, *words: object) -> Any:
        assert self._process.stdin and self._process.stdout
        print(json.dumps(words), file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline()
        if not answer:
            raise SystemExit(f"{HERE.name}/{self._process.args} ended: {self._process.wait()}")
        return json.loads(answer)

    @property
    def pid(self) -> int:
        return self._process.pid

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.wait(timeout=60)
        self._process.stdout.close()
