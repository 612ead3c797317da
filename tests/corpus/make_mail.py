"""Writes the kept-apart mails and their expectations, `tests/mail/K*`: `python tests/corpus/make_mail.py`."""

from __future__ import annotations

import json
from pathlib import Path

import mails_automatic
import mails_forms
import mails_phrases
import mails_urgent

FOLDER = Path(__file__).parents[1] / "mail"
MAILS = {**mails_forms.MAILS, **mails_automatic.MAILS, **mails_urgent.MAILS, **mails_phrases.MAILS}


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, (content, expectation) in MAILS.items():
        (FOLDER / f"{name}.eml").write_bytes(content)
        said = json.dumps(expectation, indent=1, ensure_ascii=False)
        (FOLDER / f"{name}.eml.expected.json").write_text(said + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
