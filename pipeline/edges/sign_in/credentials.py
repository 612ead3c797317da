"""What to say to a mail server to be let in: a password, or a token asked for at each connection."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.edges.sign_in.microsoft365 import access_token, forget_application_tokens
from pipeline.edges.sign_in.refresh_token import forget_access_tokens, refreshed_access_token
from pipeline.edges.sign_in.secrets import secret_text
from pipeline.errors import SettingsInvalid
from pipeline.settings import SignIn


@dataclass(frozen=True, kw_only=True, slots=True)
class Credential:
    """A user name with a password or with a token (OAuth 2.0 bearer); neither is ever shown."""

    user: str
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def xoauth2(self) -> str:
        """The initial client response of XOAUTH2."""
        return f"user={self.user}\x01auth=Bearer {self.token}\x01\x01"

    def hidden_in(self, reply: object) -> str:
        """`reply` of a server on one line of at most 200 characters, without the password or the token."""
        text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else str(reply)
        # imaplib raises the reply as bytes, of which imapclient makes the text "b'…'".
        text = re.sub(r"^b(['\"])(.*)\1$", r"\2", text, flags=re.DOTALL)
        for secret in (self.password, self.token):
            text = text.replace(secret, "…") if secret else text
        return " ".join(text.split())[:200]


def credential(sign_in: SignIn, *, user: str, setting: str) -> Credential | None:
    """The credential for `user`, None for method "none"; `setting` is "mailbox" or "outgoing".

    Raises SettingsInvalid, ExtraMissing, LoginRefused, or OSError when the identity provider cannot be reached.
    """
    if sign_in.method == "none":
        return None
    where = f"{setting}.sign_in"
    if not user:
        raise SettingsInvalid(f"{setting}.user: give the user name (with Microsoft 365 the mailbox's own address).")
    if sign_in.method == "microsoft365":
        return Credential(user=user, token=access_token(sign_in, setting=where))
    if sign_in.method == "refresh-token":
        return Credential(user=user, token=refreshed_access_token(sign_in, setting=where))
    return Credential(user=user, password=secret_text(sign_in.secret, setting=f"{where}.secret"))


def forget_tokens() -> None:
    """Ask for new tokens next time: one that a server refused stays refused, also after the cause is put right."""
    forget_application_tokens()
    forget_access_tokens()
