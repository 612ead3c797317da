"""The first page of every Word document as a picture: `make pictures`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from pipeline.notices.documents.word_template import file_of
from pipeline.notices.samples.sampled import sample_papers
from pipeline.notices.samples.situations import NOW
from pipeline.settings import Settings


def draw(folder: Path) -> list[Path]:
    """The first pages in `folder`, one a document, called as its template."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = Settings()
    words = {"office": settings.office, "marking": settings.office.marking, "now": NOW}
    with tempfile.TemporaryDirectory() as name:
        there = Path(name)
        for paper in sample_papers(settings):
            made = file_of(paper, words=words, folder=None)
            (there / f"{paper.template}.docx").write_bytes(made.content)
        documents = sorted(there.glob("*.docx"))
        office = ["soffice", f"-env:UserInstallation=file://{there}/profile", "--headless"]
        subprocess.run([*office, "--convert-to", "pdf", "--outdir", name, *documents], check=True, capture_output=True)
        for document in documents:
            page = document.with_suffix(".pdf")
            subprocess.run(
                ["pdftoppm", "-r", "70", "-f", "1", "-singlefile", "-png", page, folder / document.stem], check=True
            )
    return sorted(folder.glob("*.png"))


if __name__ == "__main__":
    for picture in draw(Path(sys.argv[1])):
        print(picture)
