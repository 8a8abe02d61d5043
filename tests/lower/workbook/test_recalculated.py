"""What LibreOffice computes in workbooks of random schools is what an independent computation finds."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import strategies as st

from kalyp.model.workbook import Group, Workbook
from tests.lower.workbook.counted import Counted, Someone
from tests.lower.workbook.recalculated import Recalculated, recalculated
from tests.lower.workbook.schools import drawn, school
from tests.support import need, real_content

LANGUAGES = ("ky", "kk", "ru")
SMALL, LARGE = 96, 4
Case = tuple[Counted, Recalculated]


def workbook() -> Workbook:
    return next(document for document in real_content().documents.values() if isinstance(document, Workbook))


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    """A hundred schools: mostly small ones, and some in which all places are taken."""
    need("soffice")
    found = workbook()
    kinds = [*drawn(SMALL, st.sampled_from([1, 5, 9, 14])), *drawn(LARGE, st.just(found.people))]
    schools = [school(kind, found) for kind in kinds]
    assert len(schools) == SMALL + LARGE
    parts = [schools[number :: len(LANGUAGES)] for number in range(len(LANGUAGES))]
    with ThreadPoolExecutor(2) as executor:  # LibreOffice computes the schools of one language while those of another are written
        found_in = executor.map(recalculated, parts, LANGUAGES, [tmp_path_factory.mktemp(language) for language in LANGUAGES])
        return [(Counted(each.school, each.frame.language), each) for part in found_in for each in part]


def groups(case: Case) -> Iterator[Group]:
    return iter(case[0].workbook.groups)


def shares(counts: list[int]) -> list[Any]:
    return [count / sum(counts) if sum(counts) else "" for count in counts]


def test_the_schools_are_of_all_sorts(cases: list[Case]) -> None:
    counted = [each for each, _ in cases]
    assert {each.need for each in counted} == {"priorities", "low", "low-middle"}
    assert max(sum(each.counts(number) for number in range(1, 201)) for each in counted) > 150
    assert any(not any(each.counts(number) for number in range(1, each.workbook.people + 1)) for each in counted)
    assert any(
        len(ranks) > len(set(ranks))
        for each in counted
        for ranks in [[rank for rank, _, _ in each.ranking(each.workbook.groups[0])]]
    )
    assert any(someone.wrong for each in counted for someone in each.members(each.workbook.groups[0]))
    posts = [
        {someone.number for someone in each.members(group) if someone.counted}
        for each in counted
        for group in each.workbook.groups
    ]
    assert any(first & second & third for first, second, third in zip(*[iter(posts)] * 3, strict=True))


def test_levels_in_force_and_needs_of_each_person(cases: list[Case]) -> None:
    for counted, found in cases:
        for group in counted.workbook.groups:
            rows, columns = found.places.results(group), found.places.result_columns(group)
            codes = counted.codes(group)
            called = {each.id: each.code for each in counted.framework(group).competencies()}
            for index, someone in enumerate(counted.members(group)):
                row = rows.row(index)
                levels = [someone.in_force(code) or "" for code in codes] if someone.counted else [""] * len(codes)
                assert found.across(rows.sheet, row, columns.FIRST, columns.size) == levels, (found.path, group.id, index)
                needs = [code for code in codes if counted.needs(someone, code)]
                listed = ", ".join(called[code] for code in needs)
                wanted: list[Any] = ["", "", "", "", "", "", "", ""]
                if someone.counted:
                    given = [len(someone.levels["own"]), len(someone.levels["supervisor"]), someone.open()]
                    in_force = sum(1 for code in codes if someone.in_force(code))
                    name = counted.value(f"staff.{someone.number}.name")
                    wanted = [someone.number, name, *given, in_force, len(needs), listed]
                assert found.across(rows.sheet, row, 0, columns.FIRST) == wanted, (found.path, group.id, index)


def test_counts_shares_needs_and_ranks_by_competency_and_domain(cases: list[Case]) -> None:
    for counted, found in cases:
        for group in counted.workbook.groups:
            rows, columns = found.places.counts(group), found.places.count_columns(group)
            needed = counted.needed(group)
            ranks = {code: rank for rank, code, _ in counted.ranking(group)}
            for index, code in enumerate(counted.codes(group)):
                levels = counted.levels(group, [code])
                wanted = [*levels, sum(levels), *map(approximately, shares(levels)), needed[code], ranks.get(code, "")]
                assert found.across(rows.sheet, rows.row(index), columns.FIRST, 9) == wanted, (found.path, group.id, code)
            domains = [
                [each.id for each in domain.competencies] for domain in counted.framework(group).domains if domain.competencies
            ]
            lower = found.places.domains(group)
            for index, codes in enumerate([*domains, counted.codes(group)]):
                levels = counted.levels(group, codes)
                wanted = [*levels, sum(levels), *map(approximately, shares(levels)), sum(needed[code] for code in codes)]
                assert found.across(lower.sheet, lower.row(index), columns.FIRST, 8) == wanted, (found.path, group.id, index)


def approximately(share: Any) -> Any:
    return share if share == "" else pytest.approx(share)


def test_counts_and_needs_by_subject(cases: list[Case]) -> None:
    for counted, found in cases:
        rows, columns, group = found.places.subjects, found.places.subject_columns, counted.workbook.groups[0]
        called = {each.id: found.frame.called(each) for each in found.frame.competencies(group)}
        for index, name in enumerate(counted.subjects):
            assert found.at(rows.sheet, rows.row(index), columns.NAME) == name
            if not name:
                continue
            teachers, needed = counted.teachers(index), counted.needed_in(index)
            levels = counted.levels(group, counted.codes(group), teachers)
            first = max(needed, key=lambda code: needed[code])
            wanted = [len(teachers), *levels, sum(levels), *map(approximately, shares(levels))]
            wanted += [called[first] if needed[first] else "", *needed.values()]
            assert found.across(rows.sheet, rows.row(index), columns.PEOPLE, len(wanted)) == wanted, (found.path, name)


def test_every_cell_of_the_request_that_is_computed(cases: list[Case]) -> None:
    for counted, found in cases:
        wanted, shown = counted.request(), found.request()
        assert {name: shown[name] for name in wanted} == wanted, found.path


def test_the_summary_of_the_staff_meeting(cases: list[Case]) -> None:
    for counted, found in cases:
        sheet = found.frame.say(counted.workbook.sheets.summary.tab)
        row = next(
            number
            for number, cells in enumerate(found.cells[sheet])
            if found.frame.say(counted.workbook.sheets.summary.people_head) in cells
        )
        for index, group in enumerate(counted.workbook.groups):
            members = [each for each in counted.members(group) if each.counted]
            assert found.across(sheet, row + 2 + index, 2, 5) == _taking_part(counted, group, members), (found.path, group.id)
        main = counted.workbook.groups[0]
        row += 2 + len(counted.workbook.groups) + 3
        domains = [[each.id for each in domain.competencies] for domain in counted.framework(main).domains if domain.competencies]
        for index, codes in enumerate([*domains, counted.codes(main)]):
            levels = counted.levels(main, codes)
            assert found.across(sheet, row + index, 2, 7) == [*levels, sum(levels), *map(approximately, shares(levels))], (
                found.path
            )
        head = found.frame.say(counted.workbook.sheets.summary.top_head)
        row = next(number for number, cells in enumerate(found.cells[sheet]) if head in cells) + 2
        called = {each.id: found.frame.called(each) for each in found.frame.competencies(main)}
        people = sum(1 for each in counted.members(main) if each.counted)
        top = [[rank, called[code], count, approximately(count / people)] for rank, code, count in counted.ranking(main)[:10]]
        shown = [[found.at(sheet, row + at, column) for column in (0, 1, 7, 8)] for at in range(10)]
        nothing = ["", found.frame.say(counted.workbook.sheets.summary.nothing), "", ""]
        assert shown == [*(top or [nothing]), *[[""] * 4] * (10 - max(1, len(top)))], found.path


def _taking_part(counted: Counted, group: Group, members: list[Someone]) -> list[int]:
    codes = counted.codes(group)
    return [
        len(members),
        sum(1 for each in members if each.levels["own"]),
        sum(1 for each in members if each.levels["supervisor"]),
        sum(1 for each in members if all(each.in_force(code) for code in codes)),
        sum(1 for each in members if each.open()),
    ]


def test_what_the_staff_sheet_counts_and_warns_of(cases: list[Case]) -> None:
    for counted, found in cases:
        rows, words = found.places.staff, counted.workbook.sheets.staff
        folded = [counted.name(number).casefold() for number in range(1, counted.workbook.people + 1)]
        posts = {group.id: counted.members(group) for group in counted.workbook.groups}
        for index, name in enumerate(folded):
            number = index + 1
            mine = [each for members in posts.values() for each in members if each.number == number]
            sums = [
                sum(len(each.levels["own"]) for each in mine),
                sum(len(each.levels["supervisor"]) for each in mine),
                sum(each.open() for each in mine),
                sum(len(each.ticked) for each in mine),
            ]
            assert found.across(rows.sheet, rows.row(index), 8, 4) == (sums if name else [""] * 4), (found.path, number)
            fields = {
                which: counted.value(f"staff.{number}.{which}") for which in ("subject-1", "subject-2", "category", "left-out")
            }
            taught, here = counted.taught(number), posts[counted.workbook.groups[0].id][index]
            filled = any(fields.values()) or any(here.levels.values()) or here.ticked or here.wrong
            shown = [counted.shown(fields[which]).casefold() for which in ("subject-1", "subject-2")]
            said = [
                (not name and filled, words.no_name),
                (name and folded.count(name) > 1, words.same_name),
                (shown[0] and shown[0] == shown[1], words.same_subject),
                (fields["subject-1"] and taught[0] is None, words.subject_wrong),
                (fields["subject-2"] and taught[1] is None, words.subject_wrong),
                (fields["category"] == "младшая", words.category_wrong),
                (fields["left-out"] == "maybe", words.box_wrong),
                (fields["left-out"] == "on", words.not_counted),
                (any(each.wrong for each in mine), words.levels_wrong),
                (any(len(each.ticked) > 4 for each in mine), words.too_many),
            ]
            which = iter(["1", "2"])
            wanted = []
            for holds, text in said:
                at = next(which) if text is words.subject_wrong else ""
                if holds:
                    wanted.append(found.frame.say(text, number=at, most=4))
            assert found.at(rows.sheet, rows.row(index), 12) == " ".join(wanted), (found.path, number)


def test_what_the_sheets_of_levels_warn_of(cases: list[Case]) -> None:
    for counted, found in cases:
        words, staff = counted.workbook.sheets.levels, counted.workbook.sheets.staff
        for group in counted.workbook.groups:
            rows, column = found.places.levels(group), found.places.level_columns(group).after(4)
            taken: set[int] = set()
            for index, each in enumerate(counted.members(group)):
                named = each.number > 0 and bool(counted.name(each.number))
                filled = any(each.levels.values()) or each.ticked or each.wrong
                typed = counted.value(f"person.{group.id}.{each.place}")
                nobody = words.number_wrong if group.places else words.no_name
                said = [
                    (not named and (filled or typed), nobody),
                    (named and each.number in taken, words.number_twice),
                    (named and not counted.counts(each.number), staff.not_counted),
                    (each.wrong, staff.levels_wrong),
                    (len(each.ticked) > 4, staff.too_many),
                ]
                taken.add(each.number)
                wanted = " ".join(found.frame.say(text, most=4) for holds, text in said if holds)
                assert found.at(rows.sheet, rows.row(index), column) == wanted, (found.path, group.id, index)
