"""Requests of many schools: what they come to, number by number; which count; and what is said of each file."""

from __future__ import annotations

import time
from collections import Counter, defaultdict

import pytest

from kalyp.loop.district import language_of, summary_of
from kalyp.loop.model import Finding, Return
from kalyp.loop.requests import LONGEST
from kalyp.model.district import OWN, Need, SubjectNeeds
from tests.loop.requested import by_chance, competencies, district, gathered, matrix, remarks, request, returned, said, summary
from tests.support import real_content

# Sums


def test_needs_are_ranked_by_teachers_and_those_of_one_number_share_a_place_in_the_order_of_the_form() -> None:
    found = district(
        request("a", "А", "1", c5="count=4 physics=4", c2="count=1 physics=1"),
        request("b", "Б", "2", c9="count=3 history=3", c2="count=2 history=2", c22="count=4 history=1"),
    )
    assert found.needs[:5] == (
        Need(1, "5", 4, ("А",)),
        Need(1, "22", 4, ("Б",)),
        Need(3, "2", 3, ("А", "Б")),
        Need(3, "9", 3, ("Б",)),
        Need(5, "1", 0, ()),
    )
    assert [need.competency for need in found.needs[4:]] == [name for name in competencies() if name not in {"2", "5", "9", "22"}]


def test_subjects_and_schools_are_ranked_by_their_needs() -> None:
    found = district(
        request("a", "А", "1", c5="count=4 physics=4", c2="count=1 physics=1"),
        request("b", "Б", "2", c9="count=3 history=3 physics=1", c2="count=2 history=2"),
    )
    assert found.subjects[:2] == (
        SubjectNeeds(1, "physics", 6, {"5": 4, "2": 1, "9": 1}, ("А", "Б")),
        SubjectNeeds(2, "history", 5, {"9": 3, "2": 2}, ("Б",)),
    )
    assert [(school.place, school.request.school, school.needs) for school in found.schools] == [(1, "А", 5), (1, "Б", 5)]


def test_own_subjects_and_competencies_are_joined_only_where_they_are_written_alike() -> None:
    music = {"request_subject.1": "Музыка", "request.5.free-1": "2", "request.5.count": "2"}
    inclusion = {"request.free-1.name": "Инклюзивное обучение", "request.free-1.count": "3", "request.free-1.physics": "1"}
    found = district(
        request("a", "А", "1", **music, **inclusion),
        request("b", "Б", "2", **(music | {"request_subject.1": " музыка "}), **inclusion),
        request("c", "В", "3", **(music | {"request_subject.1": "Пение"}), **(inclusion | {"request.free-1.name": "Инклюзия"})),
    )
    assert found.own_subjects == (
        SubjectNeeds(1, "Музыка", 4, {"5": 4}, ("А", "Б")),
        SubjectNeeds(2, "Пение", 2, {"5": 2}, ("В",)),
    )
    assert found.own_competencies == (Need(1, "Инклюзивное обучение", 6, ("А", "Б")), Need(2, "Инклюзия", 3, ("В",)))
    physics = next(subject for subject in found.subjects if subject.subject == "physics")
    assert physics.numbers == {OWN: 3}


def test_codes_of_leaders_are_counted_by_school() -> None:
    found = district(
        request("a", "А", "1", deputies_competencies="1.5, 1.9", school_head_competencies="№ 4; 21."),
        request("b", "Б", "2", deputies_competencies="1.9 1.9", school_head_competencies="–"),
    )
    assert found.leaders == {
        "deputies-competencies": (Need(1, "1.9", 2, ("А", "Б")), Need(2, "1.5", 1, ("А",))),
        "school-head-competencies": (Need(1, "4", 1, ("А",)), Need(1, "21", 1, ("А",))),
    }


@pytest.mark.parametrize(("count", "seed"), [(1, 1), (3, 2), (40, 3), (40, 4)])
def test_all_sums_of_schools_by_chance_are_those_of_their_cells(count: int, seed: int) -> None:
    returns = by_chance(count, seed)
    cells: dict[tuple[str, str], int] = defaultdict(int)
    asking: dict[str, set[str]] = defaultdict(set)
    for each in returns:
        for name, value in each.values.items():
            if name.startswith("request.") and value.isdigit():
                _, row, column = name.split(".")
                cells[row, column] += int(value)
                asking[row] |= {each.file} if column == "count" else set()
    found = district(*returns)
    files = {school.request.school: school.request.file for school in found.schools}
    assert len(found.schools) == len(files) == count
    assert {need.competency: need.people for need in found.needs} == {name: cells[name, "count"] for name in competencies()}
    for need in found.needs:
        assert {files[school] for school in need.schools} == asking[need.competency]
        assert need.place == 1 + sum(cells[other, "count"] > need.people for other in competencies())
    for subject in found.subjects:
        for name in competencies():
            assert subject.numbers.get(name, 0) == cells[name, subject.subject]
        assert subject.numbers.get(OWN, 0) == sum(cells[f"free-{at}", subject.subject] for at in (1, 2, 3))
        assert subject.needs == sum(number for (_, column), number in cells.items() if column == subject.subject)
    own = sum(number for (_, column), number in cells.items() if column.startswith("free-"))
    assert sum(subject.needs for subject in found.own_subjects) == own
    assert len({subject.subject.casefold() for subject in found.own_subjects}) == len(found.own_subjects)
    added = sum(number for (row, column), number in cells.items() if row.startswith("free-") and column == "count")
    assert sum(need.people for need in found.own_competencies) == added
    assert sum(school.needs for school in found.schools) == sum(n for (_, column), n in cells.items() if column == "count")
    codes = Counter(code for each in returns for code in each.values["deputies-competencies"].split(", "))
    assert {need.competency: need.people for need in found.leaders["deputies-competencies"]} == codes


def test_a_hundred_schools_are_summed_in_no_time() -> None:
    returns = by_chance(100, 7)
    started = time.process_time()
    assert len(district(*returns).schools) == 100
    assert time.process_time() - started < 2


def test_the_order_of_files_changes_nothing() -> None:
    returns = by_chance(20, 8)
    assert district(*returns).needs == district(*reversed(returns)).needs
    assert district(*returns).schools == district(*reversed(returns)).schools


# Which requests count


def test_two_requests_of_a_school_that_say_the_same_count_once() -> None:
    found = district(
        request("a.pdf", "А", "0 01", c5="count=4"), request("b.xlsx", "Школа А", "001", c5="count=4"), request("c", "Б", "2")
    )
    assert [school.request.file for school in found.schools] == ["a.pdf", "c"]
    assert found.needs[0] == Need(1, "5", 4, ("А",))
    assert [(note.counted, note.remarks) for note in found.notes] == [
        (True, ()),
        (False, ("twice a.pdf",)),
        (True, ("empty",)),
    ]


def test_of_two_that_say_different_things_neither_counts() -> None:
    found = district(
        request("a", "А", "1", c5="count=4"), request("b", "А", "1", c5="count=5"), request("c", "Б", "2", c1="count=1")
    )
    assert [school.request.file for school in found.schools] == ["c"]
    assert [(note.file, note.counted, note.remarks) for note in found.notes] == [
        ("a", False, ("conflict b",)),
        ("b", False, ("conflict a",)),
        ("c", True, ()),
    ]


def test_without_a_code_schools_are_told_by_their_names() -> None:
    found = district(request("a", "№ 5  Орто мектеп", c5="count=4"), request("b", "№ 5 орто мектеп", "5", c5="count=5"))
    assert found.schools == ()


def test_schools_of_one_name_with_different_codes_are_two() -> None:
    found = district(request("a", "Ак-Суу", "1", c5="count=4"), request("b", "Ак-Суу", "2", c5="count=5"))
    assert [school.request.file for school in found.schools] == ["b", "a"]
    assert remarks(request("a", "Ак-Суу", "1", c5="count=4"), request("b", "Ак-Суу", "2", c5="count=5")) == {
        "a": ["namesake b"],
        "b": ["namesake a"],
    }


def test_a_school_without_a_name_is_called_by_its_code_or_file() -> None:
    found = district(request("f/a.pdf", "", "17", c5="count=4"), request("f/b.pdf", c5="count=5"))
    assert [school.request.school for school in found.schools] == ["f/b.pdf", "17"]
    assert [note.remarks for note in found.notes] == [("nameless",), ("nameless",)]


def test_what_is_no_request_is_said_and_left_out() -> None:
    found = district(
        returned("4.2.xlsx", {}, document="kg-4.2"),
        returned("2.1.pdf", {"full-name": "А"}, document="kg-2.1"),
        Return("odd.zip", findings=(Finding.of("unplaced"),)),
    )
    assert [note.counted for note in found.notes] == [False] * 3
    assert [note.remarks for note in found.notes] == [
        ("workbook",),
        ("other 2.1. Самооценка учителя: выявление потребностей в профессиональном развитии",),
        ("unplaced",),
    ]
    assert gathered(returned("2.1.pdf", {}, document="kg-2.1")).asked == 0


def test_requests_for_another_year_than_most_are_told_and_count() -> None:
    found = district(
        request("a", "А", "1", c1="count=1"),
        request("b", "Б", "2", c1="count=1", school_year="2026/2027"),
        request("c", "В", "3", c1="count=1", school_year="2025–2026"),
        request("d", "Г", "4", c1="count=1", school_year=""),
    )
    assert [note.remarks for note in found.notes] == [(), (), ("year 2026–2027 2025–2026",), ("no-year",)]
    assert len(found.schools) == 4


# What contradicts itself


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ({"c5": "count=4 physics=4 history=1"}, []),
        ({"c5": "count=3.0 physics=3,0"}, []),
        ({"c5": "count=4 physics=– history=0"}, []),
        ({"c5": "count=три physics=2"}, ["number Число_учителей 5 три", "no-count 0 2 5"]),
        ({"c5": "count=-3"}, ["number Число_учителей 5 -3", "empty"]),
        ({"c5": "count=3.5"}, ["number Число_учителей 5 3.5", "empty"]),
        ({"c5": "count=12345"}, ["number Число_учителей 5 12345", "empty"]),
        ({"c5": "count=1e3"}, ["number Число_учителей 5 1e3", "empty"]),
        ({"c5": "physics=2"}, ["no-count 0 2 5"]),
        ({"c5": "count=1 physics=2"}, ["count 1 2 5"]),
        ({"c5": "count=41 physics=2"}, ["more 41 5 40"]),
        ({"c5": "count=2", "request.total.count": "3"}, ["total Число_учителей 2 3"]),
        ({"c5": "count=2", "request.total.count": "2"}, []),
        ({"c5": "count=2", "request.total.physics": "два"}, ["total Физика 0 два"]),
        ({"c5": "count=2 free-1=1"}, ["unnamed Название_другого_предмета_1"]),
        ({"request.free-2.count": "2"}, ["unnamed Другие_компетенции_2"]),
        ({"c5": "count=2", "teachers_total": "много"}, ["teachers"]),
        ({"c5": "count=2", "deputies_competencies": "1.5, 9"}, ["code Заместители_директора_по_учебной_работе 9"]),
        ({}, ["empty"]),
    ],
)
def test_what_is_said_of_a_request(rows: dict[str, str], expected: list[str]) -> None:
    (found,) = remarks(request("a", "А", "1", **rows)).values()
    assert found == [line.replace("_", " ") for line in expected]


def test_what_can_not_be_read_is_not_added() -> None:
    found = district(request("a", "А", "1", c5="count=три physics=2", **{"request.total.physics": "77"}))
    assert found.needs[0].people == 0
    assert [subject.needs for subject in found.subjects][:2] == [2, 0]


def test_a_name_that_goes_on_and_on_is_cut() -> None:
    (school,) = district(request("a", "Щ" * 5000, "1", c1="count=1")).schools
    assert len(school.request.school) == LONGEST + 1


# Which summary, in which language


def test_the_language_is_that_of_most_requests() -> None:
    returns = [request("a", language="ru"), request("b", language="kk"), request("c", language="kk+ru")]
    assert summary_of(returns, real_content()) == summary()
    assert language_of(returns, summary(), real_content()) == "kk"
    assert language_of([], summary(), real_content()) == next(iter(real_content().languages))


def test_places_are_named_in_the_language_of_the_summary() -> None:
    (sheet,) = gathered(request("a", "А", "1", c5="physics=x"), language="kk").sheets
    physics = next(subject.label["kk"] for subject in matrix().subjects if subject.id == "physics")
    assert said(sheet.findings[0]) == f"number {physics} 5 x"
