"""A stored mail read again with today's reader, beside what was recorded when it came; changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from parsers.reading_json import referral_json
from parsers.safe.whole_mail import read_whole_mail
from pipeline.edges.journal import Journal
from pipeline.errors import CaseclockError
from pipeline.intake import decision
from pipeline.model import FormKind
from scheduler.earlier_mail import known_of
from scheduler.office import ConfiguredOffice


def replayed(office: ConfiguredOffice, journal: Journal, *, named: str) -> Iterator[str]:
    """One line for each thing that today's reader says otherwise; `named` is a Message-ID or the start of a SHA-256.

    Raises CaseclockError where no stored mail fits, or several do.
    """
    mails = [mail for mail in journal.mails.decided() if mail.sha256.startswith(named) or mail.message_id == named]
    if len(mails) != 1:
        raise CaseclockError(
            f"{len(mails) or 'No'} stored mails fit {named!r}; give its Message-ID or more of its SHA-256."
        )
    mail = mails[0]
    read = read_whole_mail(journal.raw.read(mail.sha256), limits=office.limits, forms=office.forms)
    judged = decision(
        read.message,
        read.readings,
        known=known_of(journal, mail, office=office),
        words=office.settings.intake,
        received_at=mail.received_at,
    )
    if judged.kind.value != mail.kind:
        yield f"Kind: was {mail.kind}, is now {judged.kind.value}"
    if judged.urgent != mail.urgent:
        yield f"Urgent: was {mail.urgent}, is now {judged.urgent}"
    kept = journal.kept.referrals.get(mail.case_ref)
    forms = [leaf for entry in read.readings for leaf in entry.leaves() if leaf.kind is FormKind.REFERRAL]
    if kept and forms and forms[0].referral:
        yield from _differences(referral_json(kept), referral_json(forms[0].referral), path="")


def _differences(was: object, now: object, *, path: str) -> Iterator[str]:
    if isinstance(was, dict) and isinstance(now, dict):
        if "state" in was and "state" in now:
            if (was["value"], was["state"]) != (now["value"], now["state"]):
                yield f"{path}: was {was['value']!r} ({was['state']}), is now {now['value']!r} ({now['state']})"
            return
        for key in dict.fromkeys((*was, *now)):
            yield from _differences(was.get(key), now.get(key), path=f"{path}.{key}".lstrip("."))
    elif isinstance(was, list) and isinstance(now, list):
        for number in range(max(len(was), len(now))):
            one, other = (side[number] if number < len(side) else None for side in (was, now))
            yield from _differences(one, other, path=f"{path}[{number}]")
    elif was != now:
        yield f"{path}: was {'absent' if was is None else 'there'}, is now {'absent' if now is None else 'there'}"
