"""Offices that were worked in once and are put back as they stood then, for each test that goes on from there."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from copy import copy, deepcopy
from typing import Any

import pytest
from office import Office
from pymap.backend.dict.mailbox import MailboxData, MailboxSet, Message

# What a test may change of its servers, beside the mailbox.
CHANGED = ("refusals", "hang_ups", "offered", "sent", "sign_ins", "sent_folder", "greeting", "mailbox_visits")

Work = Callable[[Office], object]


def kept(work: Work) -> Any:
    """The fixture that gives an office in which `work` was done, as it stood then; done once in a worker."""

    @pytest.fixture
    def as_it_stood(office_after: Callable[[Work], Office]) -> Office:
        return office_after(work)

    return as_it_stood


class Kept:
    """An office as it stands: its folder, secrets and ports, its mails under their UIDs, and what was sent."""

    def __init__(self, office: Office) -> None:
        self._office, servers = office, office.servers
        self._folder = office.folder.with_name(f"{office.folder.name}-kept")
        shutil.copytree(office.folder, self._folder)
        self._servers = {name: copy(getattr(servers, name)) for name in CHANGED}
        self._mails = servers._config.set_cache
        servers._config.set_cache = {}

    def put_back(self) -> Office:
        """The office as it stood, whatever became of it since."""
        office, servers = self._office, self._office.servers
        servers.go_offline()
        shutil.rmtree(office.folder)
        shutil.copytree(self._folder, office.folder)
        vars(servers).update({name: copy(was) for name, was in self._servers.items()})
        # A session finds its user's mails there; one that an earlier test left open holds what was there before.
        servers._config.set_cache.update({user: (_copied(kept), rules) for user, (kept, rules) in self._mails.items()})
        servers.go_online()
        return office


def _copied(kept: MailboxSet) -> MailboxSet:
    mailboxes = copy(kept)
    mailboxes._inbox = _folder(kept._inbox)
    mailboxes._set = {name: _folder(folder) for name, folder in kept._set.items()}
    mailboxes._subscribed = dict(kept._subscribed)
    return mailboxes


def _folder(kept: MailboxData) -> MailboxData:
    folder = copy(kept)
    folder._messages = {uid: Message.copy(mail, recent=mail.recent) for uid, mail in kept._messages.items()}
    folder._mod_sequences = deepcopy(kept._mod_sequences)
    return folder
