from __future__ import annotations

from dataclasses import replace

import pytest

from kalyp.loop.advice import advice
from kalyp.loop.model import Person, School
from kalyp.loop.plans import Planner
from kalyp.lower.document import lower_document
from kalyp.model.walk import field_names
from kalyp.say import Speaker, tongues
from tests.loop.planned import ASANOVA, FIELDS, FIVE, NEW, SCHOOL, UNKNOWN, planner, teaching, workbook
from tests.support import real_content

LANGUAGES = ("ky", "kk", "ru")


def goals(plans: Planner) -> dict[tuple[str, str], list[str]]:
    return {
        (each.person.name, each.group.id): [value for name, value in each.values.items() if name.startswith("goal.")]
        for each in plans.goals()
    }


def found(plans: Planner) -> dict[str, list[dict[str, str]]]:
    told: dict[str, list[dict[str, str]]] = {}
    for finding in advice(plans):
        told.setdefault(finding.code, []).append(dict(finding.values))
    return told


# --- The plan of a person ---


def test_goals_are_the_priorities_in_the_order_of_the_framework() -> None:
    teacher = {competency.code: competency for competency in real_content().frameworks["kg-teacher"].competencies()}
    for language in LANGUAGES:
        first = planner(language=language).goals()[0]
        assert [first.values[f"goal.{at}"] for at in (1, 2, 3, 4)] == [
            f"{code}. {teacher[code].short[language]}" for code in ("1", "5", "12", "22")
        ]


def test_each_post_with_priorities_has_a_plan_of_its_own() -> None:
    assert list(goals(planner())) == [
        ("Асанова Айгүл", "teachers"),
        ("Асанова Айгүл", "leads"),
        ("Бекова Бермет", "teachers"),
        ("Жакыпов Азамат", "teachers"),
        ("Усенова Гүлнара", "head"),
    ]
    assert [goal.partition(". ")[0] for goal in goals(planner())["Асанова Айгүл", "leads"]] == ["1.2", "1.10"]


def test_of_five_priorities_none_is_chosen_for_the_person() -> None:
    plans = planner()
    assert goals(plans)["Бекова Бермет", "teachers"] == []
    assert found(plans)["plan-too-many"] == [
        {"person": "Бекова Бермет", "group": "мугалимдер", "count": "5", "codes": "1, 2, 3, 4, 5", "most": "4"}
    ]


def test_a_plan_says_whose_it_is() -> None:
    values = planner().goals()[0].values
    asked = ("teacher-name", "record-teacher-name", "school", "position-subject", "category", "year-from", "year-to")
    assert [values[name] for name in asked] == [
        *("Асанова Айгүл", "Асанова Айгүл", FIELDS["school"], "мугалим (Математика, Физика)", "highest", "2026", "2027")
    ]


def test_subjects_of_the_schools_own_have_its_names_and_unknown_ones_stand_as_written() -> None:
    plans = planner()
    assert plans.post(FIVE) == "мугалим (Англис тили, Адеп)"
    assert plans.post(UNKNOWN) == "Саресеп"
    assert plans.post(Person(9, "А", "окуу бөлүмүнүн башчысы")) == "окуу бөлүмүнүн башчысы"


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        ("2026–2027", ("2026", "2027")),
        ("2026-2027-окуу жылы", ("2026", "2027")),
        ("2026/27", ("2026", "2027")),
        ("2099 — 2100", ("2099", "2100")),
        ("2026", ("", "")),
        ("2026–2030", ("", "")),
        ("12026–2027", ("", "")),
        ("", ("", "")),
    ],
)
def test_the_years_of_a_school_year(year: str, expected: tuple[str, str]) -> None:
    plans = planner(replace(SCHOOL, fields={**FIELDS, "school-year": year}))
    assert plans.years == expected
    assert ("plan-year" in found(plans)) == (bool(year) and not expected[0])


# --- The request ---


def test_the_request_counts_priorities_of_those_who_count() -> None:
    values = planner().request()
    numbers = {name: value for name, value in values.items() if name.startswith("request.") and value not in ("", "0")}
    assert numbers == {
        **{"request.1.count": "3", "request.1.mathematics": "1", "request.1.physics": "1", "request.1.free-1": "1"},
        **{"request.2.count": "1", "request.2.free-1": "1", "request.3.count": "1", "request.3.free-1": "1"},
        **{"request.4.count": "1", "request.4.free-1": "1"},
        **{"request.5.count": "2", "request.5.mathematics": "1", "request.5.physics": "1", "request.5.free-1": "1"},
        **{"request.12.count": "1", "request.12.mathematics": "1", "request.12.physics": "1"},
        **{"request.22.count": "1", "request.22.mathematics": "1", "request.22.physics": "1"},
        **{"request.total.count": "10", "request.total.mathematics": "4", "request.total.physics": "4"},
        **{"request.total.free-1": "5"},
    }
    assert values["request.6.count"] == values["request.total.biology"] == "0"
    assert values["request.6.biology"] == ""


def test_the_request_has_the_head_the_own_subjects_and_the_codes_of_leaders() -> None:
    values = planner().request()
    assert {name: values[name] for name in FIELDS} == FIELDS
    assert [values[f"request-subject.{at}"] for at in (1, 2, 3)] == ["Англис тили", "Информатика", "Музыка"]
    assert values["deputies-competencies"] == "1.2, 1.10"
    assert values["school-head-competencies"] == "7, 19"


def test_the_switch_decides_what_is_counted() -> None:
    assert planner(replace(SCHOOL, need="low")).request()["request.2.count"] == "1"  # Асанова
    assert planner(replace(SCHOOL, need="low-middle")).request()["request.2.count"] == "2"  # and Бекова
    assert planner(replace(SCHOOL, need="")).request()["request.2.count"] == "1"  # the first there is: priorities


def test_rows_of_the_schools_own_are_kept_and_counted_in_the_totals() -> None:
    typed = {
        "request.free-1.name": "Жергиликтүү тарых",
        "request.free-1.count": "3",
        "request.free-1.history": " 2 ",
        "request.free-2.history": "көп",
    }
    plans = planner(typed=typed)
    values = plans.request()
    assert {name: values[name] for name in typed} == typed
    assert (values["request.total.count"], values["request.total.history"]) == ("13", "2")
    assert found(plans)["plan-no-number"] == [{"field": "2) Тарых", "value": "көп"}]


def test_everything_that_is_planned_has_a_field_in_its_form() -> None:
    """What the workbook's file says of the forms is so."""
    plans, documents = planner(), real_content().documents
    planned = {
        workbook().request.form: plans.request(),
        workbook().plan.yearly.form: plans.yearly(),
        workbook().plan.individual.form: plans.goals()[0].values,
    }
    for form, values in planned.items():
        names = set(field_names(lower_document(real_content(), documents[form], ("ky",))))
        assert set(values) - set(FIELDS) <= names
        assert set(FIELDS) & names
    room = workbook().priorities
    assert {f"goal.{at}" for at in range(1, room + 1)} <= names


# --- The plan of the year ---


def test_the_years_tasks_are_what_most_teachers_need() -> None:
    teacher = {competency.code: competency for competency in real_content().frameworks["kg-teacher"].competencies()}
    for language in LANGUAGES:
        values = planner(language=language).yearly()
        assert [values[f"task-{at}-name"] for at in (1, 2, 3, 4)] == [
            f"{code}. {teacher[code].short[language]}" for code in ("1", "5", "2", "3")
        ]
        assert values["teachers-total"] == "6"


def test_a_tie_at_the_last_task_is_told() -> None:
    assert found(planner())["plan-tie"] == [{"codes": "2, 3, 4, 12, 22", "count": "1", "room": "4"}]
    two = School(people=(replace(ASANOVA, ratings={"teachers": teaching("1" * 22, "3", "4")}),))
    assert "plan-tie" not in found(planner(two))
    assert "task-3-name" not in planner(two).yearly()


# --- What needs a person ---


def test_whoever_has_no_plan_is_told_with_the_reason() -> None:
    told = found(planner())
    assert told["plan-left-out"] == [{"person": "Токтобекова Чынара"}]
    assert told["plan-no-levels"] == [{"person": "Мырзаева Жаңыл"}]
    assert told["plan-talk"] == [{"person": "Усенова Гүлнара", "group": "мугалимдер", "open": "22", "all": "22"}]
    assert told["plan-open"] == [
        {"person": "Жакыпов Азамат", "group": "мугалимдер", "open": "21", "all": "22"},
    ]
    agreed = School(people=(replace(NEW, ratings={"teachers": teaching("3" * 22)}),))
    assert found(planner(agreed))["plan-no-priorities"] == [
        {"person": "Мырзаева Жаңыл", "group": "мугалимдер", "open": "0", "all": "22"}
    ]


def test_gaps_of_the_request_are_told() -> None:
    told = found(planner())
    assert told["plan-no-subject"] == [{"people": "Жакыпов Азамат"}]
    assert told["plan-no-column"] == [{"subject": "Адеп", "count": "1"}]
    assert "plan-no-needs" in found(planner(School(people=(NEW,))))


def test_people_of_one_name_are_told_apart() -> None:
    twins = School(people=(Person(1, "А"), Person(7, "А"), Person(8, "Б")))
    assert [each["person"] for each in found(planner(twins))["plan-no-levels"]] == ["А (1)", "А (7)", "Б"]


def test_everything_that_is_found_is_said_in_every_language() -> None:
    worst = replace(SCHOOL, fields={"school-year": "?"})
    findings = [*advice(planner(worst, typed={"request.free-1.count": "?"})), *advice(planner(School(people=(NEW,))))]
    for tongue in tongues():
        for finding in findings:
            line = Speaker(tongue).say(f"found-{finding.code}", **dict(finding.values))
            assert all(value in line for name, value in finding.values if name not in ("count", "open", "all"))
