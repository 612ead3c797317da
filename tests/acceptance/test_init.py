"""Setting an office up as a person does: questions and answers, a wrong password, a run that was cut off."""

import imaplib
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner

from pipeline.errors import CaseclockError
from pipeline.settings import settings
from scheduler.commands.forms import learn
from scheduler.demo.servers import EmbeddedMailServers
from scheduler.setting_up.learnt import learnt
from scheduler.setting_up.questions import QUESTIONS
from scheduler.setting_up.settings_file import DRAFTED, SettingsFile
from tests.workbook_seen import words_on

COMMAND = Path(sys.executable).with_name("caseclock")
FORM = Path(__file__).parent.parent / "forms" / "A14-blank-two-column.docx"
ADDRESS, PASSWORD = "referrals@northshire.example", "an invented passphrase"
MANAGER = "Bronagh Tilley <manager@northshire.example>"


@pytest.fixture
def servers() -> Iterator[EmbeddedMailServers]:
    with EmbeddedMailServers({ADDRESS: PASSWORD}) as running:
        yield running


def init(folder: Path, *flags: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, "init", "--dir", folder, "--now", "2026-11-16T09:30", *flags],
        input=typed, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def answers(servers: EmbeddedMailServers, *, password: str = PASSWORD) -> list[str]:
    """What a person types, a line an answer, in the order in which it is asked."""
    return [
        "Northshire Safeguarding Children Partnership",
        "not an address",
        ADDRESS,
        "NSH",
        "Northshire front door 01632 960100, or 999",
        f"127.0.0.1:{servers.imap_port}",
        f"127.0.0.1:{servers.smtp_port}",
        "",  # the workbook as proposed
        MANAGER,
        "Owen Marsh <owen.marsh@northshire.example>",
        "Ada Brooke <ada.brooke@northshire-council.example>, Northshire Council",
        "https://hc.northshire.example/ping",
        "",  # no form of its own
        password,
    ]


def folders_of(servers: EmbeddedMailServers) -> str:
    with imaplib.IMAP4(servers.host, servers.imap_port) as client:
        client.login(ADDRESS, PASSWORD)
        return str(client.list())


def typed(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


@dataclass(frozen=True)
class Begun:
    """An office that was set up in two goes, cut off in the middle of the questions, and what each of them said."""

    folder: Path
    servers: EmbeddedMailServers
    cut_off: subprocess.CompletedProcess[str]
    after_it: str
    finished: subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def set_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Begun]:
    folder = tmp_path_factory.mktemp("begun") / "office"
    with EmbeddedMailServers({ADDRESS: PASSWORD}) as servers:
        said = answers(servers)
        cut_off = init(folder, typed=typed(said[:5]))
        after_it = (folder / "config.toml").read_text(encoding="utf-8")
        finished = init(folder, typed=typed(said[5:]))
        yield Begun(folder, servers, cut_off, after_it, finished)


def test_a_run_that_was_cut_off_keeps_what_was_said_and_drafts_already(set_up: Begun) -> None:
    assert set_up.cut_off.returncode == 1
    assert "What was said is kept" in set_up.cut_off.stderr
    assert "give an address such as" in set_up.cut_off.stdout  # a wrong answer was asked again
    kept = settings(set_up.after_it)
    assert (kept.office.address, kept.mailbox.user) == (ADDRESS, "")
    assert kept.notices.modes.reminder == "draft"


def test_a_dozen_answers_make_an_office_that_can_begin(set_up: Begun) -> None:
    told, folder = set_up.finished, set_up.folder
    assert told.returncode == 0, told.stdout + told.stderr
    assert f"caseclock once --config {folder / 'config.toml'}" in told.stdout
    text = (folder / "config.toml").read_text(encoding="utf-8")
    given = settings(text)
    assert (given.office.address, given.office.reference_prefix) == (ADDRESS, "NSH")
    assert [one.role for one in given.contacts] == ["manager", "deputy", "la-lead"]
    assert {getattr(given.notices.modes, kind) for kind in DRAFTED} == {"draft"}
    assert given.notices.modes.alert == "send"
    assert len(text.splitlines()) < 100
    assert all(name in folders_of(set_up.servers) for name in ("Processed", "Needs attention", "Retry"))
    assert "manager@northshire.example" in words_on((folder / "tracker.xlsx").read_bytes(), "Contacts")
    assert set_up.servers.sent == []


def test_the_password_lies_in_a_file_of_its_own_and_nowhere_else(set_up: Begun) -> None:
    kept = set_up.folder / "mailbox-password"
    assert (kept.read_text(encoding="utf-8"), kept.stat().st_mode & 0o777) == (PASSWORD + "\n", 0o600)
    others = [file for file in set_up.folder.rglob("*") if file.is_file() and file != kept]
    assert others
    assert all(PASSWORD.encode() not in file.read_bytes() for file in others)
    assert PASSWORD not in set_up.finished.stdout + set_up.finished.stderr


def test_run_again_it_asks_for_nothing_and_changes_nothing(set_up: Begun) -> None:
    names = ("config.toml", "tracker.xlsx", "mailbox-password")
    before = {name: (set_up.folder / name).read_bytes() for name in names}
    again = init(set_up.folder, "--letters", "ABC")
    assert again.returncode == 0, again.stdout + again.stderr
    assert "--letters changes nothing" in again.stdout
    assert {name: (set_up.folder / name).read_bytes() for name in names} == before


def test_a_wrong_password_is_said_once_and_may_be_typed_again(tmp_path: Path, servers: EmbeddedMailServers) -> None:
    told = init(tmp_path, typed=typed([*answers(servers, password="wrong"), ""]))
    assert told.returncode == 1
    assert f"refused to let {ADDRESS} in" in told.stdout
    assert "WRONG  Mailbox" in told.stdout
    assert (tmp_path / "tracker.xlsx").exists()
    again = init(tmp_path, typed=typed([PASSWORD]))
    assert again.returncode == 0, again.stdout + again.stderr


def test_flags_alone_do_it_in_a_folder_that_holds_other_things(
    tmp_path: Path, servers: EmbeddedMailServers, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "minutes.docx").write_bytes(b"the office's own")
    monkeypatch.setenv("NORTHSHIRE_MAIL", PASSWORD)
    lacking = init(tmp_path, "--no-questions", "--partnership", "Northshire Safeguarding Children Partnership")
    assert lacking.returncode == 2
    assert "--address, --mailbox, --outgoing, --manager" in lacking.stderr
    told = init(
        tmp_path, "--no-questions", "--address", ADDRESS, "--mailbox", f"127.0.0.1:{servers.imap_port}",
        "--outgoing", f"127.0.0.1:{servers.smtp_port}", "--manager", MANAGER, "--password-env", "NORTHSHIRE_MAIL",
        "--form", str(FORM),
    )  # fmt: skip
    assert told.returncode == 1
    given = settings((tmp_path / "config.toml").read_text(encoding="utf-8"))
    assert given.office.reference_prefix == "NSCP"
    assert given.intake.known_forms == Path("forms")
    assert (tmp_path / "forms" / f"{FORM.stem}.toml").exists()
    assert given.outgoing.sign_in.secret.env == "NORTHSHIRE_MAIL"
    said = " ".join(told.stdout.split())
    assert "WRONG Alarms: One secret opens mailbox and sending" in said
    assert "WRONG Contacts: There is no local authority lead" in said
    assert "WRONG Contacts: Questions and alerts reach one person alone" in said
    assert said.count("WRONG") == 4  # and the line below that names the mark
    assert (tmp_path / "minutes.docx").read_bytes() == b"the office's own"


def test_a_password_file_is_the_one_that_lies_where_it_was_named(
    tmp_path: Path, servers: EmbeddedMailServers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, password in (("wrong", "x"), ("right", PASSWORD)):
        (tmp_path / name).write_text(password, encoding="utf-8")
        (tmp_path / name).chmod(0o600)
    flags = [
        *("--no-questions", "--partnership", "Northshire", "--address", ADDRESS, "--manager", MANAGER),
        *("--mailbox", f"127.0.0.1:{servers.imap_port}", "--outgoing", f"127.0.0.1:{servers.smtp_port}"),
    ]
    refused = init(tmp_path / "office", *flags, "--password-file", "wrong")
    assert f"refused to let {ADDRESS} in" in " ".join(refused.stdout.split())
    again = init(tmp_path / "office", "--no-questions", "--password-file", "right")
    assert "--password-file changes nothing" in again.stdout


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        (("--password", "secret"), "No such option"),
        (("--address", "nobody"), "give an address such as"),
        (("--letters", "n1"), "two to eight capital letters"),
        (("--mailbox", "two words here"), "give microsoft365, or a server such as"),
        (("--form", "nowhere.docx"), "nowhere.docx cannot be read"),
    ],
)
def test_a_flag_that_cannot_be_used_names_what_is_expected(tmp_path: Path, flags: tuple[str, ...], says: str) -> None:
    told = init(tmp_path, "--no-questions", *flags)
    assert told.returncode in (1, 2)
    assert says in told.stderr


def test_a_blank_form_that_could_not_be_known_again_is_not_learnt(tmp_path: Path) -> None:
    blank = tmp_path / "blank.docx"
    docx.Document().save(str(blank))
    with pytest.raises(CaseclockError, match="could be known again"):
        learnt(blank, folder=tmp_path / "forms")
    assert not (tmp_path / "forms").exists()


def test_filled_copies_tell_a_label_that_the_blank_leaves_open(tmp_path: Path) -> None:
    def copy(name: str, card: str) -> Path:
        made = docx.Document()
        made.add_heading("Harbour Serious Incident Referral Form", 1)
        made.add_heading("1. Child", 2)
        table = made.add_table(rows=0, cols=2)
        for label, answer in (("Name of child", "Ada Quill" if card else ""), ("Blue card", card)):
            cells = table.add_row().cells
            cells[0].paragraphs[0].add_run(label).bold = True
            cells[1].text = answer
        made.save(str(tmp_path / name))
        return tmp_path / name

    filled = [str(copy(f"{at}.docx", card)) for at, card in enumerate(("999 000 0018", "999 000 0026"))]
    told = CliRunner().invoke(learn, [str(copy("blank.docx", "")), *filled])
    assert '"Blue card" = "children.nhs_number"' in told.stdout

    asked = next(each for each in QUESTIONS if each.option == "form")
    file = SettingsFile.at(tmp_path / "config.toml")
    with pytest.raises(CaseclockError, match=r"is no filled copy of blank\.docx"):
        asked.settle(file, f"{tmp_path / 'blank.docx'}; {FORM}")
    asked.settle(file, "; ".join((str(tmp_path / "blank.docx"), *filled)))
    assert '"Blue card" = "children.nhs_number"' in (tmp_path / "forms" / "blank.toml").read_text(encoding="utf-8")
