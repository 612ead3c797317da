"""A notice's key in columns, and an index for everything by which an earlier mail is looked up."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

from pipeline.intake.signs.panel_digits import digits_of

revision = "0002"
down_revision = "0001"

# Of these kinds the duty was written with its subject behind a colon; so was that of an alert on a moved date.
_WITH_SUBJECT = ("agency-request", "reminder", "chaser", "letter")
_KEPT = ("state", "message_id", "sha256", "subject", "urgent", "queued_at", "sent_at", "tries", "try_after", "fault")
_Key = tuple[str, str, str, str, str, str, str]


def upgrade() -> None:
    """Carries every notice and mail over as they stand."""
    op.drop_index("notices_by_message_id", "notices")
    op.drop_index("notices_by_state", "notices")
    op.rename_table("notices", "notices_0001")
    _carry_over(_new_notices())
    op.drop_table("notices_0001")
    _index_mails()
    op.create_index("marks_by_case", "marks", ["case_ref", "kind", "value"])
    op.create_index("cases_by_opener", "cases", ["opened_by"])
    _mark_panel_references()


def _new_notices() -> sa.Table:
    table = op.create_table(
        "notices",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("case_ref", sa.String(40), nullable=False),
        sa.Column("duty", sa.Text, nullable=False),
        sa.Column("duty_subject", sa.Text, nullable=False),
        sa.Column("due", sa.String(10), nullable=False),
        sa.Column("rung", sa.Text, nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("mail_id", sa.Integer),
        sa.Column("message_id", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("urgent", sa.Boolean, nullable=False),
        sa.Column("queued_at", sa.String(40), nullable=False),
        sa.Column("sent_at", sa.String(40), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("try_after", sa.String(40), nullable=False),
        sa.Column("fault", sa.Text, nullable=False),
        sa.UniqueConstraint("kind", "case_ref", "duty", "duty_subject", "due", "rung", "recipient", name="notice_keys"),
    )
    for name, column in (("case", "case_ref"), ("mail", "mail_id"), ("message_id", "message_id"), ("state", "state")):
        op.create_index(f"notices_by_{name}", "notices", [column])
    return table


def _carry_over(notices: sa.Table) -> None:
    connection = op.get_bind()
    old = connection.exec_driver_sql("SELECT * FROM notices_0001 ORDER BY id").mappings().all()
    number_of = {row["key"]: row["id"] for row in old}
    names = ("kind", "case_ref", "duty", "duty_subject", "due", "rung", "recipient")
    rows = [
        dict(zip(names, _parts(row), strict=True))
        | {name: row[name] for name in _KEPT}
        | {"id": row["id"], "mail_id": number_of.get(row["with_key"])}
        for row in old
    ]
    if rows:
        connection.execute(notices.insert(), rows)


def _parts(row: sa.RowMapping) -> _Key:
    """The parts of an old key, `kind|case|duty|due|rung|recipient`, of which the first two and the last are known.

    A bar could also stand in what a person typed: in the duty, which names an agency, and in an address.
    """
    kind, case_ref, recipient = row["kind"], row["case_ref"], row["recipient"]
    between = row["key"].removeprefix(f"{kind}|{case_ref}|").removesuffix(f"|{recipient}")
    duty, due, rung = between.rsplit("|", 2)
    subject = ""
    if kind in _WITH_SUBJECT or (kind == "alert" and due and rung.startswith("moved-")):
        duty, _, subject = duty.partition(":")
    return kind, case_ref, duty, subject, due, rung, recipient


def _index_mails() -> None:
    op.add_column("mails", sa.Column("fingerprint", sa.String(64), nullable=False, server_default=""))
    op.add_column("mails", sa.Column("sender_domain", sa.Text))
    connection = op.get_bind()
    found = connection.exec_driver_sql("SELECT sha256, arrival FROM mails WHERE arrival != '{}'").all()
    for sha256, text in found:
        arrival = json.loads(text)
        sender = arrival.get("sender")
        domain = str(sender[1]).rpartition("@")[2] if isinstance(sender, list) else None
        known = (arrival.pop("fingerprint", None) or "", domain, json.dumps(arrival, ensure_ascii=False), sha256)
        connection.exec_driver_sql(
            "UPDATE mails SET fingerprint = ?, sender_domain = ?, arrival = ? WHERE sha256 = ?", known
        )
    op.create_index("mails_by_message_id", "mails", ["message_id"])
    op.create_index("mails_by_fingerprint", "mails", ["fingerprint"])
    op.create_index("mails_by_case", "mails", ["case_ref", "sender_domain"])


def _mark_panel_references() -> None:
    connection = op.get_bind()
    typed = connection.exec_driver_sql("SELECT case_ref, value FROM facts WHERE name = 'panel_ref'").all()
    marks = {(digits_of(value), case_ref) for case_ref, value in typed if value and digits_of(value)}
    for mark in marks:
        connection.exec_driver_sql("INSERT INTO marks (kind, value, case_ref) VALUES ('panel-ref', ?, ?)", mark)
