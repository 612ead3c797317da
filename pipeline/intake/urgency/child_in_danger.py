"""Whether a mail may be about a child in danger now, judged on what its sender wrote and on nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from pipeline.intake.evidence import MailEvidence
from pipeline.intake.signs.assurance import is_partner
from pipeline.intake.signs.bounds import READ
from pipeline.intake.signs.form_titles import asks_for_protection
from pipeline.intake.signs.words import Saying, pattern, says, sentences
from pipeline.intake.urgency.danger_alarms import ALARMS, CALLS, TAKEN_BACK, raises
from pipeline.intake.urgency.doubt import (
    TextsOfSomebody,
    about_somebody,
    is_pressing,
    lean_to_somebody,
    leaves_doubt,
)
from pipeline.intake.urgency.leaning import TO_BUSINESS, leaning
from pipeline.intake.urgency.spelling import spelt
from pipeline.intake.urgency.weight_of_harm import Concern, before, concern, speaks_at_large
from pipeline.intake.urgency.who_is_where import without_the_safe
from pipeline.model import Band, Field, FormKind, Message, Reading, State
from pipeline.phrases import plain

_REPLY = pattern("parts.reply_subject")
_URGENT = ("urgent", "high", "1")
# The weights from which a text is an alarm: one kind of harm from the public (113); from those whose daily talk is of
# harm, two kinds, or one and two signs beside it; on a case, one and one sign.
_FROM_OUTSIDE, _FROM_A_PARTNER, _ON_A_CASE = 2, 4, 3
# Policy or teaching speaks of children in danger all day long, and of none (K61); with a `he` or `she` it does.
_lays_down_a_rule = Saying(words=("danger.rule",), unless=("danger.somebody",))
# What a grown-up tells of their own childhood is grave, and no alarm (K40).
_is_of_long_ago = Saying(words=("danger.long_ago",), unless=("danger.now",))
_ended_long_ago = Saying(words=("danger.long_ago",), unless=("danger.now", "doubt.goes_on"))
_is_over = Saying(words=("doubt.over",), unless=("danger.now",))
_FORMS = (FormKind.REFERRAL, FormKind.AGENCY_RETURN, FormKind.OTHER_FORM)


def danger(evidence: MailEvidence) -> Band:
    """How far the mail points to danger: an alarm, a doubt that somebody must settle today, or neither."""
    if _holds_a_protection_form(evidence):
        return Band.ALARM
    written = tuple(spelt(text[:READ]) for text in _own_texts(evidence))
    told = about_somebody(written)
    whole = plain("\n\n".join(told.texts)[:READ])
    unsafe = without_the_safe(told.texts)
    told = replace(told, texts=unsafe, accounted=unsafe != told.texts)
    if _alarms(evidence, told, whole=whole):
        return Band.ALARM
    return Band.CANNOT_RULE_OUT if _leaves_doubt(evidence, told, whole=whole) else Band.CALM


def _holds_a_protection_form(evidence: MailEvidence) -> bool:
    # A protection form may be a scan, or laid out so that it was not known for one; then its name must speak.
    named = any(says(leaf.file, "forms.live_name") for leaf in evidence.files)
    return any(map(asks_for_protection, evidence.forms(FormKind.OTHER_FORM))) or (named and not evidence.in_thread)


def _alarms(evidence: MailEvidence, told: TextsOfSomebody, *, whole: str) -> bool:
    """Whether danger is told of the present, or the public's worry about somebody weighs enough."""
    if says(whole, "voice.record"):  # of minutes and notes only what is said to be so now is news (K69)
        return any(says(each, "danger.now") and _sentence_tells(each, ()) for each in sentences(whole))
    said = told.said
    if told.has_business and not says(whole, "voice.child", "danger.somebody"):
        # `Please ring me` beside a printer and no child is about the printer.
        said = tuple(each for each in said if not says(each, "danger.call"))
    if any(_sentence_tells(each, evidence.words.urgent_words) for each in said):
        return True
    worry = _concern(whole, told)
    # Words of harm in a text of business weigh as much as a cry; there they leave a doubt.
    return leaning(whole) >= TO_BUSINESS and worry.of_somebody and _weighs(evidence, worry, told=told, whole=whole)


def _leaves_doubt(evidence: MailEvidence, told: TextsOfSomebody, *, whole: str) -> bool:
    """Whether what is told of somebody now, beside all talk of papers, meetings and what is over, leaves a doubt.

    So does what weighs enough for an alarm and names nobody.
    """
    # The leaning hears what no list foresaw, and in minutes, too, what stands there of today.
    leans = lean_to_somebody(told, filter(_lasts, told.said))
    if leans or says(whole, "voice.record"):
        return leans
    worry = _concern(whole, told)
    # What would be an alarm from a stranger is a doubt beside a form.
    beside_a_form = not evidence.in_thread and worry.weighs(_FROM_OUTSIDE) and worry.of_somebody
    return beside_a_form or _weighs(evidence, worry, told=told, whole=whole) or _is_doubted(evidence, told)


def _is_doubted(evidence: MailEvidence, told: TextsOfSomebody) -> bool:
    kept = tuple(filter(_may_be_now, told.said))
    if not _is_on_a_case(evidence):
        return leaves_doubt(told, kept, on_a_case=False)
    # The subject of a mail that brings a form is the form's title, and names a child as such.
    title = {*sentences(spelt(evidence.message.subject))}
    beside = tuple(each for each in kept if each not in title)
    in_thread = evidence.in_thread or evidence.is_briefing
    return leaves_doubt(told, beside, on_a_case=in_thread) or leaves_doubt(told, kept, on_a_case=True)


def _may_be_now(sentence: str) -> bool:
    """Whether a sentence tells of somebody, of no time that is over, and of no papers or proceedings."""
    if speaks_at_large(sentence) or not _lasts(sentence):
        return False
    return not says(sentence, "voice.office", "voice.papers", "voice.settled") or is_pressing(sentence)


def _lasts(sentence: str) -> bool:
    """Whether a sentence lays down no rule and tells of no time that is over."""
    return not (_lays_down_a_rule(sentence) or _is_over(sentence) or _ended_long_ago(sentence))


def _own_texts(evidence: MailEvidence) -> Iterator[str]:
    """Subject and words of the mail, of what it passes on and of mails attached to it; never our own mail's."""
    message = evidence.message
    # The subject of an answer is ours (K36); of a mail that is none it may be all that was written (114).
    if not (_REPLY.match(message.subject) or evidence.answered):
        yield message.subject
    yield without_form(message.written, evidence.leaves)
    yield from (words for author, words in message.forwarded if not evidence.earlier.is_own(author))
    yield from _attached_texts(message, evidence)


def _attached_texts(message: Message, evidence: MailEvidence) -> Iterator[str]:
    for inner in message.messages:
        if inner.report is None and not evidence.earlier.is_own(inner.author.address):
            yield without_form(inner.written, evidence.leaves)
            yield from _attached_texts(inner, evidence)


def without_form(text: str, leaves: tuple[Reading, ...]) -> str:
    """`text` without the lines of a form that is written in it: it tells what happened, not what happens (33, K19).

    A few lines that do not ask who refers are no form in this: what somebody typed in a hurry may tell of now.
    """
    bodies = [leaf for leaf in leaves if leaf.file == "body" and leaf.referral and leaf.referral.referrer]
    answers = tuple(chain.from_iterable(map(_answers, bodies)))
    given = {_flat(answer.raw) for answer in answers} - {""}
    labels = tuple({_flat(answer.label) for answer in answers} - {""})
    kept = (line for line in text.split("\n") if not _of_form(_flat(line), given=given, labels=labels))
    return "\n".join(kept)


def _of_form(line: str, *, given: set[str], labels: tuple[str, ...]) -> bool:
    """Whether a line is part of an answer, holds one of some length, or begins with a printed question."""
    held = any(line in answer or (len(answer) > 20 and answer in line) for answer in given)
    return bool(line) and (held or line.startswith(labels))


def _answers(reading: Reading) -> Iterator[Field]:
    form = reading.understood
    groups = (form.referral, form.incident, form.referrer, form.safeguarding_lead)
    rows = (form.children, form.family, form.agencies, form.chronology)
    for group in chain(groups, *rows):
        yield from group.values()
    yield from (Field(value=None, raw=rest.text, state=State.UNPARSED, label=rest.label) for rest in reading.unmapped)


def _flat(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def _sentence_tells(sentence: str, local_words: tuple[str, ...]) -> bool:
    if _lays_down_a_rule(sentence):
        return False
    alarms = CALLS if _is_of_long_ago(sentence) else ALARMS
    return raises(sentence, alarms) or _holds_a_local_word(sentence, local_words)


def _holds_a_local_word(sentence: str, local_words: tuple[str, ...]) -> bool:
    words = filter(str.strip, local_words)
    found = filter(None, (re.search(rf"(?i)(?<!\w){re.escape(word)}(?!\w)", sentence) for word in words))
    return any(not says(before(each), *TAKEN_BACK) for each in found)


def _concern(whole: str, told: TextsOfSomebody) -> Concern:
    return concern(whole, tuple(filter(_tells_of_somebody_now, told.said)))


def _weighs(evidence: MailEvidence, found: Concern, *, told: TextsOfSomebody, whole: str) -> bool:
    """Whether what a text tells weighs enough; more is asked of those whose daily talk is of harm to children."""
    # Correspondence on a case tells what happened, in the words of harm; two kinds of it, now, are news.
    if _is_on_a_case(evidence):
        return found.weighs(_ON_A_CASE) and found.recent and len(found.harms) > 1
    if is_partner(evidence.sender, evidence.words):
        return found.weighs(_FROM_A_PARTNER)
    # Of `the boy`, under high importance, nobody says what is wrong (115).
    marked = is_marked_urgent(evidence.message) or says(whole, "danger.urgent_mark")
    return found.weighs(_FROM_OUTSIDE) or (found.meant and marked and not (found.office or told.has_business))


def _is_on_a_case(evidence: MailEvidence) -> bool:
    return evidence.in_thread or evidence.is_briefing or bool(evidence.forms(*_FORMS))


def _tells_of_somebody_now(sentence: str) -> bool:
    return not (_is_of_long_ago(sentence) or _lays_down_a_rule(sentence) or _is_over(sentence))


def is_marked_urgent(message: Message) -> bool:
    """Whether the sender set high importance or priority (RFC 2156, and X-Priority as mail programs write it)."""
    marks = (message.header("importance"), message.header("priority"), message.header("x-priority")[:1])
    return any(mark.strip().lower() in _URGENT for mark in marks)
