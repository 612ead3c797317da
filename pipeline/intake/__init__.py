"""What a mail is, whether it is urgent and whether it may be answered: a decision from values alone."""

from pipeline.intake.decide import decision
from pipeline.intake.earlier_mail import EarlierMail, ListedMailIndex, Sent, fingerprint

__all__ = ["EarlierMail", "ListedMailIndex", "Sent", "decision", "fingerprint"]
