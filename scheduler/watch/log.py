"""The log of a service: plain lines or JSON, rotated, and nothing in it that may quote a mail or name a person."""

from __future__ import annotations

import json
import logging
import sys
import threading
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from pipeline.settings import LogSettings

OWN = "caseclock"
# Whose pass it is that speaks, where one worker serves several offices.
OFFICE: ContextVar[str] = ContextVar("OFFICE", default="")
# What only speaks while it is being developed, or quotes what it reads.
_QUIET = ("imapclient", "imaplib", "apscheduler", "alembic", "sqlalchemy", "msal", "urllib3", "asyncio", "pypdf")


class RedactedLine(logging.Formatter):
    """A record as one line: our own words as they are, of others only who spoke where, of a traceback its places."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, plain."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds")
        office = f"{OFFICE.get()}: " if OFFICE.get() else ""
        return f"{at} {record.levelname} {record.name} {office}{said(record)}"


class RedactedJson(RedactedLine):
    """The same as a JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, as JSON."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds")
        whose = {"office": OFFICE.get()} if OFFICE.get() else {}
        return json.dumps({"at": at, "level": record.levelname, "of": record.name, **whose, "said": said(record)})


def said(record: logging.LogRecord) -> str:
    """The words of a record on one line, without anything that a mail, a form or an error brought into it."""
    if record.name.partition(".")[0] == OWN:
        words = record.getMessage()
    else:
        words = f"(said at {Path(record.pathname).name}, line {record.lineno})"
    fault = record.exc_info[1] if record.exc_info else None
    return " ".join(f"{words} {places(fault) if fault else ''}".split())


def places(fault: BaseException) -> str:
    """A traceback by its places: the names of errors and the lines that raised them, and none of their words."""
    named = [type(fault).__name__]
    named += [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(fault.__traceback__)]
    cause = fault.__cause__ or fault.__context__
    return " ".join(named) + (f" after {places(cause)}" if cause else "")


def start_logging(settings: LogSettings | None = None, *, renews: bool = True) -> logging.Logger:
    """Makes every logger write by the settings, once for each process, and gives our own logger.

    Of several processes that write into one file only one `renews` it when it is full.
    """
    root, own = logging.getLogger(), logging.getLogger(OWN)
    if not any(isinstance(handler.formatter, RedactedLine) for handler in root.handlers):
        given = settings or LogSettings()
        handler = _handler(given, renews=renews)
        handler.setFormatter(RedactedJson() if given.format == "json" else RedactedLine())
        root.handlers[:] = [handler]
        root.setLevel(logging.WARNING)
        own.setLevel(logging.INFO)
        logging.captureWarnings(True)
        keep_quiet()
        sys.excepthook = _log_uncaught
        threading.excepthook = lambda told: _log_uncaught(*told)
    return own


def keep_quiet() -> None:
    """Lets libraries say what is wrong, and nothing of what they work on."""
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    # A fault of logging itself would print the record with its words.
    logging.raiseExceptions = False


def _handler(settings: LogSettings, *, renews: bool) -> logging.Handler:
    if settings.file is None:
        return logging.StreamHandler()
    try:
        settings.file.parent.mkdir(parents=True, exist_ok=True)
        size = settings.megabytes * 1_000_000 if renews else 0
        return RotatingFileHandler(settings.file, maxBytes=size, backupCount=settings.older_files, encoding="utf-8")
    except OSError:
        return logging.StreamHandler()


def _log_uncaught(*told: object) -> None:
    faults = (one for one in told if isinstance(one, BaseException))
    logging.getLogger(OWN).critical("The program failed: %s", " ".join(map(places, faults)))
