"""config.toml as frozen settings; a fault names its path, what was found and what is expected, all faults at once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipeline.clock.model import RuleId
from pipeline.errors import SettingsInvalid


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


Port = Annotated[int, Field(ge=1, le=65535)]
Email = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")]
Mode = Literal["send", "draft", "hold"]
Path_ = Annotated[Path, Field(strict=False)]
Day = date


class Secret(_Section):
    """Where a secret is found; the secret itself is never in config.toml. See `edges.files.secret`."""

    env: str = ""
    file: Path_ | None = None
    credential: str = ""


class SignIn(_Section):
    """How to sign in to a mail server."""

    method: Literal["password", "microsoft365", "refresh-token", "none"] = "password"
    secret: Secret = Secret()
    tenant: str = ""
    client_id: str = ""
    certificate: Path_ | None = None
    cloud: Literal["global", "us-government", "china"] = "global"
    token_address: str = ""
    refresh_token_file: Path_ | None = None
    secret_expires: date | None = None


class Office(_Section):
    """The partnership whose mailbox this is."""

    partnership: str = "Local safeguarding children partnership"
    area: str = ""
    address: Email = "referrals@localhost.example"
    sender_name: str = "Safeguarding partnership business unit"
    reference_prefix: Annotated[str, Field(pattern=r"^[A-Z]{2,8}$")] = "CSP"
    front_door: str = "999"
    telephone: str = ""
    marking: str = "OFFICIAL-SENSITIVE"


class Folders(_Section):
    """The names of the mailbox's folders."""

    inbox: str = "INBOX"
    processed: str = "Processed"
    needs_attention: str = "Needs attention"
    retry: str = "Retry"
    junk: str = "Junk"
    drafts: str = "Drafts"
    sent: str = "Sent"


class Mailbox(_Section):
    """The shared mailbox, read over IMAP."""

    host: str = "localhost"
    port: Port = 993
    security: Literal["tls", "starttls", "none"] = "tls"
    user: str = ""
    sign_in: SignIn = SignIn()
    folders: Folders = Folders()
    timeout_seconds: Annotated[int, Field(ge=1, le=600)] = 60
    batch_messages: Annotated[int, Field(ge=1, le=500)] = 50
    batch_megabytes: Annotated[int, Field(ge=1, le=100)] = 8
    largest_megabytes: Annotated[int, Field(ge=1, le=500)] = 60
    ca_file: Path_ | None = None
    idle: bool = False


class Outgoing(_Section):
    """The server that takes our mail, over SMTP."""

    host: str = "localhost"
    port: Port = 587
    security: Literal["tls", "starttls", "none"] = "starttls"
    user: str = ""
    sign_in: SignIn = SignIn()
    timeout_seconds: Annotated[int, Field(ge=1, le=600)] = 60
    allowed_domains: tuple[str, ...] = Field(default=(), strict=False)
    secure_domains: tuple[str, ...] = Field(default=(), strict=False)
    answers_to_strangers: Literal["few", "none"] = "few"
    answers_to_strangers_per_day: Annotated[int, Field(ge=1, le=1000)] = 20
    answers_to_a_domain_per_day: Annotated[int, Field(ge=1, le=10000)] = 40
    per_hour: Annotated[int, Field(ge=1)] = 120
    save_sent: bool = True
    ca_file: Path_ | None = None


def _workbook_name(path: Path) -> Path:
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        raise ValueError("must be the name of a workbook that ends in .xlsx (or .xlsm), such as tracker.xlsx")
    return path


class Tracker(_Section):
    """The workbook that the office opens."""

    path: Annotated[Path_, AfterValidator(_workbook_name)] = Path("tracker.xlsx")
    originals: Path_ = Path("originals")
    backups: Annotated[int, Field(ge=1, le=1000)] = 20
    backup_folder: Path_ | None = None
    held_alert_minutes: Annotated[int, Field(ge=1)] = 60
    full_names: bool = False


class Store(_Section):
    """Where the journal and the raw mails are kept: in a folder, or in a database that several machines share."""

    folder: Path_ = Path("store")
    database: Annotated[str, Field(pattern=r"^(postgresql://[^@/\s:]+@[^@/\s]*/[^/\s?]+(\?host=/\S+)?)?$")] = ""
    schema_name: Annotated[str, Field(pattern=r"^([a-z][a-z0-9_]{0,47})?$")] = ""
    secret: Secret = Secret()
    security: Literal["tls", "none"] = "tls"
    ca_file: Path_ | None = None

    @model_validator(mode="after")
    def _names_its_schema(self) -> Store:
        if self.database and not self.schema_name:
            raise ValueError("needs schema_name beside database: one for each partnership, such as northshire")
        return self


class TimetableStep(_Section):
    """One step of a local timetable, in working days from its anchor."""

    rule: str
    from_day: int
    to_day: int
    milestone_day: int | None = None


class Timetable(_Section):
    """A local timetable inside the national fifteen working days."""

    name: str = "Local timetable"
    anchor: str = "notified_panel"
    anchor_is_working_day: Literal[0, 1] = 0
    non_working_anchor: Literal["stays", "next-working-day"] = "stays"
    national_rule: str = RuleId.RAPID_REVIEW.value
    steps: tuple[TimetableStep, ...] = Field(
        default=(
            TimetableStep(rule=RuleId.AGENCY_REQUEST.value, from_day=1, to_day=1),
            TimetableStep(rule=RuleId.AGENCY_RETURN.value, from_day=2, to_day=10),
            TimetableStep(rule=RuleId.RAPID_REVIEW_MEETING.value, from_day=10, to_day=12),
            TimetableStep(rule=RuleId.PARTNER_SIGN_OFF.value, from_day=12, to_day=14),
        ),
        strict=False,
    )


class NonWorkingDay(_Section):
    """A bank holiday proclaimed after the shipped calendar was made; `entered_on` is the day it was announced."""

    date: date
    title: str
    source: str
    entered_on: Day | None = None


class CheckedSource(_Section):
    """That a person of this office has read the source of one rule's edition: `by` whom and `on` what day, in the
    `issue` of what day where the edition was issued more than once, and the document's `checksum` (SHA-256)."""

    rule: str
    edition: str
    by: Annotated[str, Field(min_length=1)]
    role: str = ""
    on: date
    issue: Day | None = None
    checksum: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""


class Clock(_Section):
    """The office's choice among cited readings of the law."""

    rapid_review_from: Literal["notification", "awareness"] = "notification"
    rapid_review_ends_with: Literal["sent", "convened"] = "sent"
    weekend_awareness: Literal["day-zero", "next-working-day"] = "day-zero"
    clear_days_target: bool = False
    local_notify_from_incident: bool = False
    progress_check_months: Annotated[int, Field(ge=1, le=12)] = 1
    extra_non_working_days: tuple[NonWorkingDay, ...] = Field(default=(), strict=False)
    horizon_warning_days: Annotated[int, Field(ge=30)] = 400
    checked: tuple[CheckedSource, ...] = Field(default=(), strict=False)


class Ladder(_Section):
    """When a reminder is due, in working days around the due date."""

    before: tuple[int, ...] = Field(default=(3, 1), strict=False)
    on_the_day: bool = True
    late_every: Annotated[int, Field(ge=1, le=20)] = 2
    escalate_after: Annotated[int, Field(ge=0, le=60)] = 2


class Modes(_Section):
    """What happens with each kind of notice: sent, put into Drafts, or only shown in the tracker."""

    acknowledgement: Mode = "send"
    send_again: Mode = "send"
    alert: Mode = "send"
    question: Mode = "send"  # of people outside the office; its own always go out
    reminder: Mode = "send"
    agency_request: Mode = "send"
    chaser: Mode = "send"
    invitation: Mode = "send"
    calendar: Mode = "send"
    digest: Mode = "send"
    letter: Mode = "draft"


class NoticeSettings(_Section):
    """What goes out, and when."""

    modes: Modes = Modes()
    ladder: Ladder = Ladder()
    from_time: Annotated[time, Field(strict=False)] = time(8, 0)
    to_time: Annotated[time, Field(strict=False)] = time(18, 0)
    templates: Path_ | None = None
    marking_first: bool = False
    read_back: bool = True
    looked_at_within_days: Annotated[int, Field(ge=1, le=10)] = 1
    acknowledgements_per_sender_per_day: Annotated[int, Field(ge=1)] = 5
    meeting_minutes: Annotated[int, Field(ge=15, le=600)] = 120
    invite_automatically: bool = False
    alert_again_minutes: Annotated[int, Field(ge=5, le=1440)] = 60
    always_asked: tuple[str, ...] = Field(default=(), strict=False)


class Intake(_Section):
    """What this office knows about its mail beyond what every office's mail has in common."""

    partner_domains: tuple[str, ...] = Field(default=(), strict=False)
    references_to: Literal["partners", "known"] = "partners"
    urgent_words: tuple[str, ...] = Field(default=(), strict=False)
    ignored_senders: tuple[str, ...] = Field(default=(), strict=False)
    panel_domains: tuple[str, ...] = Field(default=("education.gov.uk",), strict=False)
    ofsted_domains: tuple[str, ...] = Field(default=("ofsted.gov.uk",), strict=False)
    trusted_authserv_ids: tuple[str, ...] = Field(default=(), strict=False)
    accepted_forwarders: tuple[str, ...] = Field(default=(), strict=False)
    answers: Literal["propose", "take"] = "propose"
    without_results: Literal["propose", "trust-known-senders"] = "propose"
    known_forms: Path_ | None = None


class LimitSettings(_Section):
    """Bounds before anything is opened."""

    file_megabytes: Annotated[int, Field(ge=1, le=500)] = 40
    unpacked_megabytes: Annotated[int, Field(ge=1, le=2000)] = 200
    files_in_a_mail: Annotated[int, Field(ge=1, le=1000)] = 100
    nesting: Annotated[int, Field(ge=1, le=20)] = 6
    seconds_per_document: Annotated[int, Field(ge=1, le=600)] = 30
    seconds_per_mail: Annotated[int, Field(ge=1, le=3600)] = 120
    seconds_per_pass: Annotated[int, Field(ge=1, le=86400)] = 600
    memory_megabytes: Annotated[int, Field(ge=128, le=8192)] = 1024


class Worker(_Section):
    """When `caseclock run` makes a pass, and when it ends one that hangs."""

    every_minutes: Annotated[int, Field(ge=1, le=1440)] = 5
    digest_time: Annotated[time, Field(strict=False)] = time(8, 30)
    pass_minutes: Annotated[int, Field(ge=1, le=600)] = 20


class AlarmSettings(_Section):
    """Who is told, and by which ways, when the product itself cannot work."""

    to: tuple[Email, ...] = Field(default=(), strict=False)
    after_minutes: Annotated[int, Field(ge=0, le=55)] = 30
    good_pass_minutes: Annotated[int, Field(ge=10, le=1440)] = 60
    disk_megabytes: Annotated[int, Field(ge=60)] = 200
    heartbeat_url: Annotated[str, Field(pattern=r"^(https?://\S+)?$")] = ""
    heartbeat_fail_url: Annotated[str, Field(pattern=r"^(https?://\S+)?$")] = ""
    probe_mail: bool = False
    outgoing: Outgoing | None = None
    sender: Annotated[str, Field(pattern=r"^([^@\s]+@[^@\s]+)?$")] = ""


class LogSettings(_Section):
    """How `caseclock run` writes its log."""

    format: Literal["plain", "json"] = "plain"
    file: Path_ | None = None
    megabytes: Annotated[int, Field(ge=1, le=1000)] = 5
    older_files: Annotated[int, Field(ge=1, le=100)] = 5


class Retention(_Section):
    """For how long a case is kept once it is closed; without `years` nothing is ever erased. `rule` is where the office
    has that written."""

    years: Annotated[int, Field(ge=1, le=150)] | None = None
    rule: str = ""


class ContactSetting(_Section):
    """Someone who may be written to; counts, and is copied into the tracker's Contacts sheet, while that is empty."""

    name: str
    address: Email
    agency: str
    role: Literal[
        "manager", "deputy", "la-lead", "icb", "police", "chair", "executive", "reviewer", "agency", "standing-invitee"
    ]
    notices: tuple[str, ...] = Field(default=(), strict=False)
    areas: tuple[str, ...] = Field(default=(), strict=False)


class Settings(_Section):
    """Everything in config.toml."""

    office: Office = Office()
    mailbox: Mailbox = Mailbox()
    outgoing: Outgoing = Outgoing()
    tracker: Tracker = Tracker()
    store: Store = Store()
    clock: Clock = Clock()
    timetable: Timetable = Timetable()
    notices: NoticeSettings = NoticeSettings()
    intake: Intake = Intake()
    limits: LimitSettings = LimitSettings()
    worker: Worker = Worker()
    alarm: AlarmSettings = AlarmSettings()
    log: LogSettings = LogSettings()
    retention: Retention = Retention()
    contacts: tuple[ContactSetting, ...] = Field(default=(), strict=False)


def settings(text: str, *, where: str = "config.toml") -> Settings:
    """The settings that `text` (TOML) holds; raises SettingsInvalid with every fault, one line each."""
    try:
        return Settings.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as fault:
        raise SettingsInvalid(f"{where} is not valid TOML: {fault}") from None
    except ValidationError as fault:
        raise SettingsInvalid("\n".join([f"{where} cannot be used:", *map(_fault_line, fault.errors())])) from None


_REPLACED = {"outgoing.answer_anyone": 'answers_to_strangers = "few" or "none"'}


def _fault_line(entry: Mapping[str, object]) -> str:
    name = ".".join(map(str, entry["loc"])) if isinstance(entry["loc"], tuple) else "?"
    path = f"  - {name}"
    if name in _REPLACED:
        return f"{path}: this setting was replaced by {_REPLACED[name]}; remove it and choose there"
    if entry["type"] == "extra_forbidden":
        return f"{path}: there is no such setting; remove it or correct its spelling"
    # The sentence goes to the screen and the log: a password typed where none belongs is not repeated.
    found = "" if _MAY_BE_SECRET.intersection(name.split(".")) else f"found {entry['input']!r}; "
    if entry["type"] == "string_pattern_mismatch":
        last = name.rstrip(".0123456789").rpartition(".")[2]
        return f"{path}: {found}give {_EXPECTED[last]}"
    return f"{path}: {found}{str(entry['msg'])[0].lower()}{str(entry['msg'])[1:]}"


_MAY_BE_SECRET = frozenset(("secret", "database", "heartbeat_url", "heartbeat_fail_url"))

_EXPECTED = {  # in place of a pattern, which only a programmer reads
    "address": "an address such as referrals@northshire.example",
    "to": "an address such as referrals@northshire.example",
    "sender": "an address such as alarms@northshire.example",
    "reference_prefix": "two to eight capital letters, such as NSH for NSH-2026-001",
    "heartbeat_url": "an address that begins with https://",
    "heartbeat_fail_url": "an address that begins with https://",
    "database": "an address such as postgresql://caseclock@db.northshire.example/caseclock, without a password",
    "schema_name": "a name of small letters, digits and _, such as northshire",
    "checksum": "the 64 digits of the document's SHA-256, or nothing",
}
