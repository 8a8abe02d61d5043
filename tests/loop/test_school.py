"""A school becomes the inputs of its workbook, and those become the school again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from kalyp.loop.model import Finding, Person, Ratings, School
from kalyp.loop.school import covers, fitted, school_of, values_of
from kalyp.lower.workbook import lower_workbook
from kalyp.model.cells import Book, PaperSheet
from tests.loop.returned import sayable
from tests.loop.schools import PROJECT, WORKBOOK, schools

TEACHERS, LEADS = (group.id for group in WORKBOOK.groups[:2])


def read(values: dict[str, str]) -> tuple[School, list[Finding]]:
    return school_of(values, WORKBOOK, PROJECT)


@settings(max_examples=200, deadline=None)
@given(schools())
def test_a_school_comes_back_as_it_was(school: School) -> None:
    assert read(values_of(school, WORKBOOK)) == (school, [])


def inputs(book: Book) -> set[str]:
    return {
        cell.input.name
        for sheet in book.sheets
        if not isinstance(sheet, PaperSheet)
        for cell in sheet.cells
        if cell.input is not None
    }


@settings(max_examples=20, deadline=None)
@given(schools())
def test_all_its_values_have_a_place_in_the_workbook(school: School) -> None:
    assert set(values_of(school, WORKBOOK)) <= inputs(lower_workbook(PROJECT, WORKBOOK, "ru"))


def test_what_is_no_part_of_the_school_is_told_apart() -> None:
    assert covers("staff.1.name")
    assert covers("need")
    assert not covers("request.free-1.name")
    assert all(covers(name) for name in inputs(lower_workbook(PROJECT, WORKBOOK, "ky")))


def test_people_of_a_group_with_places_get_them_in_the_order_of_the_staff_sheet() -> None:
    rated = {LEADS: Ratings(own={"1.1": "low"})}
    school = School(people=(Person(4, "А"), Person(7, "Б", ratings=rated), Person(9, "В", ratings=rated)))
    values = values_of(school, WORKBOOK)
    assert {name: value for name, value in values.items() if name.startswith("person.")} == {
        f"person.{LEADS}.1": "7",
        f"person.{LEADS}.2": "9",
    }
    assert values[f"level.{LEADS}.2.own.1.1"] == "low"
    assert f"person.{TEACHERS}.4" not in values


@pytest.mark.parametrize(
    ("typed", "finding"),
    [
        ({f"level.{TEACHERS}.1.own.12": "5"}, Finding.of("level-unknown", person="А", competency="12", value="5")),
        ({"staff.1.subject-1": "магия"}, Finding.of("subject-unknown", person="А", value="магия")),
        ({"staff.1.category": "7"}, Finding.of("category-unknown", person="А", value="7")),
        ({"need": "?"}, Finding.of("need-unknown", value="?")),
        ({f"person.{LEADS}.3": "99"}, Finding.of("person-unknown", form="2.2", place=3, value="99")),
        ({f"level.{LEADS}.3.own.1.1": "low"}, Finding.of("person-missing", form="2.2", place=3)),
        ({f"person.{LEADS}.1": "1", f"person.{LEADS}.3": "1"}, Finding.of("person-twice", form="2.2", place=3, person="А")),
    ],
)
def test_what_was_typed_wrong_is_said_and_not_counted(typed: dict[str, str], finding: Finding) -> None:
    school, findings = read({"staff.1.name": "А", **typed})
    assert findings == [finding]
    assert sayable(findings)
    (person,) = school.people
    assert (person.name, person.subjects, person.category, school.need) == ("А", (), "", "")
    assert all(not ratings.own for ratings in person.ratings.values())


def test_somebody_without_a_name_stays_for_their_levels() -> None:
    school, findings = read({f"level.{TEACHERS}.5.agreed.12": "low"})
    assert school.people == (Person(5, "", ratings={TEACHERS: Ratings(agreed={"12": "low"})}),)
    assert findings == [Finding.of("row-nameless", row=5)]


def test_the_schools_own_subjects_are_known_by_name_too() -> None:
    school, findings = read({"staff.1.name": "А", "staff.1.subject-2": "робототехника", "subject.free-2": "Робототехника"})
    assert (school.people[0].subjects, school.free_subjects, findings) == (("free-2",), ("", "Робототехника"), [])


def test_who_has_no_room_is_left_out_of_the_workbook_and_said() -> None:
    most = WORKBOOK.people
    rated = {TEACHERS: Ratings(own={"12": "low"}), LEADS: Ratings(own={"1.1": "low"})}
    school = School(people=tuple(Person(number, f"А{number}", ratings=rated) for number in (*range(1, 42), most, most + 1)))
    smaller, findings = fitted(school, WORKBOOK, PROJECT)
    assert [person.number for person in smaller.people] == [*range(1, 42), most]
    assert [finding.code for finding in findings] == ["no-row", "no-place", "no-place"]
    assert [LEADS in person.ratings for person in smaller.people] == [True] * 40 + [False] * 2
    assert all(TEACHERS in person.ratings for person in smaller.people)
    assert set(values_of(smaller, WORKBOOK)) <= inputs(lower_workbook(PROJECT, WORKBOOK, "kk"))


def test_spaces_alone_are_nothing() -> None:
    assert read({"staff.1.name": "  ", "school.school": " "}) == (School(), [])


def test_what_is_called_otherwise_is_passed_over() -> None:
    assert read({"staff.x.name": "А", f"level.{TEACHERS}.x.own.1": "low", "level": "low", "other.1": "1"}) == (School(), [])
