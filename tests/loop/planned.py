"""A small school whose plans can be told by hand, and the desk that makes them; shared by the tests of plans."""

from __future__ import annotations

from collections.abc import Mapping

from kalyp.loop.model import Person, Ratings, School
from kalyp.loop.plans import Planner
from kalyp.loop.school import school_of, values_of
from kalyp.lower.workbook.frame import Frame
from kalyp.model.workbook import Workbook
from tests.support import real_content

FIELDS = {
    "school": "№ 12 үлгү орто мектеби",
    "school-code": "417",
    "address": "Кочкор айылы, Орозбаков көчөсү, 45",
    "phone": "+996 555 12 34 56",
    "school-year": "2026–2027",
    "teachers-total": "6",
    "school-head-name": "Усенова Гүлнара",
}
FREE = ("Англис тили", "Информатика", "Музыка", "Адеп")
HIGH = "3" * 22


def levels(framework: str, figures: str) -> dict[str, str]:
    """Levels from the first competency on, as figures; anything else is none."""
    ids = [competency.id for competency in real_content().frameworks[framework].competencies()]
    known = {"1": "low", "2": "middle", "3": "high"}
    return {each: known[figure] for each, figure in zip(ids, figures, strict=False) if figure in known}


def teaching(figures: str, *priorities: str) -> Ratings:
    """What was agreed with a teacher."""
    return Ratings(agreed=levels("kg-teacher", figures), priorities=priorities)


ASANOVA = Person(
    1,
    "Асанова Айгүл",
    "мугалим",
    ("mathematics", "physics"),
    category="highest",
    ratings={
        "teachers": teaching("1" * 22, "12", "1", "5", "22"),
        "leads": Ratings(agreed=levels("kg-method-lead", "12" * 6), priorities=("1.10", "1.2")),
    },
)
FIVE = Person(2, "Бекова Бермет", "мугалим", ("free-1", "free-4"), ratings={"teachers": teaching("2" * 22, *"12345")})
UNKNOWN = Person(3, "Жакыпов Азамат", taught="Саресеп", ratings={"teachers": teaching("1", "1")})
HEAD = Person(
    4,
    "Усенова Гүлнара",
    "директор",
    ("history",),
    category="first",
    ratings={
        "head": Ratings(agreed=levels("kg-school-head", "1" * 21), priorities=("19", "7")),
        "teachers": Ratings(own=levels("kg-teacher", HIGH), supervisor=levels("kg-teacher", "1" * 4)),
    },
)
DECIDE = Person(5, "Токтобекова Чынара", "мугалим", ("history",), left_out=True, ratings={"teachers": teaching("1", "1")})
NEW = Person(6, "Мырзаева Жаңыл", "мугалим", ("biology",))
SCHOOL = School(FIELDS, "priorities", FREE, (ASANOVA, FIVE, UNKNOWN, HEAD, DECIDE, NEW))


def workbook() -> Workbook:
    """The real workbook."""
    found = real_content().documents["kg-4.2"]
    assert isinstance(found, Workbook)
    return found


def planner(school: School = SCHOOL, language: str = "ky", typed: Mapping[str, str] | None = None) -> Planner:
    """The plans of a school, by way of a workbook's inputs. `typed`: what else stands there, in the request's sheet."""
    values = {**values_of(school, workbook()), **(typed or {})}
    found, findings = school_of(values, workbook(), real_content())
    assert not findings
    return Planner(Frame(real_content(), workbook(), language, values), found, workbook().plan)
