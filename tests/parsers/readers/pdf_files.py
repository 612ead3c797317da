"""Writers of small PDF files: pages from their content streams, fields and notes."""

import io

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

WIDTH, HEIGHT = 595, 842
FONTS = {"/F1": "/Helvetica", "/F2": "/Helvetica-Bold"}


def name(text: str) -> NameObject:
    return NameObject(text)


def text(words: str, x: float, y: float, *, font: str = "F1", size: float = 10) -> str:
    return f"BT /{font} {size} Tf {x} {y} Td ({words}) Tj ET\n"


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{x0} {y0} m {x1} {y1} l S\n"


def ruled(xs: list[float], ys: list[float]) -> str:
    """All lines of a table."""
    return "".join(line(x, ys[0], x, ys[-1]) for x in xs) + "".join(line(xs[0], y, xs[-1], y) for y in ys)


def field(kind: str, place: tuple[float, float, float, float], **more: PdfObject) -> DictionaryObject:
    """The widget of a form field; `more` are further entries by their names."""
    entries = {name(f"/{key}"): value for key, value in more.items()}
    rect = ArrayObject([FloatObject(each) for each in place])
    return DictionaryObject(
        {name("/Subtype"): name("/Widget"), name("/FT"): name(kind), name("/Rect"): rect, **entries}
    )


def note(kind: str, place: tuple[float, float, float, float], contents: str = "") -> DictionaryObject:
    rect = ArrayObject([FloatObject(each) for each in place])
    return DictionaryObject(
        {name("/Subtype"): name(kind), name("/Rect"): rect, name("/Contents"): TextStringObject(contents)}
    )


def pdf(
    *contents: str,
    annotations: tuple[DictionaryObject, ...] = (),
    rotate: int = 0,
    title: str = "",
    password: str | None = None,
    fonts: dict[str, DictionaryObject] | None = None,
) -> bytes:
    """A file with a page for each content stream; `annotations` are on the first, `fonts` beside the usual two."""
    writer = PdfWriter()
    for at, content in enumerate(contents):
        page = writer.add_blank_page(WIDTH, HEIGHT)
        stream = DecodedStreamObject()
        stream.set_data(content.encode("latin-1"))
        page[name("/Contents")] = writer._add_object(stream)
        page[name("/Resources")] = DictionaryObject({name("/Font"): _fonts(fonts or {})})
        if rotate:
            page[name("/Rotate")] = NumberObject(rotate)
        if annotations and at == 0:
            page[name("/Annots")] = ArrayObject([writer._add_object(each) for each in annotations])
    if title:
        writer.add_metadata({"/Title": title})
    if password is not None:
        writer.encrypt(password, "owner", algorithm="AES-256")
    stream_out = io.BytesIO()
    writer.write(stream_out)
    return stream_out.getvalue()


def _fonts(more: dict[str, DictionaryObject]) -> DictionaryObject:
    usual = DictionaryObject(
        {
            name(key): DictionaryObject(
                {
                    name("/Type"): name("/Font"),
                    name("/Subtype"): name("/Type1"),
                    name("/BaseFont"): name(base),
                    name("/Encoding"): name("/WinAnsiEncoding"),
                }
            )
            for key, base in FONTS.items()
        }
    )
    return DictionaryObject({**usual, **{name(key): each for key, each in more.items()}})
