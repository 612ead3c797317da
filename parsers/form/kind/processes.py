"""Forms of other processes, told by their titles and, where these say nothing, by the questions only they ask."""

from __future__ import annotations

import re

from parsers.form.kind import margins
from parsers.page import Page, Table

_PROCESSES = (
    (
        "sar",
        r"safeguarding adults? review|\bsar\b(?=.*refer|$)|\badults? at risk\b|safeguarding adults?\b(?!.*\bchild)"
        r"|(?<!and )\badult safeguarding|\bcare act\b|\bs(?:ection |\.? ?)44\b"
        r"|adults? with (?:care and support )?needs",
    ),
    (
        "lado",
        r"\blado\b|managing allegations|allegations? (?:against|management|about)|position of trust"
        r"|designated officer\b|harm threshold",
    ),
    (
        "cdop",
        r"\bcdop\b|child death (?:notification|overview|review|reporting|data)|notification of (?:a "
        r"|the )?(?:child(?:'s|’s)? )?death"
        r"|\bform [ab]\b.{0,30}death|death of a child.{0,20}(?:notification|form)|child deaths?\b.{0,20}form",
    ),
    (
        "conference",
        r"conference report|child protection (?:case |plan |review )*conference"
        r"|report (?:to|for) (?:a |an |the )?(?:initial |review |pre-birth )*(?:child protection )?conference",
    ),
    ("safer", r"\bsafer\b(?=.*(?:form|referral|tool))|^safer\b"),
    ("rf1", r"\brf ?1\b"),
    ("mash", r"\bmash\b|multi[- ]agency safeguarding hub"),
    (
        "marf",
        r"\bmarf\b|multi[- ]agency referral|inter[- ]?agency referral|request for (?:service|support|help|services"
        r"|early help)|child protection referral"
        r"|early help|children.?s (?:social care|services) (?:referral|contact)"
        r"|referral to (?:children.?s (?:social care|services)|front door|early help)"
        r"|contact and referral|cause for concern|safeguarding concern form|child in need referral"
        r"|request for (?:\w+ (?:and |& ))?(?:protection|safeguarding)|children.?s front door|child concern"
        r"|welfare concern|record of (?:a )?(?:\w+ )?concern",
    ),
    ("dhr", r"domestic homicide|domestic abuse related death"),
)
OURS = re.compile(
    r"practice review|rapid review|serious (?:child safeguarding |safeguarding )?(?:incident|case|child)|serious child"
    r"|case review|notifiable|learning review"
    r"|child safeguarding (?:incident|review)|serious safeguarding|\b(?:lcspr|lscpr|lspr|cspr)s?\b"
    r"|\b(?:scr|sin|rr)s?\b(?=.*\b(?:referral|form|request|notification|consideration|briefing|report)\b)"
    r"|\b(?:reflective|alternative)(?: learning)? review"
    # Section 17 of the 2017 Act put section 16F into the Act of 2004; section 17 of the Act of 1989 is child in need.
    r"|\bs(?:ection|ec)?\.? ?(?:16[CF]\b|17\b(?=.{0,40}\b(?:social work act|2017)))",
    re.I,
)
PERHAPS_OURS = re.compile(
    r"significant incident|critical incident|considered for review|consideration (?:for|of)|need to know|serious harm",
    re.I,
)
"""Titles that other reviews bear as well: they are ours where nothing speaks of another process."""
_PROTECTION = re.compile(
    r"what are you (?:most )?worried about|what (?:have|did) you (?:see|hear|notice)|what is working well"
    r"|what needs to happen|your (?:concerns|worries)|categor(?:y|ies) of (?:abuse|harm|concern)"
    r"|referral to (?:children.?s (?:social care|services)|mash|the front door)|type of (?:abuse|concern)"
    r"|strengths\b|voice of the child|what does the child say|support (?:needed|required|requested)"
    r"|(?:parents?|family|carers?|child)(?: or carers?)? (?:been )?(?:aware|informed|told|consent\w*)\b"
    r"|consent (?:to|for|given|obtained)|have you (?:told|spoken to|informed) the (?:parents?|family|child)"
    r"|levels? of need|threshold of need|reason for (?:the |this |your )?(?:contact|request)"
    r"|nature of (?:the |your )?concern"
    r"|parental responsibility|risk of significant harm|immediate (?:safety|danger|risk)|protective factors"
    r"|person making (?:this |the )?(?:contact|request|referral)|child in need\b|early help",
    re.I,
)
_QUESTIONS = (
    (
        "sar",
        re.compile(
            r"care and support needs|mental capacity|\badult at risk|section 42\b|making safeguarding personal"
            r"|\badvocate\b|care home|domiciliary|name of (?:the )?adult",
            re.I,
        ),
    ),
    (
        "lado",
        re.compile(
            r"position of trust|(?:person|adult|staff|individual).{0,30}(?:against whom|subject of).{0,20}"
            r"(?:allegation|concern)|suspended|harm threshold|\bdbs\b|nature of (?:the )?allegation|employer"
            r"|regulated activity",
            re.I,
        ),
    ),
    (
        "cdop",
        re.compile(
            r"coroner (?:informed|notified)|cause of death|joint agency response|expected (?:/|or) ?unexpected"
            r"|certificate|registered gp|post[ -]?mortem|place of death|time of death|gestation|bereave|resuscitat",
            re.I,
        ),
    ),
)


def of(page: Page, asked: frozenset[str]) -> str | None:
    """The other process whose title the document bears, or whose questions it asks, unless it bears a title of ours."""
    tops = [each for each in (*margins.titles(page), _title_with_colon(page)) if each]
    if any(OURS.search(each) for each in tops) or not _asks_something(page, asked):
        return None
    for name, pattern in _PROCESSES:
        if any(re.search(pattern, each, re.I) for each in tops):
            return name
    if any(PERHAPS_OURS.search(each) for each in tops):
        return None
    return "marf" if _asks_for_protection(page, asked) else _by_questions(page, asked)


def _by_questions(page: Page, asked: frozenset[str]) -> str | None:
    """The other process that a form without a telling title belongs to, by three or more of its own questions."""
    if asked & {"incident.outcome", "incident.abuse_neglect", "referral.criteria"}:
        return None
    asks = "\n".join(line.text for line in page.lines if len(line.text.split()) <= 25)
    for name, pattern in _QUESTIONS:
        if len({each.lower()[:10] for each in pattern.findall(asks)}) >= 3:
            return name
    return None


def _title_with_colon(page: Page) -> str:
    """The first line where it is a title in two parts (`Managing allegations against staff: notification`)."""
    first = next((line.text for line in page.lines if line.text.strip()), "")
    return first if ":" in first and len(first.partition(":")[0].split()) >= 4 and len(first.split()) <= 20 else ""


def _asks_for_protection(page: Page, asked: frozenset[str]) -> bool:
    """Whether a form asks what child protection referrals ask, and nothing of what came of an incident."""
    if asked & {"incident.outcome", "referral.criteria", "children.date_of_death"}:
        return False
    text = "\n".join(line.text for line in page.lines if len(line.text.split()) <= 25)
    return len({each.lower()[:12] for each in _PROTECTION.findall(text)}) >= (
        4 if "incident.abuse_neglect" in asked else 3
    )


def _asks_something(page: Page, asked: frozenset[str]) -> bool:
    return len(asked) >= 3 or any(isinstance(block, Table) for block in page.body)
