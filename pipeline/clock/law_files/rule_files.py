"""The files of the law as typed values: a rule without a source, with an unknown key or with overlapping versions is
refused."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from itertools import pairwise
from typing import Annotated, Generic, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, TypeAdapter, ValidationError, model_validator

from pipeline.clock import model
from pipeline.errors import RuleInvalid

Text = Annotated[str, Field(min_length=1)]
_ADDRESS = TypeAdapter(HttpUrl)


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Citation(_Table):
    title: Text
    pinpoint: Text
    url: str
    quote: str = ""
    evidence: model.SourceEvidence

    @model_validator(mode="after")
    def _is_honest(self) -> Self:
        if self.url:
            _ADDRESS.validate_python(self.url)
        elif self.evidence is model.SourceEvidence.SEEN:
            raise ValueError("what was seen was seen somewhere: url needs its address")
        return self

    def require_address(self, force: model.Force) -> None:
        """Raise ValueError where the source is a national one and has no address.

        Which page of a partnership says so may be unknown; an address that does not hold the rule would be worse.
        """
        quoted = force is model.Force.PANEL_GUIDANCE and self.evidence is model.SourceEvidence.QUOTED
        if not self.url and not quoted and force is not model.Force.LOCAL:
            raise ValueError("url may be empty only for local practice, and for guidance that a partnership quotes")

    def value(self) -> model.Citation:
        return model.Citation(**self.model_dump())


class _Counted(_Table):
    span: Annotated[int, Field(ge=0, le=400)]
    unit: model.Unit
    direction: Literal["forward", "backward"] = "forward"
    count_from: Literal["day-after", "trigger-day"] = "day-after"
    rollover: Literal["none", "next-working-day"] = "none"
    calendar: Literal["england-and-wales", "united-kingdom"] = "england-and-wales"
    citation: _Citation

    def span_value(self) -> model.TimeSpan:
        return model.TimeSpan(
            number=self.span,
            unit=self.unit,
            backward=self.direction == "backward",
            first_day_is_trigger=self.count_from == "trigger-day",
            rolls=self.rollover == "next-working-day",
            calendar=self.calendar,
        )


class _Reading(_Counted):
    reading: Text

    def value(self) -> model.RuleReading:
        return model.RuleReading(reading=self.reading, span=self.span_value(), citation=self.citation.value())


class _Forceful(_Table):
    force: model.Force
    citation: _Citation

    @model_validator(mode="after")
    def _has_an_address(self) -> Self:
        self.citation.require_address(self.force)
        return self


class _Duty(_Forceful):
    def value(self) -> model.Duty:
        return model.Duty(force=self.force, citation=self.citation.value())


class _Version(_Forceful, _Counted):
    edition: Text
    in_force_from: date
    in_force_to: date | None = None
    trigger: Annotated[tuple[Text, ...], Field(min_length=1)]
    duty: _Duty | None = None
    window_from: int | None = None
    reading: tuple[_Reading, ...] = ()

    @model_validator(mode="after")
    def _readings_have_addresses(self) -> Self:
        for reading in self.reading:
            reading.citation.require_address(self.force)
        return self

    def value(self) -> model.Version:
        return model.Version(
            edition=self.edition,
            in_force_from=self.in_force_from,
            in_force_to=self.in_force_to,
            trigger=self.trigger,
            span=self.span_value(),
            force=self.force,
            citation=self.citation.value(),
            duty=self.duty.value() if self.duty else None,
            window_from=self.window_from,
            readings=tuple(reading.value() for reading in self.reading),
        )


class _Condition(_Table):
    yes: Annotated[tuple[str, ...], Field(min_length=1)]


class _TaskVersion(_Forceful):
    edition: Text
    in_force_from: date
    in_force_to: date | None = None
    promptly: Text

    def value(self) -> model.TaskVersion:
        return model.TaskVersion(**self.model_dump(exclude={"citation"}), citation=self.citation.value())


Dated = TypeVar("Dated", _Version, _TaskVersion)


class _File(_Table, Generic[Dated]):
    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: Text
    owner: Literal["local-authority", "partners", "chair", "manager", "reviewer", "agency", "panel"]
    done_by: tuple[Text, ...] = ()
    notes: tuple[Text, ...] = ()
    applies: dict[str, _Condition] = {}
    possible: dict[str, _Condition] = {}
    version: Annotated[tuple[Dated, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _versions_follow_each_other(self) -> Self:
        for earlier, later in pairwise(self.in_order()):
            if earlier.in_force_to is None or earlier.in_force_to >= later.in_force_from:
                raise ValueError(f"version {earlier.edition!r} overlaps version {later.edition!r}")
        for version in self.version:
            if version.in_force_to is not None and version.in_force_to < version.in_force_from:
                raise ValueError(f"version {version.edition!r} ends before it begins")
        return self

    def in_order(self) -> list[Dated]:
        return sorted(self.version, key=lambda version: version.in_force_from)


def _conditions(table: Mapping[str, _Condition]) -> tuple[model.Condition, ...]:
    return tuple(model.Condition(fact=fact, yes=condition.yes) for fact, condition in table.items())


class _RuleFile(_File[_Version]):
    kind: model.CountKind = model.CountKind.DUTY
    provisional_from: tuple[Text, ...] = ()
    known_by: tuple[Text, ...] = ()
    local_step: bool = False
    repeats: bool = False
    on_cases: bool = True

    def value(self, file: str) -> model.Rule:
        return model.Rule(
            **self.model_dump(exclude={"version", "applies", "possible"}),
            file=file,
            versions=tuple(version.value() for version in self.in_order()),
            applies=_conditions(self.applies),
            possible=_conditions(self.possible),
        )


class _TaskFile(_File[_TaskVersion]):
    kind: Literal["task"]
    since: tuple[Text, ...] = ()
    every_case: bool = False
    record: Literal["", "decider", "decision", "criteria", "family"] = ""

    @model_validator(mode="after")
    def _is_called_for(self) -> Self:
        if not (self.since or self.applies or self.possible or self.every_case):
            raise ValueError(
                "a task says since when (since) or on which cases (applies, possible, every_case) it is called for"
            )
        return self

    def value(self, file: str) -> model.TaskRule:
        return model.TaskRule(
            **self.model_dump(exclude={"version", "applies", "possible", "kind"}),
            file=file,
            versions=tuple(version.value() for version in self.in_order()),
            applies=_conditions(self.applies),
            possible=_conditions(self.possible),
        )


class _Issue(_Table):
    edition: Text
    on: date
    checksum: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""


class _IssuesFile(_Table):
    issue: tuple[_Issue, ...]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        days = [(issue.edition, issue.on) for issue in self.issue]
        for edition, on in days:
            if days.count((edition, on)) > 1:
                raise ValueError(f"the issue of {edition!r} of {on.isoformat()} comes twice")
        return self

    def value(self) -> tuple[model.Issue, ...]:
        found = (model.Issue(**issue.model_dump()) for issue in self.issue)
        return tuple(sorted(found, key=lambda issue: (issue.edition, issue.on)))


def rule_from(text: str, *, file: str) -> model.Rule | model.TaskRule:
    """The rule or the task that `text` (TOML) holds; raises RuleInvalid naming the file, the key and what is wrong."""
    with _faults_of(file):
        said = tomllib.loads(text)
        return (_TaskFile if said.get("kind") == "task" else _RuleFile).model_validate(said).value(file)


def issues_from(text: str, *, file: str) -> tuple[model.Issue, ...]:
    """The issues that `text` (TOML) lists, by edition and day; raises RuleInvalid as `rule_from` does."""
    with _faults_of(file):
        return _IssuesFile.model_validate(tomllib.loads(text)).value()


@contextmanager
def _faults_of(file: str) -> Iterator[None]:
    try:
        yield
    except tomllib.TOMLDecodeError as fault:
        raise RuleInvalid(f"{file} is not valid TOML: {fault}") from None
    except ValidationError as fault:
        lines = (f"  - {'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in fault.errors())
        raise RuleInvalid(f"{file} cannot be used:\n" + "\n".join(lines)) from None
