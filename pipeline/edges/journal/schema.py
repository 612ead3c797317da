"""The tables of the journal, as the newest migration leaves them."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

METADATA = MetaData()
UNDECIDED, UNFILED, OPEN = "state = 'stored'", "filed_at = ''", "resolved_at = ''"

# The newest migration in `migrations/versions`: what a journal made whole from these tables is stamped with.
REVISION = "0006"

# The one mail in whose name the places of erased mails are kept: nothing else of those is.
ERASED_MAIL = "erased"

# IMAP counts to 2**32 - 1 (RFC 3501, 9); a whole number of SQLite is as long as it must be.
_UNSIGNED = BigInteger().with_variant(Integer, "sqlite")

# Instants are ISO 8601 text in UTC: SQLite has no such type, and text sorts rightly and can be read by a person.

MAILS = Table(
    "mails",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("message_id", Text, nullable=False, default=""),
    Column("size", Integer, nullable=False),
    Column("received_at", String(40), nullable=False),
    Column("stored_at", String(40), nullable=False),
    Column("complete", Boolean, nullable=False, default=True),
    Column("state", String(12), nullable=False, default="stored"),  # stored | decided | shown | erased
    Column("kind", String(20), nullable=False, default=""),
    Column("urgent", Boolean, nullable=False, default=False),
    Column("attention", Boolean, nullable=False, default=False),
    Column("case_ref", String(40), nullable=False, default=""),
    Column("arrival", Text, nullable=False, default="{}"),
    Column("fault", Text, nullable=False, default=""),
    Column("fingerprint", String(64), nullable=False, default=""),
    Column("sender_domain", Text),  # nothing where the mail could not be read; empty where it has no sender
    Index("mails_by_message_id", "message_id"),
    Index("mails_by_fingerprint", "fingerprint"),
    Index("mails_by_case", "case_ref", "sender_domain"),
    # Of the few that wait alone: an index by state would lead every other question astray.
    Index("mails_undecided", "received_at", sqlite_where=text(UNDECIDED)),
    Index("mails_by_received_at", "received_at"),
    Index("mails_by_stored_at", "stored_at"),
)

PLACES = Table(
    "places",
    METADATA,
    Column("mailbox", String(320), primary_key=True),
    Column("folder", String(320), primary_key=True),
    Column("uidvalidity", _UNSIGNED, primary_key=True),
    Column("uid", _UNSIGNED, primary_key=True),
    Column("sha256", String(64), ForeignKey("mails.sha256"), nullable=False),
    Column("seen_at", String(40), nullable=False),
    Column("filed_at", String(40), nullable=False, default=""),
    Index("places_unfiled", "mailbox", "folder", "uid", sqlite_where=text(UNFILED)),
)

CASES = Table(
    "cases",
    METADATA,
    Column("ref", String(40), primary_key=True),
    Column("opened_at", String(40), nullable=False),
    Column("opened_by", String(80), nullable=False),
    Index("cases_by_opener", "opened_by"),
)

FACTS = Table(
    "facts",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("case_ref", String(40), ForeignKey("cases.ref"), nullable=False),
    Column("name", String(60), nullable=False),
    Column("subject", Text, nullable=False, default=""),
    Column("value", Text),
    Column("source", String(12), nullable=False),
    Column("recorded_at", String(40), nullable=False),
    Column("detail", Text, nullable=False, default=""),
    Index("facts_by_case", "case_ref", "id"),
)

# What recognises a case when its child, its form or its correspondence comes again.
MARKS = Table(
    "marks",
    METADATA,
    # child | nhs-number | name-and-birth | initials-and-birth | attachment | message | message-id | panel-ref
    Column("kind", String(20), primary_key=True),
    Column("value", Text, primary_key=True),
    Column("case_ref", String(40), ForeignKey("cases.ref"), primary_key=True),
    Index("marks_by_case", "case_ref", "kind", "value"),
)

ATTENTION = Table(
    "attention",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("what", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("remedy", Text, nullable=False),
    Column("since", String(40), nullable=False),
    Column("case_ref", String(40), nullable=False, default=""),
    Column("message", String(64), nullable=False, default=""),
    Column("urgent", Boolean, nullable=False, default=False),
    Column("resolved_at", String(40), nullable=False, default=""),
    Index("attention_by_case", "case_ref"),
    Index("attention_open", "case_ref", "id", sqlite_where=text(OPEN)),
)

LOG = Table(
    "log",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", String(40), nullable=False),
    Column("event", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("case_ref", String(40), nullable=False, default=""),
)

# An entry for each of what was recorded, in the order in which it was (pipeline/edges/journal/chain.py).
CHAIN = Table(
    "chain",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(12), nullable=False),  # fact | log | mail | decision | notice
    Column("row_key", Text, nullable=False),  # of the row that it is about, empty once that is erased
    Column("salt", String(32), nullable=False),  # empty once the row is erased
    Column("digest", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("chain_by_row", "kind", "row_key"),
)

NOTICES = Table(
    "notices",
    METADATA,
    Column("id", Integer, primary_key=True),
    # The parts of a NoticeKey; `subject` below is the mail's own.
    Column("kind", String(20), nullable=False),
    Column("case_ref", String(40), nullable=False),
    Column("duty", Text, nullable=False),
    Column("duty_subject", Text, nullable=False),
    Column("due", String(10), nullable=False),  # a date, or empty: two rows without a date must be found alike
    Column("rung", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("state", String(12), nullable=False),  # queued | sending | sent | draft | held | refused | unclear | with
    Column("mail_id", Integer),  # the notice whose mail says this one too, where the state is `with`
    Column("message_id", Text, nullable=False, default=""),
    Column("sha256", String(64), nullable=False, default=""),
    Column("subject", Text, nullable=False, default=""),
    Column("urgent", Boolean, nullable=False, default=False),
    Column("queued_at", String(40), nullable=False),
    Column("sent_at", String(40), nullable=False, default=""),
    Column("tries", Integer, nullable=False, default=0),
    Column("try_after", String(40), nullable=False, default=""),
    Column("fault", Text, nullable=False, default=""),
    UniqueConstraint("kind", "case_ref", "duty", "duty_subject", "due", "rung", "recipient", name="notice_keys"),
    Index("notices_by_case", "case_ref"),
    Index("notices_by_mail", "mail_id"),
    Index("notices_by_message_id", "message_id"),
    Index("notices_by_state", "state"),
    Index("notices_by_sent_at", "sent_at"),
    Index("notices_by_queued_at", "queued_at"),
)

DEADLINES = Table(
    "deadlines",
    METADATA,
    Column("case_ref", String(40), primary_key=True),
    Column("rule", String(60), primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("due", String(10), nullable=False),
    Column("because", Text, nullable=False),
    Column("recorded_at", String(40), nullable=False),
)

# How closed cases stood when they came to rest: it only saves counting them, and nothing is known from here alone.
STANDINGS = Table(
    "standings",
    METADATA,
    Column("case_ref", String(40), ForeignKey("cases.ref"), primary_key=True),
    Column("fact", Integer, nullable=False),
    Column("basis", String(64), nullable=False),
    Column("since", String(40), nullable=False),
    Column("until", String(40), nullable=False),
    Column("counts", Text, nullable=False),
    Column("form", Text, nullable=False, default=""),
)

# The ledgers of open cases as they were last counted: of these too nothing is known from here alone.
LEDGERS = Table(
    "ledgers",
    METADATA,
    Column("case_ref", String(40), ForeignKey("cases.ref"), primary_key=True),
    Column("rests_on", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
)

MEETINGS = Table(
    "meetings",
    METADATA,
    Column("case_ref", String(40), primary_key=True),
    Column("state", Text, nullable=False),
)

# Single values: the tracker's base, contacts and calendar as typed, the health of the last pass.
KEPT = Table(
    "kept",
    METADATA,
    Column("name", String(60), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)


class PostgresText(TypeDecorator[str]):
    """Text as PostgreSQL takes it: of any length, sorted by its code points, NUL written as two other characters."""

    impl = Text(collation="C")
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        """The text as it is written."""
        return value if value is None else value.replace(_MARK, _MARK + _MARK).replace("\0", _MARK + "0")

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """The text as it was given."""
        if value is None or _MARK not in value:
            return value
        whole = (part.replace(_MARK + "0", "\0") for part in value.split(_MARK + _MARK))
        return _MARK.join(whole)


_MARK = "\ue000"  # of Unicode's private use, so that nobody misses it


def on_both(kind: String) -> String:
    """A type of text as each database has it; a migration says so too where it adds a column."""
    return kind.with_variant(PostgresText(), "postgresql")


# What lies beside a journal of SQLite as files; in a schema it is at hand for any machine that takes over.
SHARED = MetaData()

RAW = Table(
    "raw",
    SHARED,
    Column("kind", String(12), primary_key=True),  # mail | outgoing
    Column("sha256", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

CARRIED = Table(
    "carried",
    SHARED,
    Column("name", String(60), primary_key=True),
    Column("content", Text, nullable=False),
)

for _table in (*METADATA.tables.values(), *SHARED.tables.values()):
    for _column in _table.columns:
        if isinstance(_column.type, String):
            _column.type = on_both(_column.type)
