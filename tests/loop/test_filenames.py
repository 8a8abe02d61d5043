from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalyp.loop.filenames import MOST, file_names, safe


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Үсөнова Ңурай Өмүрбековна", "Үсөнова Ңурай Өмүрбековна"),
        ("Әбдіғани Қыз-Жібек", "Әбдіғани Қыз-Жібек"),
        ("../../etc/passwd", "etc-passwd"),
        ("a\\b:c*d?e", "a-b-c-d-e"),
        ("  Асан\t\nУсенов. ", "Асан Усенов"),
        ("CON", "CON-"),
        ("nul.txt", "nul.txt-"),
        ("\u202eexe.fdp", "exe.fdp"),
        ("И\u0306ылдыз", "Йылдыз"),
        ("...", ""),
        ("", ""),
    ],
)
def test_a_name_for_any_system(name: str, expected: str) -> None:
    assert safe(name) == expected


@given(st.text())
def test_no_name_leads_elsewhere_or_is_too_long(name: str) -> None:
    made = safe(name)
    assert len(made) <= MOST + 1
    assert len(made.encode()) < 250
    assert not set(made) & set('<>:"/\\|?*\0\n')
    assert made == made.strip(" .")
    assert made == "" or Path(made).name == made


@given(st.dictionaries(st.integers(1, 200), st.text(alphabet="АаБ (12)-", max_size=6), max_size=12))
def test_no_two_people_share_a_file(people: dict[int, str]) -> None:
    names = file_names(people)
    assert list(names) == list(people)
    assert len({name.casefold() for name in names.values()}) == len(people)
    assert all(names.values())


def test_people_of_one_name_have_their_numbers() -> None:
    assert file_names({3: "Асанова А.", 7: "асанова а.", 9: "Усенов Б."}) == {
        3: "Асанова А (3)",
        7: "асанова а (7)",
        9: "Усенов Б",
    }
