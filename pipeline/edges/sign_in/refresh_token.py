"""Access tokens from a refresh token (RFC 6749, section 6); a rotated refresh token replaces the old one at once."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from pipeline.edges.clock import now
from pipeline.edges.files import content_within, write_whole
from pipeline.edges.sign_in.network import require_loopback
from pipeline.edges.sign_in.secrets import secret_text
from pipeline.errors import LoginRefused, SettingsInvalid
from pipeline.settings import SignIn

LARGEST = 64 * 1024
SECONDS = 30
SPARE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class _Granted:
    token: str = field(repr=False)
    until: datetime


# A provider flags an application that refreshes at every connection, so a token is used until shortly before its end.
_granted: dict[tuple[str, str, Path], _Granted] = {}


def refreshed_access_token(sign_in: SignIn, *, setting: str) -> str:
    """An access token that is still good for five minutes; the refresh token file is rewritten when it is rotated.

    Raises SettingsInvalid, LoginRefused when the refresh token is no longer accepted, OSError for the network.
    """
    if not (sign_in.token_address and sign_in.client_id and sign_in.refresh_token_file):
        raise SettingsInvalid(f"{setting}: refresh-token needs token_address, client_id and refresh_token_file.")
    key = (sign_in.token_address, sign_in.client_id, sign_in.refresh_token_file)
    known = _granted.get(key)
    if known is not None and known.until > now():
        return known.token
    answer = _answer(sign_in, sign_in.refresh_token_file, setting=setting)
    if isinstance(rotated := answer.get("refresh_token"), str) and rotated:
        write_whole(sign_in.refresh_token_file, rotated.encode() + b"\n")
    token = answer.get("access_token")
    if not isinstance(token, str) or not token:
        raise LoginRefused(f"{setting}: {sign_in.token_address} answered without an access token; check the address.")
    lifetime = answer.get("expires_in")
    seconds = int(lifetime) if isinstance(lifetime, int | str) and str(lifetime).isdigit() else 0
    _granted[key] = _Granted(token, now() + timedelta(seconds=seconds) - SPARE)
    return token


def forget_access_tokens() -> None:
    """Ask for a new token next time."""
    _granted.clear()


def _answer(sign_in: SignIn, file: Path, *, setting: str) -> dict[str, object]:
    token = _kept(file, setting)
    try:
        return _answer_to(sign_in, token, setting=setting)
    except LoginRefused:
        # Another process may have exchanged the token between our reading and our asking; nothing else is tried again.
        newer = _kept(file, setting)
        if newer == token:
            raise
        return _answer_to(sign_in, newer, setting=setting)


def _answer_to(sign_in: SignIn, token: str, *, setting: str) -> dict[str, object]:
    form = {"grant_type": "refresh_token", "client_id": sign_in.client_id, "refresh_token": token}
    secret = sign_in.secret
    if secret.env or secret.file or secret.credential:
        form["client_secret"] = secret_text(secret, setting=f"{setting}.secret")
    address = urllib.parse.urlsplit(sign_in.token_address)
    if address.scheme != "https":
        require_loopback(address.hostname or "", f"{setting}.token_address")
    request = urllib.request.Request(sign_in.token_address, data=urllib.parse.urlencode(form).encode())  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as reply:  # noqa: S310
            return _object(reply.read(LARGEST))
    except urllib.error.HTTPError as refusal:
        with refusal:
            said = _object(refusal.read(LARGEST))
        if refusal.code >= 500 or refusal.code == 429:
            raise ConnectionError(f"the identity provider answered {refusal.code}") from None
        raise LoginRefused(_refusal_sentence(str(said.get("error", refusal.code)), setting)) from None


def _kept(file: Path, setting: str) -> str:
    try:
        content = content_within(file, LARGEST)
    except OSError as fault:
        raise SettingsInvalid(f"{setting}.refresh_token_file: {file} cannot be read ({fault.strerror}).") from None
    text = (content or b"").decode("utf-8", "replace").strip()
    if not text:
        raise SettingsInvalid(f"{setting}.refresh_token_file: {file} holds no refresh token; sign in again.")
    return text


def _object(content: bytes) -> dict[str, object]:
    try:
        said = json.loads(content)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _refusal_sentence(error: str, setting: str) -> str:
    if error == "invalid_grant":
        return (
            f"{setting}: the refresh token has expired or was revoked. Sign in with the provider again, put the new "
            "token into refresh_token_file, then run `caseclock check`."
        )
    return (
        f"{setting}: the identity provider refused ({error[:80]}). Check client_id, the client secret and "
        "token_address; nothing is tried again until the next pass."
    )
