"""One mail a person and working day: the reminders, chasers and questions of all cases that go to them together."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from pipeline.clock.count.workdays import between
from pipeline.clock.explain.footnote import footnote
from pipeline.model import NoticeKind
from pipeline.notices.kinds.in_the_digest import waits_for_the_digest
from pipeline.notices.kinds.mail_words import CaseBlock, Parted, Said, blocks, cut, duties_of, meaning, parted
from pipeline.notices.kinds.questions import Asking, questions
from pipeline.notices.kinds.reminders import reminders
from pipeline.notices.model import Contact, MailFile, Notice, NoticeKey
from pipeline.notices.question_steps import AskStep
from pipeline.notices.recipients import OFFICE_ROLES, mode_of
from pipeline.notices.situation import Situation

MOST_WORDS = 350
"""So many words, subject and footer included, a person reads on a telephone."""
# Who has more than a mail or two a week from a machine stops opening them.
_MOST_A_WEEK = 2
_WEEK = 5  # working days
# The words of the templates that stand in every such mail: greeting, introductions, headings, footer.
_FRAME = 72
# The kind of the whole mail is that of its first key: a bounced reminder is as urgent as the duty itself.
_FIRST = (NoticeKind.REMINDER, NoticeKind.QUESTION, NoticeKind.CHASER)
_INTRO = {
    AskStep.OPENED: "What is asked here decides who is told of it, and from which day the time runs.",
    AskStep.AWARENESS: "A referral has come to the partnership, and only the local authority can say this of it.",
    AskStep.DAY: "Nobody has said what is asked below, and its day has come; all who may know are asked.",
    AskStep.UNANSWERED: "What is asked below has no answer yet; until it has, nobody can say which time runs.",
}
_TO_EXECUTIVES = (
    "It is put to you as an executive of a safeguarding partner, since the answer may lie with you or your people; it "
    "says nothing of what anybody has done."
)
_ROLES = {
    "la-lead": "the local authority’s lead",
    "local-authority": "the local authority’s lead",
    "partners": "the safeguarding partners",
    "chair": "the chair",
    "executive": "the partners’ executives",
    "reviewer": "the reviewer",
}


def mails_of_the_day(situation: Situation) -> tuple[Notice, ...]:
    """The one mail of today to each person, with all that is due to be said to them and was not yet.

    What the office wishes sent, drafted and held back stands in mails apart.
    """
    said: dict[tuple[str, str], list[Said]] = {}
    due: tuple[Said, ...] = (*reminders(situation), *questions(situation))
    for entry in due:
        mode = mode_of(entry.keys[0], notices=situation.settings.notices, contacts=situation.contacts)
        said.setdefault((entry.contact.address.lower(), mode), []).append(entry)
    there = ((mode, entries) for (_, mode), entries in said.items() if not _waits(situation, entries, mode=mode))
    kept = (_for_today(situation, entries, mode=mode) for mode, entries in there)
    return tuple(_notice(situation, entries) for entries in kept if entries)


# --- What goes today -------------------------------------------------------------------------------------------------


def _for_today(situation: Situation, entries: list[Said], *, mode: str) -> list[Said]:
    contact = entries[0].contact
    now = [entry for entry in entries if not entry.is_ahead]
    if _has_written_today(situation, contact, mode=mode):
        return [entry for entry in now if entry.cannot_wait]
    # The week's room ends with what can wait: whatever must be said takes all the rest with it.
    if _has_had_enough(situation, contact) and not any(_presses(situation, entry) for entry in now):
        return []
    return entries if any(entry.is_of_the_day for entry in now) else now


def _has_written_today(situation: Situation, contact: Contact, *, mode: str) -> bool:
    today = (key for key, day in situation.mails_to(contact.address) if day == situation.today)
    notices, contacts = situation.settings.notices, situation.contacts
    return any(mode_of(key, notices=notices, contacts=contacts) == mode for key in today)


def _has_had_enough(situation: Situation, contact: Contact) -> bool:
    """Whether somebody outside the office has had as many such mails in five working days as a person reads."""
    if contact.role in OFFICE_ROLES:
        return False
    days = sorted({day for _, day in situation.mails_to(contact.address)})
    last = days[-_MOST_A_WEEK:]
    full = len(last) == _MOST_A_WEEK
    return full and between(last[0], situation.today, calendar=situation.calendar) < _WEEK


def _waits(situation: Situation, entries: Sequence[Said], *, mode: str) -> bool:
    """Whether the digest of the same morning says them; what the office wishes drafted or held stands apart."""
    if mode != "send" or any(entry.goes_at_once for entry in entries):
        return False
    return waits_for_the_digest(situation, entries[0].contact)


def _presses(situation: Situation, entry: Said) -> bool:
    """Whether it goes out though its reader has had enough this week."""
    said = situation.mails_to(entry.contact.address)
    return entry.presses([key for key, _ in said if _is_of_the_same(key, entry.keys[0])])


def _is_of_the_same(key: NoticeKey, other: NoticeKey) -> bool:
    same = (key.kind, key.case_ref, key.duty, key.subject) == (other.kind, other.case_ref, other.duty, other.subject)
    # A question is the same whatever its day; a duty whose date moved is said afresh.
    return same and (key.kind is NoticeKind.QUESTION or key.due == other.due)


# --- The mail --------------------------------------------------------------------------------------------------------


def _notice(situation: Situation, entries: list[Said]) -> Notice:
    # Whoever stands in for others is told once, and for whom.
    once = {entry.keys: entry for entry in entries}.values()
    ordered = sorted(once, key=lambda entry: _most_pressing_first(entry, today=situation.today))
    contact = ordered[0].contact
    keys = sorted(
        dict.fromkeys(key for entry in ordered for key in entry.keys), key=lambda key: _FIRST.index(key.kind)
    )  # fmt: skip
    shown = _shown(situation, ordered)
    rest = ordered[len(shown) :]
    return Notice(
        key=keys[0],
        also_keys=tuple(keys[1:]),
        recipient_name=contact.name,
        words={
            "meaning": meaning(ordered, today=situation.today),
            "intro": (*_what_it_is(shown), *_why_you(entries)),
            "cases": blocks(situation, shown),
            "more": len(rest),
            "sources": footnote(duties_of(shown)),
            "inside": contact.role in OFFICE_ROLES,
        },
        deadlines=tuple(line.deadline for line in parted(ordered).dated),
        marking=situation.marking_of(keys),
        files=(_listed(blocks(situation, ordered)),) if rest else (),
        template="reminder",
    )


def _most_pressing_first(entry: Said, *, today: date) -> tuple[int, date, str]:
    """What has its last day today, what is overdue, what is asked or due, what has no day; mails to open last."""
    return entry.rank(today), entry.day, entry.keys[0].text()


def _shown(situation: Situation, entries: Sequence[Said]) -> Sequence[Said]:
    """As many of the entries as a person reads, and at least the first."""
    office = situation.settings.office
    intro = " ".join((*_what_it_is(entries), *_why_you(entries)))
    frame = f"{office.sender_name} {office.partnership} {office.telephone} {office.marking} {intro}"
    room = MOST_WORDS - _FRAME - len(frame.split())

    def words_of(number: int) -> int:
        shown = entries[:number]
        text = (*(block.text for block in blocks(situation, shown)), *footnote(duties_of(shown)))
        return len(" ".join(text).split())

    # Of hundreds of entries ten are tried: with one more it is not a word less, but where two answers become one.
    most = bisect_right(range(1, len(entries) + 1), room, key=words_of)
    return entries[: max(1, most)]


def _what_it_is(entries: Sequence[Said]) -> tuple[str, ...]:
    """What the mail is, a sentence each for what it reminds of and what it asks."""
    what = parted(entries)
    said = [_of_duties(what)] if what.duties else []
    if what.cases:
        said += _of_questions(what.cases)
    if what.mails:
        said.append("What has come here could not be read, or nobody has said to which case it belongs.")
    return tuple(said)


def _of_questions(cases: Sequence[Asking]) -> Iterator[str]:
    yield _INTRO[max((entry.reached.step for entry in cases), key=tuple(AskStep).index)]
    if cases[0].contact.role == "executive":
        yield _TO_EXECUTIVES


def _of_duties(said: Parted) -> str:
    if all(entry.key.kind is NoticeKind.CHASER for entry in said.duties):
        return "We are waiting for what your agency knows, for a rapid review."
    if any(line.escalated for line in said.dated):
        return "What is overdue below comes to you as an executive of a safeguarding partner."
    return "This reminds you of what rests with you."


def _why_you(entries: Sequence[Said]) -> tuple[str, ...]:
    gone = filter(None, (entry.instead_of for entry in entries))
    named = dict.fromkeys(_ROLES.get(role, role) for role in gone)
    instead = f"Nobody is entered in Contacts for {' or '.join(named)}, so this comes to you." if named else ""
    passed_on = any(entry.passed_on for entry in entries)
    away = "This comes to you because the mailbox of the person who was asked first answers that they are away."
    return tuple(filter(None, (instead, away if passed_on else "")))


def _listed(every: Iterable[CaseBlock]) -> MailFile:
    """Every reference, line and date of a mail in a file, for a mail that cannot show them all."""
    text = "\n\n".join(cut(block).text for block in every)
    return MailFile(name="list.txt", media_type="text/plain", content=f"{text}\n".encode())
