"""A mail at hand, the cases that it may touch, and what it does to one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pipeline.cases.same_child import Child
from pipeline.facts import Case, Fact, Source, Value
from pipeline.model import Referral


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """A mail at hand, as the store holds it."""

    sha256: str
    received_at: datetime  # when the server took it, aware
    now: datetime  # when it is decided, aware
    links: Mapping[str, str]  # a file's SHA-256 to where its copy lies, as a link in the tracker
    full_names: bool = False  # whether the office chose to see children's names in its workbook
    may_change: frozenset[str] = frozenset()  # the cases to which its sender is known, being confirmed
    # The cases about whose children it was asked, and the answer was that they are others', or there was none.
    own_case_beside: frozenset[str] = frozenset()
    our_area: tuple[str, ...] = ()  # the names of the office's own area, as its settings have them
    # The cases that it opened when it was read before, each with the SHA-256 of the files that it holds.
    opened: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def facts(self, ref: str, values: Mapping[str, Value], *, source: Source, subject: str = "") -> tuple[Fact, ...]:
        """What it gives of the case `ref`, by the names of facts; an empty text or None gives nothing."""
        return tuple(
            Fact(
                case_ref=ref,
                name=name,
                subject=subject,
                value=value,
                source=source,
                recorded_at=self.now,
                detail=f"mail {self.sha256[:12]}",
            )
            for name, value in values.items()
            if value not in (None, "")
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownCases:
    """The cases by reference, and the children of each case of which any is known."""

    cases: Mapping[str, Case] = field(default_factory=dict)
    children: Mapping[str, tuple[Child, ...]] = field(default_factory=dict)
    newest_form: Mapping[str, datetime] = field(default_factory=dict)  # when the newest mail with a form of it came
    files: Mapping[str, frozenset[str]] = field(default_factory=dict)  # of earlier mails, by their SHA-256


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseWork:
    """What a mail does to one case."""

    ref: str
    opens: bool  # whether the case is new
    facts: tuple[Fact, ...]
    marks: frozenset[tuple[str, str]]  # pairs of kind and value, by which a later mail is recognised
    referral: Referral | None = None  # the case's newest form
    kept_back: tuple[Fact, ...] = ()  # what a later form says that only the office may enter
    asks: bool = False  # a person must say whether the form is about the case's child; nothing was taken from it
    further: bool = False  # it is asked about children beside those of the case
    older: bool = False  # a newer form of the case was read before: this one only fills what that left open
    some: bool = False  # form and case do not name the same children
    withheld: bool = False  # the sender may not change the case: nothing of it is written
    proposed: tuple[Fact, ...] = ()  # what it would change, were it not withheld or asked about
