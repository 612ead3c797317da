"""What the fonts of a PDF make of the codes on its pages."""

import pytest
from pdf_files import pdf, text
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject, PdfObject

from parsers.readers import pdf as reader
from parsers.readers.pdf.encodings import compact_encoding, glyph
from parsers.readers.pdf.fonts import Face, face
from parsers.unreadable import Unreadable, Why


def name(text: str) -> NameObject:
    return NameObject(f"/{text}")


def font(base: str = "Helvetica", **entries: PdfObject) -> Face:
    more = {name(key): value for key, value in entries.items()}
    return face(DictionaryObject({name("Subtype"): name("Type1"), name("BaseFont"): name(base)} | more))


def composite(to_unicode: bytes, **entries: PdfObject) -> Face:
    cmap = DecodedStreamObject()
    cmap.set_data(to_unicode)
    descendant = DictionaryObject({name(key): value for key, value in entries.items()})
    return font(Subtype=name("Type0"), ToUnicode=cmap, DescendantFonts=ArrayObject([descendant]))


def numbers(*values: int | list[int]) -> ArrayObject:
    return ArrayObject([numbers(*each) if isinstance(each, list) else NumberObject(each) for each in values])


def read(of: Face, shown: bytes) -> str:
    return "".join(letter.text for letter in of.letters(shown))


def test_without_an_encoding_the_standard_one_holds():
    assert read(font(), b"it's") == "it’s"
    assert read(font(Encoding=name("WinAnsiEncoding")), b"it's \x80 5") == "it's € 5"


def compact(top: bytes, names: list[bytes], *tables: bytes) -> bytes:
    """A font of the Compact Font Format without its drawings; `top` has the places of the `tables` as 1D and 5 bytes."""

    def index(*held: bytes) -> bytes:
        ends = [1 + sum(map(len, held[:count])) for count in range(len(held) + 1)]
        return len(held).to_bytes(2, "big") + b"\1" + bytes(ends) + b"".join(held)

    before = b"\1\0\4\1" + index(b"Own")
    places, at = [], len(before) + len(index(top)) + len(index(*names))
    for table in tables:
        places.append(at)
        at += len(table)
    for place in places:
        top = top.replace(b"\x1d????", b"\x1d" + place.to_bytes(4, "big"), 1)
    return before + index(top) + index(*names) + b"".join(tables)


@pytest.mark.parametrize(
    "tables",
    [
        (b"\0" + b"\0\x6d" + b"\1\x87" + b"\0\x42", b"\0\3" + b"\2\3\4"),
        (b"\1" + b"\0\x6d\0" + b"\1\x87\0" + b"\0\x42\0", b"\1\1" + b"\2\2"),
    ],
    ids=["one by one", "in ranges"],
)
def test_a_font_in_the_compact_format_tells_its_own_encoding(tables):
    program = DecodedStreamObject()
    program.set_data(compact(b"\x1d????\x0f\x1d????\x10\x1e\xa1\x4f\x08", [b"f_i"], *tables))
    program[name("Subtype")] = name("Type1C")
    of = font("ABCDEF+Own", FontDescriptor=DictionaryObject({name("FontFile3"): program}))
    assert read(of, b"\2\3\4A") == "fifia" + "A"
    assert not any(map(compact_encoding, (program.get_data()[:at] for at in range(30))))


def test_differences_count_on_from_each_number():
    told = ArrayObject([NumberObject(65), name("eacute"), name("a20"), NumberObject(97), name("uni2610")])
    assert read(font(Encoding=DictionaryObject({name("Differences"): told})), b"ABCa") == "é✔C☐"


def test_what_the_font_says_its_codes_mean_goes_before_its_encoding():
    cmap = b"1 beginbfchar <41> <00660069> endbfchar 1 beginbfrange <42> <43> [<0058> <0059>] endbfrange"
    assert read(composite(cmap.replace(b"<4", b"<004")), b"\0A\0B\0C") == "fiXY"


def test_a_ligature_that_the_font_takes_for_a_sign_is_read_by_its_name():
    cmap = DecodedStreamObject()
    cmap.set_data(b"beginbfrange <21><22><21b5> endbfrange")
    told = ArrayObject([NumberObject(33), name("ff"), name("carriagereturn")])
    assert read(font(Encoding=DictionaryObject({name("Differences"): told}), ToUnicode=cmap), b'!"') == "ff\u21b6"


def test_a_composite_font_with_a_map_of_its_own_may_have_codes_of_one_byte():
    of_codes = DecodedStreamObject()
    of_codes.set_data(b"1 begincodespacerange <00> <ff> endcodespacerange")
    to_unicode = DecodedStreamObject()
    to_unicode.set_data(b"beginbfrange <01><03><0061> endbfrange")
    of = font(Subtype=name("Type0"), Encoding=of_codes, ToUnicode=to_unicode)
    assert read(of, b"\1\2\3") == "abc"


def test_a_range_counts_on():
    assert read(composite(b"beginbfrange <0001><0003><0061> endbfrange"), b"\0\1\0\2\0\3") == "abc"


def test_the_widths_of_a_composite_font_come_in_lists_and_ranges():
    of = composite(b"", W=numbers(1, [300, 400], 5, 7, 250), DW=NumberObject(900))
    assert [letter.width for letter in of.letters(b"\0\1\0\2\0\3\0\5\0\7")] == [300, 400, 900, 250, 250]


@pytest.mark.parametrize(("base", "width"), [("Helvetica", 556), ("Times-Bold", 444), ("Arial,Bold", 556)])
def test_a_standard_font_need_not_tell_its_widths(base, width):
    assert [letter.width for letter in font(base, Encoding=name("WinAnsiEncoding")).letters(b"\xe9")] == [width]


def test_a_font_of_drawings_is_read_only_where_each_is_named_as_a_letter():
    drawings = {"Subtype": name("Type3"), "CharProcs": DictionaryObject({name("g7"): DictionaryObject()})}
    assert read(font(**drawings), b"A") == ""


@pytest.mark.parametrize(("named", "shown"), [("f_i", "fi"), ("a.sc", "a"), ("u1F5F7", "🗷"), ("g12", "")])
def test_a_glyph_is_known_by_its_name(named, shown):
    assert glyph(named) == shown


def test_a_range_larger_than_any_font_is_refused():
    with pytest.raises(ValueError, match="larger"):
        composite(b"beginbfrange <00000000><7fffffff><0041> endbfrange")


OF_DRAWINGS = DictionaryObject(
    {name("Subtype"): name("Type3"), name("CharProcs"): DictionaryObject({name("g7"): DictionaryObject()})}
)
OF_NUMBERS = DictionaryObject({name("Subtype"): name("Type0"), name("Encoding"): name("Identity-H")})
OF_GLYPHS = DictionaryObject({name("Subtype"): name("Type1"), name("BaseFont"): name("ABCDEF+Own")})
OF_UNICODE = DictionaryObject({name("Subtype"): name("Type0"), name("Encoding"): name("UniGB-UCS2-H")})


@pytest.mark.parametrize(
    ("of", "shown", "said"),
    [
        (OF_DRAWINGS, "A", 1),
        (OF_NUMBERS, "\\0008\\000R", 1),
        (OF_GLYPHS, "signi\\002cant", 1),
        (OF_UNICODE, "\\000A", 0),
        (OF_GLYPHS, "plain\\011words", 0),
    ],
    ids=["drawings", "numbers of glyphs", "a glyph without a letter", "codes that are Unicode", "a tab"],
)
def test_letters_of_which_the_file_does_not_say_what_they_mean_are_told_of(of, shown, said):
    page = reader.page(pdf(text("Referral", 60, 700), text(shown, 60, 700, font="F9"), fonts={"/F9": of}))
    assert [warning.startswith("Page 2 has letters") for warning in page.warnings] == [True] * said


def test_a_file_of_drawn_letters_alone_is_none_that_is_empty():
    with pytest.raises(Unreadable) as refused:
        reader.page(pdf(text("A", 60, 700, font="F9"), fonts={"/F9": OF_DRAWINGS}))
    assert refused.value.why is Why.SCANNED
