"""Whatever the bytes are, there is a message: mutated mails, random bytes and CPython's own test mails."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.mail.message import message
from tests import soak
from tests.soak import examples

MAILS = sorted((Path(__file__).parents[2] / "mail").glob("*.eml"))
PIECES = (b"\r\n", b'"', b";", b"=?utf-8?B?", b"=?x?q?", b"<", b"\0", b"--", b"*0*=", b"''", b":", b"\xff\xfe", b"(")
WORDS = (b"multipart/mixed", b"message/rfc822", b"boundary=", b"charset=hex", b"base64", b"message/delivery-status")


def mutated(content: bytes, dice: random.Random) -> bytes:
    found = bytearray(content)
    for _ in range(dice.randint(1, 12)):
        if not found:
            break
        at = dice.randrange(min(len(found), 6000))
        turn = dice.randrange(6)
        if turn == 0:
            found[at] = dice.randrange(256)
        elif turn == 1:
            del found[at : at + dice.randint(1, 60)]
        elif turn == 2:
            found[at:at] = dice.choice(PIECES)
        elif turn == 3:
            found[at:at] = dice.choice(WORDS)
        elif turn == 4:
            found[at:at] = found[at : at + dice.randint(1, 400)]
        else:
            del found[dice.randrange(len(found)) :]
    return bytes(found)


def check(content: bytes) -> None:
    found = message(content)
    assert found.size == len(content)
    assert "\r" not in found.text
    assert all("\n" not in value and "\r" not in value for _, value in found.headers)
    assert all(file.name and "/" not in file.name and "\\" not in file.name for file in found.attachments)


@pytest.mark.soaked
@pytest.mark.parametrize("part", range(10))
def test_thousands_of_mutated_mails_are_read(part: int) -> None:
    dice = random.Random(part)
    sources = [path.read_bytes() for path in MAILS]
    for _ in range(200 * soak.TIMES):
        check(mutated(dice.choice(sources), dice))


@examples(150)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_message(content: bytes) -> None:
    check(content)


def test_the_mails_of_the_standard_librarys_own_tests_are_read() -> None:
    tests = pytest.importorskip("test.test_email", reason="This Python came without its own tests.")
    mails = sorted((Path(tests.__file__).parent / "data").glob("*.txt"))
    if not mails:
        pytest.skip("This Python came without its own test mails.")
    for path in mails:
        check(path.read_bytes())
