"""Which addresses are this machine, and what is said of a network that fails."""

import socket
import ssl

import pytest

from pipeline.edges.sign_in.network import fault_sentence, require_loopback
from pipeline.errors import SettingsInvalid

SERVER = "mailbox server mail.partnership.example, port 993"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "::1"])
def test_this_machine_may_speak_clear_text_with_itself(host: str) -> None:
    require_loopback(host, "mailbox.security")


@pytest.mark.parametrize("host", ["localhost.other.example", "127.0.0.1.example", "0.0.0.0", "192.0.2.1", "::", ""])
def test_no_other_address_may(host: str) -> None:
    with pytest.raises(SettingsInvalid, match=r"mailbox\.security"):
        require_loopback(host, "mailbox.security")


@pytest.mark.parametrize(
    ("fault", "remedy"),
    [
        (socket.gaierror(-2, "Name or service not known"), "Check the host"),
        (ConnectionRefusedError(111, "Connection refused"), "Check host and port"),
        (TimeoutError("timed out"), "timeout_seconds"),
        (ConnectionResetError(), "Check the network"),
        (OSError(101, "Network is unreachable"), "(Network is unreachable)"),
        (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number"), '"tls" or "starttls"'),
        (EOFError(), "broke off"),
    ],
)
def test_each_failure_names_the_server_and_what_to_check(fault: BaseException, remedy: str) -> None:
    said = fault_sentence(fault, server=SERVER)
    assert SERVER in said
    assert remedy in said
    assert "Errno" not in said
