"""A folder of returned forms becomes the school's workbook and talk sheets; the forms stay as they are."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from kalyp.commands.collect import Asked, Outcome, WrongUse, collect_folder, run, told
from kalyp.loop.collect import NOTES, Collected, collect
from kalyp.loop.desk import Desk, open_desk
from kalyp.loop.filling import filled_pdf
from kalyp.loop.model import OWN, SUPERVISOR, Origin, Person, Ratings, Return, School
from kalyp.loop.returns import read_return
from kalyp.loop.school import school_of, values_of
from kalyp.lower.document import lower_document
from kalyp.lower.workbook import lower_workbook
from kalyp.model.document import Document
from kalyp.say import Speaker, tongues
from kalyp.write.docx.read import fill
from kalyp.write.xlsx.book import write
from tests.built import copy_project
from tests.loop.returned import TEACHERS, form
from tests.loop.schools import PROJECT, WORKBOOK

NAME, OTHER = "Асанова Айгүл", "Үсөнов Бек"
FORMULA = '=HYPERLINK("http://example.org")'
NO_WORKBOOK = Return("a.pdf", "pdf", Origin("kz-1.1", "1", "kk"), {"full-name": NAME})


def kept(school: School, file: str = "4.2.xlsx", **more: str) -> Return:
    """A workbook that was filled before."""
    return Return(file, "xlsx", Origin(WORKBOOK.id, "1", "ky"), values_of(school, WORKBOOK) | more)


def codes(found: Collected) -> dict[str, list[str]]:
    return {line.returned.file: [finding.code for finding in line.findings] for line in found.lines if line.findings}


# --- Returns become a school ---


def test_each_return_is_told_with_whose_it_is_and_whether_it_was_taken() -> None:
    found = collect(PROJECT, [form(NAME, file="1"), form(NAME, who=SUPERVISOR, file="2"), Return("3", "pdf")])
    assert [(line.returned.file, line.whose, line.placed) for line in found.lines] == [
        ("1", NAME, True),
        ("2", NAME, True),
        ("3", "", False),
    ]
    assert found.workbook == WORKBOOK
    assert [person.name for person in found.school.people] == [NAME]


def test_all_is_settled_when_nobody_has_to_look_at_anything() -> None:
    both = [form(NAME, file="1"), form(NAME, who=SUPERVISOR, file="2")]
    assert collect(PROJECT, both).settled
    assert collect(PROJECT, [*both, form(NAME, file="3")]).settled  # the same once more
    assert not collect(PROJECT, both[:1]).settled
    assert not collect(PROJECT, [*both, Return("3", "pdf")]).settled
    assert {"same-twice"} <= NOTES


def test_what_is_no_form_of_the_workbook_is_listed_and_not_taken() -> None:
    found = collect(PROJECT, [form(NAME, file="1"), replace(NO_WORKBOOK, file="2"), form("", file="3")])
    assert codes(found) == {"2": ["not-of-workbook"], "3": ["name-missing"]}
    assert [line.placed for line in found.lines] == [True, False, False]


def test_without_a_form_of_any_workbook_there_is_none() -> None:
    found = collect(PROJECT, [NO_WORKBOOK, Return("2", "pdf")])
    assert found.workbook is None
    assert not found.settled


def test_of_two_countries_in_one_folder_that_of_most_forms_is_taken_and_the_rest_is_said() -> None:
    forms = {"kg-2.1": "kg-4.1", "kg-3.1": "kg-4.4"}  # two others stand for the forms of another country
    group = WORKBOOK.groups[0]
    own, supervisor = (form.model_copy(update={"form": forms[form.form]}) for form in (group.own, group.supervisor))
    other = WORKBOOK.model_copy(
        update={"id": "elsewhere-4.2", "groups": [group.model_copy(update={"own": own, "supervisor": supervisor})], "talk": None}
    )
    project = replace(PROJECT, documents={**PROJECT.documents, other.id: other})
    here, there = form(NAME, file="1"), Return("2", "pdf", Origin("kg-4.1", "1", "ru"), {"full-name": OTHER, "level.1": "low"})
    for returns, workbook, left in (([here, form(OTHER), there], WORKBOOK, "2"), ([here, there, there], other, "1")):
        found = collect(project, returns)
        assert found.workbook == workbook
        assert codes(found)[left] == ["not-of-workbook"]
        assert not found.settled


@pytest.mark.parametrize(
    ("languages", "wanted"),
    [(["ru"], "ru"), (["ru", "kk", "kk"], "kk"), (["ru", "ky"], "ky"), (["ky+ru", "ru"], "ru"), (["", "xx"], "ky")],
)
def test_the_workbook_is_in_the_language_of_most_forms(languages: list[str], wanted: str) -> None:
    returns = [form(f"{NAME} {number}", language=language) for number, language in enumerate(languages)]
    assert collect(PROJECT, returns).language == wanted
    assert collect(PROJECT, returns, language="kk").language == "kk"


def test_a_workbook_in_the_folder_is_the_staff_list_to_begin_with() -> None:
    before = School(need="low", people=(Person(3, OTHER), Person(5, NAME, ratings={TEACHERS: Ratings(agreed={"12": "low"})})))
    found = collect(PROJECT, [form(NAME, file="1"), kept(before, **{"request.free-1.name": "Робот"})])
    assert [(person.number, person.name) for person in found.school.people] == [(3, OTHER), (5, NAME)]
    assert found.school.people[1].ratings[TEACHERS] == Ratings(own={"12": "low"}, agreed={"12": "low"})
    assert (found.school.need, found.carried, found.language) == ("low", {"request.free-1.name": "Робот"}, "ru")
    assert [line.placed for line in found.lines] == [True, True]


def test_a_form_that_contradicts_the_workbook_is_not_taken_though_its_person_is_known() -> None:
    before = School(people=(Person(1, NAME, ratings={TEACHERS: Ratings(own={"12": "low"})}),))
    found = collect(PROJECT, [form(NAME, "12:3", file="1")], known=kept(before))
    (line,) = found.lines
    assert (line.whose, line.placed, codes(found)) == (NAME, False, {"1": ["workbook-otherwise"]})


def test_of_workbooks_that_differ_none_is_taken_unless_one_is_named() -> None:
    first, second = kept(School(people=(Person(1, NAME),)), "1"), kept(School(people=(Person(1, OTHER),)), "2")
    found = collect(PROJECT, [first, second])
    assert found.school.people == ()
    assert codes(found) == {"1": ["workbooks-several"], "2": ["workbooks-several"]}
    found = collect(PROJECT, [first, second], known=replace(second, file="elsewhere"))
    assert [person.name for person in found.school.people] == [OTHER]
    assert codes(found) == {"1": ["workbook-not-taken"]}
    assert collect(PROJECT, [first, replace(first, file="2")]).settled


def test_what_was_typed_wrong_in_the_workbook_is_said() -> None:
    found = collect(PROJECT, [kept(School(people=(Person(1, NAME),)), **{f"level.{TEACHERS}.1.own.12": "7"})])
    assert [finding.code for finding in found.of_all] == ["level-unknown"]
    assert not found.settled


def test_who_has_no_room_is_named() -> None:
    most = WORKBOOK.people
    names = [f"Үлгү{chr(0x430 + number // 32)}{chr(0x430 + number % 32)}" for number in range(most + 3)]
    found = collect(PROJECT, [form(name, who=who) for name in names for who in (OWN, SUPERVISOR)])
    assert len(found.school.people) == most
    assert [finding.code for finding in found.of_all] == ["no-row"] * 3
    assert {dict(finding.values)["person"] for finding in found.of_all} | {person.name for person in found.school.people} == {
        *names
    }


# --- From files to files ---


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    made, problems = open_desk(copy_project(tmp_path_factory.mktemp("project")))
    assert not list(problems)
    assert made is not None
    return made


@pytest.fixture(scope="module")
def returns(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what two people handed in, in two languages; with a damaged file and a text."""
    folder = tmp_path_factory.mktemp("school") / "Кайтарылган"
    hand_in(
        desk,
        folder,
        {
            "2.1/айгүл.docx": form(NAME, "12:1 4:3", subjects="математика", comments="Ңң Өө Үү", language="ky"),
            "3.1/айгүл.docx": form(NAME.upper(), "12:2 4:3", who=SUPERVISOR, language="ru"),
            "2.1/бек.docx": form(OTHER, "12:1", language="ky", position=FORMULA),
        },
    )
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    (folder / "note.txt").write_text("Формалар ушул жерде")
    return folder


def hand_in(desk: Desk, folder: Path, forms: Mapping[str, Return]) -> None:
    for file, returned in forms.items():
        assert returned.origin
        document = desk.project.documents[returned.origin.document]
        assert isinstance(document, Document)
        blank = desk.write(lower_document(desk.project, document, (returned.origin.languages,)), "docx")
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(fill(blank, returned.values))


def collected(desk: Desk, folder: Path, *, to: Path | None = None, known: Path | None = None, language: str = "") -> Outcome:
    return collect_folder(desk, Asked(folder, to, known, language), Speaker("ru"), lambda done, total, file: None)


def everything(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def written(desk: Desk, outcome: Outcome) -> School:
    """The school that stands in the workbook."""
    assert outcome.folder is not None
    (returned,) = read_return(desk.project, outcome.folder, outcome.folder / outcome.workbook)
    school, findings = school_of(returned.values, WORKBOOK, desk.project)
    assert findings == []
    return school


def test_a_folder_becomes_a_workbook_and_talk_sheets_beside_it(desk: Desk, returns: Path) -> None:
    before = everything(returns)
    first = collected(desk, returns)
    assert first.folder == returns.with_name("Кайтарылган-collected")
    assert everything(returns) == before
    school = written(desk, first)
    assert school.people == first.collected.school.people
    assert school.people[0].ratings[TEACHERS] == Ratings({"4": "high", "12": "low"}, {"4": "high", "12": "middle"})
    assert school.people[1].position == FORMULA
    assert sorted(everything(first.folder)) == [WORKBOOK_FILE, "talks/001 Асанова Айгүл.pdf"]
    unplaced = {line.returned.file for line in first.collected.lines if not line.placed}
    assert unplaced == {"broken.pdf", "note.txt"}
    assert not first.settled

    made = everything(first.folder)
    second = collected(desk, returns)
    assert second.folder == returns.with_name("Кайтарылган-collected-2")
    assert everything(first.folder) == made == everything(second.folder)


WORKBOOK_FILE = f"{WORKBOOK.code}-{WORKBOOK.slug}.xlsx"


def test_collecting_again_with_the_workbook_loses_nothing_that_was_typed(desk: Desk, returns: Path, tmp_path: Path) -> None:
    typed = School(
        need="low-middle",
        people=(
            Person(4, "Ким Ли", "сторож"),
            Person(7, NAME, subjects=("physics",), ratings={TEACHERS: Ratings(agreed={"12": "middle"}, priorities=("12",))}),
        ),
    )
    values = values_of(typed, WORKBOOK) | {"request.free-1.name": "Робот"}
    workbook = tmp_path / "своя.xlsx"
    workbook.write_bytes(write(lower_workbook(desk.project, WORKBOOK, "kk", values)))
    outcome = collected(desk, returns, known=workbook, to=tmp_path / "out", language="kk")
    school = written(desk, outcome)
    assert outcome.folder == tmp_path / "out"
    assert [(person.number, person.name) for person in school.people] == [(4, "Ким Ли"), (7, NAME), (8, OTHER)]
    assert school.people[1].subjects == ("physics",)
    assert school.people[1].ratings[TEACHERS].priorities == ("12",)
    assert school.need == "low-middle"
    (returned,) = read_return(desk.project, tmp_path / "out", tmp_path / "out" / outcome.workbook)
    assert returned.values["request.free-1.name"] == "Робот"
    assert returned.origin
    assert returned.origin.languages == "kk"


def test_what_is_said_names_every_file_and_ends_with_the_counts_and_the_workbook(
    desk: Desk, returns: Path, tmp_path: Path
) -> None:
    outcome = collected(desk, returns, to=tmp_path / "out")
    for tongue in tongues():
        lines = list(told(Speaker(tongue), outcome))
        for file in everything(returns):
            assert [line for line in lines if line.startswith(f"{file}: ")], file
        assert str(outcome.folder) in lines[-1]
        counts = {"read": 5, "placed": 3, "left": 2, "people": 2, "talks": 1}
        assert lines[-2] == Speaker(tongue).say("collect-counts", **counts)


def wrong(desk: Desk, folder: Path, *, to: Path | None = None, known: Path | None = None, language: str = "") -> str:
    with pytest.raises(WrongUse) as error:
        collected(desk, folder, to=to, known=known, language=language)
    assert all(Speaker(tongue).say(error.value.line, **error.value.values) for tongue in tongues())
    return error.value.line


def test_wrong_use_is_said(desk: Desk, returns: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert wrong(desk, tmp_path / "nowhere") == "collect-no-folder"
    assert wrong(desk, tmp_path / "empty") == "collect-empty"
    assert wrong(desk, desk.root / "output") == "collect-project"
    assert wrong(desk, desk.root) == "collect-project"
    assert wrong(desk, returns, to=returns / "out") == "collect-to"
    assert wrong(desk, returns, to=desk.root / "output" / "out") == "collect-to"
    assert wrong(desk, returns, known=tmp_path / "nothing.xlsx") == "collect-no-file"
    assert wrong(desk, returns, known=returns / "note.txt") == "collect-no-workbook"
    assert wrong(desk, returns, language="xx") == "unknown-language"
    assert not list(returns.parent.glob("*.part"))


def test_where_nothing_can_be_written_nothing_is_left(desk: Desk, returns: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file") as error:
        collected(desk, returns, to=tmp_path / "file" / "out")
    assert error.value.filename
    assert everything(tmp_path) == {"file": hashlib.sha256(b"").hexdigest()}


def test_without_a_form_nothing_is_written(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "note.txt").write_text("?")
    outcome = run(desk.root, Asked(tmp_path / "forms"), Speaker("en"), lambda done, total, file: None)
    assert outcome.folder is None
    assert not outcome.settled
    assert list(told(Speaker("en"), outcome))[-1] == Speaker("en").say("collect-nothing")
    assert [path.name for path in tmp_path.iterdir()] == ["forms"]


def test_a_talk_sheet_that_comes_back_brings_what_was_agreed(desk: Desk, returns: Path, tmp_path: Path) -> None:
    first = collected(desk, returns, to=tmp_path / "out")
    assert first.folder
    folder = tmp_path / "talks"
    folder.mkdir()
    sheet = next((first.folder / "talks").iterdir())
    (folder / sheet.name).write_bytes(filled_pdf(sheet.read_bytes(), {"agreed.12": "middle", "priority.12": "on"}).data)
    second = collected(desk, folder, known=first.folder / first.workbook)
    found = written(desk, second).people[0].ratings[TEACHERS]
    assert (found.agreed, found.priorities) == ({"12": "middle"}, ("12",))
    assert found.own == {"4": "high", "12": "low"}
