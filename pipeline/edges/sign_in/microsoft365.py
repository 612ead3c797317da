"""Signing in to Microsoft 365 as an application, and what its refusals mean for the administrator."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import urlsplit

from pipeline.edges.files import content_within
from pipeline.edges.sign_in.secrets import secret_text
from pipeline.errors import ExtraMissing, LoginRefused, SettingsInvalid
from pipeline.settings import Mailbox, Outgoing, SignIn
from pipeline.shown_text import amount

Service = Literal["mailbox", "outgoing"]

# Sign-in host, and resource for Exchange Online, of each national cloud.
CLOUDS = {
    "global": ("login.microsoftonline.com", "https://outlook.office365.com"),
    "us-government": ("login.microsoftonline.us", "https://outlook.office365.us"),
    "china": ("login.partner.microsoftonline.cn", "https://partner.outlook.cn"),
}
MICROSOFT_HOSTS = ("outlook.office365.com", "smtp.office365.com", "outlook.office.com", "smtp-mail.outlook.com")
EXPIRY_WARNING = timedelta(days=30)
LARGEST_CERTIFICATE = 64 * 1024


@dataclass(frozen=True, slots=True)
class _Meaning:
    sign: str
    sentence: str


# What the identity provider says (AADSTS numbers) and what Exchange Online says, the more exact sign first.
MEANINGS = (
    _Meaning("AADSTS7000222", "The client secret has expired. Make a new one in Entra ID (App registrations, "
             "Certificates & secrets) and put it where sign_in.secret points."),
    _Meaning("AADSTS7000215", "The client secret is wrong. Copy the secret's value, not its id."),
    _Meaning("AADSTS700027|AADSTS700030", "The certificate is not the one registered for the application, or it has "
             "expired. Upload the public part in Entra ID (App registrations, Certificates & secrets)."),
    _Meaning("AADSTS90002|AADSTS900021|AADSTS900023", "There is no such tenant. Check sign_in.tenant (the directory "
             "id) and sign_in.cloud."),
    _Meaning("AADSTS700016", "The application is not in this tenant. Check sign_in.client_id and sign_in.tenant: one "
             "of them belongs to another organisation."),
    _Meaning("AADSTS7000112", "The application is disabled in Entra ID. Enable it under Enterprise applications."),
    _Meaning("AADSTS53003|AADSTS50105", "A rule of conditional access or of assignment keeps the application out. "
             "Ask the administrator of Entra ID."),
    _Meaning("SmtpClientAuthentication is disabled|5\\.7\\.139.*disabled|5\\.7\\.57", "SMTP AUTH is switched off. An "
             "administrator runs: Set-CASMailbox -Identity {user} -SmtpClientAuthenticationDisabled $false"),
    _Meaning("SendAsDenied|5\\.2\\.252|5\\.7\\.60", "The application may not send as this address. An administrator "
             "runs: Add-RecipientPermission -Identity {user} -Trustee {client_id} -AccessRights SendAs"),
    _Meaning("IMAP.*(disabled|not enabled)|not enabled.*IMAP", "IMAP is switched off for this mailbox. An "
             "administrator runs: Set-CASMailbox -Identity {user} -ImapEnabled $true"),
    _Meaning("authenticated but not connected", "The token is good, but the mailbox is not open to it. An "
             "administrator checks that IMAP is on (Set-CASMailbox -Identity {user} -ImapEnabled $true) and grants "
             "the mailbox: Add-MailboxPermission -Identity {user} -User SERVICE-PRINCIPAL-ID -AccessRights FullAccess"),
)  # fmt: skip
PERMISSION = {"mailbox": "IMAP.AccessAsApp", "outgoing": "SMTP.SendAsApp"}


def explained(reply: str, *, service: Service, user: str, client_id: str) -> str:
    """What a refusal of Microsoft 365 means, and the administrator's command; `reply` is the server's own text."""
    for meaning in MEANINGS:
        if re.search(meaning.sign, reply, re.IGNORECASE):
            return meaning.sentence.format(user=user, client_id=client_id)
    return (
        f"Microsoft 365 does not say which of four things is missing. An administrator checks, in this order: "
        f"(1) the application permission {PERMISSION[service]} of Office 365 Exchange Online, with admin consent; "
        f"(2) New-ServicePrincipal -AppId {client_id} -ObjectId ENTERPRISE-APPLICATION-OBJECT-ID; "
        f"(3) Add-MailboxPermission -Identity {user} -User SERVICE-PRINCIPAL-ID -AccessRights FullAccess; "
        f"(4) {_switch(service, user)}. A change may take an hour to work."
    )


def _switch(service: Service, user: str) -> str:
    if service == "mailbox":
        return f"Set-CASMailbox -Identity {user} -ImapEnabled $true"
    return f"Set-CASMailbox -Identity {user} -SmtpClientAuthenticationDisabled $false"


def warnings(settings: Mailbox | Outgoing, *, today: date) -> tuple[str, ...]:
    """What will go wrong with this sign-in if nobody acts: a secret near its end, a password for SMTP AUTH."""
    sign_in = settings.sign_in
    found = []
    if sign_in.secret_expires is not None and sign_in.secret_expires - today <= EXPIRY_WARNING:
        found.append(_expiry_sentence(sign_in.secret_expires, today))
    if isinstance(settings, Outgoing) and settings.host in MICROSOFT_HOSTS and sign_in.method == "password":
        found.append(
            "Microsoft 365 switches SMTP AUTH with a password off by default from the end of December 2026 (an "
            "administrator may switch it back on for the time being; its final end is to be announced in the second "
            'half of 2027). Set outgoing.sign_in.method to "microsoft365".'
        )
    return tuple(found)


def _expiry_sentence(expires: date, today: date) -> str:
    days = (expires - today).days
    day = f"{expires.day} {expires:%B %Y}"
    when = f"ends in {amount(days, 'day')}, on {day}" if days > 0 else f"ended on {day}"
    return f"The secret of the application {when}. Make a new one, then correct sign_in.secret_expires."


def access_token(sign_in: SignIn, *, setting: str) -> str:
    """A token for Exchange Online (client credentials); msal gives the one it holds until shortly before its end.

    Raises SettingsInvalid, ExtraMissing, LoginRefused, or OSError when the identity provider cannot be reached.
    """
    if not (sign_in.tenant and sign_in.client_id):
        raise SettingsInvalid(f"{setting}: microsoft365 needs tenant and client_id.")
    application = _application(sign_in, _proof(sign_in, setting))
    host, resource = CLOUDS[sign_in.cloud]
    answer = application.acquire_token_for_client(scopes=[f"{resource}/.default"])
    if "access_token" in answer:
        return str(answer["access_token"])
    if answer.get("error") == "temporarily_unavailable":
        raise ConnectionError(f"{host} is temporarily unavailable")
    said = str(answer.get("error_description") or answer.get("error") or "")
    service: Service = "outgoing" if setting.startswith("outgoing") else "mailbox"
    meaning = explained(said, service=service, user="MAILBOX", client_id=sign_in.client_id)
    raise LoginRefused(f"{setting}: Microsoft 365 gave no token. {meaning}")


def forget_application_tokens() -> None:
    """Ask for a new token next time, since the one at hand lacks a permission that was granted after it was made."""
    _application.cache_clear()


def _proof(sign_in: SignIn, setting: str) -> str | tuple[str, str]:
    """The client secret, or the PEM text of key and certificate with the key's password."""
    secret = sign_in.secret
    named = bool(secret.env or secret.file or secret.credential)
    if sign_in.certificate is None:
        return secret_text(secret, setting=f"{setting}.secret")
    try:
        pem = (content_within(sign_in.certificate, LARGEST_CERTIFICATE) or b"").decode("ascii", "replace")
    except OSError as fault:
        found = f"{sign_in.certificate} cannot be read ({fault.strerror})"
        raise SettingsInvalid(f"{setting}.certificate: {found}.") from None
    if "PRIVATE KEY" not in pem or "BEGIN CERTIFICATE" not in pem:
        raise SettingsInvalid(f"{setting}.certificate: the file must hold the private key and the certificate in PEM.")
    return pem, secret_text(secret, setting=f"{setting}.secret") if named else ""


@lru_cache(maxsize=8)
def _application(sign_in: SignIn, proof: str | tuple[str, str]) -> Any:
    # One application object per sign-in lives as long as the process, because msal keeps its tokens in it; its
    # constructor asks the network, so it is made only here.
    try:
        import msal
    except ImportError:
        raise ExtraMissing(
            "Signing in to Microsoft 365 needs the library msal; install it with `pip install 'caseclock[m365]'`."
        ) from None
    host, _ = CLOUDS[sign_in.cloud]
    authority = sign_in.token_address or f"https://{host}/{sign_in.tenant}"
    known = urlsplit(authority).hostname == host
    return msal.ConfidentialClientApplication(
        sign_in.client_id,
        authority=authority,
        client_credential=_credential_for_msal(proof),
        instance_discovery=None if known else False,
        timeout=30,
    )


def _credential_for_msal(proof: str | tuple[str, str]) -> str | dict[str, str]:
    if isinstance(proof, str):
        return proof
    pem, password = proof
    return {"private_key": pem, "public_certificate": pem, **({"passphrase": password} if password else {})}
