"""What a refusal of Microsoft 365 means, and what will go wrong if nobody acts."""

from datetime import date

import pytest

from pipeline.edges.sign_in.microsoft365 import explained, warnings
from pipeline.settings import Mailbox, Outgoing, SignIn

USER = "referrals@partnership.example"
TODAY = date(2026, 11, 21)

# The server's own text, and a part of the sentence that it must become.
SAID = [
    ("AADSTS7000222: The provided client secret keys are expired.", "secret has expired"),
    ("AADSTS7000215: Invalid client secret provided. Ensure the secret being sent", "secret's value, not its id"),
    ("AADSTS700027: Client assertion failed signature validation.", "certificate is not the one registered"),
    ("AADSTS90002: Tenant 'x' not found.", "sign_in.tenant"),
    ("AADSTS900023: Specified tenant identifier 'x' is neither a valid DNS name", "sign_in.tenant"),
    ("AADSTS700016: Application with identifier 'x' was not found in the directory", "sign_in.client_id"),
    ("AADSTS7000112: Application 'x' is disabled.", "Enterprise applications"),
    ("AADSTS53003: Access has been blocked by Conditional Access policies.", "conditional access"),
    ("AADSTS500139: something that nobody has seen yet", "four things"),
    ("User is authenticated but not connected.", f"Add-MailboxPermission -Identity {USER}"),
    ("AUTHENTICATE failed.", "IMAP.AccessAsApp"),
    ("AUTHENTICATE failed.", "New-ServicePrincipal -AppId app-1"),
    ("IMAP is disabled for this mailbox", f"Set-CASMailbox -Identity {USER} -ImapEnabled $true"),
    (
        "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.",
        f"Set-CASMailbox -Identity {USER} -SmtpClientAuthenticationDisabled $false",
    ),
    ("530 5.7.57 Client not authenticated to send mail.", "SMTP AUTH is switched off"),
    ("554 5.2.252 SendAsDenied; a not allowed to send as b", f"Add-RecipientPermission -Identity {USER}"),
]


@pytest.mark.parametrize(("said", "meaning"), SAID)
def test_a_refusal_becomes_the_administrators_command(said: str, meaning: str) -> None:
    assert meaning in explained(said, service="mailbox", user=USER, client_id="app-1")


def test_sending_asks_for_its_own_permission_and_switch() -> None:
    said = explained("535 5.7.3 Authentication unsuccessful", service="outgoing", user=USER, client_id="app-1")
    assert "SMTP.SendAsApp" in said
    assert "SmtpClientAuthenticationDisabled $false" in said
    assert "IMAP" not in said


@pytest.mark.parametrize(
    ("expires", "warning"),
    [
        (date(2026, 12, 22), None),
        (date(2026, 12, 21), "ends in 30 days, on 21 December 2026"),
        (date(2026, 11, 22), "ends in 1 day, on 22 November 2026"),
        (date(2026, 11, 21), "ended on 21 November 2026"),
        (date(2026, 11, 1), "ended on 1 November 2026"),
        (None, None),
    ],
)
def test_a_secret_near_its_end_is_warned_of_thirty_days_before(expires: date | None, warning: str | None) -> None:
    found = warnings(Mailbox(sign_in=SignIn(method="microsoft365", secret_expires=expires)), today=TODAY)
    assert (warning is None and found == ()) or (warning is not None and warning in found[0])


def test_a_password_for_sending_through_microsoft_is_warned_of() -> None:
    (found,) = warnings(Outgoing(host="smtp.office365.com"), today=TODAY)
    assert "December 2026" in found
    assert 'outgoing.sign_in.method to "microsoft365"' in found


@pytest.mark.parametrize(
    "settings",
    [
        Outgoing(host="smtp.partnership.example"),
        Outgoing(host="smtp.office365.com", sign_in=SignIn(method="microsoft365")),
        Mailbox(host="outlook.office365.com"),
    ],
)
def test_no_other_sign_in_is_warned_of(settings: Mailbox | Outgoing) -> None:
    assert warnings(settings, today=TODAY) == ()
