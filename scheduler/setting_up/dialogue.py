"""The questions put one after the other, each answer written down at once, so that a run that was cut off goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pipeline.edges.files import write_whole
from pipeline.errors import CaseclockError, SettingsInvalid
from scheduler.setting_up.questions import MICROSOFT, QUESTIONS, SetUpQuestion
from scheduler.setting_up.settings_file import SettingEntry, SettingsFile

Ask = Callable[[SetUpQuestion, str], str]
"""What puts a question to a person, with what it proposes, and gives the answer."""
Tell = Callable[[str], None]


def settled(file: SettingsFile, given: Mapping[str, str], *, ask: Ask | None, tell: Tell) -> None:
    """Answers every open question, by what was given on the command line or else by asking.

    Without `ask` what a question proposes is its answer. Raises SettingsInvalid for a wrong answer on the command line
    and, with their options, for questions that nobody answered.
    """
    unanswered = tuple(_unanswered(file, given, ask=ask, tell=tell))
    if unanswered:
        raise SettingsInvalid(f"Still to be said: {', '.join(f'--{one.option}' for one in unanswered)}. {_KEPT}")


_KEPT = "What was said is kept; run caseclock init again with what is missing."


def _unanswered(
    file: SettingsFile, given: Mapping[str, str], *, ask: Ask | None, tell: Tell
) -> Iterator[SetUpQuestion]:
    for question in QUESTIONS:
        said = given.get(question.option, "")
        if not question.is_open(file):
            if said:
                tell(f"--{question.option} changes nothing: {file.path} has an answer already. Change it there.")
        elif said or ask is None:
            answer = said or question.proposes(file)
            if answer:
                _settle(question, file, answer=answer)
            elif not question.may_be_left:
                yield question
        else:
            _asked(question, file, ask=ask, tell=tell)


def _asked(question: SetUpQuestion, file: SettingsFile, *, ask: Ask, tell: Tell) -> None:
    while True:
        answer = ask(question, question.proposes(file)).strip()
        try:
            if answer or question.may_be_left:
                _settle(question, file, answer=answer)
                return
        except CaseclockError as fault:
            tell(str(fault))
        else:
            tell(f"That cannot be left out: give {question.expects}.")


def _settle(question: SetUpQuestion, file: SettingsFile, *, answer: str) -> None:
    try:
        question.settle(file, answer)
    except ValueError:
        raise SettingsInvalid(f"{answer!r} (--{question.option}) cannot be used; give {question.expects}.") from None


def place_of_secret(file: SettingsFile, *, env: str, credential: str, named: str, tell: Tell) -> None:
    """Writes where the secret of mailbox and outgoing mail is found, where nothing says it yet: an environment
    variable, a systemd credential, or a file, by default beside the settings."""
    is_microsoft = file.known("mailbox.sign_in.method") == MICROSOFT
    name, value = next(
        (kind, said)
        for kind, said in (
            ("env", env),
            ("credential", credential),
            ("file", named or ("client-secret" if is_microsoft else "mailbox-password")),
        )
        if said
    )
    why = "Where the secret is found; a file must be readable by this program's user alone."
    for section in ("mailbox", "outgoing"):
        sign_in = file.known(f"{section}.sign_in") or {}
        if sign_in.get("method", "password") in ("password", MICROSOFT) and not _has_proof(sign_in):
            file.put([SettingEntry(key=f"{section}.sign_in.secret.{name}", value=value, why=why)])
    kept = file.known(f"mailbox.sign_in.secret.{name}")
    if value in (env, credential, named) and kept != value:
        tell(f"--password-{name} changes nothing: {file.path} names a place already. Change it there.")


def _has_proof(sign_in: Mapping[str, Any]) -> bool:
    """Whether the settings say where a secret or a certificate is found."""
    return any((*(sign_in.get("secret") or {}).values(), sign_in.get("certificate")))


def write_secret(file: SettingsFile, secret: str) -> None:
    """Puts a secret into the file that the settings name, which nobody else may read."""
    place = file.path.parent / str(file.known("mailbox.sign_in.secret.file"))
    try:
        place.unlink(missing_ok=True)  # whoever could read an older one can not read this
        write_whole(place, secret.encode() + b"\n", mode=0o600)
    except OSError as fault:
        raise SettingsInvalid(f"{place} cannot be written ({fault.strerror}); make its folder writable.") from None


def lacks_secret(file: SettingsFile) -> bool:
    """Whether the settings name a file for the secret that is not there."""
    named = file.known("mailbox.sign_in.secret.file")
    return bool(named) and not (file.path.parent / str(named)).exists()
