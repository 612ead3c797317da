"""Every item about a mail says whose it was and when it came, and leads to its original; whole passes on real servers."""

import hashlib
import html
import re
from email import message_from_bytes, policy
from urllib.parse import unquote

import openpyxl
import pytest
from names import contents, leaks, own_name
from office import LATER, Office

from pipeline.model import Attention
from scheduler.demo.servers import SentMail

TITLE = re.compile(r".+ from [^,]+, (Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{1,2} [A-Z][a-z]+ \d\d:\d\d$")


def about_mails(office: Office) -> list[Attention]:
    with office.snapshot(LATER) as known:
        return [item for item in known.attention() if item.message and not item.resolved]


def test_the_workbook_names_time_and_sender_and_links_to_the_original(demonstrated: Office) -> None:
    sheet = openpyxl.load_workbook(demonstrated.tracker)["Needs attention"]
    columns = {cell.value: cell.column for cell in sheet[4]}
    rows = {row[columns["Id"] - 1].value: row for row in sheet.iter_rows(min_row=5)}
    items = about_mails(demonstrated)
    assert len(items) > 5
    titles = set()
    for item in items:
        cells = {header: rows[item.id][column - 1] for header, column in columns.items()}
        assert cells["Received"].value is not None
        assert "." in cells["From"].value or " " in cells["From"].value
        assert TITLE.match(cells["What"].value), cells["What"].value
        titles.add(cells["What"].value)
        original = demonstrated.tracker.parent / unquote(cells["Original"].hyperlink.target)
        assert hashlib.sha256(original.read_bytes()).hexdigest() == item.message
    # Two mails are never called the same.
    assert len(titles) >= len({item.message for item in items})


@pytest.mark.parametrize("kind", ["alert", "digest"])
def test_so_do_the_mails_to_the_manager_and_none_names_the_child(demonstrated: Office, kind: str) -> None:
    said = [mail for mail in demonstrated.servers.sent if is_of(demonstrated, mail, kind)]
    assert said
    whole = ""
    for mail in said:
        read = message_from_bytes(mail.raw, policy=policy.default)
        pages = (read.get_body((name,)) for name in ("plain", "html"))
        whole += " ".join(" ".join(page.get_content().split()) for page in pages if page)
        assert leaks(contents(mail.raw), allowed=own_name(mail)) == []
    whole = html.unescape(whole)
    told = [item for item in about_mails(demonstrated) if item.what in whole]
    assert len(told) > 5
    # The lines of a digest are the first of Today, where the links to the originals stand.
    if kind == "alert":
        assert [item.what for item in told if item.mail is None or item.mail.original not in whole] == []
        assert {item.what for item in about_mails(demonstrated)} == {item.what for item in told}


def is_of(office: Office, mail: SentMail, kind: str) -> bool:
    with office.journal() as journal:
        ours = (one for one in journal.notices.all() if one.message_id.encode() in mail.raw)
        # What is new on the morning of a digest is alerted of in it.
        return any(key.kind.value == kind for one in ours for key in journal.notices.keys_of(one.key))
