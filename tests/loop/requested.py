"""Requests as schools hand them in: one said in a few words, and a district's by chance; shared by the tests of its summary."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from kalyp.loop.district import Gathered, gather
from kalyp.loop.model import Finding, Origin, Return
from kalyp.model.blocks import Matrix
from kalyp.model.district import District
from kalyp.model.document import Document
from kalyp.model.summary import Summary
from tests.support import real_content

FORM, SUMMARY, YEAR = "kg-4.3", "kg-district-summary", "2026–2027"
Values = Mapping[str, str]

NAMES = (
    "№ {n} орто мектеп",
    "«Үмүт» мектеп-гимназиясы № {n}",
    "Әл-Фараби атындағы № {n} жалпы білім беретін мектеп",
    "Средняя школа № {n} имени Героя Советского Союза Дуйшенкула Шопокова",
    '=HYPERLINK("http://example.org";"{n}")',
    "<b>{n}</b> & «{{school}}»",
    "Щ" * 150 + "{n}",
    "{n} \u4e16\u754c \U0001f600",
)  # the last ones of somebody who means harm, or whose hand lay on a key
SUBJECTS = ("Английский язык", "Музыка", "Англис тили", "музыка", "Адеп  сабагы")


def summary() -> Summary:
    """The real summary."""
    found = real_content().documents[SUMMARY]
    assert isinstance(found, Summary)
    return found


def matrix() -> Matrix:
    """The matrix of the real request."""
    form = real_content().documents[FORM]
    assert isinstance(form, Document)
    return next(block for block in form.blocks if isinstance(block, Matrix))


def competencies() -> list[str]:
    """The ids of the competencies of the request."""
    return [found.id for found in real_content().frameworks[matrix().framework].competencies()]


def request(file: str, school: str = "", code: str = "", *, language: str = "ru", **rows: str) -> Return:
    """A request. Rows are named `c5` for competency 5 and say `count=3 physics=2`; other fields come with underscores."""
    values = {"school": school, "school-code": code, "school-year": YEAR, "teachers-total": "40"}
    for name, said in rows.items():
        if name[0] == "c" and name[1:].isdigit():
            values |= {f"request.{name[1:]}.{column}": number for column, number in (part.split("=") for part in said.split())}
        else:
            values[name.replace("_", "-")] = said
    return returned(file, values, language)


def returned(file: str, values: Values, language: str = "ru", document: str = FORM) -> Return:
    """A file as it was read."""
    return Return(file, "xlsx", Origin(document, "1", language), {name: text for name, text in values.items() if text})


def said(finding: Finding) -> str:
    """A finding for the eye of a test."""
    return " ".join([finding.code.removeprefix("request-"), *(value for _, value in finding.values)])


def gathered(*returns: Return, language: str = "ru") -> Gathered:
    """What came back."""
    return gather(returns, real_content(), summary(), language)


def district(*returns: Return, language: str = "ru") -> District:
    """What came back, summed."""
    return gathered(*returns, language=language).district(said)


def remarks(*returns: Return) -> dict[str, list[str]]:
    """What is said of each file."""
    return {note.file: list(note.remarks) for note in district(*returns).notes}


def by_chance(count: int, seed: int, language: str = "ru") -> list[Return]:
    """Requests of so many schools, whose numbers agree with each other; some say nothing at all."""
    chance = random.Random(seed)
    return [returned(f"{number:03}.xlsx", _values(number, chance), language) for number in range(1, count + 1)]


def _values(number: int, chance: random.Random) -> dict[str, str]:
    form, subjects = matrix(), [subject.id for subject in matrix().subjects]
    values = {
        "school": chance.choice(NAMES).format(n=number),
        "school-code": f"{number:04}",
        "school-year": YEAR,
        "teachers-total": "99",
        "deputies-competencies": ", ".join(chance.sample(["1.1", "1.5", "1.10", "1.11"], 2)),
        "school-head-competencies": chance.choice(["", "3; 7", "21."]),
    }
    values |= {f"request-subject.{at}": name for at, name in enumerate(chance.sample(SUBJECTS, form.free_columns), 1)}
    rows = [*competencies(), *(f"free-{at}" for at in range(1, form.free_rows + 1))]
    for row in rows if chance.random() < 0.95 else ():
        if row.startswith("free-"):
            values[f"request.{row}.name"] = chance.choice(["Инклюзивное обучение", "ИНКЛЮЗИВНОЕ обучение", f"Иное {number}"])
        if chance.random() < 0.6:
            _fill(values, row, subjects, chance)
    return values


def _fill(values: dict[str, str], row: str, subjects: Sequence[str], chance: random.Random) -> None:
    most = chance.randint(1, 9)
    values[f"request.{row}.count"] = str(most)
    for column in chance.sample([*subjects, "free-1", "free-2", "free-3"], 3):
        if number := chance.randint(0, most):
            values[f"request.{row}.{column}"] = str(number)
