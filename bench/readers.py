"""How long a document takes to read, against unzipping and parsing it and nothing else: `python -m bench.readers`."""

from __future__ import annotations

import io
import statistics
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from docx import Document
from lxml import etree

from parsers.readers import opendocument, pdf, rtf, word
from parsers.unreadable import Unreadable

FORMS = Path(__file__).parents[1] / "tests" / "forms"
ROUNDS = 5


def unzipped_and_parsed(content: bytes) -> None:
    """The floor: every part unpacked, every XML part parsed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            blob = archive.read(name)
            if name.endswith((".xml", ".rels")):
                etree.fromstring(blob)


def by_python_docx(content: bytes) -> None:
    """python-docx's paragraphs and cells, which lack controls, revisions, symbols and text boxes."""
    document = Document(io.BytesIO(content))
    for paragraph in document.paragraphs:
        _ = paragraph.text
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                _ = cell.text


def milliseconds(act: Callable[[bytes], object], content: bytes) -> float:
    """The median time of one call."""
    times = []
    for _ in range(ROUNDS):
        started = perf_counter()
        act(content)
        times.append(perf_counter() - started)
    return statistics.median(times) * 1000


def main() -> None:
    """Prints the median, the slowest and the floors for every format."""
    readers = {".docx": word.page, ".odt": opendocument.page, ".rtf": rtf.page, ".pdf": pdf.page}
    for suffix, reader in readers.items():
        contents = [path.read_bytes() for path in sorted(FORMS.glob(f"*{suffix}")) if _is_readable(path, reader)]
        own = [milliseconds(reader, content) for content in contents]
        line = (
            f"{suffix:6} {len(contents):3} forms: median {statistics.median(own):6.1f} ms, slowest {max(own):6.1f} ms"
        )
        if suffix == ".docx":
            for name, floor in (("unzip and parse", unzipped_and_parsed), ("python-docx", by_python_docx)):
                times = [milliseconds(floor, content) for content in contents if _opens(content, floor)]
                line += f"; {name} {statistics.median(times):.1f} ms ({len(times)} opened)"
        sys.stdout.write(line + "\n")


def _is_readable(path: Path, reader: Callable[[bytes], object]) -> bool:
    try:
        reader(path.read_bytes())
    except Unreadable:
        return False
    return True


def _opens(content: bytes, act: Callable[[bytes], object]) -> bool:
    try:
        act(content)
    except (KeyError, ValueError, AttributeError):
        return False
    return True


if __name__ == "__main__":
    main()
