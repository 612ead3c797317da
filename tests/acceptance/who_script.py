"""What people send by chance, drawn from a seed: every way in which a mail can be about another child than it seems."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from who_model import Case, Form, Incident, Kid, Marks, Post, Sender, WhoIsWho, is_blank
from who_post import Links

CONTACTS = (
    Sender(
        address="public.protection@northshire-police.example", name="Detective superintendent Orrell",
        agency="Northshire Police", is_contact=True, is_partner=True,
    ),
    Sender(
        address="designated.nurse@northshire-icb.example", name="Perpetua Holroyd-Nash",
        agency="NHS Northshire Integrated Care Board", is_contact=True, is_partner=True,
    ),
)  # fmt: skip
PARTNERS = tuple(
    Sender(address=f"{local}@{domain}", name=name, agency=agency, is_partner=True)
    for local, domain, name, agency in (
        ("m.thackwray", "northshire-police.example", "Merriel Thackwray", "Northshire Police"),
        (
            "b.ketteridge",
            "haverstoke-hospitals.example",
            "Bryony Ketteridge",
            "Haverstoke Hospitals NHS Foundation Trust",
        ),
        ("o.tarn", "northshire-council.example", "Odile Tarn", "Northshire Council"),
        ("h.osei", "northshire-community.example", "Hyacinth Osei-Platt", "Northshire Community NHS Trust"),
    )
)
SCHOOLS = tuple(
    Sender(address=f"head@{place.lower()}-primary.example", name=name, agency=f"{place} Primary School")
    for place, name in (
        ("Saltmarsh", "Winifred Abernethy-Rao"),
        ("Fellside", "Caradoc Penhale"),
        ("Millrace", "Ottilie Brandreth"),
        ("Quarrybank", "Lysander Moyle"),
    )
)
GIVEN = {
    "female": ("Adelia", "Briony", "Clemency", "Dorothea", "Elowen", "Fenella", "Greta", "Hester", "Isolde", "Juniper"),
    "male": ("Alaric", "Barnaby", "Caspian", "Dunstan", "Evander", "Florian", "Gideon", "Horatio", "Ivo", "Jago"),
}
TWINS = {"female": "Thomasina Tabitha Theodora Tamsin", "male": "Thaddeus Tobias Tarquin Tancred"}
HEADS = (
    "Brack Quen Yar Mar Thorn Had Wex Pell Corb Dray Fen Garr Hol Ing Jes Kel Lang Mur Nor Oad Pen Ram Sel Tul Ure Vos"
)
TAILS = (
    "water nell wood bank ley ridge combe stead low ford wick thorpe gate den mere cliffe hurst brook worth field"
    " mouth croft shaw barrow holme beck scale moor toft thwaite"
)
ETHNICITIES = ("White British", "White Irish", "Indian", "Caribbean", "Pakistani", "Chinese", "Arab")


class Script:
    """Draws posts for a model; what it may draw depends on what stands there already."""

    def __init__(self, seed: int, model: WhoIsWho, links: Links, *, start: date) -> None:
        self.chance = Random(seed)
        self.model, self.links, self.start = model, links, start
        self.number = self.files = self.kids = self.strangers = 0
        self.surnames = [head + tail for tail in TAILS.split() for head in HEADS.split()]
        self.chance.shuffle(self.surnames)
        self.borne_twice: set[int] = set()
        self.twins: dict[int, Kid] = {}  # who came second, by the number of the incident
        self.letters: dict[int, set[str]] = {}  # with which the children of an incident begin

    def next(self, at: datetime) -> Post:
        """The next mail; the model has taken it."""
        while True:
            deed = self.chance.choices(list(DEEDS), weights=list(DEEDS.values()))[0]
            drawn = deed(self)
            if drawn is not None:
                break
        post = replace(drawn, number=self.number, at=at, deed=deed.__name__)
        self.number += 1
        self.model.take(post)
        return post

    # --- what a post is made of

    def post(self, *forms: Form, sender: Sender, **how: object) -> Post:
        verdict = how.pop("verdict", None)
        if verdict is None:
            verdict = self.chance.choice(("pass",) * 9 + ("",))
        words = how.pop("words", None) or self.chance.choice(("new", "updated"))
        return Post(number=0, deed="", at=datetime.min, sender=sender, verdict=verdict, words=words, forms=forms, **how)

    def incident(self) -> Incident:
        surname = self.surnames.pop()
        number = len(self.surnames)
        letters = "ABDEFGHJLN"
        postcode = f"NX{number % 9 + 1} {number // 9 % 9 + 1}{letters[number // 81 % 10]}{letters[number // 810 % 10]}"
        return Incident(
            number=number,
            day=self.start - timedelta(days=self.chance.randint(1, 9)),
            surname=surname,
            address=f"{number + 1} {surname} Lane, Haverstoke {postcode}",
            outcome=self.chance.choice(("died", "seriously harmed")),
        )

    def kid(self, incident: Incident, *, twin: Kid | None = None) -> Kid:
        """A child nobody has written about; of one incident each has a first letter of its own, but for twins."""
        taken = self.letters.setdefault(incident.number, {"T"})
        self.kids += 1
        sex = self.chance.choice(("female", "male"))
        if twin is not None:
            given = next(name for name in TWINS[twin.sex].split() if name != twin.given)
            born = replace(twin, given=given, number=nhs_number(self.kids))
            return self.twins.setdefault(incident.number, born)
        given = self.chance.choice([name for name in GIVEN[sex] if name[0] not in taken])
        taken.add(given[0])
        # No two children share a day of birth, so that only twins do.
        born = date(2010, 1, 1) + timedelta(days=self.kids * 7 % 5000)
        return Kid(number=nhs_number(self.kids), given=given, born=born, sex=sex, incident=incident)

    def form(self, kid: Kid, *, sender: Sender, name: str = "full", **marks: str) -> Form:
        self.files += 1
        said = {"born": kid.born.isoformat(), "number": self.chance.choice((kid.number, kid.number, ""))}
        return Form(
            file=self.files,
            marks=Marks(kid=kid, name=name, **(said | marks)),
            sender=sender,
            ethnicity=self.chance.choice(ETHNICITIES),
            abuse=self.chance.choice(("suspected", "known")),
            in_body=self.chance.random() < 0.2,
        )

    def grid(self, *kids: Kid, sender: Sender) -> tuple[Form, ...]:
        """One form with a line for each child."""
        first, *others = (in_file(self.form(kid, sender=sender)) for kid in kids)
        alike = (replace(form, file=first.file, abuse=first.abuse) for form in (first, *others))
        return tuple(replace(form, in_grid=True) for form in alike)

    def sender(self) -> Sender:
        return self.chance.choice((*CONTACTS, *PARTNERS, *SCHOOLS, *SCHOOLS))

    def stranger(self) -> Sender:
        """Somebody who has never written; all have one name, so that their answers can be compared."""
        self.strangers += 1
        address = f"w.ludgate{self.strangers}@elsewhere{self.strangers % 7}.example"
        return Sender(address=address, name="W Ludgate", agency="Neighbours")

    def case(self, *, single: bool = False) -> Case | None:
        """A case that has its reference."""
        fit = [case for case in self.model.cases if case.ref and (not single or len(case.kids) == 1)]
        return self.chance.choice(fit) if fit else None

    def pointing(self, case: Case, *, message_id: bool = True) -> dict[str, object]:
        """A way in which a mail may point to the case."""
        ways = ["reference", "words"]
        post = case.post
        if post.opens == [case] and post.concerns == [case] and not post.asks and post.number not in self.borne_twice:
            ways += ["thread", "thread"] if post.number in self.links.answers else []
            ways += ["receipt"] if post.number in self.links.receipts else []
            ways += ["same Message-ID"] if message_id else []
        way = self.chance.choice(ways)
        if way == "same Message-ID":
            self.borne_twice.add(post.number)
        return {"points": case, "way": way, "again": post if way == "same Message-ID" else None}

    def perhaps_pointing(self, case: Case) -> dict[str, object]:
        return self.pointing(case) if self.chance.random() < 0.6 else {}


def kids_of(case: Case) -> list[Kid]:
    return [next(iter(marks)).kid for marks in case.kids]


def names_nobody(case: Case) -> bool:
    return all(map(is_blank, case.kids))


def nhs_number(count: int) -> str:
    """A number with the check digit of the health service that no patient has; some counts give none and are passed by."""
    base = f"999{100000 + count * 7:06d}"
    check = (11 - sum(int(digit) * (10 - at) for at, digit in enumerate(base)) % 11) % 11
    return f"{base}{check}" if check < 10 else nhs_number(count + 50_000)


# --- the deeds --------------------------------------------------------------------------------------------------------


def new(script: Script) -> Post:
    sender = script.sender()
    return script.post(script.form(script.kid(script.incident()), sender=sender), sender=sender)


def new_forged(script: Script) -> Post:
    sender = script.sender()
    form = script.form(script.kid(script.incident()), sender=sender)
    return script.post(form, sender=sender, verdict="fail")


def siblings_together(script: Script) -> Post:
    sender, incident = script.sender(), script.incident()
    kids = (script.kid(incident), script.kid(incident))
    return script.post(*(in_file(script.form(kid, sender=sender)) for kid in kids), sender=sender)


def siblings_in_one_form(script: Script) -> Post:
    sender, incident = script.sender(), script.incident()
    return script.post(*script.grid(script.kid(incident), script.kid(incident), sender=sender), sender=sender)


def some_of_the_case_in_one_form(script: Script) -> Post | None:
    """A form on the case's child and on a brother or sister of whom nobody has written."""
    case = script.case(single=True)
    if case is None or names_nobody(case) or len(script.letters[case.incident.number]) > 4:
        return None
    sender = script.chance.choice((case.post.sender, script.sender()))
    kids = [kids_of(case)[0], script.kid(case.incident)]
    script.chance.shuffle(kids)
    return script.post(*script.grid(*kids, sender=sender), sender=sender, **script.perhaps_pointing(case))


def unrelated_together(script: Script) -> Post:
    """Two children who have nothing to do with each other, in one mail."""
    sender = script.sender()
    kids = (script.kid(script.incident()), script.kid(script.incident()))
    return script.post(*(in_file(script.form(kid, sender=sender)) for kid in kids), sender=sender)


def sibling_later(script: Script) -> Post | None:
    case = script.case()
    if case is None or len(case.kids) > 3:
        return None
    sender = script.sender()
    form = script.form(script.kid(case.incident), sender=sender)
    return script.post(form, sender=sender, **script.perhaps_pointing(case))


def twin_later(script: Script) -> Post | None:
    """The twin of a child who has a case: of the marks only name and number differ."""
    case = script.case(single=True)
    if case is None or kids_of(case)[0].given not in (names.split()[0] for names in TWINS.values()):
        return None
    sender = script.sender()
    form = script.form(script.kid(case.incident, twin=kids_of(case)[0]), sender=sender)
    return script.post(form, sender=sender, **script.perhaps_pointing(case))


def one_of_twins(script: Script) -> Post:
    sender, incident = script.sender(), script.incident()
    kid = script.kid(incident)
    kid = replace(kid, given=TWINS[kid.sex].split()[0])
    return script.post(script.form(kid, sender=sender), sender=sender)


def update(script: Script) -> Post | None:
    case = script.case()
    if case is None:
        return None
    sender = script.chance.choice((case.post.sender, case.post.sender, script.chance.choice(CONTACTS)))
    form = script.form(script.chance.choice(kids_of(case)), sender=sender)
    return script.post(form, sender=sender, **script.perhaps_pointing(case))


def update_forged(script: Script) -> Post | None:
    case = script.case()
    if case is None:
        return None
    form = script.form(script.chance.choice(kids_of(case)), sender=case.post.sender)
    return script.post(form, sender=case.post.sender, verdict="fail", **script.perhaps_pointing(case))


def second_agency(script: Script) -> Post | None:
    case = script.case()
    if case is None:
        return None
    sender = script.chance.choice((*PARTNERS, *SCHOOLS))
    form = script.form(script.chance.choice(kids_of(case)), sender=sender)
    return script.post(form, sender=sender, **script.perhaps_pointing(case))


def stranger_on_a_known_child(script: Script) -> Post | None:
    case = script.case()
    if case is None:
        return None
    sender = script.stranger()
    form = in_file(script.form(script.chance.choice(kids_of(case)), sender=sender))
    way = {"points": case, "way": "reference"} if script.chance.random() < 0.3 else {}
    return script.post(form, sender=sender, verdict=script.chance.choice(("pass", "")), words="updated", **way)


def stranger_on_an_unknown_child(script: Script) -> Post:
    sender = script.stranger()
    form = in_file(script.form(script.kid(script.incident()), sender=sender))
    return script.post(form, sender=sender, verdict=script.chance.choice(("pass", "")), words="updated")


def stranger_near_a_known_child(script: Script) -> Post | None:
    """Somebody who has a name or a day nearly right."""
    case = script.case()
    if case is None:
        return None
    sender = script.stranger()
    marks = script.chance.choice(({"name": "misspelt"}, {"born": "2008-03-04"}))
    form = in_file(script.form(kids_of(case)[0], sender=sender, **marks))
    return script.post(form, sender=sender, verdict=script.chance.choice(("pass", "")), words="updated")


def stranger_asks(script: Script) -> Post:
    return script.post(sender=script.stranger(), words="question", verdict="pass")


def talk(script: Script) -> Post | None:
    """A reply that says nothing of who is who."""
    case = script.case()
    if case is None:
        return None
    return script.post(sender=case.post.sender, words="chat", **script.pointing(case, message_id=False))


def talk_above_an_old_form(script: Script) -> Post | None:
    case, other = script.case(), script.case()
    if case is None or other is None:
        return None
    old = old_form(script, script.chance.choice((case, case, other)))
    if old is None:
        return None
    return script.post(old, sender=case.post.sender, words="chat", **script.pointing(case, message_id=False))


def sent_again(script: Script) -> Post | None:
    """The very form in a new mail, by whoever has it."""
    case = script.case()
    old = old_form(script, case) if case else None
    if case is None or old is None:
        return None
    sender = script.chance.choice((case.post.sender, script.sender()))
    return script.post(old, sender=sender, **script.perhaps_pointing(case))


def delivered_again(script: Script) -> Post | None:
    fit = [
        post
        for post in script.model.posts
        if post.forms and post.way != "same bytes" and post.number in script.links.raw
    ]
    if not fit:
        return None
    old = script.chance.choice(fit)
    return replace(
        old, way="same bytes", again=old, points=None, opens=[], changes=[], proposes=[], asks=[], concerns=[]
    )


def passed_on(script: Script) -> Post | None:
    """A mail with a form, forwarded whole by somebody else."""
    case = script.case()
    if case is None or case.post.number not in script.links.raw or case.post.way in ("same bytes", "forward"):
        return None
    if any(form.in_body for form in case.post.forms) or len(case.post.opens) != 1 or case.post.asks:
        return None
    sender = script.sender()
    return script.post(*case.post.forms, sender=sender, words="forward", way="forward", again=case.post)


def another_child_in_its_thread(script: Script) -> Post | None:
    case = script.case()
    if case is None:
        return None
    sender = script.chance.choice((case.post.sender, script.sender()))
    form = script.form(script.kid(script.incident()), sender=sender)
    return script.post(form, sender=sender, **script.pointing(case))


def another_known_child_in_its_thread(script: Script) -> Post | None:
    case, other = script.case(), script.case()
    if case is None or other is None or case.incident is other.incident:
        return None
    sender = script.chance.choice((other.post.sender, case.post.sender, script.sender()))
    form = script.form(script.chance.choice(kids_of(other)), sender=sender)
    return script.post(form, sender=sender, **script.pointing(case))


def two_known_children_together(script: Script) -> Post | None:
    case, other = script.case(), script.case()
    if case is None or other is None or case is other or names_nobody(case):
        return None
    sender = script.chance.choice((case.post.sender, script.sender()))
    kids = (script.chance.choice(kids_of(case)), script.chance.choice(kids_of(other)))
    if kids[0] == kids[1]:
        return None
    forms = (in_file(script.form(kid, sender=sender)) for kid in kids)
    return script.post(*forms, sender=sender, **script.perhaps_pointing(case))


def some_of_the_case(script: Script) -> Post | None:
    """The case's child beside a brother or sister of whom nobody has written."""
    case = script.case()
    if case is None or len(case.kids) > 3 or names_nobody(case):
        return None
    sender = script.chance.choice((case.post.sender, script.sender()))
    kids = [script.chance.choice(kids_of(case)), script.kid(case.incident)]
    script.chance.shuffle(kids)
    forms = (in_file(script.form(kid, sender=sender)) for kid in kids)
    return script.post(*forms, sender=sender, **script.perhaps_pointing(case))


def corrected_birth(script: Script) -> Post | None:
    return marked_otherwise(script, born=script.chance.choice(("2009-02-03", "2009-06-07", "2008-11-12")))


def another_spelling(script: Script) -> Post | None:
    return marked_otherwise(script, name="misspelt")


def initials_alone(script: Script) -> Post | None:
    return marked_otherwise(script, name="initials", number="")


def another_ones_number(script: Script) -> Post | None:
    """The number is copied from the line of another child."""
    other, case = script.case(), script.case()
    if other is None or case is None or other.incident is case.incident or not any(one.number for one in case.kids[0]):
        return None
    return marked_otherwise(script, case, number=kids_of(other)[0].number)


def nobody_named(script: Script) -> Post | None:
    case = script.case()
    if case is None:
        return None
    sender = script.chance.choice((case.post.sender, script.sender()))
    form = script.form(kids_of(case)[0], sender=sender, name="", born="", number="")
    return script.post(form, sender=sender, **script.pointing(case))


def marked_otherwise(script: Script, case: Case | None = None, *, name: str = "full", **marks: str) -> Post | None:
    case = case or script.case()
    if case is None:
        return None
    sender = script.chance.choice((case.post.sender, script.sender()))
    form = script.form(kids_of(case)[0], sender=sender, name=name, **marks)
    return script.post(form, sender=sender, **script.perhaps_pointing(case))


def in_file(form: Form) -> Form:
    return replace(form, in_body=False)


def old_form(script: Script, case: Case) -> Form | None:
    """A file that the case has."""
    found: Sequence[Form] = [
        form
        for post in script.model.posts
        for form in post.forms
        if form.file in case.files and not (form.in_body or form.in_grid)
    ]
    return script.chance.choice(found) if found else None


DEEDS: dict[Callable[[Script], Post | None], int] = {
    new: 12, new_forged: 3, siblings_together: 3, siblings_in_one_form: 2, some_of_the_case_in_one_form: 3, unrelated_together: 2, one_of_twins: 2,
    sibling_later: 4, twin_later: 12, update: 12, update_forged: 4, second_agency: 6,
    stranger_on_a_known_child: 6, stranger_near_a_known_child: 2, stranger_on_an_unknown_child: 3, stranger_asks: 3, talk: 6,
    talk_above_an_old_form: 4, sent_again: 4, delivered_again: 3, passed_on: 4, another_child_in_its_thread: 5,
    another_known_child_in_its_thread: 4, two_known_children_together: 3, some_of_the_case: 3, corrected_birth: 3,
    another_spelling: 3, initials_alone: 2, another_ones_number: 2, nobody_named: 2,
}  # fmt: skip
