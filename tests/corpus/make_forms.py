"""Writes the forms that are absent from `tests/forms`; what is there stays as it is: `python tests/corpus/make_forms.py`."""

import subprocess
import tempfile
from importlib import import_module
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "forms"
FAMILIES = (
    "sheet",
    "two_columns",
    "question_tables",
    "header_rows",
    "four_columns",
    "four_sections",
    "paragraphs",
    "content_controls",
    "legacy_protected",
    "tick_lists",
    "children_in_blocks",
    "people_in_tables",
    "review_marks",
    "file_formats",
    "agency_returns",
    "demonstration",
)
# What only an office program writes, and never twice the same: made from, first through, LibreOffice's filter.
CONVERTED = {
    "K65-open-document.odt": ("K50-template.dotx", "", "odt"),
    "K66-word-97.doc": ("K50-template.dotx", "", "doc:MS Word 97"),
    "K67-printed.pdf": ("K50-template.dotx", "", "pdf"),
    "K68-rich-text-by-libreoffice.rtf": ("K50-template.dotx", "", "rtf"),
    "K69-two-column-by-libreoffice.docx": ("K01-two-column-struck.docx", "odt", "docx"),
    "K70-four-column-by-libreoffice.docx": ("K08-four-column-side-bar.docx", "odt", "docx"),
    "K72-legacy-by-libreoffice.docx": ("K18-legacy-fields.docx", "", "docx"),
    "K73-two-column-open-document.odt": ("K01-two-column-struck.docx", "", "odt"),
    "X06-academy-trust-printed.pdf": ("X05-academy-trust.docx", "", "pdf"),
}


def made() -> dict[str, bytes]:
    """Every document that a family's module makes."""
    return {name: content for family in FAMILIES for name, content in import_module(family).DOCUMENTS.items()}


def converted(source, kind, *, folder) -> Path:
    """The file that LibreOffice makes of `source`, in `folder`."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(source)],
        check=True,
        timeout=120,
        capture_output=True,
    )
    return folder / f"{source.stem}.{kind.partition(':')[0]}"


def main() -> None:
    for name, content in made().items():
        if not (FOLDER / name).exists():
            (FOLDER / name).write_bytes(content)
    for name, (origin, through, kind) in CONVERTED.items():
        if not (FOLDER / name).exists():
            with tempfile.TemporaryDirectory() as scratch:
                folder = Path(scratch)
                source = converted(FOLDER / origin, through, folder=folder) if through else FOLDER / origin
                (FOLDER / name).write_bytes(converted(source, kind, folder=folder).read_bytes())


if __name__ == "__main__":
    main()
