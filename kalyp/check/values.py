"""Values that fit the model and still can't be used: dates that are none, pages without room, too few letters, odd signs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from kalyp.model import blocks as rich
from kalyp.model.base import parts
from kalyp.model.document import AnyDocument, FieldEntry, Language, PageSize
from kalyp.model.project import Project
from kalyp.problems import Code, Place, Problems

CODE = re.compile(r"[A-Za-z0-9]+([.-][A-Za-z0-9]+)*")  # a document's code is part of its file's name
FIRST_DAY, LAST_DAY = date(1980, 1, 1), date(2107, 12, 31)  # of what a Word file's zip can hold
DATE_PARTS = ("{day}", "{month}", "{year}")
SIDES = range(100, 1001)  # mm: from A6 to beyond A0
ROOM = 60  # mm between the margins: the least that a table can be set in


def check_values(project: Project, problems: Problems) -> None:
    """Check the values of languages, sizes of paper, fields, frameworks and documents."""
    lettered = list(_lettered(project))
    for language in project.languages.values():
        _check_language(language, lettered, problems)
    for size in project.pages.values():
        _check_page(size, problems)
    for entry in project.fields.values():
        _check_field(entry, problems)
    for framework in project.frameworks.values():
        for key in ("valid_from", "valid_until"):
            _check_date(getattr(framework, key), framework.place.of(key), problems)
    for document in project.documents.values():
        _check_document(document, problems)


def _check_document(document: AnyDocument, problems: Problems) -> None:
    if document.code and not CODE.fullmatch(document.code):
        problems.add(Code.ID_FORM, document.place.of("code"), found=document.code, wanted="id")
    day = _check_date(document.edition.date, document.edition.place.of("date"), problems)
    if day and not FIRST_DAY <= day <= LAST_DAY:
        wanted = f"≥ {FIRST_DAY}, ≤ {LAST_DAY}"
        problems.add(Code.VALUE_WRONG, document.edition.place.of("date"), found=day, wanted=wanted)


def _check_date(value: str | None, place: Place, problems: Problems) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:  # such as the thirtieth of February
        problems.add(Code.ID_FORM, place, found=value, wanted="iso-date")
        return None


def _check_language(language: Language, lettered: Sequence[tuple[Place, int]], problems: Problems) -> None:
    rest = language.date
    for part in DATE_PARTS:
        rest = rest.replace(part, "", 1)
    if set(rest) & set("{}") or any(part not in language.date for part in DATE_PARTS):
        place = language.place.of("date")
        problems.add(Code.VALUE_WRONG, place, found=language.date, wanted=" ".join(DATE_PARTS))
    for place, needed in lettered:
        if needed > len(language.letters):
            count = len(language.letters)
            problems.add(Code.LETTERS_FEW, language.place.of("letters"), count=count, needed=needed, at=place)
            break


def _lettered(project: Project) -> Iterator[tuple[Place, int]]:
    """The lists whose items get letters, with their lengths."""
    for framework in project.frameworks.values():
        for competency in framework.competencies():
            for level, found in competency.descriptors.items():
                yield competency.place.of("descriptors", level), len(found)
    for item in project.written():
        for part, _ in parts(item):
            if isinstance(part, rich.Question):
                yield part.place.of("parts"), len(part.parts)
            elif isinstance(part, rich.Steps) and part.marks == "letters":
                yield part.place.of("items"), len(part.items)


def _check_page(size: PageSize, problems: Problems) -> None:
    top, right, bottom, left = size.margins
    for key, value, margins in (("width", size.width, (left, right)), ("height", size.height, (top, bottom))):
        if value not in SIDES:
            wanted = f"≥ {SIDES[0]}, ≤ {SIDES[-1]}"
            problems.add(Code.VALUE_WRONG, size.place.of(key), found=value, wanted=wanted)
        elif min(margins) < 0 or value - sum(margins) < ROOM:
            found = ", ".join(map(str, size.margins))
            wanted = f"≥ 0, {' + '.join(map(str, margins))} ≤ {value - ROOM}"
            problems.add(Code.VALUE_WRONG, size.place.of("margins"), found=found, wanted=wanted)


def _check_field(entry: FieldEntry, problems: Problems) -> None:
    if entry.kind == "choice" and not entry.choices:
        problems.add(Code.KEY_MISSING, entry.place, key="choices")
