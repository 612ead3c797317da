"""Writers of small `.msg` files and winmail.dat streams, so that tests have real bytes of both."""

import struct
from collections.abc import Mapping

Tree = Mapping[str, "bytes | Tree"]
_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound_file(tree: Tree) -> bytes:
    """A compound file (MS-CFB, version 3) with the streams and storages of `tree`."""
    entries: list[list[object]] = [["Root Entry", 5, b"", -1, -1]]
    _add(entries, 0, tree)
    mini = b""
    sectors: list[bytes] = []
    chains: list[list[int]] = []
    starts: dict[int, int] = {}
    mini_chain: list[int] = []
    for number, (_, kind, content, _, _) in enumerate(entries):
        assert isinstance(content, bytes)
        if kind != 2 or not content:
            continue
        if len(content) < _CUTOFF:
            first = len(mini) // _MINI
            count = -(-len(content) // _MINI)
            mini += content.ljust(count * _MINI, b"\0")
            mini_chain += [*range(first + 1, first + count), _END]
            starts[number] = first
        else:
            starts[number] = _put(content, sectors, chains)
    root = _put(mini, sectors, chains) if mini else _END
    mini_fat = _put(struct.pack(f"<{len(mini_chain)}I", *mini_chain), sectors, chains, fill=b"\xff") if mini else _END
    directory = _put(
        b"".join(_entry(entries, n, starts, root, len(mini)) for n in range(len(entries))), sectors, chains
    )
    return _file(sectors, chains, directory, mini_fat)


def _add(entries: list[list[object]], parent: int, tree: Tree) -> None:
    """Children hang on the right of one another: a lopsided tree, which readers accept."""
    names = sorted(tree, key=lambda name: (len(name), name.upper()))
    before = None
    for name in names:
        content = tree[name]
        entries.append(
            [name, 2 if isinstance(content, bytes) else 1, content if isinstance(content, bytes) else b"", -1, -1]
        )
        number = len(entries) - 1
        entries[parent if before is None else before][4 if before is None else 3] = number
        before = number
        if not isinstance(content, bytes):
            _add(entries, number, content)


def _put(content: bytes, sectors: list[bytes], chains: list[list[int]], fill: bytes = b"\0") -> int:
    first = len(sectors)
    count = max(1, -(-len(content) // _SECTOR))
    padded = content.ljust(count * _SECTOR, fill)
    sectors += [padded[at : at + _SECTOR] for at in range(0, len(padded), _SECTOR)]
    chains.append(list(range(first, first + count)))
    return first


def _entry(entries: list[list[object]], number: int, starts: dict[int, int], root: int, mini: int) -> bytes:
    name, kind, content, right, child = entries[number]
    assert isinstance(name, str) and isinstance(content, bytes)
    wide = name.encode("utf-16-le") + b"\0\0"
    start, size = (root, mini) if kind == 5 else (starts.get(number, _END), len(content))
    links = struct.pack("<III", _FREE, right & _FREE, child & _FREE)
    head = wide.ljust(64, b"\0") + struct.pack("<HBB", len(wide), kind, 1) + links
    return head + bytes(36) + struct.pack("<IQ", start, size)


def _file(sectors: list[bytes], chains: list[list[int]], directory: int, mini_fat: int) -> bytes:
    fats = 1
    while fats * 128 < len(sectors) + fats:
        fats += 1
    table = [_FREE] * (fats * 128)
    for chain in chains:
        for here, after in zip(chain, [*chain[1:], _END], strict=True):
            table[here] = after
    own = list(range(len(sectors), len(sectors) + fats))
    for sector in own:
        table[sector] = _FAT
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    mini_count = 0 if mini_fat == _END else len(next(chain for chain in chains if chain[0] == mini_fat))
    header += struct.pack("<IIIIIIIII", 0, fats, directory, 0, _CUTOFF, mini_fat, mini_count, _END, 0)
    header += struct.pack("<109I", *(own + [_FREE] * (109 - fats)))
    return header + b"".join(sectors) + struct.pack(f"<{len(table)}I", *table)


def _text(number: int, text: str) -> tuple[str, bytes]:
    return f"__substg1.0_{number:04X}001F", text.encode("utf-16-le")


def msg_tree(
    subject: str, text: str, files: Mapping[str, bytes], mails: tuple[Tree, ...] = (), kind: str = "IPM.Note"
) -> Tree:
    """The storages of an Outlook mail (MS-OXMSG) from Perpetua Lindqvist."""
    tree: dict[str, bytes | Tree] = dict(
        (
            _text(0x001A, kind),
            _text(0x0037, subject),
            _text(0x1000, text),
            _text(0x0C1A, "Perpetua Lindqvist"),
            _text(0x5D01, "p.lindqvist@saltmarsh.sch.example"),
            _text(0x1035, "<saved.1@saltmarsh.sch.example>"),
        )
    )
    tree["__properties_version1.0"] = bytes(32)
    for number, (name, content) in enumerate(files.items()):
        held = {"__properties_version1.0": bytes(8), "__substg1.0_37010102": content}
        tree[f"__attach_version1.0_#{number:08X}"] = {**held, **dict((_text(0x3707, name),))}
    for number, mail in enumerate(mails, start=len(files)):
        tree[f"__attach_version1.0_#{number:08X}"] = {
            "__properties_version1.0": bytes(8),
            "__substg1.0_3701000D": mail,
        }
    return tree


def msg_file(
    subject: str, text: str, files: Mapping[str, bytes], mails: tuple[Tree, ...] = (), kind: str = "IPM.Note"
) -> bytes:
    """A `.msg` file."""
    return compound_file(msg_tree(subject, text, files, mails, kind))


def tnef_stream(files: Mapping[str, bytes], kind: str = "IPM.Note", body: str = "") -> bytes:
    """A winmail.dat (MS-OXTNEF) with the given files and message class."""
    found = [
        _attribute(1, 0x9006, 0x0008, struct.pack("<I", 0x10000)),
        _attribute(1, 0x9007, 6, struct.pack("<II", 1252, 0)),
    ]
    found.append(_attribute(1, 0x8008, 7, kind.encode("cp1252") + b"\0"))
    found += [_attribute(1, 0x800C, 2, body.encode("cp1252") + b"\0")] if body else []
    for name, content in files.items():
        found.append(_attribute(2, 0x9002, 6, bytes(14)))
        found.append(_attribute(2, 0x8010, 1, name.encode("cp1252", "replace") + b"\0"))
        found.append(_attribute(2, 0x800F, 6, content))
        wide = name.encode("utf-16-le") + b"\0\0"
        properties = struct.pack("<IHHII", 1, 0x1F, 0x3707, 1, len(wide)) + wide + bytes(-len(wide) % 4)
        found.append(_attribute(2, 0x9005, 6, properties))
    return b"\x78\x9f\x3e\x22\x01\x00" + b"".join(found)


def _attribute(level: int, name: int, kind: int, value: bytes) -> bytes:
    return struct.pack("<BHHI", level, name, kind, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)
