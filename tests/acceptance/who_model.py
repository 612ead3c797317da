"""A plain model of who is who: which mail opens, changes, proposes or asks what, by the truth of those who wrote it.

It knows no mail and nothing of the product: the children, senders and incidents are the script's own, and it decides by
the two tables on whose case a mail is and what its sender may change.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import IntEnum
from itertools import groupby

Facts = dict[tuple[str, str], object]  # by name and subject


@dataclass(frozen=True, kw_only=True)
class Incident:
    """What happened on one day in one family."""

    number: int
    day: date
    surname: str
    address: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class Kid:
    """A child as it is; `initials` and `born` of twins are the same."""

    number: str  # of the health service
    given: str
    born: date
    sex: str
    incident: Incident

    @property
    def initials(self) -> str:
        return self.given[0] + self.incident.surname[0]


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Who writes: `office` knows contacts for every case, partners are told references and change nothing by it."""

    address: str
    name: str
    agency: str
    is_contact: bool = False
    is_partner: bool = False

    @property
    def organisation(self) -> str:
        return self.agency if self.is_contact else self.address.partition("@")[2]


@dataclass(frozen=True, kw_only=True)
class Marks:
    """What a form says of who a child is: `name` is `full`, `misspelt`, `initials` or empty, and of `kid`."""

    kid: Kid
    name: str
    born: str
    number: str


@dataclass(frozen=True, kw_only=True)
class Form:
    """What a form says of one child; two with the same `file` are lines of one form, or the same to the byte."""

    file: int
    marks: Marks
    sender: Sender  # who filled it in
    ethnicity: str
    abuse: str = "suspected"
    in_body: bool = False
    in_grid: bool = False  # a line of a form on several children, which does not ask for everything

    @property
    def kid(self) -> Kid:
        return self.marks.kid

    @property
    def shares(self) -> set[str]:
        """What tells beside the day that another form is on the same incident: the family's name and the address."""
        name = {self.marks.name} & {"full", "misspelt"}
        return name if self.in_grid else name | {"address"}


@dataclass(kw_only=True, eq=False)
class Case:
    """One case: what its forms said, what the office made of it, and whose it is."""

    post: "Post"  # that opened it
    kids: list[set[Marks]]
    incident: Incident
    files: set[int]
    shares: dict[int, set[str]]  # what its forms tell, by the number of the incident that they are on
    newest: datetime  # when the newest form that was taken came
    forms_say: Facts = field(default_factory=dict)
    office_says: Facts = field(default_factory=dict)
    proposals: list["Proposal"] = field(default_factory=list)
    ref: str = ""
    beside: bool = False  # whether a case before it shares more of its incident than the day

    def says(self, key: tuple[str, str]) -> object:
        return self.office_says.get(key, self.forms_say.get(key))

    def facts(self) -> Facts:
        return self.forms_say | self.office_says


@dataclass(kw_only=True)
class Proposal:
    """What a mail would change on a case; `answer` is the office's."""

    case: Case
    post: "Post"
    form: Form
    facts: Facts
    answer: str = ""


@dataclass(kw_only=True)
class Question:
    """Forms that may be the child's of one of `about`, or of another; unanswered they become a case of their own."""

    post: "Post"
    forms: tuple[Form, ...]
    about: tuple[Case, ...]
    facts: Facts  # that it would enter on the first of them
    further: bool = False  # whether its children stand beside those of the case
    answer: str = ""  # the office's: `yes` for the case, `no` for a case of its own
    settled: bool = False
    ends_on: date = date.max  # the day on which nobody has answered for two working days


@dataclass(kw_only=True, eq=False)
class Post:
    """A mail as its writer means it, and what must come of it."""

    number: int
    deed: str
    sender: Sender
    verdict: str  # of the receiving server: `pass`, `fail` or nothing
    at: datetime
    forms: tuple[Form, ...] = ()
    words: str = "new"
    points: Case | None = None  # to which thread, reference or Message-ID point
    way: str = ""  # how
    again: "Post | None" = None  # the very same mail, or the one that is passed on, or whose Message-ID it bears
    # What came of it.
    opens: list[Case] = field(default_factory=list)
    changes: list[Case] = field(default_factory=list)
    proposes: list[Proposal] = field(default_factory=list)
    asks: list[Question] = field(default_factory=list)
    concerns: list[Case] = field(default_factory=list)  # to any of which it may be filed

    @property
    def failed(self) -> bool:
        return self.verdict == "fail"


class Like(IntEnum):
    OTHER = 0
    NOTHING = 1
    PART = 2
    SAME = 3


def like(one: Marks, known: Iterable[Marks]) -> Like:
    """How what a form says of a child compares with all that is known of one: the first row of the table that fits."""
    known = tuple(known)
    number = _agrees(one.number, {each.number for each in known})
    born = _agrees(one.born, {each.born for each in known})
    name = _names(one, known)
    if number is None and born is None and name == "":
        return Like.NOTHING
    if number is True and name not in {"other", "spelling"} and born is not False:
        return Like.SAME
    if name == "same" and born is True and number is not False:
        return Like.SAME
    # From here on at most some of it agrees.
    if number is True or name == "same":
        return Like.PART
    if name in ("spelling", "initials") and born is True:
        return Like.PART
    return Like.OTHER


def _agrees(one: str, known: set[str]) -> bool | None:
    known = known - {""}
    return one in known if one and known else None


def _names(one: Marks, known: tuple[Marks, ...]) -> str:
    """`same`, `initials` of it, `spelling` (or a twin's name), `other`, or empty where one is not given."""
    found = [_name(one, each) for each in known if one.name and each.name]
    order = ("same", "initials", "spelling", "other")
    return min(found, key=order.index, default="")


def _name(one: Marks, other: Marks) -> str:
    are_initials = "initials" in (one.name, other.name)
    if one.kid is other.kid:
        if are_initials:
            return "initials"
        return "same" if one.name == other.name else "spelling"
    alike = one.kid.initials == other.kid.initials and one.kid.incident is other.kid.incident
    # The name of a twin who is written out is no more than one that is spelt otherwise.
    return ("initials" if are_initials else "spelling") if alike else "other"


def is_blank(kid: set[Marks]) -> bool:
    return not any(one.name or one.born or one.number for one in kid)


def fits(form: Form, kid: set[Marks]) -> bool:
    """Whether the form is the child's, of whom it agrees with what is known, or says it first."""
    return is_blank(kid) or like(form.marks, kid) is Like.SAME


def facts_of(forms: tuple[Form, ...], *, whole: bool) -> Facts:
    """What the forms of one case say; of all its children together only where they name every one."""
    first = forms[0]
    kid, incident = first.kid, first.kid.incident
    said: Facts = {
        ("outcome", ""): incident.outcome,
        ("abuse_neglect", ""): first.abuse,
        ("incident", ""): incident.day,
        ("referrer", ""): first.sender.name,
        ("referring_agency", ""): first.sender.agency,
        ("agency_added", first.sender.agency): first.sender.agency,
    }
    if not first.in_grid:
        said["referred_on", ""] = incident.day + timedelta(days=1)
    if not whole:
        return said
    together: Facts = {
        ("child", ""): ", ".join(form.kid.initials for form in forms if form.marks.name),
        ("children", ""): len(forms),
        ("sex", ""): kid.sex,
        ("ethnicity", ""): "" if first.in_grid else first.ethnicity,
        ("age_at_incident", ""): _age(first.marks.born, incident.day),
        ("looked_after", ""): "" if first.in_grid else "no",
    }
    return said | {key: value for key, value in together.items() if value}


def _age(born: str, on: date) -> str:
    if not born:
        return ""
    day = date.fromisoformat(born)
    return f"{on.year - day.year - ((on.month, on.day) < (day.month, day.day))} years"


# What follows from a form's being there, and what stays the form's word even where the office accepts it.
_GIVEN = ("agency_added",)


class WhoIsWho:
    """The cases, as they must stand after each mail."""

    def __init__(self) -> None:
        self.cases: list[Case] = []
        self.questions: list[Question] = []
        self.posts: list[Post] = []

    def take(self, post: Post) -> None:
        """Decides what comes of a mail, and does it."""
        self.posts.append(post)
        if post.way == "same bytes" and post.again is not None:
            post.concerns = post.again.concerns
            return
        if not post.forms:
            post.concerns = [post.points] if post.points else []
            return
        if self._only_hangs_on(post):
            return
        by_incident = sorted(post.forms, key=lambda form: form.kid.incident.number)
        order = [form.kid.incident.number for form in post.forms]
        groups = [tuple(group) for _, group in groupby(by_incident, key=lambda form: form.kid.incident.number)]
        for group in sorted(groups, key=lambda group: order.index(group[0].kid.incident.number)):
            self._take_forms(post, group)

    def _only_hangs_on(self, post: Post) -> bool:
        """Talk below which an old form still hangs, which says nothing again."""
        holders = [case for case in self.cases for form in post.forms if form.file in case.files]
        if post.words != "chat" or not holders:
            return False
        post.concerns = [*holders, *([post.points] if post.points else [])]
        return True

    def _take_forms(self, post: Post, forms: tuple[Form, ...]) -> None:
        """The forms of one incident: each child goes to its own case, and the new ones together to one."""
        theirs: dict[int, tuple[Case, list[Form]]] = {}
        asked: list[Form] = []
        new: list[Form] = []
        about: list[Case] = []
        for form in forms:
            same, part, nothing = self._compared(form, post.points)
            if same is not None:
                theirs.setdefault(id(same), (same, []))[1].append(form)
            elif part or nothing:
                asked.append(form)
                about += part or nothing
            else:
                new.append(form)
        for case, known in theirs.values():
            self._take_known(post, case, tuple(known))
        if asked:
            self._ask(post, tuple(asked), about=about)
        # Several children on one form, some of the case: the others are asked about.
        files = {form.file: case for case, known in theirs.values() for form in known}
        further = tuple(form for form in new if form.file in files)
        if further:
            self._ask(post, further, about=[files[further[0].file]], further=True)
            new = [form for form in new if form not in further]
        if new:
            self._open(post, tuple(new))

    def _ask(self, post: Post, forms: tuple[Form, ...], *, about: list[Case], further: bool = False) -> None:
        case = about[0]
        # A form that names nobody cannot speak for all children of a case.
        said = facts_of(forms, whole=len(case.kids) == len(forms) and all(form.marks.name for form in forms))
        if further:
            named = [str(case.says(("child", ""))), *(form.kid.initials for form in forms)]
            said = {("child", ""): ", ".join(named), ("children", ""): len(case.kids) + len(forms)}
        facts = {key: value for key, value in said.items() if case.says(key) != value}
        question = Question(post=post, forms=forms, about=tuple(about), facts=facts, further=further)
        self.questions.append(question)
        post.asks.append(question)
        post.concerns += about

    def _compared(self, form: Form, pointed: Case | None) -> tuple[Case | None, list[Case], list[Case]]:
        """The case that agrees, those that agree in part, and the one pointed to where nothing can be compared."""
        found = [(self._like(form, case), case) for case in self.cases]
        same = [case for how, case in found if how is Like.SAME]
        part = [case for how, case in found if how is Like.PART]
        blank = not (form.marks.name or form.marks.born or form.marks.number)
        nothing = [pointed] if pointed is not None and blank else []
        if blank and (holders := [case for case in self.cases if form.file in case.files]):
            return holders[0], [], []  # the very form of a case, whoever sends it again
        # Of a case that names nobody a form that points to it may say who it is.
        if pointed is not None and not same and all(map(is_blank, pointed.kids)):
            same = [pointed]
        chosen = next((case for case in same if case is pointed), next(iter(same), None))
        return chosen, part, nothing

    def _like(self, form: Form, case: Case) -> Like:
        return max(like(form.marks, kid) for kid in case.kids)

    def _open(self, post: Post, forms: tuple[Form, ...]) -> Case:
        incident, shares = forms[0].kid.incident, set[str]().union(*(form.shares for form in forms))
        others = (case.shares.get(incident.number, set()) for case in self.cases)
        case = Case(
            post=post,
            kids=[{form.marks} for form in forms],
            incident=incident,
            files={form.file for form in forms},
            shares={incident.number: shares},
            newest=post.at,
            forms_say=facts_of(forms, whole=True),
            beside=any(other & shares for other in others),
        )
        case.forms_say |= {("agency_added", form.sender.agency): form.sender.agency for form in forms}
        self.cases.append(case)
        post.opens.append(case)
        post.concerns.append(case)
        return case

    def _take_known(self, post: Post, case: Case, forms: tuple[Form, ...]) -> None:
        """Forms on children of a case: taken of whom it knows, where the server stands behind them; else proposed."""
        post.concerns.append(case)
        # The very file that the case has says nothing again.
        forms = tuple(form for form in forms if form.file not in case.files)
        if not forms:
            return
        named = [any(fits(form, kid) for form in forms) for kid in case.kids]
        said = facts_of(forms, whole=all(named))
        # A question may be settled when the case has a newer form: an older one only fills what that left open.
        differs = {key: value for key, value in said.items() if case.says(key) != value}
        if post.at < case.newest:
            differs = {key: value for key, value in differs.items() if case.says(key) is None}
        if self.may_change(post, case):
            post.changes.append(case)
            case.forms_say |= differs
            self._learn(case, forms, post=post)
            return
        told = [one for one in case.proposals if not one.answer or self._declined_before(one, post)]
        news = {key: value for key, value in differs.items() if not any(one.facts.get(key) == value for one in told)}
        if news:
            proposal = Proposal(case=case, post=post, form=forms[0], facts=news)
            case.proposals.append(proposal)
            post.proposes.append(proposal)

    def _declined_before(self, one: Proposal, post: Post) -> bool:
        return one.answer == "no" and one.post.sender.organisation == post.sender.organisation

    def may_change(self, post: Post, case: Case) -> bool:
        known = post.sender.is_contact or post.sender.address == case.post.sender.address
        return post.verdict == "pass" and known

    def _learn(self, case: Case, forms: tuple[Form, ...], *, post: Post) -> None:
        self._file(case, forms, post=post)
        for form in forms:
            for kid in case.kids:
                if fits(form, kid):
                    kid.add(form.marks)
                    break

    # --- what the office does, and what time does

    def answers(self, one: Proposal | Question, answer: str) -> None:
        """The office accepts or declines a proposal, or says whether forms are the case's."""
        one.answer = answer
        if answer == "no":
            return
        if isinstance(one, Proposal):
            self._enter(one.case, one.facts)
            self._learn(one.case, (one.form,), post=one.post)
            return
        one.settled, case = True, one.about[0]
        self._enter(case, one.facts)
        self._file(case, one.forms, post=one.post)
        for form in one.forms:
            if one.further:
                case.kids.append({form.marks})
            else:
                max(case.kids, key=lambda kid: like(form.marks, kid)).add(form.marks)

    def _file(self, case: Case, forms: tuple[Form, ...], *, post: Post) -> None:
        case.newest = max(case.newest, post.at)
        case.files |= {form.file for form in forms}
        for form in forms:
            case.shares.setdefault(form.kid.incident.number, set()).update(form.shares)

    def _enter(self, case: Case, facts: Facts) -> None:
        for key, value in facts.items():
            (case.forms_say if key[0] in _GIVEN else case.office_says)[key] = value

    def settle(self, on: date) -> list[Post]:
        """What becomes of questions that the office denied or that nobody answered until `on`; gives their mails."""
        settled = [one for one in self.questions if not one.settled and (one.answer == "no" or one.ends_on <= on)]
        for question in settled:
            question.settled = True
            new: list[Form] = []
            for form in question.forms:
                case, *_ = self._compared(form, None)
                # Another form on that child may have been quicker.
                if case is not None:
                    self._take_known(question.post, case, (form,))
                else:
                    new.append(form)
            if new:
                self._open(question.post, tuple(new))
        return [question.post for question in settled]
