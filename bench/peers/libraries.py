"""Runs in the peers' environment: reads `[work, argument, …]` line by line and answers with its seconds."""

import contextlib
import io
import json
import sys
from datetime import date
from pathlib import Path
from time import process_time

import mailparser
from docx2python import docx2python
from workalendar.europe import UnitedKingdom

KINGDOM = UnitedKingdom()


def read_form(path: str) -> object:
    with docx2python(io.BytesIO(Path(path).read_bytes())) as opened:
        return opened.text


def parse_mail(path: str) -> object:
    parsed = mailparser.parse_from_bytes(Path(path).read_bytes())
    return parsed.body, parsed.attachments, parsed.headers, parsed.date


def count_days(day: str, number: int) -> object:
    return KINGDOM.add_working_days(date.fromisoformat(day), number)


WORKS = {"docx2python": read_form, "mail-parser": parse_mail, "workalendar": count_days}

for line in sys.stdin:
    work, *arguments = json.loads(line)
    began = process_time()
    with contextlib.redirect_stdout(sys.stderr):
        WORKS[work](*arguments)
    print(process_time() - began, flush=True)
