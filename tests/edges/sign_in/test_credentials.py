"""A credential from each method; nothing secret in what it shows."""

import sys

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from servers import PASSWORD, USER, Authority, IdentityProvider, certificate, mailbox, named, pem_of, token

from pipeline.edges.mailbox.inbox import Inbox
from pipeline.edges.sign_in.credentials import Credential, credential
from pipeline.errors import ExtraMissing, InboxUnavailable, LoginRefused, SettingsInvalid
from pipeline.settings import Mailbox, Secret, SignIn

PASSWORD_SIGN_IN = SignIn(secret=Secret(env="CASECLOCK_TEST_PASSWORD"))


def test_a_password_comes_from_where_the_settings_point() -> None:
    found = credential(PASSWORD_SIGN_IN, user=USER, setting="mailbox")
    assert found == Credential(user=USER, password=PASSWORD)
    assert PASSWORD not in repr(found)


def test_no_sign_in_is_no_credential() -> None:
    assert credential(SignIn(method="none"), user="", setting="outgoing") is None


def test_a_missing_user_is_named() -> None:
    with pytest.raises(SettingsInvalid, match=r"mailbox\.user"):
        credential(PASSWORD_SIGN_IN, user="", setting="mailbox")


def test_a_reply_is_shown_on_one_short_line_without_the_secret() -> None:
    found = Credential(user=USER, password="hush")
    assert found.hidden_in(b"NO you said\r\n hush " + b"x" * 500) == "NO you said … " + "x" * 186
    assert found.hidden_in("b'[AUTHENTICATIONFAILED] No.'") == "[AUTHENTICATIONFAILED] No."


def test_xoauth2_is_as_microsoft_and_google_want_it() -> None:
    assert Credential(user="a@b.example", token="T").xoauth2() == "user=a@b.example\x01auth=Bearer T\x01\x01"


@pytest.fixture
def microsoft(authority: Authority, monkeypatch: pytest.MonkeyPatch):
    """An identity provider over TLS, as msal asks for one."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.file))
    monkeypatch.setenv("CASECLOCK_TEST_SECRET", "the client secret")
    with IdentityProvider(authority=authority) as running:
        yield running


def application(provider: IdentityProvider, **changes) -> SignIn:
    plain = {"method": "microsoft365", "tenant": "tenant", "client_id": "caseclock", "token_address": provider.address}
    return SignIn(**{**plain, "secret": Secret(env="CASECLOCK_TEST_SECRET"), **changes})


def test_an_application_gets_a_token_for_exchange_online_and_keeps_it(microsoft) -> None:
    microsoft.answer = (200, {"access_token": "T", "token_type": "Bearer", "expires_in": 3600})
    found = [credential(application(microsoft), user=USER, setting="mailbox") for _ in range(3)]
    assert found == [Credential(user=USER, token="T")] * 3
    (asked,) = microsoft.asked
    assert asked["grant_type"] == "client_credentials"
    assert asked["client_secret"] == "the client secret"
    assert "https://outlook.office365.com/.default" in asked["scope"]


@pytest.mark.parametrize(
    ("cloud", "scope"),
    [("us-government", "https://outlook.office365.us/.default"), ("china", "https://partner.outlook.cn/.default")],
)
def test_a_national_cloud_has_its_own_resource(microsoft, cloud: str, scope: str) -> None:
    microsoft.answer = (200, {"access_token": "T", "token_type": "Bearer", "expires_in": 3600})
    credential(application(microsoft, cloud=cloud), user=USER, setting="mailbox")
    assert scope in microsoft.asked[0]["scope"]


def test_a_certificate_signs_the_request_instead_of_a_secret(microsoft, authority: Authority, tmp_path) -> None:
    pem = tmp_path / "application.pem"
    # msal signs with RSA, which Entra ID asks for.
    pem.write_bytes(rsa_pem())
    microsoft.answer = (200, {"access_token": "T", "token_type": "Bearer", "expires_in": 3600})
    signed = application(microsoft, secret=Secret(), certificate=pem)
    assert credential(signed, user=USER, setting="mailbox") == Credential(user=USER, token="T")
    (asked,) = microsoft.asked
    assert asked["client_assertion"].count(".") == 2
    assert "client_secret" not in asked


def rsa_pem() -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    own = named("Caseclock")
    own_certificate = certificate(subject=own, issuer=own, key=key.public_key(), signed_with=key, names=None)
    return pem_of(key) + own_certificate.public_bytes(Encoding.PEM)


def test_a_certificate_file_without_its_key_is_named(microsoft, authority: Authority) -> None:
    half = application(microsoft, secret=Secret(), certificate=authority.file)
    with pytest.raises(SettingsInvalid, match="private key"):
        credential(half, user=USER, setting="mailbox")


def test_an_expired_client_secret_is_refused_with_the_remedy(microsoft) -> None:
    said = "AADSTS7000222: The provided client secret keys for app 'caseclock' are expired. Trace ID: 1"
    microsoft.answer = (401, {"error": "invalid_client", "error_description": said})
    with pytest.raises(LoginRefused, match="The client secret has expired"):
        credential(application(microsoft, tenant="other"), user=USER, setting="mailbox")


def test_a_provider_that_is_not_there_makes_the_mailbox_unavailable(microsoft) -> None:
    gone = application(microsoft, token_address="https://localhost:9/tenant")
    settings = Mailbox(host="localhost", port=1, security="none", user=USER, sign_in=gone)
    with pytest.raises(InboxUnavailable), Inbox(settings):
        pass


def test_msal_is_asked_for_only_where_it_is_needed(microsoft, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "msal", None)
    with pytest.raises(ExtraMissing, match=r"caseclock\[m365\]"):
        credential(application(microsoft, client_id="another"), user=USER, setting="mailbox")


@pytest.mark.dovecot
def test_a_token_of_microsofts_kind_opens_a_mailbox(dovecot, microsoft) -> None:
    microsoft.answer = (
        200, {"access_token": token(dovecot.user, key=dovecot.key), "token_type": "Bearer", "expires_in": 3600},
    )  # fmt: skip
    with Inbox(mailbox(dovecot, sign_in=application(microsoft, client_id="third"))) as inbox:
        assert inbox.uids("INBOX") == ()


@pytest.mark.dovecot
def test_a_refused_token_of_microsofts_kind_says_what_the_administrator_checks(dovecot, microsoft) -> None:
    bad = token(dovecot.user, key=b"a key of somebody else, also long enough")
    microsoft.answer = (200, {"access_token": bad, "token_type": "Bearer", "expires_in": 3600})
    refused = mailbox(dovecot, sign_in=application(microsoft, client_id="fourth"))
    with pytest.raises(LoginRefused, match=r"IMAP\.AccessAsApp.*New-ServicePrincipal -AppId fourth"), Inbox(refused):
        pass


@pytest.mark.dovecot
def test_a_permission_granted_after_a_refusal_works_at_the_next_attempt(dovecot, microsoft) -> None:
    bad, good = (token(dovecot.user, key=key) for key in (b"a key of somebody else, also long enough", dovecot.key))
    settings = mailbox(dovecot, sign_in=application(microsoft, client_id="fifth"))
    microsoft.answer = (200, {"access_token": bad, "token_type": "Bearer", "expires_in": 3600})
    with pytest.raises(LoginRefused), Inbox(settings):
        pass
    microsoft.answer = (200, {"access_token": good, "token_type": "Bearer", "expires_in": 3600})
    with Inbox(settings) as inbox:
        assert inbox.uids("INBOX") == ()
