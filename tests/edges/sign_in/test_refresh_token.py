"""Tokens from a refresh token: rotated ones kept at once, good ones used again, revoked ones said plainly."""

import pytest

from pipeline.edges.sign_in.refresh_token import refreshed_access_token
from pipeline.errors import LoginRefused, SettingsInvalid
from pipeline.settings import Secret, SignIn


@pytest.fixture
def sign_in(provider, tmp_path) -> SignIn:
    kept = tmp_path / "refresh-token"
    kept.write_text("first\n")
    kept.chmod(0o640)
    return SignIn(
        method="refresh-token", client_id="caseclock", token_address=provider.address, refresh_token_file=kept
    )


def token(sign_in: SignIn) -> str:
    return refreshed_access_token(sign_in, setting="mailbox.sign_in")


def test_a_rotated_refresh_token_replaces_the_old_one_and_keeps_its_permissions(provider, sign_in) -> None:
    provider.answer = lambda form: (
        200, {"access_token": f"for-{form['refresh_token']}", "refresh_token": "second", "expires_in": 60},
    )  # fmt: skip
    assert token(sign_in) == "for-first"
    assert sign_in.refresh_token_file.read_text() == "second\n"
    assert sign_in.refresh_token_file.stat().st_mode & 0o777 == 0o640
    # A token of sixty seconds is too short to be used again.
    assert token(sign_in) == "for-second"


def test_a_token_is_used_until_shortly_before_its_end(provider, sign_in) -> None:
    provider.answer = (200, {"access_token": "good", "expires_in": 3600})
    assert [token(sign_in) for _ in range(3)] == ["good"] * 3
    assert len(provider.asked) == 1
    assert sign_in.refresh_token_file.read_text() == "first\n"


def test_the_request_is_what_rfc_6749_asks_for(provider, sign_in, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASECLOCK_TEST_SECRET", "the secret")
    provider.answer = (200, {"access_token": "good", "expires_in": "3600"})
    token(sign_in.model_copy(update={"secret": Secret(env="CASECLOCK_TEST_SECRET")}))
    assert provider.asked == [
        {
            "grant_type": "refresh_token",
            "client_id": "caseclock",
            "client_secret": "the secret",
            "refresh_token": "first",
        }
    ]


def test_a_revoked_refresh_token_is_refused_once_and_kept(provider, sign_in) -> None:
    provider.answer = (400, {"error": "invalid_grant", "error_description": "revoked"})
    with pytest.raises(LoginRefused, match=r"has expired or was revoked.*caseclock check"):
        token(sign_in)
    assert len(provider.asked) == 1
    assert sign_in.refresh_token_file.read_text() == "first\n"


def test_a_token_that_another_process_has_just_exchanged_is_read_again(provider, sign_in) -> None:
    def answer(form: dict[str, str]) -> tuple[int, dict[str, object]]:
        if form["refresh_token"] == "first":
            sign_in.refresh_token_file.write_text("second\n")
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "good", "expires_in": 3600}

    provider.answer = answer
    assert token(sign_in) == "good"
    assert [form["refresh_token"] for form in provider.asked] == ["first", "second"]


def test_a_wrong_client_names_what_to_check(provider, sign_in) -> None:
    provider.answer = (401, {"error": "invalid_client"})
    with pytest.raises(LoginRefused, match="client_id"):
        token(sign_in)


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_provider_in_trouble_is_the_networks_fault(provider, sign_in, status: int) -> None:
    provider.answer = (status, {})
    with pytest.raises(ConnectionError):
        token(sign_in)


def test_an_answer_without_a_token_is_refused(provider, sign_in) -> None:
    provider.answer = (200, {"greeting": "hello"})
    with pytest.raises(LoginRefused, match="without an access token"):
        token(sign_in)


def test_an_empty_refresh_token_file_is_named(provider, sign_in) -> None:
    sign_in.refresh_token_file.write_text("")
    with pytest.raises(SettingsInvalid, match="refresh_token_file"):
        token(sign_in)


def test_a_refresh_token_never_crosses_a_network_in_clear_text(sign_in) -> None:
    away = sign_in.model_copy(update={"token_address": "http://login.example/token"})
    with pytest.raises(SettingsInvalid, match="token_address"):
        token(away)
