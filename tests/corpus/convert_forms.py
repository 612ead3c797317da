"""Makes with LibreOffice the forms in formats that only an office program writes; their bytes differ at every run, so they are made once and kept."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path

from k_fields import K18_EXPECTED
from k_foreign import MAY_BE_UNREADABLE
from k_rows import K08_EXPECTED
from k_two_columns import K01_EXPECTED

FOLDER = Path(__file__).parents[1] / "forms"
# new name: (made from, first through, LibreOffice's filter, expectation)
CONVERSIONS = {
    "K65-open-document.odt": ("K50-template.dotx", "", "odt", MAY_BE_UNREADABLE),
    "K66-word-97.doc": ("K50-template.dotx", "", "doc:MS Word 97", MAY_BE_UNREADABLE),
    "K67-printed.pdf": ("K50-template.dotx", "", "pdf", MAY_BE_UNREADABLE),
    "K68-rich-text-by-libreoffice.rtf": ("K50-template.dotx", "", "rtf", MAY_BE_UNREADABLE),
    "K69-two-column-by-libreoffice.docx": ("K01-two-column-struck.docx", "odt", "docx", K01_EXPECTED),
    "K70-four-column-by-libreoffice.docx": ("K08-four-column-side-bar.docx", "odt", "docx", K08_EXPECTED),
    "K72-legacy-by-libreoffice.docx": ("K18-legacy-fields.docx", "", "docx", K18_EXPECTED),
    "K73-two-column-open-document.odt": (
        "K01-two-column-struck.docx",
        "",
        "odt",
        K01_EXPECTED | {"kind_also": ["unreadable"], "fields_count_only_if_kind": "referral"},
    ),
}


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
    for name, (origin, through, kind, expectation) in CONVERSIONS.items():
        (FOLDER / f"{name}.expected.json").write_text(
            json.dumps(expectation, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )
        if (FOLDER / name).exists():
            continue
        with tempfile.TemporaryDirectory() as scratch:
            source = FOLDER / origin
            folder = Path(scratch)
            if through:
                source = converted(source, through, folder=folder)
            (FOLDER / name).write_bytes(converted(source, kind, folder=folder).read_bytes())


if __name__ == "__main__":
    main()
