"""A secret is found where the settings point, or the setting that is wrong is named; its text is never shown."""

from pathlib import Path

import pytest

from pipeline.edges.sign_in.secrets import secret_text
from pipeline.errors import SettingsInvalid
from pipeline.settings import Secret


def found(secret: Secret) -> str:
    return secret_text(secret, setting="mailbox.sign_in.secret")


def refused(secret: Secret) -> str:
    with pytest.raises(SettingsInvalid, match=r"mailbox\.sign_in\.secret") as fault:
        found(secret)
    return str(fault.value)


def test_a_secret_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASECLOCK_TEST_SECRET", " hush ")
    assert found(Secret(env="CASECLOCK_TEST_SECRET")) == " hush "


@pytest.mark.parametrize("content", [b"hush", b"hush\n", b"hush\r\n", b"\xef\xbb\xbfhush\n"])
def test_a_secret_in_a_file_ends_before_the_line_end(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "secret").write_bytes(content)
    (tmp_path / "secret").chmod(0o640)
    assert found(Secret(file=tmp_path / "secret")) == "hush"


def test_a_secret_among_systemds_credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    (tmp_path / "mailbox").write_text("hush\n")
    assert found(Secret(credential="mailbox")) == "hush"


def test_what_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    monkeypatch.setenv("CASECLOCK_TEST_SECRET", "")
    assert "exactly one way" in refused(Secret())
    assert "exactly one way" in refused(Secret(env="A", file=tmp_path / "b"))
    assert "CASECLOCK_ABSENT is not set" in refused(Secret(env="CASECLOCK_ABSENT"))
    assert "is empty" in refused(Secret(env="CASECLOCK_TEST_SECRET"))
    assert "cannot be read" in refused(Secret(file=tmp_path / "absent"))
    assert "LoadCredential=mailbox" in refused(Secret(credential="mailbox"))


def test_a_credential_is_a_name_and_no_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert "not a path" in refused(Secret(credential="../elsewhere"))


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"x" * 100_000], ids=["no text", "too long"])
def test_a_file_that_holds_no_secret_is_not_shown(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "secret").write_bytes(content)
    (tmp_path / "secret").chmod(0o600)
    assert refused(Secret(file=tmp_path / "secret")).endswith("is not a short text file.")


@pytest.mark.parametrize("mode", [0o644, 0o604, 0o666])
def test_a_file_that_every_user_may_read_is_refused_with_the_command_that_mends_it(tmp_path: Path, mode: int) -> None:
    (tmp_path / "secret").write_text("hush\n")
    (tmp_path / "secret").chmod(mode)
    said = refused(Secret(file=tmp_path / "secret"))
    assert f"chmod 600 {tmp_path / 'secret'}" in said
    assert "hush" not in said
