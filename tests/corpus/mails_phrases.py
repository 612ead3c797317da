"""Short mails in people's own words: is a child in danger now? K47 to K70. None uses the phrases of any leaflet."""

from __future__ import annotations

from mail_builders import apple, gmail, nhsmail, outlook, text_part, when
from mails_forms import expectation

WARD = {
    "name": "OKEKE, Blessing (ESTUARY PARTNERSHIP NHS FOUNDATION TRUST)",
    "sender": "blessing.okeke@estuary-nhs.example",
}
SCHOOL = {"name": "Ottilie Brandreth", "sender": "o.brandreth@valeacademy.example"}
PERSON = {"name": "J", "sender": "j.4471@post.example"}
AT = when("2026-11-16 10:00")

LIVE = {
    "K47-live-due-back-there": (
        outlook,
        SCHOOL,
        "She says her uncle comes into her room at night. She is due back there after school and I do not know who to tell.",
    ),
    "K48-live-left-alone": (
        gmail,
        PERSON,
        "I am a neighbour. There are three little kids at no 40 who have been left on their own since yesterday lunch time.",
    ),
    "K49-live-disclosure": (
        outlook,
        SCHOOL,
        "Child has just disclosed sexual abuse by stepfather. Mother is collecting at 3.15. Please advise.",
    ),
    "K50-live-gone-quiet": (
        apple,
        PERSON,
        "The baby next door has been screaming for hours and there was a bang and now it has gone quiet. im scared",
    ),
    "K51-live-knife": (outlook, SCHOOL, "Mum rang the school in tears, he has taken the kids and he has a knife"),
    "K52-live-tablets": (
        nhsmail,
        WARD,
        "We have a 15 year old in A&E who has taken tablets and says he will do it again if he is sent home.",
    ),
    "K53-live-did-not-come-home": (
        outlook,
        SCHOOL,
        "14 yr old did not come home last night, phone off. Police informed 0200. We think she is with the man from the taxi firm.",
    ),
    "K54-live-back-in-the-house": (
        gmail,
        PERSON,
        "the dad is out of prison today and he is back in the house with the girls, hes not allowed near them",
    ),
    "K55-live-go-round-now": (
        gmail,
        PERSON,
        "can someone please go round there now, it is the yellow door, the kids are in there with her and shes off her head",
    ),
    "K56-live-marks": (
        gmail,
        PERSON,
        "My sister hits her little boy. I saw the marks on Sunday. He is 3. I can't sleep for worry.",
    ),
    "K57-live-handprint": (
        nhsmail,
        WARD,
        "Please could a social worker call me back ASAP about a child who has come in with a handprint on his face.",
    ),
    "K58-live-report": (gmail, PERSON, "I want to report a child being abused"),
    "K59-live-unborn": (
        nhsmail,
        WARD,
        "Patient presented today at 36 weeks, no antenatal care, previous child removed, states she will give birth at home and nobody will find the baby.",
    ),
    "K60-live-wants-to-die": (outlook, SCHOOL, "He told me he wants to die and has got a rope."),
}
CALM = {
    "K61-calm-policy": (
        outlook,
        SCHOOL,
        "Could you confirm which form we should use if a child is seriously harmed while in our care? It is for our policy, not about a case.",
    ),
    "K62-calm-contact": (
        outlook,
        SCHOOL,
        "Please change our contact: Jane has left and from today Bob is the safeguarding lead.",
    ),
    "K63-calm-training": (
        nhsmail,
        WARD,
        "Thank you for the training yesterday, the part on suicidal young people was very useful.",
    ),
    "K64-calm-wording": (
        outlook,
        SCHOOL,
        "Our policy says that where a child is at immediate risk staff ring 999. Could you check that the wording is right?",
    ),
    "K65-calm-nil-return": (nhsmail, WARD, "We have no information on this family. Nil return."),
    "K66-calm-missing-part": (
        outlook,
        SCHOOL,
        "I missed the deadline, sorry. Our summary is missing the school nurse part and will follow tomorrow.",
    ),
    "K67-calm-late": (outlook, SCHOOL, "Is the meeting today or tomorrow? I am not at risk of being late, I hope!"),
    "K68-calm-found-safe": (
        nhsmail,
        WARD,
        "For the case file: police attended in 2021 when she was reported missing; she was found safe the same night.",
    ),
    "K69-calm-minutes": (
        outlook,
        SCHOOL,
        "Minutes of Tuesday's meeting are on the shared drive. The child died in March and no other children live at the address.",
    ),
    "K70-calm-inquest": (
        outlook,
        SCHOOL,
        "The inquest is listed for 9 December. The surviving brother has lived with foster carers since March and is well.",
    ),
}


def mail_of(name) -> bytes:
    program, who, text = (LIVE | CALM)[name]
    return program(text_part(text), **who, subject="Hello", at=AT)


MAILS = {
    **{
        name: (
            mail_of(name),
            expectation("needs_person", urgent=True, also=["not_a_referral"], note="live, in a person's own words"),
        )
        for name in LIVE
    },
    **{
        name: (
            mail_of(name),
            expectation(
                "needs_person",
                also=["not_a_referral", "reply"],
                note="alarming words about nothing that is happening now",
            ),
        )
        for name in CALM
    },
}
