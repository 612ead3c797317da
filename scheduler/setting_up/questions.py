"""What an office is asked before its first pass, and which settings each answer becomes."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from pipeline.settings import ContactSetting, Settings
from scheduler.setting_up.learnt import learnt
from scheduler.setting_up.settings_file import SettingEntry, SettingsFile

MICROSOFT = "microsoft365"
_SERVER = re.compile(r"([^\s:]+)(?::(\d{1,5}))?(?:\s+(tls|starttls|none))?")
_NO_INITIALS = {"and", "of", "the", "for"}
_DEFAULTS = Settings()


@dataclass(frozen=True, kw_only=True, slots=True)
class SetUpQuestion:
    """One question: whether it is still open, what it proposes, and what writes its answer down.

    `settle` raises ValueError or SettingsInvalid where the answer is not `expects`. Where `may_be_left` holds, nothing
    is an answer too.
    """

    option: str
    asks: str
    expects: str
    is_open: Callable[[SettingsFile], bool]
    settle: Callable[[SettingsFile, str], None]
    proposes: Callable[[SettingsFile], str] = lambda _: ""
    may_be_left: bool = False


def _lacks(*keys: str) -> Callable[[SettingsFile], bool]:
    """Whether one of `keys` has no value yet, or still the one that the shipped file shows for an example."""
    examples = {"office.address": _DEFAULTS.office.address, "office.partnership": _DEFAULTS.office.partnership}

    def lacks(file: SettingsFile) -> bool:
        return any(file.known(key) in (None, examples.get(key)) for key in keys)

    return lacks


def _text(key: str, why: str) -> Callable[[SettingsFile, str], None]:
    return lambda file, answer: file.put([SettingEntry(key=key, value=answer, why=why)])


def _initials(file: SettingsFile) -> str:
    words = re.findall(r"[A-Za-z]+", str(file.known("office.partnership") or ""))
    found = "".join(word[0] for word in words if word.lower() not in _NO_INITIALS).upper()[:8]
    return found if len(found) > 1 else "CSP"


def _has_user(section: str) -> Callable[[SettingsFile], bool]:
    return lambda file: not file.known(f"{section}.user")


def _server(
    answer: str, *, usual: int, tls: int, section: Literal["mailbox", "outgoing"], user: str
) -> Iterator[SettingEntry]:
    """A server as `host:port security`; what is not said is what its port usually means."""
    found = _SERVER.fullmatch(answer.strip())
    if found is None:
        raise ValueError(answer)
    host, port = found[1], int(found[2] or usual)
    usually = "tls" if port == tls else "none" if _is_this_machine(host) else "starttls"
    yield SettingEntry(key=f"{section}.host", value=host)
    yield SettingEntry(key=f"{section}.port", value=port)
    yield SettingEntry(key=f"{section}.security", value=found[3] or usually)
    yield SettingEntry(key=f"{section}.user", value=user)


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _mailbox(file: SettingsFile, answer: str) -> None:
    user = str(file.known("office.address") or "")
    if answer.strip().lower() != MICROSOFT:
        file.put(_server(answer, usual=993, tls=993, section="mailbox", user=user))
        return
    method = SettingEntry(key="mailbox.sign_in.method", value=MICROSOFT)
    file.put([*_server("outlook.office365.com", usual=993, tls=993, section="mailbox", user=user), method])
    if not file.known("outgoing.user"):
        kept = SettingEntry(key="outgoing.save_sent", value=False, why="Exchange keeps what it sends.")
        sends = _server("smtp.office365.com", usual=587, tls=465, section="outgoing", user=user)
        file.put([*sends, kept, SettingEntry(key="outgoing.sign_in.method", value=MICROSOFT)])


def _outgoing(file: SettingsFile, answer: str) -> None:
    user = str(file.known("mailbox.user") or "")
    file.put(_server(answer, usual=587, tls=465, section="outgoing", user=user))


def _is_microsoft(file: SettingsFile) -> bool:
    return bool(file.known("mailbox.sign_in.method") == MICROSOFT)


def _of_both(name: str, why: str = "") -> Callable[[SettingsFile, str], None]:
    """Writes an answer for mailbox and outgoing mail alike, for Microsoft 365."""

    def settle(file: SettingsFile, answer: str) -> None:
        value = date.fromisoformat(answer) if name == "secret_expires" else answer
        places = [place for place in ("mailbox", "outgoing") if file.known(f"{place}.sign_in.method") == MICROSOFT]
        file.put([SettingEntry(key=f"{place}.sign_in.{name}", value=value, why=why) for place in places])

    return settle


def _needs_of_microsoft(name: str) -> Callable[[SettingsFile], bool]:
    return lambda file: _is_microsoft(file) and not file.known(f"mailbox.sign_in.{name}")


def _lacks_person(role: str) -> Callable[[SettingsFile], bool]:
    """Whether nobody has `role`; once there is a workbook, its Contacts sheet counts, and nobody is asked here."""

    def lacks(file: SettingsFile) -> bool:
        tracker = file.path.parent / str(file.known("tracker.path") or _DEFAULTS.tracker.path)
        return not tracker.exists() and all(one.get("role") != role for one in file.known("contacts") or ())

    return lacks


def _person(role: Literal["manager", "deputy", "la-lead"]) -> Callable[[SettingsFile, str], None]:
    def settle(file: SettingsFile, answer: str) -> None:
        if not answer:
            return
        name, _, rest = answer.partition("<")
        address, closed, agency = rest.partition(">")
        if not name.strip() or not closed:
            raise ValueError(answer)
        own = "Local authority" if role == "la-lead" else str(file.known("office.partnership"))
        named = agency.strip(" ,") or own
        file.add(ContactSetting(name=name.strip(), address=address.strip(), agency=named, role=role))

    return settle


_NO_FORM = """\
# The office uses none but the known forms. `caseclock learn` teaches its own, into a folder that is named so:
# [intake]
# known_forms = "forms"
"""


def _form(file: SettingsFile, answer: str) -> None:
    """Learns the blank form, and copies of it, into the folder of the office's own; none is remembered too."""
    if not answer:
        file.append(_NO_FORM)
        return
    blank, *filled = (Path(named.strip()).expanduser() for named in answer.split(";") if named.strip())
    learnt(blank, filled=filled, folder=file.path.parent / "forms")
    why = "Files that teach this office's own forms; read and correct what was proposed there."
    file.put([SettingEntry(key="intake.known_forms", value="forms", why=why)])


QUESTIONS = (
    SetUpQuestion(
        option="partnership",
        asks="The name of the partnership, as it signs its mail",
        expects="a name",
        is_open=_lacks("office.partnership"),
        settle=_text("office.partnership", "As it signs its mail."),
    ),
    SetUpQuestion(
        option="address",
        asks="The address of the shared mailbox",
        expects="an address such as referrals@northshire.example",
        is_open=_lacks("office.address"),
        settle=_text("office.address", "The shared mailbox; all mail is sent from it, and answers come back to it."),
    ),
    SetUpQuestion(
        option="letters",
        asks="The letters that every case reference begins with",
        expects="two to eight capital letters, such as NSH for NSH-2026-001",
        is_open=_lacks("office.reference_prefix"),
        settle=_text("office.reference_prefix", "The letters that every case reference begins with."),
        proposes=_initials,
    ),
    SetUpQuestion(
        option="front-door",
        asks="Whom to ring for a child in danger now (printed on every answer)",
        expects="a name and a number",
        is_open=_lacks("office.front_door"),
        settle=_text("office.front_door", "Whom to ring for a child in danger now; printed on every acknowledgement."),
        proposes=lambda _: "999",
    ),
    SetUpQuestion(
        option="mailbox",
        asks="The mailbox: microsoft365, or its IMAP server as host or host:port",
        expects="microsoft365, or a server such as imap.northshire.example:993",
        is_open=_has_user("mailbox"),
        settle=_mailbox,
    ),
    SetUpQuestion(
        option="outgoing",
        asks="The server that takes the office's mail (SMTP), as host or host:port",
        expects="a server such as smtp.northshire.example:587",
        is_open=_has_user("outgoing"),
        settle=_outgoing,
    ),
    SetUpQuestion(
        option="tenant",
        asks="Microsoft 365: the id of the tenant",
        expects="the id that Entra ID shows",
        is_open=_needs_of_microsoft("tenant"),
        settle=_of_both("tenant"),
    ),
    SetUpQuestion(
        option="client-id",
        asks="Microsoft 365: the client id of the registered application",
        expects="the id that Entra ID shows",
        is_open=_needs_of_microsoft("client_id"),
        settle=_of_both("client_id"),
    ),
    SetUpQuestion(
        option="secret-expires",
        asks="Microsoft 365: the day on which the client secret ends, as 2027-06-30",
        expects="a day such as 2027-06-30",
        is_open=_needs_of_microsoft("secret_expires"),
        settle=_of_both("secret_expires", "Warned of from thirty days before."),
    ),
    SetUpQuestion(
        option="workbook",
        asks="The workbook that the office will open, usually in a shared folder",
        expects="the name of a workbook that ends in .xlsx",
        is_open=_lacks("tracker.path"),
        settle=_text("tracker.path", "The workbook that the office opens."),
        proposes=lambda _: str(_DEFAULTS.tracker.path),
    ),
    SetUpQuestion(
        option="manager",
        asks="The business manager, as Name <address>",
        expects="a person such as Bronagh Tilley <bronagh.tilley@northshire.example>",
        is_open=_lacks_person("manager"),
        settle=_person("manager"),
    ),
    SetUpQuestion(
        option="deputy",
        asks="Who else is asked and alerted, as Name <address> (Enter for nobody)",
        expects="a person such as Owen Marsh <owen.marsh@northshire.example>",
        is_open=_lacks_person("deputy"),
        settle=_person("deputy"),
        may_be_left=True,
    ),
    SetUpQuestion(
        option="la-lead",
        asks="The local authority's lead, as Name <address>, Authority (Enter to leave it for later)",
        expects="a person such as Ada Brooke <ada.brooke@northshire-council.example>, Northshire Council",
        is_open=_lacks_person("la-lead"),
        settle=_person("la-lead"),
        may_be_left=True,
    ),
    SetUpQuestion(
        option="heartbeat",
        asks="An address that is called after each good pass, whose owner rings when it falls silent (Enter for none)",
        expects="an address such as https://hc.example/ping/caseclock",
        is_open=_lacks("alarm.heartbeat_url"),
        settle=_text("alarm.heartbeat_url", "Called after each good pass; its owner rings when it falls silent."),
        may_be_left=True,
    ),
    SetUpQuestion(
        option="form",
        asks="A blank copy of the office's own referral form, and after semicolons copies that are filled in, by whose "
        "answers more of it is understood (Enter for none)",
        expects="Word files that can be read, a blank one first",
        is_open=lambda file: "known_forms" not in file.text,
        settle=_form,
        may_be_left=True,
    ),
)
