"""Secrets from the environment, a file or systemd's credentials; never from config.toml, never in a message."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from pipeline.edges.files import content_within
from pipeline.errors import SettingsInvalid
from pipeline.settings import Secret

LARGEST = 64 * 1024


def secret_text(secret: Secret, *, setting: str) -> str:
    """The secret to which `secret` points, without the line end; raises SettingsInvalid naming `setting`."""
    places = [secret.env, secret.file, secret.credential]
    if sum(bool(place) for place in places) != 1:
        raise SettingsInvalid(
            f"{setting}: say in exactly one way where the secret is: env (the name of an environment variable), "
            "file (a path) or credential (a name under systemd's LoadCredential)."
        )
    if secret.file:
        _require_private(secret.file, setting)
    text = _from_environment(secret.env, setting) if secret.env else _from_file(_path(secret, setting), setting)
    if not text:
        raise SettingsInvalid(f"{setting}: the secret is empty.")
    return text


def _require_private(path: Path, setting: str) -> None:
    # What is not there is said when it is read; what systemd or a container hands over, they keep from others.
    with contextlib.suppress(FileNotFoundError):
        if os.name != "nt" and path.stat().st_mode & 0o007:
            raise SettingsInvalid(
                f"{setting}: every user of this machine may read {path}, so it is not used; run: chmod 600 {path}"
            )


def _from_environment(name: str, setting: str) -> str:
    if name not in os.environ:
        raise SettingsInvalid(f"{setting}: the environment variable {name} is not set.")
    return os.environ[name]


def _path(secret: Secret, setting: str) -> Path:
    if secret.file:
        return secret.file
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    if not folder:
        raise SettingsInvalid(
            f"{setting}: CREDENTIALS_DIRECTORY is not set; start Caseclock by systemd with "
            f"LoadCredential={secret.credential}:PATH, or use env or file."
        )
    if Path(secret.credential).name != secret.credential:
        raise SettingsInvalid(f"{setting}.credential: give a name, not a path.")
    return Path(folder) / secret.credential


def _from_file(path: Path, setting: str) -> str:
    try:
        content = content_within(path, LARGEST)
        text = None if content is None else content.decode("utf-8-sig")
    except OSError as fault:
        raise SettingsInvalid(
            f"{setting}: the file {path} cannot be read ({fault.strerror}); check path and permissions."
        ) from None
    except UnicodeDecodeError:
        text = None
    if text is None:
        raise SettingsInvalid(f"{setting}: the file {path} is not a short text file.")
    return text.rstrip("\r\n")
