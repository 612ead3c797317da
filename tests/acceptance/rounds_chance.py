"""Rounds by chance: deeds of every kind drawn from a seed, each done in LibreOffice and told to the model."""

from collections.abc import Callable
from datetime import date, time
from random import Random

from rounds_model import UNREADABLE, Meaning
from rounds_office import Life
from rounds_post import CHILDREN, child

TYPED: dict[str, tuple[tuple[str, Meaning], ...]] = {
    "LA aware on": (("12/11/2026", date(2026, 11, 12)), ("17/11/2026", date(2026, 11, 17)), ("next week", UNREADABLE)),
    "Notified Panel on": (("18/11/2026", date(2026, 11, 18)), ("31/02/2026", UNREADABLE)),
    "Rapid review at": (("14:00", time(14)), ("9:30 am", time(9, 30)), ("after lunch", UNREADABLE)),
    "Children": (("2", 2), ("3", 3), ("many", UNREADABLE)),
    "Criteria met": (("yes", "yes"), ("no", "no"), ("perhaps", UNREADABLE)),
    "Child": (("A B (twin)", "A B (twin)"), ("Ö’Ñ", "Ö’Ñ")),
    "Panel ref": (("P/0042", "P/0042"), ("P-7 & <8>", "P-7 & <8>")),
    "Notes": (("ask the chair", "ask the chair"), ("“quoted”, twice", "“quoted”, twice")),
}


def types(life: Life, chance: Random) -> None:
    header = chance.choice(sorted(TYPED))
    text, means = chance.choice(TYPED[header])
    life.type("Cases", a_case(life, chance), header, text, means=means)


def clears(life: Life, chance: Random) -> None:
    life.clear("Cases", a_case(life, chance), chance.choice(sorted(TYPED.keys() - {"Child"})))


def decides(life: Life, chance: Random) -> None:
    ref = a_case(life, chance)
    life.type("Decisions", ref, "Rationale", f"Because {chance.randint(1, 99)}.")
    life.type("Decisions", ref, "Decision made on", "20/11/2026", means=date(2026, 11, 20))


def telephones(life: Life, chance: Random) -> None:
    name = f"T{chance.randint(1000, 9999)}"
    life.telephone({"Child": (name, name), "LA aware on": TYPED["LA aware on"][chance.randint(0, 2)]})


def sorts(life: Life, chance: Random) -> None:
    sheet, headers = chance.choice(SORTED)
    life.sort(sheet, chance.choice(headers), ascending=chance.random() < 0.5)


SORTED = (
    ("Cases", ("Child", "Received", "Status", "LA aware on", "Notes")),
    ("Decisions", ("Child", "Ref")),
    ("Deadlines", ("Due", "Duty", "Colour")),
    ("Agencies", ("Agency", "Ref")),
)


def filters(life: Life, chance: Random) -> None:
    life.filter("Cases", "Cases", "Sex", chance.choice(("", "female", "male")))


def renames(life: Life, chance: Random) -> None:
    header = chance.choice(sorted(TYPED))
    life.rename("Cases", header, f"Our {header} {chance.randint(1, 9)}")


def moves(life: Life, chance: Random) -> None:
    header, before = chance.sample(sorted(TYPED.keys() | {"Ref", "State", "Due", "Sex"}), 2)
    life.move_column("Cases", header, before)


def dresses(life: Life, chance: Random) -> None:
    where = life.where("Cases", a_case(life, chance))
    header = life.title("Cases", chance.choice(sorted(TYPED)))
    life.desk("note", "Cases", where, header, f"note {chance.randint(1, 99)}")
    life.desk("colour", "Cases", where, header, chance.randrange(0xFFFFFF))


def types_over(life: Life, chance: Random) -> None:
    life.type_over("Cases", a_case(life, chance), "Next duty", f"ours {chance.randint(1, 99)}")


def deletes(life: Life, chance: Random) -> None:
    """A row into which nothing was typed since the last pass goes."""
    touched = {key for _, key, _ in life.model.meant} | life.typed_over
    left = sorted(life.model.cells["Cases"].keys() - life.model.deleted - touched)
    if left:
        life.delete_row("Cases", chance.choice(left))


def mails(life: Life, chance: Random) -> None:
    if life.children < len(CHILDREN):
        life.post(*child(life.children))


DEEDS: tuple[Callable[[Life, Random], None], ...] = (
    types, types, types, types, clears, decides, telephones, sorts, filters, renames, moves, dresses, types_over,
    deletes, mails,
)  # fmt: skip


def a_case(life: Life, chance: Random) -> str:
    """A case whose row stands."""
    return chance.choice(sorted(life.model.cells["Cases"].keys() - life.model.deleted))
