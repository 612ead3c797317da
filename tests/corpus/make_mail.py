"""Writes the mails of this folder and their expectations, `tests/mail/K*`, `R*`, `S*` and `N*`: `python tests/corpus/make_mail.py`."""

from __future__ import annotations

import json
from pathlib import Path

import mails_automatic
import mails_calm
import mails_forms
import mails_live
import mails_national
import mails_national_again
import mails_phrases
import mails_second
import mails_urgent
import mails_variety

FOLDER = Path(__file__).parents[1] / "mail"
ROOMS = (
    mails_forms,
    mails_automatic,
    mails_urgent,
    mails_phrases,
    mails_live,
    mails_calm,
    mails_variety,
    mails_second,
    mails_national,
    mails_national_again,
)
MAILS = {name: made for room in ROOMS for name, made in room.MAILS.items()}


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, (content, expectation) in MAILS.items():
        (FOLDER / f"{name}.eml").write_bytes(content)
        said = json.dumps(expectation, indent=1, ensure_ascii=False)
        (FOLDER / f"{name}.eml.expected.json").write_text(said + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
