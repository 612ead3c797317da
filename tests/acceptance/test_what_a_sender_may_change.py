"""Who changes a case, and whose form waits for one choice of the office: whole passes on real servers."""

from datetime import timedelta

import month_post as post
import pytest
from office import MONDAY, Office
from test_another_child import CORRECTED, FIRST, LATER, MORNING, answering, cases, sent_in

from pipeline.model import Attention, NoticeKind
from scheduler.demo.people import type_into

SOON = MONDAY + timedelta(hours=1)
REF = "NSH-2026-001"
DOMAIN = "saltmarsh-primary.example"
OURS = "mx01.northshire.example"
STAMPS = {
    "microsoft365": (
        f"spf=pass (sender IP is 203.0.113.7)\r\n smtp.mailfrom={DOMAIN}; dkim=pass (signature was verified)\r\n"
        f" header.d={DOMAIN};dmarc=pass action=none\r\n header.from={DOMAIN};compauth=pass reason=100",
    ),
    "mx.google.com": (
        f"mx.google.com;\r\n       dkim=pass header.i=@{DOMAIN} header.s=s1 header.b=Ab1cD2;\r\n       spf=pass "
        f"(google.com: domain of head@{DOMAIN} designates 203.0.113.7 as permitted sender) smtp.mailfrom=head@{DOMAIN};"
        f"\r\n       dmarc=pass (p=QUARANTINE sp=QUARANTINE dis=NONE) header.from={DOMAIN}",
    ),
    "northshire.example": (  # Exim
        f"{OURS};\r\n\tiprev=pass (mail.{DOMAIN}) smtp.remote-ip=203.0.113.7;\r\n\tspf=pass smtp.mailfrom={DOMAIN};\r\n"
        f"\tdkim=pass header.d={DOMAIN} header.s=s1 header.a=rsa-sha256;\r\n\tdmarc=pass header.from={DOMAIN}",
    ),
    OURS: (  # Postfix with OpenDMARC and OpenDKIM
        f"{OURS}; dmarc=pass (p=none dis=none) header.from={DOMAIN}",
        f"{OURS};\r\n\tdkim=pass (2048-bit key; unprotected) header.d={DOMAIN} header.i=@{DOMAIN} header.a=rsa-sha256",
    ),
}
FORWARDED = (
    f"{OURS};\r\n\tspf=fail smtp.mailfrom={DOMAIN};\r\n\tdkim=pass header.d={DOMAIN} header.s=s1;\r\n"
    f"\tdmarc=none header.from={DOMAIN}"
)
LIST = "lists.northshire-partners.example"
BOTH_FAIL = (
    f"{OURS};\r\n\tspf=fail smtp.mailfrom={DOMAIN};\r\n\tdkim=fail (body hash did not verify) header.d={DOMAIN};\r\n"
    f"\tdmarc=fail header.from={DOMAIN}"
)
BY_A_LIST = (
    f"{OURS};\r\n\tspf=pass smtp.mailfrom=bounces@{LIST};\r\n\tdkim=fail header.d={DOMAIN};\r\n"
    f"\tdmarc=fail header.from={DOMAIN}"
)
SEALED = f"{OURS};\r\n\tarc=pass (i=1);\r\n\tspf=fail smtp.mailfrom={DOMAIN};\r\n\tdmarc=fail header.from={DOMAIN}"
VOUCHED = {
    "microsoft365": f"spf=fail (sender IP is 203.0.113.7)\r\n smtp.mailfrom={DOMAIN}; dkim=fail (body hash did not verify)"
    f"\r\n header.d={DOMAIN};dmarc=fail action=oreject\r\n header.from={DOMAIN};compauth=pass reason=130",
    "mx.google.com": f"mx.google.com;\r\n       arc=pass (i=2 spf=pass spfdomain={DOMAIN} fromdomain={DOMAIN});\r\n"
    f"       spf=fail smtp.mailfrom={DOMAIN};\r\n"
    f"       dmarc=fail (p=REJECT sp=REJECT dis=NONE arc=pass) header.from={DOMAIN}",
}
FORGED = f"{OURS};\r\n\tspf=fail smtp.mailfrom={DOMAIN};\r\n\tdkim=none;\r\n\tdmarc=fail header.from={DOMAIN}"


def stamped(raw: bytes, *stamps: str) -> bytes:
    """The mail with what another server stamps in the place of its results."""
    head, _, rest = raw.partition(b"Authentication-Results:")
    below = rest[rest.index(b"\r\nReceived:") + 2 :]
    return head + b"".join(f"Authentication-Results: {one}\r\n".encode() for one in stamps) + below


def believing(office: Office, line: str) -> None:
    text = office.config.read_text(encoding="utf-8").replace("[intake]", f"[intake]\n{line}")
    office.config.write_text(text, encoding="utf-8")


def comes(office: Office, raw: bytes, hours: int = 0) -> list[Attention]:
    """What waits for one choice of the office after a mail came and a pass was made."""
    at = LATER + timedelta(hours=hours)
    office.deliver(raw, at)
    assert office.make_pass(at).faults == []
    return proposed(office)


def proposed(office: Office) -> list[Attention]:
    with office.journal() as journal:
        return [item for item in journal.casebook.attention() if item.id.startswith("proposal:")]


def chooses(office: Office, item: Attention, choice: str, hours: int) -> None:
    type_into(office.tracker, "Needs attention", cells={item.id: {"Accept": choice}})
    for later in (hours, hours + 1):
        assert office.make_pass(LATER + timedelta(hours=later)).faults == []


def answered(office: Office) -> int:
    return sum(mail.recipients[0] == FIRST["email"] for mail in office.servers.sent)


def opened_by(office: Office, *stamps: str) -> None:
    office.has_partner(DOMAIN)
    raw = sent_in(FIRST, MORNING, message_id=f"<one.form@{DOMAIN}>")
    office.deliver(stamped(raw, *stamps) if stamps else raw, MORNING)
    assert office.make_pass(MORNING).faults == []
    assert list(cases(office)) == [REF]


@pytest.mark.parametrize("server", STAMPS)
def test_a_correction_by_who_sent_the_form_is_taken_on_every_kind_of_server(office: Office, server: str) -> None:
    believing(office, f'trusted_authserv_ids = ["{server}"]')
    opened_by(office, *STAMPS[server])
    raw = sent_in(CORRECTED, LATER, **answering(office))
    assert comes(office, stamped(raw, *STAMPS[server])) == []
    assert cases(office)[REF]["ethnicity"] == "White Irish"


@pytest.mark.parametrize(("choice", "holds"), [("yes", "White Irish"), ("no", "White British")])
@pytest.mark.parametrize(
    ("stamp", "said", "answers"),
    [
        (FORWARDED, f"It comes from {DOMAIN}. Its sender could not be confirmed and is known to this case.", 1),
        (SEALED, f"It comes from {DOMAIN}. Its sender could not be confirmed and is known to this case.", 1),
        (BY_A_LIST, f"It says that it comes from {DOMAIN}.", 0),
        (BOTH_FAIL, f"It says that it comes from {DOMAIN}.", 0),
    ],
    ids=["SPF fails and DKIM is whole", "sealed by somebody", "a list that proves itself", "both fail"],
)
def test_a_partner_s_update_through_a_forwarding_list_is_taken_by_one_choice(
    office: Office, stamp: str, said: str, answers: int, choice: str, holds: str
) -> None:
    opened_by(office)
    before = answered(office)
    how = {"sender": FIRST["email"], "subject": f"[{REF}] corrected form"}
    (item,) = comes(office, stamped(sent_in(CORRECTED, LATER, **how), stamp))
    assert cases(office)[REF]["ethnicity"] == "White British"
    assert said in item.why
    assert (f"It came through {LIST}" in item.why) == (stamp == BY_A_LIST)
    assert answered(office) - before == answers
    assert len(office.servers.mails("Needs attention")) == 1
    chooses(office, item, choice, 1)
    assert cases(office)[REF]["ethnicity"] == holds
    # What was withheld goes out when the office accepts the mail, and not when it declines it.
    assert answered(office) - before == (1 if choice == "yes" else answers)
    again = sent_in(CORRECTED, LATER + timedelta(hours=3), **how)
    assert [one.id for one in comes(office, stamped(again, stamp), 3)] == [item.id]
    assert cases(office)[REF]["ethnicity"] == holds


@pytest.mark.parametrize(
    ("line", "stamp"),
    [
        (f'accepted_forwarders = ["{LIST}"]', BY_A_LIST),
        ('accepted_forwarders = ["203.0.113.7"]', BOTH_FAIL),
        *((f'trusted_authserv_ids = ["{server}", "{OURS}"]', stamp) for server, stamp in VOUCHED.items()),
    ],
    ids=["a list", "a host", *VOUCHED],
)
def test_a_forwarder_that_is_accepted_or_vouched_for_is_the_sender_it_speaks_for(
    office: Office, line: str, stamp: str
) -> None:
    opened_by(office)
    before = answered(office)
    believing(office, line)
    raw = stamped(sent_in(CORRECTED, LATER, subject=f"[{REF}] corrected form"), stamp)
    host = raw[: raw.index(b"]")].rpartition(b"[")[2]
    assert comes(office, raw.replace(host, b"203.0.113.7")) == []
    assert cases(office)[REF]["ethnicity"] == "White Irish"
    assert answered(office) == before + 1


def test_a_stranger_s_update_is_proposed_though_their_domain_vouches_for_them(office: Office) -> None:
    opened_by(office)
    (item,) = comes(office, sent_in(CORRECTED, LATER, sender="x@evil.example", subject=f"[{REF}] corrected form"))
    assert "Its sender is confirmed and is not known to this case." in item.why
    assert cases(office)[REF]["ethnicity"] == "White British"


@pytest.mark.parametrize(("setting", "number"), [("propose", 1), ("trust-known-senders", 0)])
def test_where_a_server_stamps_nothing_the_settings_decide(office: Office, setting: str, number: int) -> None:
    believing(office, f'without_results = "{setting}"')
    opened_by(office)
    raw = sent_in(CORRECTED, LATER, subject=f"[{REF}] corrected form")
    assert len(comes(office, stamped(raw))) == number
    assert cases(office)[REF]["ethnicity"] == ("White British" if number else "White Irish")


@pytest.mark.parametrize(("choice", "answers"), [("yes", 1), ("no", 0)])
def test_a_forged_referral_opens_a_case_and_is_answered_once_the_office_accepts_it(
    office: Office, choice: str, answers: int
) -> None:
    opened_by(office, FORGED)
    (item,) = proposed(office)
    assert (item.what, item.case_ref) == ("A referral whose sender is in doubt", REF)
    assert f"It says that it comes from {DOMAIN}." in item.why
    assert answered(office) == 0
    chooses(office, item, choice, 0)
    assert answered(office) == answers
    with office.snapshot(LATER + timedelta(hours=2)) as known:
        assert (REF in known.confirmed) == (choice == "yes")


@pytest.mark.parametrize(("sender", "waits"), [("", False), ("x@evil.example", True)])
def test_a_return_is_recorded_for_who_was_asked_and_proposed_for_a_stranger(
    running: Office, sender: str, waits: bool
) -> None:
    asked = next(one for one in running.servers.sent if b"agency return.docx" in one.raw)
    raw = post.agency_return(asked, at=SOON)
    raw = raw.replace(asked.recipients[0].encode(), sender.encode()) if sender else raw
    running.deliver(raw, SOON)
    assert running.make_pass(SOON).faults == []
    assert returned(running) == (0 if waits else 1)
    items = proposed(running)
    assert len(items) == int(waits)
    for item in items:
        assert item.what == "An agency's return that was not recorded"
        type_into(running.tracker, "Needs attention", cells={item.id: {"Accept": "yes"}})
    assert running.make_pass(SOON + timedelta(hours=1)).faults == []
    assert returned(running) == 1


@pytest.mark.parametrize(("choice", "chased"), [("", False), ("no", True)])
def test_no_agency_is_chased_for_a_return_that_waits_for_the_office_to_accept_it(
    running: Office, choice: str, chased: bool
) -> None:
    """The records unit answers for the lead who was asked; its return waits over the day on which it was due."""
    asked = next(one for one in running.servers.sent if b"agency return.docx" in one.raw)
    domain = asked.recipients[0].partition("@")[2]
    raw = post.agency_return(asked, at=SOON)
    running.deliver(raw.replace(asked.recipients[0].encode(), f"records.unit@{domain}".encode()), SOON)
    assert running.make_pass(SOON).faults == []
    (item,) = proposed(running)
    assert "confirmed" in item.why
    if choice:
        type_into(running.tracker, "Needs attention", cells={item.id: {"Accept": choice}})
    for later in range(1, 18):
        assert running.make_pass(SOON + timedelta(days=later)).faults == []
    with running.journal() as journal:
        chasers = {key.recipient for key in journal.notices.said() if key.kind is NoticeKind.CHASER}
    assert (asked.recipients[0] in chasers) is chased
    assert chasers - set(asked.recipients)


def returned(office: Office) -> int:
    with office.journal() as journal:
        return sum(len(case.subjects("agency_returned")) for case in journal.casebook.cases())
