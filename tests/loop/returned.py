"""Returned forms, as reading them gives them, without files: for what is made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from string import Formatter

import yaml

from kalyp.loop.model import AGREED, OWN, Finding, Origin, Person, Return, School, Who
from kalyp.loop.people import Gathered, gather
from kalyp.loop.sheets import Key, Reader, Sheet
from kalyp.lower.comparison import COMPARED
from kalyp.say import FOLDER
from tests.loop.schools import PROJECT, WORKBOOK

TEACHERS, LEADS, HEAD = (group.id for group in WORKBOOK.groups)
GROUPS = {group.id: group for group in WORKBOOK.groups}
NOBODY = School()
MARKS = {"1": "low", "2": "middle", "3": "high"}


def form(
    name: str,
    levels: str = "12:1",
    *,
    group: str = TEACHERS,
    who: Who = OWN,
    file: str = "",
    language: str = "ru",
    **fields: str,
) -> Return:
    """A form filled in: `12:1 4:3` are levels by competency. Other fields by name, with `_` for `-`."""
    asked = GROUPS[group].own if who == OWN else GROUPS[group].supervisor
    values = {asked.fields["name"]: name, "date": "01.03.2027"}
    values |= {f"level.{id}": MARKS[mark] for id, mark in _pairs(levels)}
    values |= {field.replace("_", "-"): value for field, value in fields.items()}
    file = file or f"{name}, {asked.form}, {levels}.pdf".replace(":", "-")
    return Return(file, "pdf", Origin(asked.form, "1", language), values)


def talk(name: str, agreed: str, priorities: str = "", *, group: str = TEACHERS, file: str = "", **fields: str) -> Return:
    """A talk sheet that was made for a person and came back."""
    assert WORKBOOK.talk
    values = {WORKBOOK.talk.fields["name"]: name, COMPARED: GROUPS[group].framework}
    values |= {f"agreed.{id}": MARKS[mark] for id, mark in _pairs(agreed)}
    values |= {f"priority.{id}": "on" for id in priorities.split()}
    values |= {field.replace("_", "-"): value for field, value in fields.items()}
    return Return(file or f"{name}, talk.pdf", "pdf", Origin(WORKBOOK.talk.form, "1", "ru"), values)


def _pairs(levels: str) -> list[tuple[str, str]]:
    return [(id, mark) for id, _, mark in (pair.partition(":") for pair in levels.split())]


def sheet(returned: Return) -> Sheet:
    """What a return says."""
    read, findings = Reader(PROJECT, WORKBOOK, "ru").read(returned)
    assert read is not None
    assert findings == []
    return read


def gathered(*returns: Return, before: School = NOBODY, language: str = "ru") -> Gathered:
    """The school that returns and a workbook make."""
    return gather([sheet(returned) for returned in returns], before, WORKBOOK, PROJECT, language)


def key(returned: Return) -> Key:
    """By which a return is found in what was gathered."""
    return returned.file, returned.origin.document if returned.origin else ""


def said(found: Gathered) -> dict[str, list[str]]:
    """The codes of all findings: by the file, by the person, of the whole under ""."""
    assert sayable(
        [*found.of_all, *(each for side in (found.of_returns, found.of_people) for all in side.values() for each in all)]
    )
    files = {file: [each.code for each in findings] for (file, _), findings in found.of_returns.items() if findings}
    people = {name: [each.code for each in findings] for name, findings in found.of_people.items() if findings}
    return files | people | ({"": [each.code for each in found.of_all]} if found.of_all else {})


@cache
def _lines() -> list[dict[str, str]]:
    return [yaml.safe_load(path.read_text(encoding="utf-8"))["lines"] for path in sorted(FOLDER.glob("*.yaml"))]


def sayable(findings: Iterable[Finding]) -> bool:
    """Whether every language has words for each finding, with room for all that it says."""
    return all(
        {name for _, name, _, _ in Formatter().parse(said[f"found-{finding.code}"]) if name}
        == {name for name, _ in finding.values}
        for finding in findings
        for said in _lines()
    )


def only(found: Gathered) -> Person:
    """The only person."""
    (person,) = found.school.people
    return person


def values(finding: Finding) -> Mapping[str, str]:
    """What a finding says, by name."""
    return dict(finding.values)


__all__ = ["AGREED", "HEAD", "LEADS", "TEACHERS", "form", "gathered", "key", "only", "said", "sayable", "sheet", "talk", "values"]
