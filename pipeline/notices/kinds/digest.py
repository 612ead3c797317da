"""The morning digest: Today as the workbook shows it, what came and went, what waits; proof that the worker lives."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pipeline.cases.taken_in import WAITING
from pipeline.dates import LONDON, london, london_date, long_date, utc
from pipeline.model import Attention, NoticeKind
from pipeline.notices import recipients
from pipeline.notices.kinds.in_the_digest import ToldInIt, digest_key, told_in_it
from pipeline.notices.model import Contact, Notice
from pipeline.notices.situation import Situation
from pipeline.notices.wording.plain_names import MAILS
from pipeline.shown_text import amount
from pipeline.today import COUNTED, NOTHING, SHEET_OF, Today, TodayLine, TodaySection, today

# So many lines of a section are read in a mail; of what Today gives as a number, a few show what the number holds.
_MOST_LINES = {section: 5 if section in COUNTED else 10 for section in TodaySection}
# So many words a person reads of what to do about new things, and why; of the rest only what they are.
_MOST_WORDS = 120
_SENT_NAMES: dict[NoticeKind, tuple[str, str]] = {  # of one and of several
    NoticeKind.ACKNOWLEDGEMENT: ("acknowledgement", "acknowledgements"),
    NoticeKind.SEND_AGAIN: ("request to send again", "requests to send again"),
    NoticeKind.ALERT: ("alert", "alerts"),
    NoticeKind.REMINDER: ("reminder", "reminders"),
    NoticeKind.QUESTION: ("question", "questions"),
    NoticeKind.AGENCY_REQUEST: ("request to an agency", "requests to agencies"),
    NoticeKind.CHASER: ("chaser to an agency", "chasers to agencies"),
    NoticeKind.INVITATION: ("invitation", "invitations"),
    NoticeKind.CALENDAR: ("calendar entry of a deadline", "calendar entries of deadlines"),
    NoticeKind.LETTER: ("letter", "letters"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class DigestLine:
    """One line of Today in words."""

    ref: str  # empty where it is about no case
    what: str  # with the child's initials
    when: str = ""  # `Mon 7 December 2026, 3 working days left`; may be empty
    who: str = ""  # whose act it is, where it is not the office's own
    remedy: str = ""  # what to do about it, a sentence; may be empty
    new: Attention | None = None  # the item of which it tells for the first time; without its reason where that is long


@dataclass(frozen=True, kw_only=True, slots=True)
class DigestSection:
    """One section of Today: its heading, its count and as many lines as a mail holds."""

    heading: str
    count: int
    lines: tuple[DigestLine, ...]
    nothing: str  # the sentence for an empty section
    sheet: str  # where the rest stands
    state: str = ""  # `urgent`, `overdue`, `today` or empty, by which the page colours it
    is_of_danger: bool = False  # stands before what is asked
    remedy: str = ""  # what to do about each of several lines alike; may be empty
    has_more_to_do: bool = False  # what to do about some of them stands on the sheet alone

    @property
    def more(self) -> int:
        """How many lines are left out."""
        return self.count - len(self.lines)


def digests(situation: Situation, gaps: Iterable[Attention], *, saying: Iterable[Notice] = ()) -> tuple[Notice, ...]:
    """Today's digest to each manager and deputy who has not had it, from the hour in the settings on.

    `saying` are the notices of the same pass, which count among what went out; those to the same person that it can
    say itself are its `apart`.
    """
    if london(situation.now).time() < situation.settings.worker.digest_time:
        return ()
    contacts = recipients.office(situation, NoticeKind.DIGEST)
    due = [contact for contact in contacts if not situation.has_said(digest_key(situation, contact))]
    if not due:
        return ()
    stands, saying = today(situation, gaps=gaps, faults=situation.fault_lines), tuple(saying)
    return tuple(_digest(situation, contact, stands=stands, saying=saying) for contact in due)


def _digest(situation: Situation, contact: Contact, *, stands: Today, saying: tuple[Notice, ...]) -> Notice:
    since = _since(situation, contact)
    waiting = frozenset(line.item for line in stands.lines[TodaySection.WAITING])
    told = told_in_it(situation, contact, saying=saying, waiting=waiting)
    meetings = [state.meeting for state in situation.meetings if not state.meeting.cancelled]
    return Notice(
        key=digest_key(situation, contact),
        also_keys=told.keys,
        apart=told.notices,
        deadlines=told.deadlines,
        files=told.files,
        marking=told.marking,
        recipient_name=contact.name,
        words={
            "meaning": _meaning(stands),
            "faults": stands.faults,
            "open_cases": stands.open_cases,
            "sections": tuple(_sections(stands, told=told, before=_told_before(situation))),
            "asked": told.of_the_day,
            "new": len(told.new),
            "moved": told.moved,
            "missing": told.missing,
            "initials": situation.initials,
            "meetings": tuple(meeting for meeting in meetings if meeting.start >= situation.now),
            "arrived": _arrived(situation, since),
            "sent": _said(situation, since, saying=saying, mode="send"),
            "drafted": _said(situation, since, saying=saying, mode="draft"),
            "drafts": len(situation.drafts),
            "drafts_since": min(map(london_date, situation.drafts), default=None),
            "mail_read_at": situation.mail_read_at,
            "record": situation.record,
            "since": since,
        },
    )


def _meaning(stands: Today) -> str:
    """The counts of Today in its order, as short as a subject wants them."""
    n = stands.counts
    questions = amount(n[TodaySection.QUESTIONS], "question")
    doubtful = f"{n[TodaySection.DOUBTFUL]} not ruled out, " if n[TodaySection.DOUBTFUL] else ""
    return (
        f"Today: {n[TodaySection.URGENT]} urgent, {doubtful}{questions}, "
        f"{n[TodaySection.OVERDUE]} overdue, {n[TodaySection.DUE_TODAY]} due"
    )


_STATES = {TodaySection.URGENT: "urgent", TodaySection.OVERDUE: "overdue", TodaySection.DUE_TODAY: "today"}


def _told_before(situation: Situation) -> frozenset[str]:
    """The items whose remedy was said in an alert or in an earlier digest."""
    return frozenset(key.duty for key, _ in situation.said_of(NoticeKind.ALERT))


def _sections(stands: Today, *, told: ToldInIt, before: frozenset[str]) -> Iterator[DigestSection]:
    """Every section in its order; what has only a number on the screen stands here while it holds anything."""
    for section in TodaySection:
        # What was taken in and waits to be sorted is one line, and the first; then what is told for the first time.
        lines = sorted(stands.lines[section], key=lambda line: (line.item != WAITING, line.item not in told.new))
        most = max(_MOST_LINES[section], sum(line.item in told.new for line in lines) + 1)
        if not stands.is_shown(section):
            continue
        found = tuple(_line(line, section, new=told.new.get(line.item)) for line in lines[:most])
        is_of_danger = section in (TodaySection.URGENT, TodaySection.DOUBTFUL)
        kept = found if is_of_danger else tuple(_short(found, before=[line.item in before for line in lines]))
        alike = {line.remedy for line in kept if len(kept) > 1}
        yield DigestSection(
            heading=section.value,
            count=stands.counts[section],
            lines=tuple(replace(line, remedy="") for line in kept) if len(alike) == 1 else kept,
            nothing=NOTHING[section],
            sheet=SHEET_OF[section],
            state=_STATES.get(section, ""),
            is_of_danger=is_of_danger,
            remedy=alike.pop() if len(alike) == 1 else "",
            has_more_to_do=kept != found,
        )


def _short(lines: Iterable[DigestLine], *, before: Iterable[bool]) -> Iterator[DigestLine]:
    """The lines, what to do about each said once, and of what is new as much as a person reads."""
    room = _MOST_WORDS
    for line, was_told in zip(lines, before, strict=False):
        if line.new is None:
            yield replace(line, remedy="") if was_told else line
            continue
        words = len(f"{line.remedy} {line.new.why}".split())
        is_first = room == _MOST_WORDS
        room -= words
        yield line if room >= 0 or is_first else replace(line, remedy="", new=replace(line.new, why=""))


# What of them is to be done stands beside what they are; a question is asked in full in a mail of its own.
_WITH_REMEDY = (TodaySection.URGENT, TodaySection.DOUBTFUL, TodaySection.WAITING)


def _line(line: TodayLine, section: TodaySection, *, new: Attention | None) -> DigestLine:
    is_said = line.by is None or long_date(line.by) in line.when
    when = line.when if is_said or line.by is None else ", ".join(filter(None, (long_date(line.by), line.when)))
    child = f" ({line.initials})" if line.initials else ""
    return DigestLine(
        ref=line.ref,
        what=f"{child}: {line.what}" if line.ref else line.what,
        when=f"{when} (provisional)" if line.provisional else when,
        who="" if line.who == "manager" or section is TodaySection.OTHERS else line.who,
        remedy=line.more if section in _WITH_REMEDY else "",
        new=new,
    )


def _since(situation: Situation, contact: Contact) -> datetime:
    midnight = datetime.combine(situation.today, datetime.min.time(), LONDON)
    last = situation.last_said(NoticeKind.DIGEST, contact.address.lower())
    return last or utc(midnight - timedelta(days=1))


def _arrived(situation: Situation, since: datetime) -> tuple[tuple[str, int], ...]:
    """What came in, by kind in words, the most first."""
    kinds = Counter(MAILS[arrival.kind.value] for arrival in situation.arrivals if arrival.received_at > since)
    return tuple((re.sub(r"^an? ", "", name), number) for name, number in kinds.most_common())


def _said(situation: Situation, since: datetime, *, saying: Iterable[Notice], mode: str) -> tuple[tuple[str, int], ...]:
    """What went out, or was put into Drafts, item by item: a mail that says five things is five."""
    # The pass of the last digest is in that digest already.
    before = (key for key, at in situation.said.items() if at > since)
    now = (key for notice in saying for key in (notice.key, *notice.also_keys))
    notices, contacts = situation.settings.notices, situation.contacts
    modes = ((key.kind, recipients.mode_of(key, notices=notices, contacts=contacts)) for key in (*before, *now))
    kinds = Counter(kind for kind, its_mode in modes if its_mode == mode)
    return tuple(
        (one if kinds[kind] == 1 else several, kinds[kind])
        for kind, (one, several) in _SENT_NAMES.items()
        if kinds[kind]
    )
