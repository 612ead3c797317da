"""An office for the acceptance tests: the demonstration's mailbox and settings, on servers that live as long as the test."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from functools import lru_cache
from importlib import resources
from pathlib import Path
from unittest import mock

from parsers.mail.message import message as read_message
from parsers.mail.message import received_at
from pipeline.edges.journal import Journal
from pipeline.settings import Store
from scheduler.cli import main
from scheduler.demo.people import type_into
from scheduler.demo.servers import EmbeddedMailServers
from scheduler.demo.story import PASSWORD, mailbox
from scheduler.office import office_of
from scheduler.ports import open_ports
from scheduler.report import PassReport
from scheduler.run import one_pass
from scheduler.snapshot import Snapshot

FRIDAY = datetime(2026, 11, 13, 16, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
# What went out is looked at again and again, and each time for another thing.
message = lru_cache(maxsize=1000)(read_message)
FOLDERS = ("INBOX", "Processed", "Needs attention", "Retry")


def command(*words: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """What a command that only looks says, and with which status it ends: run in this process, where all that it would
    load first is loaded."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    argv, hook = mock.patch.object(sys, "argv", ["caseclock", *words]), mock.patch.object(sys, "excepthook")
    with argv, hook, redirect_stdout(out), redirect_stderr(err), chdir(folder or Path.cwd()):
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
    return subprocess.CompletedProcess(words, code, out.getvalue(), err.getvalue())


class PowerCut(BaseException):
    """Ends a pass where it is."""


class Office:
    """A mailbox with the demonstration's mails, a settings file, and whatever passes leave in `folder`."""

    def __init__(self, folder: Path, servers: EmbeddedMailServers) -> None:
        self.folder = folder
        self.servers = servers
        self.config = folder / "config.toml"
        # The server keeps what it sends, as Microsoft 365 does; that is how a mail in doubt is found again.
        servers.sent_folder = "Sent"
        text = resources.files("scheduler.demo").joinpath("settings.toml").read_text(encoding="utf-8")
        text = text.replace("{imap_port}", str(servers.imap_port)).replace("{smtp_port}", str(servers.smtp_port))
        self.config.write_text(text.replace("[outgoing]", "[outgoing]\nsave_sent = false"), encoding="utf-8")
        (folder / "password").write_text(PASSWORD, encoding="utf-8")
        (folder / "password").chmod(0o600)

    def lies_in(self, store: Store) -> None:
        """Keeps the journal in the database of `store`."""
        place = f'database = "{store.database}"\nschema_name = "{store.schema_name}"\nsecurity = "none"'
        secret = f'[store.secret]\nfile = "{store.secret.file}"'
        # Before the people, whom a test may write anew.
        text, people, rest = self.config.read_text(encoding="utf-8").partition("[[contacts]]")
        self.config.write_text(f"{text}\n[store]\n{place}\n{secret}\n\n{people}{rest}", encoding="utf-8")

    def journal(self) -> Journal:
        return Journal.of(office_of(self.config).settings.store)

    def has_partner(self, domain: str) -> None:
        """Adds `domain` to those of the office's partners."""
        text = self.config.read_text(encoding="utf-8")
        self.config.write_text(text.replace("partner_domains = [", f'partner_domains = ["{domain}",'), encoding="utf-8")

    @contextmanager
    def without(self, port: int) -> Iterator[None]:
        """This office while what answers at `port` is away: nothing does at port 9."""
        text = self.config.read_text(encoding="utf-8")
        assert f"port = {port}\n" in text
        self.config.write_text(text.replace(f"port = {port}\n", "port = 9\n"), encoding="utf-8")
        yield
        self.config.write_text(text, encoding="utf-8")

    def deliver_all(self) -> None:
        for file in mailbox():
            self.deliver(file.read_bytes())

    def deliver(self, raw: bytes, at: datetime | None = None) -> None:
        self.servers.deliver(raw, at=at or received_at(message(raw)))

    def make_pass(self, now: datetime, *, cut_after: str = "") -> PassReport:
        """A pass; one that is to be cut off after a step raises PowerCut there."""

        def after(step: str) -> None:
            if step == cut_after:
                raise PowerCut

        office = office_of(self.config)
        with open_ports(office) as ports:
            return one_pass(office, ports, now=now, after=after)

    @contextmanager
    def snapshot(self, now: datetime) -> Iterator[Snapshot]:
        """What is known in this office at `now`."""
        with self.journal() as journal:
            yield Snapshot(office_of(self.config), journal, now=now)

    @property
    def tracker(self) -> Path:
        return self.folder / "tracker.xlsx"

    def first_death(self) -> str:
        with self.journal() as journal:
            return next(case.ref for case in journal.casebook.cases() if case.text("outcome") == "died")

    def manager_types(self) -> str:
        ref = self.first_death()
        typed = {
            "LA aware on": "2026-11-12",
            "Criteria met": "yes",
            "Notified Panel on": "2026-11-16",
            "Rapid review on": "2026-12-03",
            "Rapid review at": "10:00",
            "Rapid review place or link": "Civic Hall",
        }
        type_into(self.tracker, "Cases", cells={ref: typed})
        return ref

    def standing(self) -> dict[str, object]:
        """Everything that must come out the same however often a pass was cut off."""
        with self.journal() as journal:
            cases = {
                case.ref: sorted((fact.name, fact.subject, str(fact.value)) for fact in case.facts)
                for case in journal.casebook.cases()
            }
            notices = sorted((mail.key.text(), mail.state) for mail in journal.notices.all())
            attention = sorted(item.id for item in journal.casebook.attention())
            kinds = journal.mails.counts()
        return {
            "cases": cases,
            "notices": notices,
            "attention": attention,
            "kinds": kinds,
            "folders": {name: self.hashes(name) for name in FOLDERS},
            "sent": self.sent(),
        }

    def hashes(self, folder: str) -> list[str]:
        return sorted(hashlib.sha256(mail.raw).hexdigest() for mail in self.servers.mails(folder))

    def sent(self) -> Counter[tuple[str, str]]:
        """Recipient and key of everything that went out; the Message-ID holds a secret that each store has for itself."""
        with self.journal() as journal:
            keys = {mail.message_id: mail.key.text() for mail in journal.notices.all()}
        ids = ((mail.recipients[0], message(mail.raw).message_id) for mail in self.servers.sent)
        return Counter((recipient, keys.get(one, one)) for recipient, one in ids)


def until_monday(office: Office) -> Office:
    office.make_pass(FRIDAY)
    office.manager_types()
    office.make_pass(MONDAY)
    return office


def at_work(office: Office) -> Office:
    """Its first case was notified on Monday 16 November: rapid review by Monday 7 December."""
    for file in mailbox()[:3]:
        office.deliver(file.read_bytes())
    return until_monday(office)


def demonstrated(office: Office) -> Office:
    """The three passes of the demonstration."""
    office.deliver_all()
    until_monday(office).make_pass(LATER)
    return office
