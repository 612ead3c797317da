"""Writes the kept-apart forms and their expectations: `python tests/corpus/make_forms.py [PART OF A NAME]`."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "forms"
ROOMS = tuple(sorted(path.stem for path in Path(__file__).parent.glob("[kr]_*.py")))


def main(wanted="") -> None:
    FOLDER.mkdir(exist_ok=True)
    for room in ROOMS:
        for name, (content, expectation) in importlib.import_module(room).DOCUMENTS.items():
            if wanted in name:
                (FOLDER / name).write_bytes(content)
                said = json.dumps(expectation, indent=1, ensure_ascii=False)
                (FOLDER / f"{name}.expected.json").write_text(said + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:2])
