import pytest

from parsers.mail.html_text import html_text, own_html
from parsers.mail.own_words import unquoted, written

QUOTED = "If a child is at risk now call 999."


@pytest.mark.parametrize(
    "quotation",
    [
        f"> {QUOTED}",
        f"On Thu, 9 Jul 2026 at 09:00, Northshire <r@x.example> wrote:\n> {QUOTED}",
        f"On Thu, 9 Jul 2026 at 09:00, Northshire Safeguarding Partnership <\nr@x.example> wrote:\n\n> {QUOTED}",
        f"On 9 Jul 2026, at 09:00, Northshire <r@x.example> wrote:\n\n{QUOTED}",
        f"-----Original Message-----\nFrom: R\nSent: 9 July 2026\nTo: P\nSubject: x\n\n{QUOTED}",
        f"________________________________\nFrom: R <r@x.example>\nSent: 09 July 2026 09:00\nTo: P\nSubject: x\n\n{QUOTED}",
        f"*From:* R\n*Sent:* 9 July\n*To:* P\n*Subject:* x\n\n{QUOTED}",
        f"Von: R <r@x.example>\nGesendet: Donnerstag, 9. Juli 2026\nAn: P\nBetreff: x\n\n{QUOTED}",
        f"De : R <r@x.example>\nEnvoyé : jeudi 9 juillet 2026\nÀ : P\nObjet : x\n\n{QUOTED}",
        f"Am 09.07.2026 um 09:00 schrieb R <r@x.example>:\n{QUOTED}",
        f"Le jeu. 9 juil. 2026 à 09:00, R <r@x.example> a écrit :\n{QUOTED}",
    ],
)
def test_a_quotation_is_not_what_the_sender_wrote(quotation: str) -> None:
    found = written(f"Thanks, noted.\n\n{quotation}\n", subject="RE: x")
    assert found.own == "Thanks, noted."
    assert found.forwarded == ()


def test_answers_between_quoted_lines_are_kept() -> None:
    assert written("> Can you come?\nYes.\n> When?\nThursday.", subject="Re: x").own == "Yes.\nThursday."


@pytest.mark.parametrize(
    "heading",
    [
        "---------- Forwarded message ---------\nFrom: Marnie <m@x.example>\nDate: Wed\nSubject: s\nTo: P",
        "Begin forwarded message:\n\nFrom: Marnie <m@x.example>\nSubject: s\nDate: 8 July\nTo: P",
        "From: Marnie <m@x.example>\nSent: 8 July 2026\nTo: P\nSubject: s",
    ],
)
def test_what_is_passed_on_is_kept_with_its_author(heading: str) -> None:
    found = written(f"For you.\n\n{heading}\n\nThe baby is alone.\n", subject="FW: s")
    assert (found.own, found.forwarded) == ("For you.", (("m@x.example", "The baby is alone."),))


def test_below_a_forward_of_a_forward_stands_what_is_meant() -> None:
    text = "See below.\n\nFrom: A <a@x.example>\nSent: x\nTo: P\nSubject: s\n\nFYI\n\nFrom: B <b@x.example>\nSent: x\nTo: A\nSubject: s\n\nWords.\n"
    assert written(text, subject="FW: s").forwarded == (("a@x.example", "FYI"), ("b@x.example", "Words."))


@pytest.mark.parametrize(
    "ending",
    [
        "Kind regards\n\nPerpetua Lindqvist\n01632 960 144\nIf a child is in immediate danger call 999.",
        "-- \nPerpetua\nIf a child is at risk call the MASH.",
        "This email is confidential and intended solely for the addressee.",
        "________________________________\nThis message may contain confidential information. If you are worried about a child call the MASH.",
        "Sent from my iPhone",
        "If you are concerned about the safety of a child, please ring the front door on 01632 960 550.",
    ],
)
def test_signatures_and_small_print_are_not_what_the_sender_wrote(ending: str) -> None:
    assert written(f"Form attached.\n\n{ending}").own == "Form attached."


def test_a_warning_banner_above_the_words_is_dropped_and_the_words_stay() -> None:
    banner = "CAUTION: This email originated from outside of the organisation. Do not click links."
    assert written(f"{banner}\n\nForm attached.").own == "Form attached."


def test_an_afterthought_below_the_signature_is_kept() -> None:
    text = "Form attached.\n\nKind regards\nJo\n\nPS: the brother is still in the house with him."
    assert "still in the house" in written(text).own


def test_a_cry_for_help_that_names_the_police_is_no_small_print() -> None:
    text = "If it gets worse should I ring the police? She is only four."
    assert written(text).own == text


def test_a_form_below_the_signature_is_still_searched_for() -> None:
    assert "Name of child: X" in unquoted("See below.\n\nRegards\nJo\n\nName of child: X\n\n> Name of child: old")
    assert "old" not in unquoted("Regards\nJo\n\n> Name of child: old")


def test_hidden_text_and_scripts_are_not_read() -> None:
    html = (
        "<body><script>alert('x')</script><div style='display:none'>danger</div><p>Hello</p><style>p{}</style></body>"
    )
    assert html_text(html) == "Hello"


def test_cited_html_is_marked_as_quotation_and_cells_are_divided() -> None:
    html = "<p>Yes.</p><p>R wrote:</p><blockquote type='cite'><p>When?</p></blockquote><table><tr><td>A</td><td>B</td></tr></table>"
    assert html_text(html).splitlines() == ["Yes.", "", "R wrote:", "", "> When?", "", "A\tB"]


@pytest.mark.parametrize(
    "tail",
    [
        "<div id='divRplyFwdMsg'>From: R</div><div><table><tr><td>Old</td></tr></table></div>",
        "<div class='gmail_quote'><table><tr><td>Old</td></tr></table></div>",
        "<blockquote type='cite'><table><tr><td>Old</td></tr></table></blockquote>",
        "<div><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p>From: R</p></div></div><table><tr><td>Old</td></tr></table>",
    ],
)
def test_html_is_cut_before_the_earlier_mail(tail: str) -> None:
    cut = own_html(f"<html><body><p>New</p>{tail}</body></html>")
    assert "New" in cut
    assert "Old" not in cut


def test_broken_html_costs_nothing() -> None:
    assert html_text("") == ""
    assert html_text("<p>a<td><<<b>c").startswith("a")
    assert html_text("\0<p>x\0y") == "xy"
