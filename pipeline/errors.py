"""What may fail in the world or the set-up, said once: each docstring is the default message and names the remedy."""


class CaseclockError(Exception):
    """Something failed that a person must put right; see the message."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or " ".join((type(self).__doc__ or "").split()))


class SettingsInvalid(CaseclockError):
    """The settings cannot be used; correct config.toml as the message says."""


class RuleInvalid(CaseclockError):
    """A rule of the law cannot be used; correct its file under pipeline/clock/law as the message says."""


class InboxUnavailable(CaseclockError):
    """The mailbox server cannot be reached; nothing is lost, the next pass tries again. Check host, port and
    network."""


class LoginRefused(CaseclockError):
    """The mail server refused the user name or password; correct them before the next pass, since repeated tries
    lock accounts."""


class OutboxRefused(CaseclockError):
    """The outgoing mail server refused a message; it stays queued and is tried again with growing pauses."""


class TrackerLocked(CaseclockError):
    """The tracker is open in another program; changes wait in the journal and are written when it is closed."""


class TrackerUnreadable(CaseclockError):
    """The tracker is missing, damaged or protected by a password; restore it, or run `caseclock rebuild-tracker`."""


class TrackerRefused(CaseclockError):
    """The tracker is left exactly as it is until a person has put it right; changes wait in the journal."""


class StoreUnavailable(CaseclockError):
    """The journal cannot be written; free disk space or correct the folder's permissions, then run `caseclock once`."""


class JournalDamaged(StoreUnavailable):
    """The journal is damaged and cannot be read. Stop Caseclock, put the whole store folder of the newest backup back
    in its place, and run `caseclock check`, which says what that backup does not know."""


class ReaderUnavailable(CaseclockError):
    """The process that reads documents could not be started, so nothing is known of them; free memory and disk space,
    or mend the installation."""


class PassRunning(CaseclockError):
    """Another pass is running; wait for it to end, it will do this work too."""


class TemplateInvalid(CaseclockError):
    """A template cannot be rendered; correct it as the message says and run `caseclock check`."""


class ExtraMissing(CaseclockError):
    """An optional library is not installed; install it with `pip install 'caseclock[EXTRA]'`."""


WORLD_FAULTS = (CaseclockError, OSError, MemoryError)
"""What says nothing of the mail in hand: a folder, a disk, the journal or the machine failed, perhaps for a while."""


def fault_text(fault: BaseException) -> str:
    """A world fault in words for a person, without a file's name or a text that was being read."""
    if isinstance(fault, CaseclockError):
        return str(fault)
    if isinstance(fault, OSError):
        why = fault.strerror or type(fault).__name__
        return f"A file could not be read or written ({why}); look at the disk and the shared folders."
    return "The machine ran out of memory; free some, or give it more."
