"""What is known at one moment: cases with their dates and duties, contacts, calendar; read once, renewed by steps."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, TypeVar

from pipeline.case_faults import is_of_a_case
from pipeline.cases.attention import of_its_mail
from pipeline.cases.one_incident import Joining, joinings
from pipeline.cases.proposals import returns_in
from pipeline.cases.taken_in import is_quiet, is_spoken_of
from pipeline.clock.changes.moved_dates import DeadlineKey, KeptTarget, worked_to
from pipeline.clock.count.calendars import Calendar, england_and_wales
from pipeline.clock.duties.ledger import Ledger, ledger
from pipeline.clock.duties.rule_applied import Basis
from pipeline.clock.model import Deadline
from pipeline.dates import LONDON, london_date
from pipeline.domains import domain_of
from pipeline.edges.journal import Journal
from pipeline.edges.journal.derived.ledgers import Counted, KeptLedger
from pipeline.edges.journal.derived.standings import AtRest
from pipeline.edges.journal.kept_records import arrival_of
from pipeline.edges.journal.mails import StoredMail
from pipeline.edges.journal.notice_queue import QueuedMail
from pipeline.errors import StoreUnavailable
from pipeline.facts import Case
from pipeline.item_ids import ItemKind, item_id
from pipeline.model import Assurance, Attention, MailKind, MailShown, NoticeKind, Referral
from pipeline.notices import recipients
from pipeline.notices.departed import without_gone
from pipeline.notices.model import Contact, NoticeKey
from pipeline.notices.rests_until import QUIET
from pipeline.notices.situation import Situation, shown_sender
from pipeline.protective_marking import highest_of
from pipeline.settings import Intake, NonWorkingDay
from scheduler.office import ConfiguredOffice

Read = TypeVar("Read")

# A mail is answered, and a moved date told, within these days; afterwards only a person would.
ANSWERED_WITHIN = timedelta(days=30)


class Snapshot:
    """What is known at `now` (aware). Each thing is read when it is first asked for; a step that changes it says so.

    Where `rests`, the closed cases at rest are left out until something wakes them: nothing of them can be due; and
    an open case is not counted again that stands as a pass before has counted it.
    """

    def __init__(self, office: ConfiguredOffice, journal: Journal, *, now: datetime, rests: bool = False) -> None:
        self.now = now
        self.rests = rests
        self._office, self._journal = office, journal
        self._counted: dict[str, tuple[str, Ledger | None]] = {}  # with the case that leads its incident
        self.counted_anew: dict[str, Counted] = {}  # what no pass before has counted, as it stands
        self._read: dict[str, tuple[tuple[int, ...], Any]] = {}  # with how often its tables had been written

    # --- What a step has changed ----------------------------------------------------------------------------------

    def renew_cases(self, refs: Iterable[str]) -> None:
        """Reads these cases again, whose facts a step has added, and what arrived on any."""
        changed = tuple(dict.fromkeys(refs))
        self.wake(changed)
        self._forget("markings", "referrals", "_mails_of_cases", "incidents", "leads")
        for ref in changed:
            self._counted.pop(ref, None)
        if changed and "cases_by_ref" in self.__dict__:
            self.cases_by_ref.update({case.ref: case for case in self._journal.casebook.cases(*changed)})

    def renew_basis(self) -> None:
        """Reads the contacts, the calendar and the kept targets again, and counts every date anew."""
        resting, before = self.at_rest.standings, self.basis_digest
        self._forget("contacts", "unfinished_contacts", "office_days", "calendar", "targets", "basis", "basis_digest")
        self._forget("_day_and_basis")
        self._counted.clear()
        if resting and self.basis_digest != before:
            self.wake_all()

    def renew_contacts(self) -> None:
        """Reads the contacts again, one of whom has left."""
        self._forget("contacts")

    def renew_requests(self, refs: Iterable[str]) -> None:
        """Reads anew which agencies were asked, and counts these cases anew: asking everybody ends a duty."""
        self._forget("requested")
        for ref in refs:
            self._counted.pop(ref, None)

    def _unless_written(self, *tables: str, read: Callable[[], Read]) -> Read:
        """What `read` gives of these tables, read anew only where something was written into one of them since."""
        written = (*(self._journal.written[table] for table in tables), len(self.at_rest.standings))
        known = self._read.get(read.__name__)
        if known is None or known[0] != written:
            known = self._read[read.__name__] = (written, read())
        found: Read = known[1]
        return found

    def _forget(self, *names: str) -> None:
        for name in names:
            self.__dict__.pop(name, None)

    # --- Cases at rest --------------------------------------------------------------------------------------------

    @cached_property
    def at_rest(self) -> AtRest:
        """The closed cases that are left out."""
        if not self.rests:
            return AtRest()
        return self._journal.standings.at_rest(self.basis_digest, now=self.now, quiet_since=self.now - QUIET)

    @cached_property
    def basis_digest(self) -> str:
        """Of all that every date and row rests on: program, settings, law, words, the office's days, kept targets."""
        kept = self._journal.kept
        said = (self._office.digest(), *map(repr, (kept.office_days.get(), kept.targets.get())))
        return hashlib.sha256("\n".join(said).encode()).hexdigest()

    def wake(self, refs: Iterable[str]) -> None:
        """Takes these cases out of their rest, before anything is asked of them."""
        if woken := self.at_rest.wake(refs):
            self._forget("requested")
            self.renew_cases(woken)

    def wake_all(self) -> None:
        """Takes every case out of its rest."""
        self.wake(tuple(self.at_rest.standings))

    def wake_disturbed(self) -> None:
        """Takes those out of their rest about which something has come in, goes out or waits by now."""
        if self.at_rest.standings:
            tables = ("attention", "mails", "marks", "notices")
            self.wake(self._unless_written(*tables, read=self._disturbed))

    def _disturbed(self) -> frozenset[str]:
        return self._journal.standings.disturbed(self.now - QUIET)

    # --- Cases ----------------------------------------------------------------------------------------------------

    @cached_property
    def cases_by_ref(self) -> dict[str, Case]:
        """Every case that is not at rest, with its facts."""
        return {case.ref: case for case in self._journal.casebook.cases(among=self.at_rest.awake)}

    @property
    def cases(self) -> tuple[Case, ...]:
        """Every case that is not at rest, by reference; with each that is one incident with any of them."""
        _ = self.incidents  # which takes those out of their rest
        return tuple(self.cases_by_ref[ref] for ref in sorted(self.cases_by_ref))

    @cached_property
    def incidents(self) -> Mapping[str, Joining]:
        """Which cases the office calls one incident with another, by their reference."""
        named: set[str] = set()
        while not named >= (now := {case.text("same_incident").strip().upper() for case in self.cases_by_ref.values()}):
            named = now
            self.wake(named)
        return joinings(self.cases_by_ref.values())

    @cached_property
    def leads(self) -> Mapping[str, str]:
        """The case on which rest the duties of another of the same incident, by the reference of that other."""
        return {ref: joining.leads for ref, joining in self.incidents.items() if joining.leads}

    @property
    def open_cases(self) -> tuple[Case, ...]:
        """The cases whose clocks still run, one that was closed too early among them; not those of which nothing is
        asked until somebody sorts them."""
        return tuple(case for case in self.cases if self.counted(case).is_open and not is_quiet(case))

    @cached_property
    def referrals(self) -> Mapping[str, Referral]:
        """The newest form of each case that is still open."""
        return self._journal.kept.referrals.each(case.ref for case in self.open_cases)

    @cached_property
    def markings(self) -> Mapping[str, str]:
        """The highest marking that came in on each case."""
        found: dict[str, str] = {}
        for mail, refs in self._mails_of_cases:
            marking = str(mail.arrival.get("marking") or "")
            for ref in refs if marking else ():
                found[ref] = highest_of(found.get(ref, ""), marking)
        return found

    @cached_property
    def _mails_of_cases(self) -> tuple[tuple[StoredMail, frozenset[str]], ...]:
        """Every decided mail with the cases that it is about: one mail may bring forms of several."""
        awake = self.at_rest.awake
        cases = self._journal.casebook.cases_by_mail(among=awake)
        mails = self._journal.mails.decided() if awake is None else self._journal.mails.about(awake)
        return tuple((mail, frozenset({*cases.get(mail.sha256, ()), mail.case_ref} - {""})) for mail in mails)

    @property
    def confirmed(self) -> frozenset[str]:
        """The cases of which a form came from somebody who can be believed: confirmed, or of a contact's domain."""
        domains = {domain_of(contact.address) for contact in self.contacts}
        return frozenset(
            ref for mail, refs in self._mails_of_cases if refs and _is_believed(mail, domains=domains) for ref in refs
        )

    # --- What the office typed ------------------------------------------------------------------------------------

    @cached_property
    def contacts(self) -> tuple[Contact, ...]:
        """Everybody on the Contacts sheet, or of the settings while it is empty; who has left is no longer active."""
        return without_gone(self._listed_contacts, self._journal.kept.gone_contacts.get())

    @property
    def _listed_contacts(self) -> tuple[Contact, ...]:
        kept = self._journal.kept.contacts.get()
        # A row that cannot be written to yet is a row: the sheet is the office's from its first word on.
        if kept or self.unfinished_contacts:
            return kept
        return tuple(Contact(**entry.model_dump()) for entry in self._office.settings.contacts)

    @cached_property
    def unfinished_contacts(self) -> tuple[Contact, ...]:
        """Those on the Contacts sheet that cannot be written to yet; only a workbook made anew needs them."""
        return self._journal.kept.unfinished_contacts.get()

    @property
    def intake(self) -> Intake:
        """The office's choices about mail."""
        return self._office.settings.intake

    @property
    def area(self) -> str:
        """The office's own area."""
        return self._office.settings.office.area

    @property
    def has_manager(self) -> bool:
        """Whether there is a business manager or a deputy, without whom nothing is sent."""
        return recipients.somebody_in_charge(self.contacts, area=self.area)

    @cached_property
    def office_days(self) -> tuple[NonWorkingDay, ...]:
        """The days that the office typed into the Calendar sheet."""
        return self._journal.kept.office_days.get()

    # --- What the dates rest on, and the dates --------------------------------------------------------------------

    @property
    def extra_days(self) -> tuple[NonWorkingDay, ...]:
        """The days that the settings and the tracker's Calendar sheet add."""
        return (*self._office.settings.clock.extra_non_working_days, *self.office_days)

    @cached_property
    def calendar(self) -> Calendar:
        """England and Wales with the days that were added."""
        return england_and_wales(self.extra_days)

    @cached_property
    def basis(self) -> Basis:
        """What every date rests on: the law, the calendar, the office's choices and its own timetable."""
        given = self._office.settings
        return Basis(law=self._office.law, calendar=self.calendar, choices=given.clock, timetable=given.timetable)

    @cached_property
    def targets(self) -> Mapping[DeadlineKey, KeptTarget]:
        """The earlier days that stay targets of dates that moved."""
        return {target.key: target for target in self._journal.kept.targets.get()}

    @property
    def ledgers(self) -> dict[str, Ledger]:
        """The ledger of each case, by its reference; an empty one for a case that cannot be counted."""
        return {case.ref: self.counted(case) for case in self.cases}

    @property
    def running_ledgers(self) -> tuple[Ledger, ...]:
        """The ledgers of the cases that are spoken of: not those that wait to be sorted or had ended before."""
        return tuple(map(self.counted, filter(is_spoken_of, self.cases)))

    @property
    def deadlines(self) -> dict[str, tuple[Deadline, ...]]:
        """Every deadline of each case, by its reference."""
        return {ref: found.deadlines for ref, found in self.ledgers.items()}

    @property
    def uncounted(self) -> frozenset[str]:
        """The cases whose dates or duties could not be worked out."""
        return frozenset(case.ref for case in self.cases if self._ledger(case) is None)

    def counted(self, case: Case) -> Ledger:
        """The ledger of one case, made once; an empty one where it cannot be worked out."""
        return self._ledger(case) or Ledger(case_ref=case.ref, is_open=case.is_open)

    def _ledger(self, case: Case) -> Ledger | None:
        lead = self.leads.get(case.ref, "")
        known = self._counted.get(case.ref)
        if known is None or known[0] != lead:
            known = self._counted[case.ref] = (lead, self._count(case, lead))
        return known[1]

    def _count(self, case: Case, lead: str) -> Ledger | None:
        # Where the settings name an edition that there is not, that is no case's fault, so it is read first.
        _, basis, requested = self._office.checked_law, self.basis, self.requested.get(case.ref, {})
        # Facts are only ever added, so their number says which a case has.
        said = (self._day_and_basis, len(case.facts), sorted(requested.items()), lead)
        rests_on = hashlib.sha256(repr(said).encode()).hexdigest()
        kept = self._kept_ledgers.get(case.ref)
        found = kept.ledger() if kept is not None and kept.rests_on == rests_on else None
        if found is None:
            found = _unless_of_the_case(
                lambda: ledger(case, basis=basis, now=self.now, requested=requested, with_case=lead)
            )
            if found is None:
                return None
            self.counted_anew[case.ref] = Counted(ledger=found, rests_on=rests_on)
        targets = ((entry, self.targets.get((case.ref, entry.rule, entry.subject))) for entry in found.deadlines)
        return replace(found, deadlines=tuple(worked_to(entry, kept) for entry, kept in targets))

    @cached_property
    def _kept_ledgers(self) -> dict[str, KeptLedger]:
        return self._journal.ledgers.each() if self.rests else {}

    @cached_property
    def _day_and_basis(self) -> str:
        # A ledger stands until midnight in London at the latest, when something may become due or late.
        return f"{london_date(self.now)} {self._office.digest()} {self.office_days!r}"

    @cached_property
    def requested(self) -> Mapping[str, Mapping[str, date]]:
        """On which day each agency was first asked for its return, by case and agency."""
        found: dict[str, dict[str, date]] = {}
        for mail in self._journal.notices.of_kind(NoticeKind.AGENCY_REQUEST, among=self.at_rest.awake):
            if self._is_out(mail):
                of_case = found.setdefault(mail.case_ref, {})
                of_case.setdefault(mail.key.subject, london_date(mail.sent_at or mail.queued_at))
        return found

    def _is_out(self, mail: QueuedMail) -> bool:
        # A mail of this pass leaves in it; one that is held, lies in Drafts or still waits has asked nobody. One that a
        # person took out of Drafts was sent, in all likelihood, and Needs attention asks whether it was.
        return mail.state in ("sent", "taken") or (mail.state == "queued" and mail.queued_at == self.now)

    # --- What a person must see ---------------------------------------------------------------------------------

    def attention(self) -> tuple[Attention, ...]:
        """Everything shown to a person as it now stands, each with the mail that it is about."""
        return self._unless_written("attention", "mails", read=self._attention)

    def said(self) -> Mapping[NoticeKey, datetime]:
        """Every key that was ever queued as of now, with when it went out (or was queued)."""
        return self._unless_written("notices", read=self._said)

    def _said(self) -> Mapping[NoticeKey, datetime]:
        return self._journal.notices.said(among=self.at_rest.awake)

    def _attention(self) -> tuple[Attention, ...]:
        items = self._journal.casebook.attention(among=self.at_rest.awake)
        mails = self._journal.mails.each({item.message for item in items if item.message})
        waiting = {item.message for item in items if not item.resolved}
        shown = {sha256: self._shown(mail, waits=sha256 in waiting) for sha256, mail in mails.items()}
        return tuple(of_its_mail(item, shown[item.message]) if item.message in shown else item for item in items)

    def _unaccepted(self) -> frozenset[tuple[str, str]]:
        waiting = (item.id for item in self.attention() if not item.resolved)
        ids = (ident for ident in waiting if item_id(ident).kind is ItemKind.PROPOSAL)
        return frozenset(returns_in(filter(None, map(self._journal.kept.proposals.get, ids))))

    def _shown(self, mail: StoredMail, *, waits: bool) -> MailShown:
        came = arrival_of(mail)
        # The office reaches what lies beside its workbook, and perhaps not the store.
        copy = came.original if came else ""
        original = copy or self._original(mail.sha256, waits=waits)
        return MailShown(received_at=mail.received_at, sender=shown_sender(came) if came else "", original=original)

    def _original(self, sha256: str, *, waits: bool) -> str:
        kept = self._journal.raw.path(sha256)
        if kept is not None:
            return self._office.beside_tracker(kept)
        from scheduler.steps.originals import keep_mail, place_of_mail

        # In a database nobody can open it: while it waits for somebody, a copy is put beside the workbook, where that
        # can be done.
        if waits:
            with suppress(StoreUnavailable, OSError):
                return keep_mail(sha256, office=self._office, journal=self._journal)
            return ""
        return self._office.beside_tracker(place_of_mail(sha256, office=self._office))

    # --- What is due to be said -----------------------------------------------------------------------------------

    @property
    def answered_since(self) -> datetime:
        """From when on a mail is answered, and a moved date told: the midnight in London some days ago."""
        return datetime.combine(london_date(self.now) - ANSWERED_WITHIN, time(), LONDON)

    def situation(self) -> Situation:
        """Everything that the notices are worked out from; what was said and shown as it now stands."""
        self.wake_disturbed()
        journal, since, uncounted = self._journal, self.answered_since, self.uncounted
        return Situation(
            now=self.now,
            settings=self._office.settings,
            secret=journal.secret,
            calendar=self.calendar,
            cases=self.cases,
            ledgers={ref: found for ref, found in self.ledgers.items() if ref not in uncounted},
            contacts=self.contacts,
            said=self.said(),
            requested=self.requested,
            unaccepted=self._unaccepted(),
            arrivals=tuple(filter(None, map(arrival_of, journal.mails.decided(since=since)))),
            attention=self.attention(),
            acknowledged=journal.kept.acknowledged.get() or frozenset(),
            meetings=tuple(journal.kept.meetings.all().values()),
            moved=tuple(move for move in journal.kept.moved.get() if move.at >= since),
            confirmed=self.confirmed,
            markings=self.markings,
            referrals=self.referrals,
            drafts=tuple(mail.sent_at or mail.queued_at for mail in journal.notices.drafts()),
            mail_read_at=journal.kept.mail_read_at.get(),
        )


def _is_believed(mail: StoredMail, *, domains: set[str]) -> bool:
    if mail.kind not in (MailKind.REFERRAL.value, MailKind.UPDATE.value):
        return False
    assurance = mail.arrival.get("assurance")
    if assurance == Assurance.CONFIRMED or mail.arrival.get("accepted"):
        return True
    # A forgery comes from no contact, whatever it calls itself.
    came = arrival_of(mail) if assurance == Assurance.NOT_CONFIRMED else None
    return came is not None and came.sender.domain in domains


def _unless_of_the_case(count: Callable[[], Read]) -> Read | None:
    try:
        return count()
    except Exception as fault:
        if not is_of_a_case(fault):
            raise
        return None
