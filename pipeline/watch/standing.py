"""What is wrong with the world around a pass, of which kind and since when; pure values that outlive the pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from pipeline import errors
from pipeline.dates import london


class FaultKind(StrEnum):
    """What may fail for as long as it lasts; of each kind one stands at a time."""

    MAILBOX = "mailbox"
    OUTGOING = "outgoing"
    TRACKER = "tracker"
    LOGGING = "logging"
    STORE = "store"
    LAW = "law"
    TEMPLATES = "templates"
    SETTINGS = "settings"
    PASS = "pass"  # noqa: S105 — it is the pass of the house
    SILENCE = "silence"
    QUEUE = "queue"
    PROBE = "probe"
    DISK = "disk"
    CLOCK = "clock"
    CERTIFICATE = "certificate"
    SECRET = "secret"  # noqa: S105 — the kind, not the thing
    CALENDAR = "calendar"


@dataclass(frozen=True, kw_only=True, slots=True)
class StandingFault:
    """A fault that stands: since when people are without what it takes from them, and when it was first seen."""

    kind: FaultKind
    why: str  # a sentence with the remedy, without a name of anybody
    since: datetime
    seen: datetime
    warns: bool = False  # of something to come: said in the digest and by `status`, and not yet alarmed

    @property
    def line(self) -> str:
        """The fault in one line, as the digest and the sheet Today say it first."""
        said = LINES[self.kind].format(since=short_time(self.since))
        return f"{said} {self.why}".strip()

    @property
    def headline(self) -> str:
        """The line without its reason."""
        return LINES[self.kind].format(since=short_time(self.since)) or self.why


LINES: Mapping[FaultKind, str] = {
    FaultKind.MAILBOX: "No mail has been read since {since}.",
    FaultKind.OUTGOING: "No mail can be sent since {since}.",
    FaultKind.TRACKER: "The tracker has not been written since {since}.",
    FaultKind.LOGGING: "New mail has not been logged since {since}.",
    FaultKind.STORE: "Nothing can be recorded, and so nothing is done, since {since}.",
    FaultKind.LAW: "No date can be counted since {since}.",
    FaultKind.TEMPLATES: "Mails cannot be put into words since {since}.",
    FaultKind.SETTINGS: "Nothing is done since {since}, because the settings cannot be used.",
    FaultKind.PASS: "Passes have broken off since {since}.",
    FaultKind.SILENCE: "No pass has been good since {since}.",
    FaultKind.QUEUE: "Mails have waited to go out since {since}.",
    FaultKind.PROBE: "The mail that was sent to the mailbox itself at {since} has not come in.",
    FaultKind.DISK: "A disk has been nearly full since {since}.",
    FaultKind.CLOCK: "The clock of the computer has been wrong since {since}.",
    FaultKind.CERTIFICATE: "",
    FaultKind.SECRET: "",
    FaultKind.CALENDAR: "",
}
OF_ERROR: tuple[tuple[type[BaseException], FaultKind], ...] = (
    (errors.InboxUnavailable, FaultKind.MAILBOX),
    (errors.OutboxRefused, FaultKind.OUTGOING),
    (errors.TrackerLocked, FaultKind.TRACKER),
    (errors.TrackerUnreadable, FaultKind.TRACKER),
    (errors.TrackerRefused, FaultKind.TRACKER),
    (errors.StoreUnavailable, FaultKind.STORE),
    (errors.RuleInvalid, FaultKind.LAW),
    (errors.TemplateInvalid, FaultKind.TEMPLATES),
    (errors.SettingsInvalid, FaultKind.SETTINGS),
)


def kind_of(fault: BaseException) -> FaultKind:
    """The kind of what broke a pass off."""
    return next((kind for error, kind in OF_ERROR if isinstance(fault, error)), FaultKind.PASS)


def short_time(instant: datetime) -> str:
    """`Wed 2 December, 09:00` in London time."""
    here = london(instant)
    return f"{here:%a} {here.day} {here:%B, %H:%M}"


def carried_on(
    found: Iterable[StandingFault], before: Iterable[StandingFault], *, disproved: frozenset[FaultKind]
) -> tuple[StandingFault, ...]:
    """What stands after a pass that found `found`: as old as it is, and what stood before and was not `disproved`."""
    earlier = {fault.kind: fault for fault in before}
    now = {fault.kind: _as_old_as(fault, earlier.get(fault.kind)) for fault in found}
    kept = {kind: fault for kind, fault in earlier.items() if kind not in disproved}
    stands = kept | now
    # While nothing can be sent, that mails wait is no second thing.
    return tuple(
        fault for kind, fault in stands.items() if kind is not FaultKind.QUEUE or FaultKind.OUTGOING not in stands
    )


def _as_old_as(fault: StandingFault, before: StandingFault | None) -> StandingFault:
    if before is None:
        return fault
    # What only warned before is news once it has come.
    seen = fault.seen if before.warns and not fault.warns else before.seen
    return replace(fault, since=before.since, seen=seen)


def fault_lines(standing: Iterable[StandingFault]) -> tuple[str, ...]:
    """What must be said before anything else, a line each, the oldest first; warnings last."""
    return tuple(fault.line for fault in sorted(standing, key=lambda fault: (fault.warns, fault.since)))
