"""Who the people of a school are, out of what came back: each rule with its case."""

from __future__ import annotations

import pytest

from kalyp.loop.model import AGREED, OWN, SUPERVISOR, Finding, Origin, Person, Ratings, Return, School
from kalyp.loop.sheets import Reader
from tests.loop.returned import HEAD, LEADS, TEACHERS, form, gathered, key, only, said, talk, values
from tests.loop.schools import PROJECT, WORKBOOK

NAME = "Асанова Айгүл"
ALONE = ["supervisor-missing"]


# --- One person ---


def test_own_and_the_supervisors_form_make_one_person() -> None:
    found = gathered(form(NAME, "12:1 4:3"), form(NAME, "12:2", who=SUPERVISOR))
    assert only(found) == Person(
        1, NAME, ratings={TEACHERS: Ratings(own={"4": "high", "12": "low"}, supervisor={"12": "middle"})}
    )
    assert said(found) == {}


@pytest.mark.parametrize("other", ["АСАНОВА АЙГҮЛ", " Асанова  Айгүл. ", "Асанова\N{NO-BREAK SPACE}Айгүл"])
def test_a_name_is_the_same_whatever_its_capitals_spaces_and_dots_and_whatever_the_forms_language(other: str) -> None:
    found = gathered(form(NAME, language="ky"), form(other, who=SUPERVISOR, language="kk"))
    assert only(found).name == NAME
    assert said(found) == {}


def test_names_that_are_only_similar_are_two_people_and_asked_about() -> None:
    found = gathered(form(NAME), form("Асанова Айгул", who=SUPERVISOR))
    assert [person.name for person in found.school.people] == ["Асанова Айгул", NAME]
    assert said(found) == {"Асанова Айгул": ["similar-name", "own-missing"], NAME: ALONE}
    assert values(found.of_people["Асанова Айгул"][0]) == {"other": NAME}


def test_somebody_may_have_three_posts() -> None:
    groups = {TEACHERS: "12:1", LEADS: "1.1:2", HEAD: "5:3"}
    forms = [form(NAME, levels, group=group, who=who) for group, levels in groups.items() for who in (OWN, SUPERVISOR)]
    found = gathered(*forms)
    assert set(only(found).ratings) == set(groups)
    assert only(found).ratings[LEADS].own == {"1.1": "middle"}
    assert {name for _, name in found.whose.items()} == {NAME}
    assert said(found) == {}


def test_people_stand_in_the_order_of_the_alphabet() -> None:
    names = ["Яковлева Анна", "Өмүров Бек", "Осмонов Бек", "Асанова Айгүл"]
    found = gathered(*(form(name) for name in names))
    assert [(person.number, person.name) for person in found.school.people] == [
        (1, "Асанова Айгүл"),
        (2, "Осмонов Бек"),
        (3, "Өмүров Бек"),
        (4, "Яковлева Анна"),
    ]


@pytest.mark.parametrize(("who", "code"), [(OWN, "supervisor-missing"), (SUPERVISOR, "own-missing")])
def test_a_form_without_its_counterpart_is_told_with_the_form_that_is_missing(who: str, code: str) -> None:
    found = gathered(form(NAME, group=LEADS, levels="1.1:1", who=OWN if who == OWN else SUPERVISOR))
    assert said(found) == {NAME: [code]}
    assert values(found.of_people[NAME][0]) == {"form": "3.2" if who == OWN else "2.2"}


# --- Two returns of one person on one form ---


def test_the_same_answers_twice_are_taken_once() -> None:
    first, second = form(NAME, file="а.pdf"), form(NAME.upper(), file="б.docx")
    second = Return(second.file, "docx", second.origin, {**second.values, "full-name": NAME, "comments": " "})
    found = gathered(first, second, form(NAME, who=SUPERVISOR))
    assert only(found).left_out is False
    assert said(found) == {"б.docx": ["same-twice"]}
    assert values(found.of_returns[key(second)][0]) == {"other": "а.pdf"}
    assert found.whose[key(second)] == NAME


def test_two_that_differ_are_both_kept_and_left_out_until_somebody_decides() -> None:
    first, second, third = form(NAME, "12:1 4:2"), form(NAME, "12:3 4:2"), form(NAME, "12:2")
    found = gathered(first, second, third, form(NAME, who=SUPERVISOR))
    assert [(person.name, person.left_out) for person in found.school.people] == [
        (NAME, True),
        (f"{NAME} (2)", True),
        (f"{NAME} (3)", True),
    ]
    assert [person.ratings[TEACHERS].own["12"] for person in found.school.people] == ["low", "middle", "high"]  # by file
    assert [len(person.ratings[TEACHERS].supervisor) for person in found.school.people] == [1, 0, 0]
    codes = said(found)
    assert all(codes[each.file] == ["levels-differ"] * 2 for each in (first, second, third))
    assert all("left-out" in codes[person.name] for person in found.school.people)
    assert values(found.of_returns[key(first)][0]) == {"other": third.file, "differences": "12 (1 ≠ 2)"}


def test_returns_that_differ_in_their_words_alone_differ_too() -> None:
    first, second = form(NAME, file="1.pdf"), form(NAME, file="2.pdf", comments="Ещё одно")
    found = gathered(first, second)
    assert [person.left_out for person in found.school.people] == [True, True]
    assert said(found)["1.pdf"] == ["answers-differ"]


def test_two_people_of_one_name_are_such_returns_too() -> None:
    found = gathered(form(NAME, subjects="физика"), form(NAME, file="2.pdf", subjects="химия"))
    assert [(person.name, person.subjects) for person in found.school.people] == [
        (NAME, ("chemistry",)),
        (f"{NAME} (2)", ("physics",)),
    ]
    assert all(person.left_out for person in found.school.people)


# --- What the head of a form says ---


@pytest.mark.parametrize(
    ("written", "subjects"),
    [
        ("Математика", ("mathematics",)),
        ("МАТЕМАТИКА.", ("mathematics",)),
        ("тарых", ("history",)),
        ("Тарих; Химия", ("history", "chemistry")),
        ("физика/биология", ("physics", "biology")),
        ("физика и биология", ("physics", "biology")),
        ("физика жана биология", ("physics", "biology")),
        ("Русский язык и литература", ("russian-language",)),
        ("Русский язык и литература и физика", ("russian-language", "physics")),
        ("начальная школа", ("primary-classes",)),
    ],
)
def test_subjects_are_recognised_in_any_language_if_written_in_a_known_way(written: str, subjects: tuple[str, ...]) -> None:
    found = gathered(form(NAME, subjects=written))
    assert (only(found).subjects, only(found).taught) == (subjects, written)
    assert said(found) == {NAME: ALONE}


@pytest.mark.parametrize(
    ("written", "subjects", "rest"),
    [
        ("учитель математики", (), "учитель математики"),
        ("Математика, магия", ("mathematics",), "магия"),
        ("физика и магия", (), "физика и магия"),
        ("математик", (), "математик"),
    ],
)
def test_others_stay_as_they_were_written(written: str, subjects: tuple[str, ...], rest: str) -> None:
    found = gathered(form(NAME, subjects=written))
    assert (only(found).subjects, only(found).taught) == (subjects, written)
    assert found.of_people[NAME][0] == Finding.of("subject-not-known", written=rest)


def test_well_known_subjects_become_the_schools_own_those_of_most_teachers_first() -> None:
    taught = {"А": "музыка", "Б": "Англис тили", "В": "английский язык, музыка", "Г": "Английский язык", "Д": "черчение"}
    found = gathered(*(form(name, subjects=subjects) for name, subjects in taught.items()), language="kk")
    assert found.school.free_subjects == ("Ағылшын тілі", "Музыка", "Сызу")
    assert [person.subjects for person in found.school.people] == [
        ("free-2",),
        ("free-1",),
        ("free-1", "free-2"),
        ("free-1",),
        ("free-3",),
    ]


def test_subjects_that_the_workbook_has_no_room_for_are_named() -> None:
    own = tuple(f"Предмет {number}" for number in range(WORKBOOK.own_subjects))
    found = gathered(form(NAME, subjects="физика, музыка, химия, биология"), before=School(free_subjects=own))
    assert only(found).subjects == ("physics", "chemistry")
    assert found.school.free_subjects == own
    assert [finding.code for finding in found.of_people[NAME]] == ["subject-no-place", "subjects-many", *ALONE]


def test_a_subject_that_the_school_has_named_itself_is_recognised() -> None:
    before = School(free_subjects=("Робототехника", "Информатика"))
    found = gathered(form(NAME, subjects="робототехника, информ"), before=before)
    assert (only(found).subjects, found.school.free_subjects) == (("free-1", "free-2"), before.free_subjects)


def test_post_and_category_come_from_the_own_forms() -> None:
    found = gathered(
        form(NAME, position="учитель", category="first"),
        form(NAME, "1.1:1", group=LEADS, leader_position="deputy-head", category="first"),
    )
    assert only(found).category == "first"
    assert only(found).position == "учитель; заместитель директора по учебной работе"


def test_what_the_supervisor_wrote_stands_where_the_person_wrote_nothing() -> None:
    found = gathered(form(NAME), form(NAME, who=SUPERVISOR, subjects="физика", category="second"))
    assert (only(found).subjects, only(found).taught, only(found).category) == (("physics",), "физика", "second")
    assert said(found) == {}


def test_own_and_the_supervisors_category_may_differ_which_is_said() -> None:
    found = gathered(form(NAME, category="first"), form(NAME, who=SUPERVISOR, category="second"))
    assert only(found).category == "first"
    assert found.of_people[NAME] == [Finding.of("category-differ", values="вторая; первая", taken="первая")]


def test_of_two_categories_in_own_forms_none_is_taken() -> None:
    found = gathered(form(NAME, category="first"), form(NAME, "1.1:1", group=LEADS, category="second"))
    assert only(found).category == ""
    assert found.of_people[NAME][0] == Finding.of("category-differ", values="вторая; первая", taken="–")


def test_the_schools_name_is_what_all_forms_say() -> None:
    found = gathered(form("А", school="Школа № 5"), form("Б", school="ШКОЛА №  5"), form("В"))
    assert found.school.fields == {"school": "ШКОЛА №  5"} or found.school.fields == {"school": "Школа № 5"}
    assert found.of_all == []


def test_of_different_names_of_the_school_none_is_taken() -> None:
    found = gathered(form("А", school="Школа № 5"), form("Б", school="Школа № 5"), form("В", school="Школа № 6"))
    assert found.school.fields == {}
    assert found.of_all == [Finding.of("head-differ", field="school", values="Школа № 5 (2); Школа № 6 (1)")]


def test_in_forms_of_another_language_the_schools_name_may_be_another() -> None:
    found = gathered(form("А", school="№ 5 мектеп", language="ky"), form("Б", school="Школа № 5", language="ru"))
    assert found.school.fields == {"school": "Школа № 5"}
    assert [finding.code for finding in found.of_all] == ["head-translated"]


def test_the_date_of_a_form_is_not_that_of_the_workbook() -> None:
    assert "date" not in gathered(form(NAME)).school.fields


# --- Talk sheets ---


def test_a_talk_sheet_brings_agreed_levels_and_priorities() -> None:
    found = gathered(form(NAME, "12:1"), form(NAME, "12:2", who=SUPERVISOR), talk(NAME, "12:2", "12 4"))
    assert only(found).ratings[TEACHERS] == Ratings({"12": "low"}, {"12": "middle"}, {"12": "middle"}, ("4", "12"))
    assert said(found) == {}


def test_it_says_of_which_post_it_is() -> None:
    found = gathered(form(NAME), form(NAME, "1.1:1", group=LEADS), talk(NAME, "1.1:3", group=LEADS))
    assert only(found).ratings[LEADS].agreed == {"1.1": "high"}
    assert only(found).ratings[TEACHERS].agreed == {}


def test_one_of_somebody_who_was_not_rated_is_said() -> None:
    assert said(gathered(talk(NAME, "12:1"))) == {NAME: ["agreed-alone"]}


def test_two_that_differ_are_like_two_forms() -> None:
    found = gathered(form(NAME), talk(NAME, "12:1", file="1.pdf"), talk(NAME, "12:2", file="2.pdf"))
    assert [(person.name, person.left_out) for person in found.school.people] == [(NAME, True), (f"{NAME} (2)", True)]


def test_one_that_was_made_for_the_second_of_a_name_belongs_to_that_row() -> None:
    found = gathered(form(NAME, "12:1"), form(NAME, "12:2"), talk(f"{NAME} (2)", "12:3"))
    assert [person.ratings[TEACHERS].agreed for person in found.school.people] == [{}, {"12": "high"}]


def test_more_priorities_than_there_should_be_are_all_kept_and_said() -> None:
    found = gathered(talk(NAME, "12:1", "1 2 3 4 5"))
    assert only(found).ratings[TEACHERS].priorities == ("1", "2", "3", "4", "5")
    assert Finding.of("priorities-many", count=5, most=4) in found.of_people[NAME]


def test_the_rows_of_a_blank_sheet_begin_with_codes() -> None:
    rows = {"talk.1.competency": "12. Баалоо", "talk.1.agreed": "high", "talk.2.competency": "4", "talk.2.priority": "on"}
    blank = talk(NAME, "")
    found = gathered(Return(blank.file, "pdf", blank.origin, {**blank.values, **rows, "talk-priority.1": "7."}))
    assert only(found).ratings[TEACHERS] == Ratings(agreed={"12": "high"}, priorities=("4", "7"))


# --- The workbook as it was ---

RATED = Ratings(own={"12": "low"}, supervisor={"12": "middle"}, agreed={"12": "middle"}, priorities=("12",))
BEFORE = School(
    fields={"school": "Школа № 5"},
    need="low",
    free_subjects=("Музыка",),
    people=(Person(7, NAME, "учитель", ("free-1",), "музыка", "first", ratings={TEACHERS: RATED}), Person(9, "Ким Ли")),
)


def test_what_stands_in_the_workbook_is_not_lost() -> None:
    found = gathered(before=BEFORE)
    assert found.school == BEFORE
    assert said(found) == {}


def test_collecting_the_same_again_changes_nothing() -> None:
    forms = (form(NAME, "12:1"), form(NAME, "12:2", who=SUPERVISOR), talk(NAME, "12:2", "12"))
    found = gathered(*forms, before=BEFORE)
    assert found.school == BEFORE
    assert said(found) == {}
    assert set(found.whose.values()) == {NAME}


def test_new_people_stand_below_and_gaps_are_filled_last() -> None:
    found = gathered(form("Айтбаева Анна"), form("Яковлева Анна"), before=BEFORE)
    assert [(person.number, person.name) for person in found.school.people][2:] == [(10, "Айтбаева Анна"), (11, "Яковлева Анна")]
    last = School(people=(Person(WORKBOOK.people, NAME),))
    assert [person.number for person in gathered(form("А"), form("Б"), before=last).school.people] == [1, 2, WORKBOOK.people]


def test_forms_add_to_what_stands_there() -> None:
    found = gathered(form("КИМ ЛИ", "12:1 4:1", position="учитель", subjects="физика"), before=BEFORE)
    assert found.school.people[1] == Person(
        9, "Ким Ли", "учитель", ("physics",), "физика", ratings={TEACHERS: Ratings(own={"4": "low", "12": "low"})}
    )
    assert gathered(form(NAME, "12:1 4:3"), before=BEFORE).school.people[0].ratings[TEACHERS].own == {"4": "high", "12": "low"}


def test_where_a_form_says_otherwise_the_workbook_stays_and_it_is_said() -> None:
    again = form(NAME, "12:3 4:1")
    found = gathered(again, before=BEFORE)
    assert found.school == BEFORE
    assert found.of_returns[key(again)] == [Finding.of("workbook-otherwise", differences="12 (1 ≠ 3)")]
    assert found.whose[key(again)] == NAME


def test_so_it_does_with_agreed_levels_and_priorities() -> None:
    again = talk(NAME, "12:3", "4 5")
    found = gathered(again, before=BEFORE)
    assert found.school == BEFORE
    assert found.of_returns[key(again)] == [Finding.of("workbook-otherwise", differences="12 (2 ≠ 3), 12 ≠ 4, 5")]


def test_so_it_does_with_subjects_and_category() -> None:
    found = gathered(form(NAME, "12:1", subjects="физика", category="second"), before=BEFORE)
    assert found.school == BEFORE
    assert found.of_people[NAME] == [
        Finding.of("subjects-otherwise", written="физика"),
        Finding.of("category-differ", values="вторая; первая", taken="первая"),
    ]


def test_two_returns_of_whom_the_workbook_knows_one_don_not_upset_it() -> None:
    first, second = form(NAME, "12:1"), form(NAME, "12:3")
    found = gathered(first, second, before=BEFORE)
    assert found.school == BEFORE
    assert said(found) == {second.file: ["workbook-otherwise"]}


def test_two_returns_of_somebody_whose_levels_the_workbook_lacks_are_both_kept() -> None:
    found = gathered(form("Ким Ли", "12:1"), form("Ким Ли", "12:3"), before=BEFORE)
    assert [(person.number, person.name, person.left_out) for person in found.school.people] == [
        (7, NAME, False),
        (9, "Ким Ли", True),
        (10, "Ким Ли (2)", True),
    ]


def test_what_came_twice_stays_as_it_was_decided() -> None:
    forms = (form(NAME, "12:1"), form(NAME, "12:3"), form(NAME, "12:2", who=SUPERVISOR))
    once = gathered(*forms).school
    assert gathered(*forms, before=once).school == once
    decided = School(people=(Person(1, NAME, ratings=once.people[0].ratings), once.people[1]))
    again = gathered(*forms, before=decided)
    assert again.school == decided
    assert said(again) == {f"{NAME} (2)": ["left-out"]}


def test_of_two_people_of_one_name_nobody_can_tell_whose_a_new_form_is() -> None:
    before = School(people=(Person(1, NAME), Person(2, f"{NAME} (2)")))
    new = form(NAME)
    found = gathered(new, before=before)
    assert found.school == before
    assert found.of_returns[key(new)] == [Finding.of("whose", people=f"{NAME}; {NAME} (2)")]
    assert found.whose == {}


# --- What can't be placed ---


@pytest.mark.parametrize(
    ("returned", "code"),
    [
        (form("  . – "), "name-missing"),
        (talk("", "12:1"), "name-missing"),
        (talk(NAME, "12:1", compared=""), "post-missing"),
        (talk(NAME, "12:1", compared="nothing"), "post-missing"),
    ],
)
def test_a_return_that_does_not_say_whose_it_is(returned: Return, code: str) -> None:
    assert Reader(PROJECT, WORKBOOK, "ru").read(returned) == (None, [Finding.of(code)])


def test_a_blank_one_was_told_already() -> None:
    blank = form("")
    assert Reader(PROJECT, WORKBOOK, "ru").read(Return("a", "pdf", blank.origin, {"full-name": " "})) == (None, [])


def test_rows_of_a_talk_that_name_no_competency_are_said() -> None:
    rows = {"talk.1.competency": "пла­нирование", "talk.1.agreed": "high", "talk-priority.2": "99"}
    blank = talk(NAME, "")
    sheet, findings = Reader(PROJECT, WORKBOOK, "ru").read(Return("a", "pdf", blank.origin, {**blank.values, **rows}))
    assert sheet is not None
    assert (sheet.who, sheet.levels, sheet.priorities) == (AGREED, {}, ())
    assert [(finding.code, values(finding)["text"]) for finding in findings] == [
        ("row-unknown", "пла­нирование"),
        ("row-unknown", "99"),
    ]


def test_a_talk_sheet_in_which_nothing_was_agreed_is_said() -> None:
    sheet, findings = Reader(PROJECT, WORKBOOK, "ru").read(talk(NAME, ""))
    assert sheet is not None
    assert [finding.code for finding in findings] == ["talk-empty"]


def test_levels_that_are_none_are_no_levels() -> None:
    odd = Return("a", "pdf", Origin("kg-2.1", "1", "ru"), {"full-name": NAME, "level.12": "4", "level.99": "low"})
    sheet, _ = Reader(PROJECT, WORKBOOK, "ru").read(odd)
    assert sheet is not None
    assert sheet.levels == {}


# --- Many ---


def test_a_thousand_people() -> None:
    names = [f"Үлгү{chr(0x430 + a)}{chr(0x430 + b)} Мисал{chr(0x430 + b)}" for a in range(32) for b in range(32)][:1000]
    found = gathered(*(form(name, who=who) for name in names for who in (OWN, SUPERVISOR)))
    assert [person.number for person in found.school.people] == list(range(1, 1001))
    assert sorted(person.name for person in found.school.people) == sorted(names)
    assert not any(person.left_out for person in found.school.people)
