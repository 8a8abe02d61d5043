"""Sheets for talks: who gets one, what stands in it, and what comes back of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from kalyp.loop.desk import Desk, open_desk
from kalyp.loop.model import Origin, Person, Ratings, School
from kalyp.loop.returns import read_return
from kalyp.loop.talks import TalkSheet, write_talks
from kalyp.lower.talk import lower_talk
from kalyp.model.core import FieldKind, Paragraph, Phrase, Table
from kalyp.model.document import Document
from kalyp.model.framework import Competency
from kalyp.model.talk import Talk
from kalyp.model.walk import field_names, fields, walk
from kalyp.model.workbook import Workbook
from kalyp.running import Here, workers
from kalyp.write.pdf import forms
from tests.built import copy_project
from tests.support import need, real_content
from tests.widgets import widgets
from tests.write.pdf.viewers import VIEWERS

PROJECT = real_content()
LANGUAGES = tuple(PROJECT.languages)
TEACHER = PROJECT.frameworks["kg-teacher"]
IDS = [competency.id for competency in TEACHER.competencies()]
LEVELS = [level.id for level in TEACHER.levels]
SENTENCE = "ҢңӨөҮү ӘәҒғҚқҰұҺһІі Ёё"


def rated(differing: str, *, low: str = "", high: str = "", unrated: str = "", framework: str = "kg-teacher") -> Ratings:
    """Ratings that differ in some competencies; in the others both see the middle level, or the low or high one."""
    own, supervisor = {}, {}
    for competency in PROJECT.frameworks[framework].competencies():
        id, level = competency.id, "middle"
        level = "low" if id in low.split() else "high" if id in high.split() else level
        own[id] = supervisor[id] = level
        if id in differing.split():
            own[id], supervisor[id] = "high", "middle"
        if id in unrated.split():
            del supervisor[id]
    return Ratings(own, supervisor)


AIGUL = "Асанова Айгүл"
TALKED = replace(rated("5 9 22", low="1", high="2 3", unrated="4"), agreed={"5": "middle", "1": "low"}, priorities=("5", "1"))
PEOPLE = (
    Person(1, AIGUL, ratings={"teachers": TALKED, "leads": rated("1.5", framework="kg-method-lead")}),
    Person(2, AIGUL, ratings={"teachers": rated("6")}),
    Person(3, "Бекова Бермет", ratings={"teachers": rated("")}),  # they agree
    Person(4, "Жакыпов Азамат", ratings={"teachers": Ratings(own=dict.fromkeys(IDS, "low"))}),  # one rating only
    Person(5, "Токтобекова Чынара", left_out=True, ratings={"teachers": rated("7")}),
    Person(6, "  ../..\u202e/-Әбдіғани: Қыз\n", ratings={"head": rated("3 21", framework="kg-school-head")}),
    Person(7, "", ratings={"teachers": rated("7")}),
    Person(8, "Садыкова Айжан", ratings={"teachers": replace(rated("7 8"), agreed={"7": "high", "8": "low"})}),  # it is over
    Person(200, "Өмүров Үсөн", ratings={"teachers": rated(" ".join(IDS))}),
)
SCHOOL = School({"school": "№ 12 орто мектеп", "date": "01.03.2027"}, people=PEOPLE)
FILES = [
    "001 Асанова Айгүл 2.1.pdf",
    "001 Асанова Айгүл 2.2.pdf",
    "002 Асанова Айгүл.pdf",
    "006 Әбдіғани- Қыз.pdf",
    "200 Өмүров Үсөн.pdf",
]


def workbook() -> Workbook:
    found = PROJECT.documents["kg-4.2"]
    assert isinstance(found, Workbook)
    return found


def document() -> Document:
    found = PROJECT.documents["kg-talk-sheet"]
    assert isinstance(found, Document)
    return found


def talk(ratings: Ratings, framework: str = "kg-teacher") -> Talk:
    return Talk(framework, ratings.own, ratings.supervisor)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    found, problems = open_desk(copy_project(tmp_path_factory.mktemp("project")))
    assert found is not None, list(problems)
    return found


@pytest.fixture(scope="module")
def folder(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("talks")
    written(desk, target)
    return target


def written(desk: Desk, folder: Path, school: School = SCHOOL, language: str = LANGUAGES[0]) -> list[TalkSheet]:
    return write_talks(desk, school, workbook(), language, folder, Here())


def values(path: Path) -> dict[str, str]:
    with pikepdf.open(path) as pdf:
        return forms.read(pdf)


def given(path: Path) -> dict[str, str]:
    return {name: value for name, value in values(path).items() if value}


# --- Who gets one ---


def test_a_sheet_for_each_person_and_post_whose_ratings_differ(desk: Desk, tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    with workers() as executor:
        made = write_talks(
            desk, SCHOOL, workbook(), LANGUAGES[0], tmp_path, executor, lambda done, total, file: told.append((done, total, file))
        )
    assert [(sheet.file, sheet.number, sheet.group) for sheet in made] == [
        (FILES[0], 1, "teachers"),
        (FILES[1], 1, "leads"),
        (FILES[2], 2, "teachers"),
        (FILES[3], 6, "head"),
        (FILES[4], 200, "teachers"),
    ]
    assert [sheet.competencies for sheet in made] == [("5", "9", "22"), ("1.5",), ("6",), ("3", "21"), tuple(IDS)]
    assert sorted(path.name for path in tmp_path.iterdir()) == FILES
    assert [(done, total) for done, total, _ in told] == [(number, 5) for number in range(1, 6)]
    assert sorted(file for _, _, file in told) == FILES


def test_the_same_school_gives_the_same_bytes_wherever_they_are_made(desk: Desk, folder: Path, tmp_path: Path) -> None:
    with workers() as executor:
        write_talks(desk, SCHOOL, workbook(), LANGUAGES[0], tmp_path, executor)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.name: path.read_bytes() for path in folder.iterdir()
    }


def test_a_workbook_without_a_form_for_talks_gives_none(desk: Desk, tmp_path: Path) -> None:
    without = workbook().model_copy(update={"talk": None})
    assert write_talks(desk, SCHOOL, without, LANGUAGES[0], tmp_path, Here()) == []


# --- What stands in its fields ---


def test_it_says_whose_it_is_and_what_was_agreed_already(folder: Path) -> None:
    assert given(folder / FILES[0]) == {
        "full-name": AIGUL,
        "staff-number": "1",
        "school": "№ 12 орто мектеп",
        "compared": "kg-teacher",
        "agreed.5": "middle",
        "priority.5": "on",
        "priority.1": "on",
    }
    assert given(folder / FILES[1])["compared"] == "kg-method-lead"
    assert [given(folder / file)["staff-number"] for file in (FILES[0], FILES[2])] == ["1", "2"]  # two people of one name


def test_a_name_too_long_for_its_line_is_set_smaller_and_whole(desk: Desk, tmp_path: Path) -> None:
    name = "Абдыразакова-Мамбеталиева Гүлжамал Турдумаматовна"
    [sheet] = written(desk, tmp_path, School(people=(Person(1, name, ratings={"teachers": rated("6")}),)))
    assert given(tmp_path / sheet.file)["full-name"] == name
    assert not sheet.findings


def test_what_no_size_helps_is_told(desk: Desk, tmp_path: Path) -> None:
    [sheet] = written(
        desk, tmp_path, School({"school": "мектеп " * 60}, people=(Person(1, AIGUL, ratings={"teachers": rated("6")}),))
    )
    assert [(finding.code, dict(finding.values)["fields"]) for finding in sheet.findings] == [("plan-cut", "Мектеп")]


def test_levels_are_asked_where_ratings_differ_and_priorities_below_the_highest_level_too() -> None:
    names = field_names(lower_talk(PROJECT, document(), "ky", talk(rated("5 9", low="1", high="2 3", unrated="4"))))
    assert [name for name in names if name.startswith("agreed.")] == ["agreed.5", "agreed.9"]
    chosen = {name.removeprefix("priority.") for name in names if name.startswith("priority.")}
    assert chosen == set(IDS) - {"2", "3", "4"}
    assert {"outcome.expert", "outcome.notes", "sign-off.talk.person-date", "sign-off.talk.supervisor-date"} <= set(names)


def test_every_level_can_be_agreed() -> None:
    marks = [
        field for field in fields(lower_talk(PROJECT, document(), "ky", talk(rated("5"))).blocks) if field.name == "agreed.5"
    ]
    assert [(field.kind, field.value) for field in marks] == [(FieldKind.MARK, level) for level in LEVELS]


# --- What it says ---


def competency(id: str) -> Competency:
    return next(found for found in TEACHER.competencies() if found.id == id)


def sides(made_of: Talk, language: str) -> list[list[str]]:
    """The texts of the cells in which the two levels of the differing competencies stand, row by row."""
    table = next(block for block in lower_talk(PROJECT, document(), language, made_of).blocks[3:] if isinstance(block, Table))
    return [[" ".join(_texts(cell)) for cell in row.cells] for row in table.body[1::2]]


def _texts(part: object) -> list[str]:
    return [found.plain.replace("\u00a0", " ") for found in walk([part]) if isinstance(found, Phrase)]  # type: ignore[list-item]


@pytest.mark.parametrize("close", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_all_descriptors_of_both_levels_stand_side_by_side_and_no_others(language: str, close: bool) -> None:
    made_of = replace(talk(rated("2 18")), close=close)
    for id, found in zip(("2", "18"), sides(made_of, language), strict=True):
        texts = {level: [each.text[language] for each in said] for level, said in competency(id).descriptors.items()}
        for side, level in zip(found, ("high", "middle"), strict=True):
            assert [text for text in texts[level] if text not in side] == []
            others = {text for other, said in texts.items() if other != level for text in said if text not in texts[level]}
            assert [text for text in others if text in side.split(") ")] == []


def test_frameworks_without_descriptors_show_statement_and_levels() -> None:
    head = PROJECT.frameworks["kg-school-head"]
    made = lower_talk(PROJECT, document(), "ru", talk(rated("3", framework="kg-school-head"), "kg-school-head"))
    third = next(found for found in head.competencies() if found.id == "3")
    texts = _texts(made.blocks[4])
    assert f"3. {third.statement['observer']['ru']}" in texts
    assert {"Самооценка. Высокий уровень (3)", "Оценка супервайзера. Средний уровень (2)"} <= set(texts)


def test_what_one_of_the_two_has_not_rated_is_listed() -> None:
    made = lower_talk(PROJECT, document(), "ru", talk(rated("5", unrated="4 7")))
    said = [" ".join(_texts(block)) for block in made.blocks if isinstance(block, Paragraph)]
    assert f"4. {competency('4').short['ru']}; 7. {competency('7').short['ru']}" in said[-1]


def test_levels_that_the_framework_does_not_have_count_as_not_rated() -> None:
    odd = Talk("kg-teacher", {"5": "low", "6": "best", "99": "low"}, {"5": "high", "6": "low", "99": "high"})
    assert [found.id for found in odd.differing(TEACHER)] == ["5"]
    names = field_names(lower_talk(PROJECT, document(), "ru", odd))
    assert [name for name in names if name.startswith("agreed.")] == ["agreed.5"]


def test_the_blank_form_has_rows_to_fill_in_and_says_how() -> None:
    blank = [block.block for block in document().blocks]
    assert blank[blank.index("page-break") :] == ["page-break", "steps", "usage-card"]  # not on a person's sheet


# --- How it looks ---


@pytest.mark.parametrize("language", LANGUAGES)
def test_few_differences_stand_on_one_page_some_on_one_sheet_of_paper(desk: Desk, tmp_path: Path, language: str) -> None:
    differing = ["9", "6 9", "1 9 20", "5 9 22 20", "1 3 9 10 20"]
    people = tuple(
        Person(at, AIGUL, ratings={"teachers": rated(some, high="2 4 7 8 11 13")}) for at, some in enumerate(differing, 1)
    )
    made = written(desk, tmp_path, School(people=people), language)
    assert [sheet.pages for sheet in made] == [1, 1, 1, 1, 2]


def test_what_would_be_two_pages_is_set_close_to_be_one(desk: Desk, tmp_path: Path) -> None:
    [sheet] = written(desk, tmp_path, School(people=(Person(1, AIGUL, ratings={"teachers": rated("1 9 20")}),)), "ru")
    assert sheet.pages == 1
    [roomy, close] = [
        desk.write(lower_talk(desk.project, document(), "ru", replace(talk(rated("1 9 20")), close=close)), "pdf")
        for close in (False, True)
    ]
    assert [len(pypdfium2.PdfDocument(data)) for data in (roomy, close)] == [2, 1]


def test_heads_stand_on_each_page_and_a_competency_with_its_descriptors_on_one(folder: Path) -> None:
    document = pypdfium2.PdfDocument(folder / FILES[-1])
    pages = [_letters(page.get_textpage().get_text_range()) for page in document]
    for id in IDS:
        found = competency(id)
        whole = (found.statement["observer"], found.descriptors["high"][0].text, found.descriptors["middle"][-1].text)
        assert any(all(_letters(text["ky"]) in page for text in whole) for page in pages), id
    with_levels = [page for page in pages if _letters("Өзүн-өзү баалоо. Жогорку деңгээл (3)") in page]
    assert len(with_levels) > 5
    assert all(_letters("Макулдашылган деңгээл") in page for page in with_levels)


def _letters(text: str) -> str:
    """The letters of a text as they follow each other: lines may end, and words be cut, anywhere."""
    return "".join(sign for sign in text if sign.isalnum())


# --- What comes back ---


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("engine", VIEWERS)
def test_a_sheet_filled_in_a_viewer_comes_back(desk: Desk, tmp_path: Path, engine: str, language: str) -> None:
    [sheet] = written(
        desk, tmp_path, School(people=(Person(2, AIGUL, ratings={"teachers": rated("5 9", high="2 3")}),)), language
    )
    source, target = tmp_path / sheet.file, tmp_path / "filled.pdf"
    asked = list(fields(lower_talk(PROJECT, document(), language, talk(rated("5 9", high="2 3"))).blocks))
    answers = {
        "agreed.5": "middle",
        "agreed.9": "low",
        "priority.5": "on",
        "priority.20": "on",
        "outcome.notes": SENTENCE,
        "sign-off.talk.person-date": "01.03.2027",
    }
    VIEWERS[engine].fill(source, target, widgets(source, asked), answers)
    wanted = {"full-name": AIGUL, "staff-number": "2", "compared": "kg-teacher", **answers}
    assert given(target) == wanted
    [found] = read_return(PROJECT, tmp_path, target)
    assert found.origin == Origin(document().id, "1", language)
    assert {name: value for name, value in found.values.items() if value} == wanted
    assert found.findings == ()


def test_a_sheet_whose_framework_is_gone_is_told(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "odd.pdf"
    with pikepdf.open(folder / FILES[2]) as pdf:
        forms.fill(pdf, {"compared": "", "agreed.6": "low"})
        pdf.save(target)
    [found] = read_return(PROJECT, tmp_path, target)
    assert "fields-unknown" in {finding.code for finding in found.findings}
    assert "agreed.6" not in found.values


def test_the_blank_filled_in_word_comes_back(desk: Desk, tmp_path: Path) -> None:
    from kalyp.loop.filling import Blank

    need("soffice")
    assert not desk.blanks([document()], ["kk"])
    wanted = {"full-name": AIGUL, "compared": "kg-teacher", "talk.1.competency": "5. SMART", "talk.1.agreed": "low"}
    wanted |= {"talk.1.priority": "on", "talk-priority.1": "5"}
    target = tmp_path / "blank.docx"
    target.write_bytes(Blank(desk, document(), "kk").fill(wanted, "docx").data)
    [found] = read_return(PROJECT, tmp_path, target)
    assert {name: value for name, value in found.values.items() if value} == wanted
    assert found.findings == ()
