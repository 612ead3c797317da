"""What is said to the office on the morning of its digest stands in the digest, so that one mail says all of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pipeline.clock.model import Deadline
from pipeline.dates import london
from pipeline.model import DOUBT, Attention, NoticeKind
from pipeline.notices import recipients
from pipeline.notices.model import Contact, MailFile, MovedDeadline, Notice, NoticeKey
from pipeline.notices.situation import OF_THE_DAY, Situation
from pipeline.protective_marking import highest_of

# So long before a digest what is calm waits for it: nobody acts on it sooner, and urgent things wait for nothing.
_SOON = timedelta(hours=1)
# With more of them an alert of its own says how many there are besides those that it shows.
_MOST = 20
_UNTOLD: Mapping[str, object] = {"asked": (), "missing": {}, "moved": (), "new": 0}


def digest_key(situation: Situation, contact: Contact) -> NoticeKey:
    """The key of today's digest to `contact`."""
    return NoticeKey(
        kind=NoticeKind.DIGEST,
        case_ref="",
        duty="digest",
        due=situation.today,
        rung="morning",
        recipient=contact.recipient,
    )


def waits_for_the_digest(situation: Situation, contact: Contact) -> bool:
    """Whether this person's digest comes today within the hour, so that what is calm is said in it."""
    here, at = london(situation.now), situation.settings.worker.digest_time
    is_soon = timedelta(0) < datetime.combine(here.date(), at) - here.replace(tzinfo=None) <= _SOON
    return is_soon and _has_digests(situation, contact) and not situation.has_said(digest_key(situation, contact))


def waits_for_the_next_digest(situation: Situation, contact: Contact) -> bool:
    """Whether this person's next digest, today's or another day's, comes in a later pass and can say what waits."""
    comes_now = london(situation.now).time() >= situation.settings.worker.digest_time and not situation.has_said(
        digest_key(situation, contact)
    )
    return _has_digests(situation, contact) and not comes_now


def _has_digests(situation: Situation, contact: Contact) -> bool:
    notices, at = situation.settings.notices, situation.settings.worker.digest_time
    wanting = recipients.addresses_of(recipients.office(situation, NoticeKind.DIGEST))
    # A digest outside the office's hours never comes.
    if contact.recipient not in wanting or not notices.from_time <= at < notices.to_time:
        return False
    # Whose passes come at no hour of a digest has never had one, and would wait for ever.
    return situation.last_said(NoticeKind.DIGEST, contact.recipient) is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class ToldInIt:
    """What one mail says in the place of mails of their own, by the words of these."""

    notices: tuple[Notice, ...]

    @property
    def keys(self) -> tuple[NoticeKey, ...]:
        """Of all that it says."""
        return tuple(key for notice in self.notices for key in (notice.key, *notice.also_keys))

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """Of which it speaks."""
        return tuple(entry for notice in self.notices for entry in notice.deadlines)

    @property
    def files(self) -> tuple[MailFile, ...]:
        """That go with it."""
        return tuple(file for notice in self.notices for file in notice.files)

    @property
    def marking(self) -> str:
        """The highest of all that it says."""
        return highest_of(*(notice.marking for notice in self.notices))

    @property
    def of_the_day(self) -> tuple[Mapping[str, object], ...]:
        """The words of the mail of the day; nothing where there is none."""
        return tuple(notice.words for notice in self.notices if notice.key.kind in OF_THE_DAY)

    @property
    def new(self) -> Mapping[str, Attention]:
        """What waits for a person and is told for the first time, by its id."""
        return {item.id: item for notice in self.notices for item in _items(notice)}

    @property
    def moved(self) -> tuple[MovedDeadline, ...]:
        """The dates that were added or moved."""
        return tuple(move for notice in self.notices for move in _moved(notice))

    @property
    def missing(self) -> Mapping[str, object]:
        """The partners who may be missing, a line each, by the UID of their meeting."""
        return dict(_missing(self.notices))


def telling(notice: Notice) -> tuple[str, ...]:
    """The words by which its template says what would else be mails of their own."""
    return tuple(_UNTOLD) if notice.key.kind is NoticeKind.DIGEST else ("asked",)


def by_themselves(notice: Notice) -> tuple[Notice, ...]:
    """All that one mail would say, as mails of their own; nothing where it says nothing in the place of others."""
    if not notice.apart:
        return ()
    told = ToldInIt(notices=notice.apart).keys
    own = tuple(key for key in notice.also_keys if key not in told)
    alone = replace(notice, words={**notice.words, **_UNTOLD}, also_keys=own, apart=(), deadlines=(), files=())
    return (alone, *notice.apart)


def told_in_it(
    situation: Situation, contact: Contact, *, saying: Iterable[Notice], waiting: frozenset[str]
) -> ToldInIt:
    """Those of the notices of this pass to `contact` that the digest can say; `waiting` are the items that it shows."""
    there = (notice for notice in saying if notice.key.recipient == contact.recipient)
    return ToldInIt(notices=tuple(notice for notice in there if _can_be_told(situation, notice, waiting=waiting)))


def _can_be_told(situation: Situation, notice: Notice, *, waiting: frozenset[str]) -> bool:
    key = notice.key
    if key.kind in OF_THE_DAY:
        # What the office wishes drafted or held back stays apart.
        notices = situation.settings.notices
        return recipients.mode_of(key, notices=notices, contacts=situation.contacts) == "send"
    # Whoever answers an urgent alert says by it that they have it in hand: it stands in no other mail.
    if key.kind is not NoticeKind.ALERT or notice.urgent or key.rung == DOUBT:
        return False
    items = _items(notice)
    return max(len(items), len(_moved(notice))) <= _MOST and waiting.issuperset(item.id for item in items)


def _items(notice: Notice) -> tuple[Attention, ...]:
    found = notice.words.get("items", ())
    return found if isinstance(found, tuple) else ()


def _moved(notice: Notice) -> tuple[MovedDeadline, ...]:
    found = notice.words.get("moved", ())
    return found if isinstance(found, tuple) else ()


def _missing(notices: Iterable[Notice]) -> Iterator[tuple[str, object]]:
    # The key of what is told of a meeting holds its UID.
    return ((notice.key.duty, notice.words["missing"]) for notice in notices if "missing" in notice.words)
