"""What a mail is, whether it is urgent and whether it may be answered: a decision from values alone."""

from pipeline.intake.decide import decision
from pipeline.intake.earlier_mail import EarlierMail, ListedMail, Sent, fingerprint

__all__ = ["EarlierMail", "ListedMail", "Sent", "decision", "fingerprint"]
