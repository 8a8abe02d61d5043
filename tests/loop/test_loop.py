"""The whole loop with the sample school: every level and every text that was filled in arrives, value by value, to the end."""

from __future__ import annotations

import io
import re
import warnings
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pypdfium2
import pytest

from kalyp.loop.model import Return
from kalyp.loop.returns import read_folder, read_return
from kalyp.loop.sample_school import load_district, request_forms
from kalyp.loop.school import school_of
from kalyp.model.asking import Matrix
from kalyp.model.framework import Framework
from kalyp.model.workbook import Workbook
from kalyp.write.docx import read as word
from kalyp.write.pdf import forms as pdf_forms
from tests.built import Built
from tests.copies import copy_built
from tests.loop import expected
from tests.loop.cells import Sheets
from tests.loop.filled import ENGINES, office
from tests.loop.round import LANGUAGE, REQUEST, SAMPLE, Round, go_round, hashes, place
from tests.lower.workbook.recalculated import Recalculated
from tests.lower.workbook.schools import School as Typed
from tests.support import need, real_content

GROUPS = ("teachers", "leads", "head")
WORKBOOK = "kg-4.2"
CUT = re.compile(r"[-\ufffe]\r?\n|\ufffe")  # a word that goes on in the next line, as PDFium gives it
PLAN, YEAR = "4.1-individual-plan", "4.4-school-development-plan"


@pytest.fixture(scope="module")
def loop(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Round:
    """The loop, gone through once."""
    need("soffice")
    work = tmp_path_factory.mktemp("loop")
    return go_round(built, copy_built(built, work / "project"), work)


def workbook() -> Workbook:
    found = real_content().documents[WORKBOOK]
    assert isinstance(found, Workbook)
    return found


def matrix() -> Matrix:
    form = real_content().documents[workbook().request.form]
    return next(block for block in getattr(form, "blocks", ()) if isinstance(block, Matrix))


def framework(group: str) -> Framework:
    return real_content().frameworks[next(each.framework for each in workbook().groups if each.id == group)]


def called(group: str, competency: str, language: str = LANGUAGE) -> str:
    found = next(each for each in framework(group).competencies() if each.id == competency)
    return f"{found.code}. {found.short[language]}"


def given(values: Mapping[str, str]) -> dict[str, str]:
    """The values that are not empty."""
    return {name: value for name, value in values.items() if value}


def read(path: Path) -> Return:
    (found,) = read_return(real_content(), path.parent, path)
    return found


# --- Forms come back ---


def test_sixty_forms_come_back_from_all_viewers_in_three_languages(loop: Round) -> None:
    ways = Counter(loop.made[form.file] for form in loop.forms)
    assert ways == {"PDFium": 10, "Poppler": 10, "MuPDF": 10, "docx": 20, "LibreOffice": 10, "openpyxl": 3}
    assert {form.language for form in loop.forms} == set(real_content().languages)


def test_every_value_of_every_form_is_read(loop: Round) -> None:
    found = {each.file: each for each in read_folder(real_content(), loop.returned)}
    assert set(found) == {form.file for form in loop.forms}
    for form in loop.forms:
        back = found[form.file]
        assert back.origin is not None, form.file
        edition = real_content().documents[form.document].edition.number
        assert (back.origin.document, back.origin.edition, back.origin.languages) == (form.document, edition, form.language)
        assert given(back.values) == form.values, (form.file, loop.made[form.file])


def test_the_files_that_came_back_are_as_they_were(loop: Round) -> None:
    assert hashes(loop.returned) == loop.hashes


# --- The workbook of the forms ---


def test_collect_names_each_file_and_what_is_missing(loop: Round) -> None:
    lines = loop.said["collect"].splitlines()
    for form in loop.forms:
        (line,) = [line for line in lines if line.startswith(f"{form.file}:")]
        code, name = real_content().documents[form.document].code, loop.sample.people[form.person - 1].name
        assert f"{code}; {name}; edition 1; {real_content().languages[form.language].name}" in line
    for person in loop.sample.people:
        missing = [line for line in lines if line.startswith(f"{person.name}: ") and "missing" in line]
        wanted = sum((post.own_form is None) + (post.supervisor_form is None) for post in person.posts)
        assert len(missing) == wanted, person.name


def test_the_workbook_lists_each_file(loop: Round) -> None:
    cells = {str(cell) for row in computed(loop.first)[-2].iter_rows(values_only=True) for cell in row if cell is not None}
    assert {form.file for form in loop.forms} <= cells


def test_levels_of_the_forms_stand_in_their_cells_and_nothing_else(loop: Round) -> None:
    book = Sheets(loop.first.read_bytes())
    filled = {name: value for name in book.places if name.startswith(("level.", "priority.")) and (value := book.value(name))}
    wanted: dict[str, str] = {}
    for person in loop.school.people:
        for group, ratings in person.ratings.items():
            at = f"{group}.{place(person, group, book)}"
            wanted |= {f"level.{at}.own.{competency}": level for competency, level in ratings.own.items()}
            wanted |= {f"level.{at}.supervisor.{competency}": level for competency, level in ratings.supervisor.items()}
    assert filled == wanted


def test_what_people_wrote_of_themselves_stands_on_the_staff_sheet(loop: Round) -> None:
    book = Sheets(loop.first.read_bytes())
    posts = {choice.id: choice.label[LANGUAGE] for choice in real_content().fields["leader-position"].choices}
    for number, person in enumerate(loop.school.people, 1):
        row = {name: book.value(f"staff.{number}.{name}") for name in ("name", "position", "taught", "category")}
        assert (row["name"], row["category"]) == (person.name, person.category)
        for form in (form for form in loop.forms if loop.sample.people[form.person - 1].name == person.name):
            own = "full-name" in form.values
            assert not own or form.values.get("position", "") in row["position"]
            assert posts.get(form.values.get("leader-position", ""), "") in row["position"]
            assert not own or form.values.get("subjects", "").casefold() in row["taught"].casefold()


# --- The workbook with what was agreed ---


def test_all_that_was_typed_sheeted_and_filled_in_stands_in_the_last_workbook(loop: Round) -> None:
    school, findings = school_of(read(loop.last).values, workbook(), real_content())
    assert findings == []
    assert school.fields == loop.school.fields
    assert (school.need, school.free_subjects) == (loop.school.need, loop.school.free_subjects)
    for found, wanted in zip(school.people, loop.school.people, strict=True):
        facts = ("number", "name", "subjects", "category", "left_out")
        assert [getattr(found, name) for name in facts] == [getattr(wanted, name) for name in facts]
        assert set(found.ratings) == set(wanted.ratings), found.name
        for group, ratings in wanted.ratings.items():
            there = found.ratings[group]
            assert there.own == ratings.own, (found.name, group)
            assert there.supervisor == ratings.supervisor, (found.name, group)
            assert there.agreed == ratings.agreed, (found.name, group)
            assert set(there.priorities) == set(ratings.priorities), (found.name, group)


def test_talks_ended_on_paper_and_on_the_screen(loop: Round) -> None:
    sheets = {name: engine for name, engine in loop.made.items() if name.startswith("talks/")}
    assert set(sheets.values()) == set(ENGINES)
    assert 0 < len(sheets) < len([post for person in loop.sample.people for post in person.posts])


def test_both_readers_find_the_same_in_every_cell(loop: Round) -> None:
    book, back = Sheets(loop.last.read_bytes()), read(loop.last).values
    own = {name: f"free-{number}" for number, name in enumerate(loop.school.free_subjects, 1)}
    for name in book.places:
        value = book.value(name)
        assert back.get(name, "") in {value, own.get(value, value)}, name


# --- What LibreOffice computes in it ---


@pytest.fixture(scope="module")
def sums(loop: Round) -> Recalculated:
    """The last workbook, computed anew by LibreOffice."""
    path = loop.work / "computed.xlsx"
    path.write_bytes(loop.last.read_bytes())
    office("xlsx", [path], loop.work / "work-computed")
    return Recalculated(path, Typed(workbook(), dict(read(loop.last).values)), LANGUAGE)


def test_levels_in_force_are_counted_for_each_competency(loop: Round, sums: Recalculated) -> None:
    for group in workbook().groups:
        rows, columns = sums.places.counts(group), sums.places.count_columns(group)
        wanted = expected.levels_in_force(loop.school, group.id, framework(group.id))
        for index, levels in enumerate(wanted.values()):
            found = sums.across(rows.sheet, rows.row(index), columns.FIRST, 4)
            assert found == [*levels.values(), sum(levels.values())], (group.id, index)


def test_needs_are_ranked(loop: Round, sums: Recalculated) -> None:
    for group in workbook().groups:
        rows, columns = sums.places.counts(group), sums.places.count_columns(group)
        ids = [competency.id for competency in framework(group.id).competencies()]
        ranks = {name: [count, rank] for rank, name, count in expected.ranked(loop.school, group.id, framework(group.id))}
        for index, competency in enumerate(ids):
            assert sums.across(rows.sheet, rows.row(index), columns.FIRST + 7, 2) == ranks.get(competency, [0, ""]), competency


def test_the_sheet_of_the_request_has_all_numbers(loop: Round, sums: Recalculated) -> None:
    shown = {name: str(value) for name, value in sums.request().items()}
    wanted = request(loop)
    assert {name: shown[name] for name in wanted} == {
        name: value if value != "0" or shown[name] == "0" else "" for name, value in wanted.items()
    }
    assert {name: shown[name] for name in codes(loop)} == codes(loop)


def request(loop: Round) -> dict[str, str]:
    """The numbers of the request, apart from the program's sums."""
    own = [f"free-{number}" for number in range(1, matrix().free_columns + 1)]
    subjects = [*(subject.id for subject in matrix().subjects), *own]
    return expected.request(loop.school, GROUPS[0], framework(GROUPS[0]), matrix().id, subjects)


def codes(loop: Round) -> dict[str, str]:
    """What deputies and the head need, as the request lists it."""
    named = {group: {each.id: each.code for each in framework(group).competencies()} for group in GROUPS}
    return {
        field: ", ".join(named[group][name] for _, name, _ in expected.ranked(loop.school, group, framework(group)))
        for group, field in workbook().request.codes.items()
    }


# --- Plans ---


def values_of(path: Path) -> dict[str, str]:
    """What stands in a form, by the reader of its format."""
    if path.suffix == ".pdf":
        with pikepdf.open(path) as pdf:
            return given(pdf_forms.read(pdf))
    return given(word.read(path.read_bytes()) if path.suffix == ".docx" else read(path).values)


def test_each_plan_has_the_priorities_of_its_talk_as_goals(loop: Round) -> None:
    wanted = {
        (person.name, tuple(called(group, each.id) for each in framework(group).competencies() if each.id in ratings.priorities))
        for person in loop.school.people
        for group, ratings in person.ratings.items()
        if ratings.priorities
    }
    assert len(wanted) == 33
    for form in ("pdf", "docx"):
        found = {file.name: values_of(file) for file in (loop.plans / PLAN / form).iterdir()}
        goals = {
            (each["teacher-name"], tuple(each[f"goal.{number}"] for number in range(1, 5) if f"goal.{number}" in each))
            for each in found.values()
        }
        assert goals == wanted
        assert len(found) == len(wanted)
        people = {person.name: person for person in loop.school.people}
        for each in found.values():
            person = people[each["teacher-name"]]
            assert each.get("category", "") == person.category
            assert (each["school"], each["year-from"], each["year-to"]) == (loop.school.fields["school"], "2026", "2027")
            assert each["record-teacher-name"] == person.name


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx"])
def test_the_request_says_in_each_format_what_the_workbook_computes(loop: Round, form: str) -> None:
    found = values_of(loop.plans / f"{REQUEST}.{form}")
    numbers = request(loop)
    shown = {name: found.get(name, "") for name in numbers}
    assert shown == {name: value if value != "0" or shown[name] == "0" else "" for name, value in numbers.items()}
    asked = {name: found.get(name) for name in loop.school.fields}
    assert asked == loop.school.fields
    assert {name: found.get(name) for name in codes(loop)} == codes(loop)
    own = {f"{matrix().id}-subject.{number}": name for number, name in enumerate(loop.school.free_subjects, 1)}
    assert {name: found.get(name) for name in own} == own


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_plan_of_the_year_has_the_greatest_needs_as_its_tasks(loop: Round, form: str) -> None:
    found = values_of(loop.plans / f"{YEAR}.{form}")
    top = [called(GROUPS[0], name) for _, name, _ in expected.ranked(loop.school, GROUPS[0], framework(GROUPS[0]))]
    assert [found.get(f"task-{number}-name") for number in range(1, 5)] == top[:4]
    assert found["school"] == loop.school.fields["school"]


# --- The district ---


@cache
def district_values() -> tuple[dict[str, str], ...]:
    """The requests of the neighbours, as they were filled in."""
    return tuple(dict(form.values) for form in request_forms(load_district(SAMPLE), real_content()))


def district_sums(loop: Round, column: str) -> dict[str, int]:
    """For each competency how many teachers of all schools stand in a column."""
    requests = [request(loop), *district_values()]
    return {
        each.id: sum(int(values.get(f"{matrix().id}.{each.id}.{column}", "0")) for values in requests)
        for each in framework(GROUPS[0]).competencies()
    }


def computed(path: Path) -> list[Any]:
    """The sheets of a workbook with the values that were saved in it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what is printed depends on what is filled in
        return list(openpyxl.load_workbook(io.BytesIO(path.read_bytes()), data_only=True).worksheets)


def test_the_summary_of_the_district_adds_up_the_schools(loop: Round) -> None:
    path = loop.work / "summary.xlsx"
    path.write_bytes((loop.summary / "district-summary.xlsx").read_bytes())
    office("xlsx", [path], loop.work / "work-summary")
    sheets = computed(path)
    needs = {row[1]: (row[0], row[2]) for row in sheets[0].iter_rows(min_row=5, values_only=True) if row[0] is not None}
    counts = district_sums(loop, "count")
    places = {name: 1 + sum(other > count for other in counts.values()) for name, count in counts.items()}
    assert needs == {called(GROUPS[0], name): (places[name] if count else "–", count) for name, count in counts.items()}
    rows = {row[0]: row[1:] for row in sheets[1].iter_rows(min_row=5, values_only=True) if row[1] is not None}
    for column, subject in enumerate(matrix().subjects, 1):
        for name, count in district_sums(loop, subject.id).items():
            assert (rows[called(GROUPS[0], name)][column] or 0) == count, (name, subject.id)


def test_the_printed_summary_says_the_same(loop: Round) -> None:
    pdf = pypdfium2.PdfDocument(loop.summary / "district-summary.pdf")
    text = " ".join(CUT.sub("", " ".join(page.get_textpage().get_text_range() for page in pdf)).split())
    for name, count in district_sums(loop, "count").items():
        if count:
            assert f"{called(GROUPS[0], name)} {count} " in text, name
    for values in ({"school": loop.school.fields["school"]}, *district_values()):
        assert values["school"] in text
