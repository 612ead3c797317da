"""Whether a mail's files or children were met before, and in which cases."""

from __future__ import annotations

from pipeline.cases.facts_of_forms import IN_INCIDENT, recognised_by
from pipeline.cases.same_child import Likeness, children_of, whole_likeness
from pipeline.domains import domain_of
from pipeline.intake.earlier_mail import fingerprint
from pipeline.intake.evidence import MailEvidence
from pipeline.model import FormKind, Reading


def cases_of_files(evidence: MailEvidence) -> tuple[str, ...]:
    """The cases that already hold one of the mail's forms, byte for byte."""
    forms = evidence.forms(FormKind.REFERRAL, FormKind.AGENCY_RETURN)
    return evidence.earlier.cases_of(_marks(forms, "attachment"))


def cases_of_children(evidence: MailEvidence, forms: tuple[Reading, ...]) -> tuple[str, ...]:
    """The cases of the children on `forms`, by NHS number, or by name and birth date; never by initials."""
    return evidence.earlier.cases_of(_marks(forms, "nhs-number", "name-and-birth"))


def cases_like(evidence: MailEvidence, forms: tuple[Reading, ...]) -> tuple[str, ...]:
    """The cases whose child may be on `forms`, the likest first: those of its children, and those of one incident in
    which a child has the same name, or the same initials and birth date."""
    known = cases_of_children(evidence, forms)
    near = evidence.earlier.cases_of(_marks(forms, IN_INCIDENT))
    likest = {ref: likeness_to(evidence, ref, forms=forms) for ref in dict.fromkeys((*known, *near))}
    kept = (ref for ref, like in likest.items() if ref in known or like is not Likeness.OTHER)
    return tuple(sorted(kept, key=lambda ref: -likest[ref]))


def likeness_to(evidence: MailEvidence, case_ref: str, *, forms: tuple[Reading, ...]) -> Likeness:
    """How the children on `forms` compare with those of a case; where none is known of it, a form may name them."""
    children = evidence.earlier.index.children_of(case_ref)
    return whole_likeness(children_of(forms), children) if children else Likeness.SAME


def case_of_initials(evidence: MailEvidence, forms: tuple[Reading, ...]) -> str:
    """The one case of a child with these initials and this birth date, or an empty text where there are several.

    Enough for an agency's return, which a person sees in its row; never for a referral.
    """
    found = evidence.earlier.cases_of(_marks(forms, "initials-and-birth"))
    return found[0] if len(found) == 1 else ""


def _marks(forms: tuple[Reading, ...], *kinds: str) -> set[tuple[str, str]]:
    return {mark for mark in recognised_by(forms) if mark[0] in kinds}


def is_sent_twice(evidence: MailEvidence) -> bool:
    """Whether an earlier mail bore the same Message-ID, or was the same mail under another."""
    earlier, message = evidence.earlier, evidence.message
    return earlier.has_mail(message.message_id) or earlier.index.has_fingerprint(fingerprint(message))


def case_of_twin(evidence: MailEvidence) -> str:
    """The case of an earlier mail that bore the same Message-ID, or an empty text; two mails may bear one."""
    return evidence.earlier.case_of_mail((evidence.message.message_id,))


def comes_from_who_sent(evidence: MailEvidence, case_ref: str) -> bool:
    """Whether the sender's organisation is one that a case's forms came from."""
    return domain_of(evidence.sender) in evidence.earlier.index.sender_domains(case_ref)
