"""Whose name is whose: the same, perhaps the same, and in which order they stand."""

from __future__ import annotations

import pytest

from kalyp.loop.likeness import alike, by_alphabet, numbered, similar, unnumbered

SAME = [
    ("Асанова Айгүл", "АСАНОВА  айгүл"),
    ("Асанова А.Б.", "Асанова А. Б."),
    ("Асанова А. Б", "асанова а б."),
    ("Ким-Ли Анна", "Ким – Ли Анна"),
    ("Ким\N{NO-BREAK SPACE}Анна", " Ким Анна\n"),
    ("Байтемиров Й.", "Байтемиров И\N{COMBINING BREVE}"),
    ("Аса\N{SOFT HYPHEN}нова", "Асанова"),
]
DIFFERENT = [("Асанов", "Асанова"), ("Семёнов", "Семенов"), ("Ким-Ли", "Ким Ли"), ("Асанова А", "Асанова Б")]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_case_spaces_dots_and_dashes_make_no_other_name(one: str, other: str) -> None:
    assert alike(one) == alike(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_nothing_else_is_made_alike(one: str, other: str) -> None:
    assert alike(one) != alike(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Асанова Айгүл Бакытовна", "Асанова Айгуль Бакытовна"),
        ("Асанова Айгүл", "Айгүл Асанова"),
        ("Асанова Айгүл Бакытовна", "Асанова А.Б."),
        ("Асанова Айгүл", "Асанова"),
        ("Семёнов Пётр", "Семенов Петр"),
        ("Ким-Ли Анна", "Ким Ли Анна"),
        ("Абдырахманов Бакыт", "Абдрахманов Бакыт"),
        ("Өмүрова Ұлжан Қайратқызы", "Омурова Улжан Кайраткызы"),
    ],
)
def test_similar_names_are_pointed_out(one: str, other: str) -> None:
    assert list(similar([one, other])) == [(one, other)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Асанова Айгүл Бакытовна", "Асанова Нурзат Бакытовна"),
        ("Асанова Айгүл", "Асанова Бегайым"),
        ("Асанова А.Б.", "Асанова А.К."),
        ("Токтогулов Эмил", "Сыдыкова Гүлзат"),
        ("", "Асанова"),
    ],
)
def test_others_are_not(one: str, other: str) -> None:
    assert list(similar([one, other])) == []


def test_each_pair_is_named_once_in_the_order_given() -> None:
    names = ["Үсөнов Б", "Асанова Айгүл", "Асанова А", "Асанова Айгүл"]
    assert list(similar(names)) == [("Асанова Айгүл", "Асанова А")]


def test_lists_follow_the_alphabet_of_the_languages() -> None:
    names = [
        "Өмүров",
        "Яковлев",
        "Ңурбеков",
        "Нурбеков",
        "Осмонов",
        "Әбілов",
        "Абылов",
        "Ёлкин",
        "Ежов",
        "Ұланов",
        "Уланов",
        "Iva",
    ]
    assert sorted(names, key=by_alphabet) == [
        *("Iva", "Абылов", "Әбілов", "Ежов", "Ёлкин", "Нурбеков", "Ңурбеков", "Осмонов", "Өмүров", "Уланов", "Ұланов", "Яковлев")
    ]


def test_people_of_one_name_are_numbered() -> None:
    assert [numbered("А Б", number) for number in (1, 2, 12)] == ["А Б", "А Б (2)", "А Б (12)"]
    assert {unnumbered(numbered("А Б", number)) for number in (1, 2, 12)} == {"А Б"}
