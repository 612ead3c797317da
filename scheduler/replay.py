"""A stored mail read again with today's reader, beside what was recorded when it came; changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from parsers.read_mail import MailReading
from parsers.reading_json import referral_json
from parsers.whole_mail import read_whole_mail
from pipeline.edges.journal import Journal
from pipeline.edges.journal.mails import StoredMail
from pipeline.errors import CaseclockError
from pipeline.model import Decision, FormKind
from scheduler.mails.judged import judgement, known_of
from scheduler.mails.which_case import as_settled, own_case_beside
from scheduler.office import ConfiguredOffice

Json = dict[str, Any]


def replayed(office: ConfiguredOffice, journal: Journal, *, named: str) -> Iterator[str]:
    """One line for each thing that today's reader says otherwise; `named` is a Message-ID or the start of a SHA-256.

    Raises CaseclockError where no stored mail fits, or several do.
    """
    mail = _stored(journal, named)
    read = read_whole_mail(journal.raw.read(mail.sha256), limits=office.limits, forms=office.forms)
    judged = _judged(mail, read, office=office, journal=journal)
    if judged.kind.value != mail.kind:
        yield f"Kind: was {mail.kind}, is now {judged.kind.value}"
    if judged.urgent != mail.urgent:
        yield f"Urgent: was {mail.urgent}, is now {judged.urgent}"
    kept = journal.kept.read_forms.get(mail.sha256)
    leaves = (leaf for entry in read.readings for leaf in entry.leaves())
    form = next((leaf.referral for leaf in leaves if leaf.kind is FormKind.REFERRAL), None)
    if form and not kept:
        yield "Its form: what was read of it when it came was not kept yet, so there is nothing to compare with."
    if kept and form:
        yield from _differences(referral_json(kept), referral_json(form), path="")


def _judged(mail: StoredMail, read: MailReading, *, office: ConfiguredOffice, journal: Journal) -> Decision:
    """What the mail is by what was known when it came, and by what was answered about it since."""
    later = frozenset(case.ref for case in journal.casebook.cases() if case.opened_at > mail.received_at)
    judged = judgement(office, mail, read=read, known=known_of(journal, mail, office=office, but=later))
    return as_settled(judged, own_case_beside(mail, judged, journal=journal))


def _stored(journal: Journal, named: str) -> StoredMail:
    found = [mail for mail in journal.mails.decided() if mail.sha256.startswith(named) or mail.message_id == named]
    if len(found) != 1:
        raise CaseclockError(
            f"{len(found) or 'No'} stored mails fit {named!r}; give its Message-ID or more of its SHA-256."
        )
    return found[0]


def _differences(was: object, now: object, *, path: str) -> Iterator[str]:
    """Where two referrals as JSON differ: groups by their names, lists by their numbers, answers by what they say."""
    if isinstance(was, dict) and isinstance(now, dict):
        differ = _answer_differs if "state" in was and "state" in now else _groups_differ
        yield from differ(was, now, path=path)
    elif isinstance(was, list) and isinstance(now, list):
        for number, (one, other) in enumerate(zip_longest(was, now)):
            yield from _differences(one, other, path=f"{path}[{number}]")
    elif was != now:
        yield f"{path}: was {'absent' if was is None else 'there'}, is now {'absent' if now is None else 'there'}"


def _groups_differ(was: Json, now: Json, *, path: str) -> Iterator[str]:
    for key in dict.fromkeys((*was, *now)):
        yield from _differences(was.get(key), now.get(key), path=f"{path}.{key}".lstrip("."))


def _answer_differs(was: Json, now: Json, *, path: str) -> Iterator[str]:
    if (was["value"], was["state"]) != (now["value"], now["state"]):
        yield f"{path}: was {was['value']!r} ({was['state']}), is now {now['value']!r} ({now['state']})"
