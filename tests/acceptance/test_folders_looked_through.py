"""Of a folder is listed what came since it was last looked through, and once a day all of it, whatever its numbers say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from office import MONDAY, Office

from pipeline.edges.journal import Journal
from pipeline.edges.mailbox.fetch import Fetched
from pipeline.edges.mailbox.inbox import Inbox
from scheduler.guards.listing import FolderLook
from scheduler.mails.new_mail import new_mail
from scheduler.office import office_of

TODAY = date(2026, 11, 16)


class Folder:
    """The inbox of an office as passes look through it."""

    def __init__(self, office: Office, journal: Journal) -> None:
        self.office, self.journal, self.settings = office, journal, office_of(office.config).settings.mailbox

    def put(self, number: int) -> None:
        raw = f"From: a@x.example\r\nSubject: {number}\r\nMessage-ID: <{number}@x.example>\r\n\r\nWords.\r\n"
        self.office.servers.deliver(raw.encode(), at=MONDAY)

    def look(self, *, today: date = TODAY, store: bool = True) -> list[int]:
        """The UIDs of what is found; `store` notes that it is stored."""
        with Inbox(self.settings) as mailbox:
            mailbox.folders()
            state = mailbox.states(["INBOX"])["INBOX"]
            look = FolderLook(folder="INBOX", user=self.settings.user, state=state, today=today)
            found = list(look.new_mails(mailbox, self.journal))
        if store:
            self._store(found)
        look.note(self.journal)
        return [mail.key.uid for mail in found]

    def _store(self, found: list[Fetched]) -> None:
        with self.journal.writing():
            for mail in found:
                self.journal.mails.add(new_mail(mail, self.journal, state="stored"), now=MONDAY)


@pytest.fixture
def inbox(office: Office) -> Iterator[Folder]:
    with office.journal() as journal:
        yield Folder(office, journal)


def test_what_is_new_is_found_once_and_what_was_there_is_not_asked_for_again(inbox: Folder) -> None:
    inbox.put(1)
    inbox.put(2)
    first, second = inbox.look()
    assert inbox.look() == []
    inbox.put(3)
    (third,) = inbox.look()
    assert first < second < third


def test_once_a_day_every_mail_is_compared_whatever_the_numbers_say(inbox: Folder) -> None:
    inbox.put(1)
    (missed,) = inbox.look(store=False)  # as if a server had told of mail that it did not show
    assert inbox.look() == []
    assert inbox.look(today=TODAY + timedelta(days=1)) == [missed]


def test_a_folder_that_was_made_anew_is_looked_through_from_its_beginning(inbox: Folder) -> None:
    inbox.put(1)
    assert len(inbox.look()) == 1
    with Inbox(inbox.settings) as mailbox:
        validity = mailbox.uidvalidity("INBOX")
    with inbox.journal.writing():
        known = inbox.journal.kept.guards.listed
        key = f"{inbox.settings.user}:INBOX"
        last = known.get(key)
        assert last is not None
        # What is kept is of another folder of that name, with mails to a higher number.
        before = replace(last, state=replace(last.state, uidvalidity=validity + 1, uidnext=900))
        known.put(key, before)
    inbox.put(2)
    assert len(inbox.look()) == 1
