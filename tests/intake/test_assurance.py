"""Whose word a mail is, by what the receiving server stamped on it; headers as the servers in use write them."""

import pytest

from pipeline.intake.earlier_mail import EarlierMail, ListedMailIndex, Sent
from pipeline.intake.signs.assurance import counts_as_confirmed, is_known_to_the_case, sender_assurance
from pipeline.intake.signs.results import stamp
from pipeline.model import Assurance, NoticeKind, SenderAssurance
from pipeline.settings import Intake
from tests.intake.build import OWN, decided, mail

SENDER = "a.penhallow@council.example"
YES, NO, FAILED = Assurance.CONFIRMED, Assurance.NOT_CONFIRMED, Assurance.FAILED

# Each as its server writes it; a bar is where the header is folded.
MICROSOFT = {
    "spf=pass (sender IP is 203.0.113.7)| smtp.mailfrom=council.example; dkim=pass (signature was verified)|"
    " header.d=council.example;dmarc=pass action=none|"
    " header.from=council.example;compauth=pass reason=100": YES,
    "spf=fail (sender IP is 203.0.113.7)| smtp.mailfrom=council.example; dkim=none (message not signed)|"
    " header.d=none;dmarc=fail action=quarantine|"
    " header.from=council.example;compauth=fail reason=000": FAILED,
    # Passed on by a server whose seal Microsoft believes; without the reason it is no more than another failure.
    "spf=fail (sender IP is 203.0.113.7)| smtp.mailfrom=council.example; dkim=fail (body hash did not verify)|"
    " header.d=council.example;dmarc=fail action=oreject|"
    " header.from=council.example;compauth=pass reason=130": YES,
    "spf=fail smtp.mailfrom=council.example; dkim=fail header.d=council.example;dmarc=fail action=none|"
    " header.from=council.example;compauth=pass reason=703": FAILED,
    "spf=pass smtp.mailfrom=council.example; dkim=none (message not signed) header.d=none;dmarc=bestguesspass|"
    " action=none header.from=council.example;compauth=pass reason=109": YES,
    "spf=none smtp.mailfrom=council.example; dkim=none header.d=none;dmarc=none action=none|"
    " header.from=council.example;compauth=fail reason=001": FAILED,
    "dkim=none (message not signed)| header.d=none;dmarc=none action=none header.from=council.example;": NO,
}
GOOGLE = {
    "mx.google.com;|       dkim=pass header.i=@council.example header.s=s1 header.b=Fq1;|"
    "       spf=pass (google.com: domain of a@council.example designates 203.0.113.7 as permitted sender)"
    " smtp.mailfrom=a@council.example;|"
    "       dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=council.example": YES,
    "mx.google.com;|       spf=fail (google.com: domain of a@council.example does not designate 203.0.113.7)"
    " smtp.mailfrom=a@council.example;|"
    "       dmarc=fail (p=REJECT sp=REJECT dis=QUARANTINE) header.from=council.example": FAILED,
    # The domain asks for refusal, and Google let it pass because of the chain.
    "mx.google.com;|       dkim=fail header.i=@council.example;|"
    "       arc=pass (i=2 spf=pass spfdomain=council.example dmarc=pass fromdomain=council.example);|"
    "       spf=pass smtp.mailfrom=bounces@list.example;|"
    "       dmarc=fail (p=REJECT sp=REJECT dis=NONE arc=pass) header.from=council.example": YES,
    # A whole chain that did not keep Google from carrying out the policy.
    "mx.google.com; arc=pass (i=1); dmarc=fail (p=REJECT sp=REJECT dis=QUARANTINE arc=pass) header.from=council.example": NO,
    "mx.google.com; spf=fail smtp.mailfrom=list.example; dkim=fail header.i=@council.example; arc=pass (i=1)": NO,
    # The domain asks for nothing, so that nothing was done says nothing.
    "mx.google.com; arc=pass (i=1 dmarc=pass fromdomain=council.example); spf=pass smtp.mailfrom=x@evil.example;|"
    " dmarc=fail (p=NONE sp=NONE dis=NONE arc=pass) header.from=council.example": NO,
    # What a chain says of itself stands in brackets, and anybody can seal one.
    "mx.google.com; arc=pass (i=1 spf=pass dmarc=pass fromdomain=council.example); spf=pass smtp.mailfrom=evil.example": NO,
}
EXIM = {
    "mx1.council.example;| iprev=pass (mail.council.example) smtp.remote-ip=203.0.113.7;|"
    " spf=pass smtp.mailfrom=council.example;|"
    " dkim=pass header.d=council.example header.s=k1 header.a=rsa-sha256;| dmarc=pass header.from=council.example;|"
    " arc=none": YES,
    # A mailing list, or a forwarding rule: SPF fails or speaks of the forwarder, and DKIM stands.
    "mx1.council.example; spf=fail smtp.mailfrom=council.example; dkim=pass header.d=council.example": NO,
    "mx1.council.example; spf=pass smtp.mailfrom=list.example; dkim=fail header.d=council.example": NO,
    "mx1.council.example; spf=fail smtp.mailfrom=council.example; dkim=none": FAILED,
    "mx1.council.example; spf=none; dkim=fail (bad signature) header.d=council.example": FAILED,
    "mx1.council.example; spf=softfail smtp.mailfrom=council.example": NO,
    "mx1.council.example; spf=pass smtp.mailfrom=council.example": NO,
    "mx1.council.example; none": NO,
    "mx1.council.example; dmarc=permerror header.from=council.example": NO,
}
RSPAMD = {
    "mail.office.example;|\tdkim=pass header.d=council.example header.s=k1 header.b=Xy1;|"
    "\tspf=pass (mail.office.example: domain of a@council.example designates 203.0.113.7 as permitted sender)"
    " smtp.mailfrom=a@council.example;|"
    "\tdmarc=pass (policy=reject) header.from=council.example": YES,
    '"mail.office.example" 1; (a remark (in a remark) ; dmarc=fail) dmarc = pass (really) header.from=council.example': YES,
    'mail.office.example; spf=fail smtp.mailfrom="x; dmarc=pass header.from=council.example"@evil.example': FAILED,
    'mail.office.example; spf=fail (of "a) ; dmarc=pass (" at evil.example) smtp.mailfrom=evil.example': FAILED,
    "mail.office.example; dmarc=pass header.from=evil.example; dmarc=fail header.from=council.example": FAILED,
    # A second author in the From field, whose domain is the one that was checked.
    "mail.office.example; dmarc=pass header.from=evil.example": NO,
    "mail.office.example": NO,
    ";;=;dmarc": NO,
    "": NO,
}
EVERY = [*MICROSOFT.items(), *GOOGLE.items(), *EXIM.items(), *RSPAMD.items()]


def settled(*headers: str, words: Intake | None = None, sender: str = SENDER) -> SenderAssurance:
    folded = (header.replace("|", "\r\n") for header in headers)
    return sender_assurance(mail("x", *folded, sender=sender), own_addresses=(OWN,), words=words or Intake())


def results(value: str) -> str:
    return f"Authentication-Results: {value}"


def trusting(*servers: str) -> Intake:
    return Intake(trusted_authserv_ids=servers)


@pytest.mark.parametrize(("header", "expected"), EVERY)
def test_a_mail_is_worth_what_its_server_stamped(header: str, expected: Assurance) -> None:
    found = settled(results(header))
    assert found.assurance is expected
    assert found.reason
    assert found.has_results
    assert bool(found.warnings) is (expected is FAILED)


@pytest.mark.parametrize(("header", "expected"), EVERY)
def test_it_is_worth_as_much_where_the_server_is_named_and_nothing_where_another_is(
    header: str, expected: Assurance
) -> None:
    own = stamp(header).server or "microsoft365"
    assert settled(results(header), words=trusting(own)).assurance is expected
    assert settled(results(header), words=trusting("elsewhere.example")) == SenderAssurance(
        reason="Only servers that are not trusted here stamped results on it."
    )


def test_a_mail_on_which_nobody_stamped_anything_is_neither_confirmed_nor_failed() -> None:
    assert settled() == SenderAssurance(reason="No server stamped results on it.")


def test_headers_of_the_sender_s_own_making_count_nowhere() -> None:
    forged = (
        "ARC-Authentication-Results: i=1; mx.microsoft.com 1; dmarc=pass header.from=council.example",
        "Authentication-Results-Original: mx.office.example; dmarc=pass",
        "X-MS-Exchange-Authentication-Results: dmarc=pass",
        "X-MS-Exchange-CrossTenant-AuthAs: Internal",
        "X-MS-Exchange-Organization-AuthAs: Internal",
        "Received-SPF: pass",
    )
    assert settled(*forged).assurance is NO
    assert settled(*forged, words=trusting("mx.office.example")).assurance is NO
    failed = results("spf=fail smtp.mailfrom=council.example;dmarc=fail header.from=council.example")
    assert settled(failed, *forged, words=trusting("microsoft365")).assurance is FAILED


def test_without_a_named_server_the_topmost_header_alone_is_read() -> None:
    lower = results("mx; dmarc=pass header.from=council.example")
    assert settled(results("mx; dmarc=fail"), lower).assurance is FAILED
    assert settled(results("mx; spf=none"), lower).assurance is NO


def test_a_forged_header_above_is_passed_over_and_one_below_the_next_hop_is_not_reached() -> None:
    named = trusting("office.example")
    genuine = results("mx1.office.example; dmarc=fail header.from=council.example")
    forged = results("mx1.office.example; dmarc=pass header.from=council.example")
    hop = "Received: from evil.example by relay.example; Mon, 16 Nov 2026 09:00:00 +0000"
    assert settled(results("relay.example; dmarc=pass"), genuine, words=named).assurance is FAILED
    assert settled(results("mx1.office.example; spf=none"), hop, forged, words=named).assurance is NO
    assert settled(genuine, forged, words=named).assurance is FAILED
    other = results("mx2.office.example; dmarc=pass header.from=council.example")
    assert settled(results("mx1.office.example; spf=none"), other, words=named).assurance is NO
    assert settled(forged, genuine, words=named).assurance is FAILED


def test_headers_that_a_named_server_writes_side_by_side_are_read_together() -> None:
    """Postfix with OpenDMARC, policyd-spf and OpenDKIM, each with a header of its own."""
    headers = (
        "Received: from mail.council.example by mail.office.example (Postfix); Mon, 16 Nov 2026 09:00:00 +0000",
        results("mail.office.example; spf=fail smtp.mailfrom=council.example"),
        results("mail.office.example;| dkim=pass (2048-bit key) header.d=council.example header.i=@council.example"),
        results("mail.office.example; dmarc=pass (p=none dis=none) header.from=council.example"),
    )
    assert settled(*headers, words=trusting("mail.office.example")).assurance is YES
    assert settled(*headers).assurance is FAILED  # unnamed, only the topmost counts, and it says that SPF fails


def test_of_microsoft_365_only_the_topmost_header_counts_and_a_colleague_needs_none_that_passes() -> None:
    named = trusting("microsoft365")
    inner = results("dkim=none (message not signed) header.d=none;dmarc=none action=none header.from=council.example")
    outer = results("spf=pass smtp.mailfrom=council.example;dmarc=pass action=none header.from=council.example")
    assert settled(outer, inner, words=named).assurance is YES
    assert settled(inner, outer, words=named).assurance is NO
    assert settled("X-MS-Exchange-Organization-AuthAs: Internal", inner, words=named).assurance is YES
    assert settled("X-MS-Exchange-Organization-AuthAs: Internal", inner).assurance is NO


def test_a_look_alike_has_failed_whatever_its_own_server_passes() -> None:
    words = Intake(partner_domains=("northshirecouncil.example",))
    found = settled(results("mx; dmarc=pass"), words=words, sender="l@northshirecouncll.example")
    assert found.assurance is FAILED
    assert "looks like northshirecouncil.example" in found.reason


def test_what_answers_a_notice_with_its_secret_is_confirmed_unless_it_failed() -> None:
    def known(kind: NoticeKind, *, proves: bool = True) -> EarlierMail:
        sent = Sent(case_ref="NSH-2026-001", kind=kind, proves=proves)
        index = ListedMailIndex(ours={"<a@northshire.example>": sent}, case_refs=frozenset({"NSH-2026-001"}))
        return EarlierMail(own_addresses=(OWN,), journal=True, index=index)

    def worth(earlier: EarlierMail, *headers: str) -> Assurance:
        return decided(mail("Done.", "In-Reply-To: <a@northshire.example>", *headers), earlier=earlier).assurance

    answer = decided(mail("Done.", "In-Reply-To: <a@northshire.example>"), earlier=known(NoticeKind.REMINDER))
    assert answer.sender.secret_of == "NSH-2026-001"
    assert worth(known(NoticeKind.REMINDER)) is YES
    assert worth(known(NoticeKind.REMINDER), results("mx; dmarc=fail")) is FAILED
    assert worth(known(NoticeKind.REMINDER, proves=False)) is NO
    # An acknowledgement goes to whoever writes, a stranger who names a child of ours included.
    assert worth(known(NoticeKind.ACKNOWLEDGEMENT)) is NO


def test_an_office_without_results_may_trust_those_it_knows_and_nobody_else() -> None:
    nothing, failed, unsaid = settled(), settled(results("mx; dmarc=fail")), settled(results("mx; none"))
    trust = Intake(without_results="trust-known-senders")
    assert counts_as_confirmed(nothing, known=True, words=trust)
    assert not counts_as_confirmed(nothing, known=False, words=trust)
    assert not counts_as_confirmed(nothing, known=True, words=Intake())
    assert not counts_as_confirmed(failed, known=True, words=trust)
    assert not counts_as_confirmed(unsaid, known=True, words=trust)
    assert counts_as_confirmed(settled(results("mx; dmarc=pass")), known=False, words=Intake())


def test_a_sender_is_known_by_address_or_by_the_secret_and_never_by_the_domain() -> None:
    def known(address: str, *, carries_secret: bool = False) -> bool:
        return is_known_to_the_case(
            address,
            referrers=("a@school.example",),
            contacts=("Lead@Council.example",),
            asked=("desk@police.example",),
            carries_secret=carries_secret,
        )

    assert all(map(known, ("A@school.example", "lead@council.example", "desk@police.example")))
    assert not any(map(known, ("b@school.example", "")))
    assert known("b@school.example", carries_secret=True)


LIST = "lists.partnership.example"
BROUGHT = {
    "Postfix": (
        "Received: from mail.lists.example (mail.lists.example [203.0.113.9])| by mx.office.example (Postfix); Mon",
        "Authentication-Results: mx.office.example; spf=fail smtp.mailfrom=council.example; dkim=fail (body hash)",
    ),
    "Exim": (
        "Received: by mx.office.example (Exim 4.97); Mon",
        "Authentication-Results: mx.office.example;| spf=fail smtp.mailfrom=council.example;| dmarc=fail",
        "Received: from mail.lists.example ([203.0.113.9])| by mx.office.example with esmtps; Mon",
    ),
    "Google": (
        "Received: by 2002:a05:6402:abcd:b0:5c9:1234 with SMTP id x; Mon",
        "Authentication-Results: mx.google.com;| spf=fail smtp.mailfrom=a@council.example;| dmarc=fail (dis=NONE)",
        "Received: from mail.lists.example (mail.lists.example. [203.0.113.9])| by mx.google.com with ESMTPS id x; Mon",
    ),
    "Microsoft": (
        "Received: from AS1 (2001:db8::7) by AS2 (2001:db8::8); Mon",
        "Authentication-Results: spf=fail (sender IP is 203.0.113.9) smtp.mailfrom=council.example; dmarc=fail",
        "Received: from mail.lists.example (203.0.113.9) by AM1.mail.protection.example (10.13.6.1) with Microsoft; Mon",
    ),
}
NAMES = {"Postfix": "mx.office.example", "Exim": "office.example", "Google": "mx.google.com"}


@pytest.mark.parametrize("server", BROUGHT)
def test_a_forwarding_server_is_known_by_its_host_as_the_receiving_server_wrote_it(server: str) -> None:
    own = NAMES.get(server, "microsoft365")
    forged = "Received: from x ([198.51.100.1]) by mx.office.example by mx.google.com; Mon"
    found = settled(*BROUGHT[server], forged, words=trusting(own))
    assert (found.assurance, found.passed_on_by) == (FAILED, ("203.0.113.9",))
    accepting = Intake(trusted_authserv_ids=(own,), accepted_forwarders=("203.0.113.9",))
    found = settled(*BROUGHT[server], forged, words=accepting)
    assert (found.assurance, found.passed_on_by) == (YES, ())


@pytest.mark.parametrize(
    ("header", "came_by", "accepted"),
    [
        (f"spf=pass smtp.mailfrom=bounces@{LIST}; dkim=fail header.d=council.example; dmarc=fail", (LIST,), YES),
        (f"dkim=pass header.d={LIST}; dkim=fail header.d=council.example; dmarc=fail", (LIST,), YES),
        (f"spf=fail smtp.mailfrom={LIST}; dkim=fail header.d={LIST}; dmarc=fail", (), FAILED),
        ("spf=pass smtp.mailfrom=council.example; dkim=fail header.d=council.example; dmarc=fail", (), FAILED),
        ("spf=pass smtp.mailfrom=bounces@evil.example; dmarc=fail", ("evil.example",), FAILED),
        ("spf=pass smtp.mailfrom=bounces@evil-partnership.example; dmarc=fail", ("evil-partnership.example",), FAILED),
        (f"spf=pass smtp.mailfrom={LIST}; dmarc=pass header.from=evil.example", (), NO),
        (f"spf=pass smtp.mailfrom={LIST}; dmarc=pass header.from=council.example", (), YES),
    ],
)
def test_a_list_is_believed_once_it_is_accepted_and_proves_that_it_is_that_list(
    header: str, came_by: tuple[str, ...], accepted: Assurance
) -> None:
    found = settled(results(f"mx; {header}"))
    assert found.passed_on_by == came_by
    assert (
        settled(results(f"mx; {header}"), words=Intake(accepted_forwarders=("partnership.example",))).assurance
        is accepted
    )


def test_a_look_alike_comes_through_no_list() -> None:
    words = Intake(partner_domains=("council.example",), accepted_forwarders=(LIST,))
    found = settled(results(f"mx; spf=pass smtp.mailfrom={LIST}"), words=words, sender="a@counci1.example")
    assert (found.assurance, found.passed_on_by) == (FAILED, ())


@pytest.mark.parametrize(
    ("more", "whose"),
    [
        ("Reply-To: a@council.example", "a@council.example"),
        ("X-Original-From: A P <a@council.example>", "a@council.example"),
        ("X: y", ""),
    ],
)
def test_an_accepted_list_that_writes_in_its_own_name_writes_for_somebody(more: str, whose: str) -> None:
    passes = results(f"mx; dmarc=pass header.from={LIST}")
    accepting = Intake(accepted_forwarders=(LIST,))
    assert settled(passes, more, sender=f"board@{LIST}", words=accepting).writes_for == whose
    assert settled(passes, more, sender=f"board@{LIST}").writes_for == ""
