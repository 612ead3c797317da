"""The control words of rich text that a reader must know, by what they mean."""

from __future__ import annotations

from parsers.page import Mark
from parsers.readers.shared.form_field import UNDEFINED

SWITCHES = {
    "b": Mark.BOLD,
    "i": Mark.ITALIC,
    "ul": Mark.UNDERLINE,
    **dict.fromkeys(("uld", "uldash", "uldashd", "uldashdd", "uldb", "ulth", "ulw", "ulwave"), Mark.UNDERLINE),
    "strike": Mark.STRIKE,
    "striked": Mark.STRIKE,
}
SIGNS = {
    "tab": "\t",
    "line": "\n",
    "lbr": "\n",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "~": "\u00a0",
    "_": "-",
}
# Destinations whose text a reader of the printed form does not see, or sees a second time.
UNSEEN = frozenset(
    {"nonshppict", "sp", "shprslt", "nonesttables", "revtbl", "xe", "tc", "rxe", "filetbl"}
    | {"atnid", "atnauthor", "atndate", "atnref", "atrfstart", "atrfend", "ftnsep", "ftnsepc", "aftnsep", "aftnsepc"}
    | {"bkmkstart", "bkmkend", "datafield", "objdata", "comment", "operator", "doccomm", "generator", "keywords"}
    | {"objclass", "objname", "listname", "stylename", "listtable", "listoverridetable", "leveltext", "levelnumbers"}
    | {"template"}
)
# Destinations marked as to be skipped by readers who do not know them, which this reader does.
FOLLOWED = frozenset(
    {"shpinst", "do", "fldinst", "formfield", "ffl", "ffdeftext", "nesttableprops", "userprops", "ud", "company"}
    | {"footnote", "annotation", "pntext", "shppict", "shpgrp", "falt"}
)
AROUND = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "header"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "footer"),
}
PROPERTIES = ("title", "subject", "author", "company", "category", "manager")
CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
"""The character sets that `fcharsetN` of a font names; others follow the document."""

WITHOUT_NUMBER = {"v": 1, "deleted": 1, "uc": 1, "itap": 1, "ffres": UNDEFINED}
"""What a control word means that has no number, where that is not 0 (RTF 1.9.1, toggles and defaults)."""
