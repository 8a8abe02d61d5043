"""A folder's returns → the school, its workbook filled in, and what is to be said of each return.

Input: what was read of the files. Output: a new folder with the workbook, in which the files are listed, and the talk sheets.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from kalyp.loop.desk import Desk
from kalyp.loop.model import Finding, Origin, Return, School
from kalyp.loop.people import OTHERWISE, Gathered, gather
from kalyp.loop.school import covers, fitted, school_of, values_of
from kalyp.loop.sheets import Reader, Sheet, takes
from kalyp.loop.talks import TalkSheet, write_talks
from kalyp.lower.workbook import lower_workbook
from kalyp.model.document import AnyDocument
from kalyp.model.project import Project
from kalyp.model.workbook import Workbook
from kalyp.write.paths import output_path, write_whole
from kalyp.write.xlsx.book import write

TALKS = "talks"  # the folder of the talk sheets
NOTES = frozenset({"same-twice", "head-translated", "misnamed"})  # findings that ask nobody to do anything
BETWEEN_LANGUAGES = "+"

Tell = Callable[[Finding], str]
Progress = Callable[[int, int, str], None]  # done, to do, the file just done


@dataclass(slots=True)
class Line:
    """What is said of a return. `whose`: the name in the workbook; `placed`: what it says is in the workbook."""

    returned: Return
    document: AnyDocument | None
    findings: list[Finding]
    whose: str = ""
    placed: bool = False


@dataclass(slots=True)
class Collected:
    """All that came of a folder. `carried`: what stood in the workbook before that is no part of the school.

    `workbook` is None where no return belongs to one: then there is nothing to write.
    """

    lines: list[Line]
    workbook: Workbook | None = None
    language: str = ""
    school: School = field(default_factory=School)
    carried: Mapping[str, str] = field(default_factory=dict)
    of_people: Mapping[str, list[Finding]] = field(default_factory=dict)
    of_all: list[Finding] = field(default_factory=list)

    @property
    def settled(self) -> bool:
        """Whether nobody has to look at anything."""
        lists = [self.of_all, *(line.findings for line in self.lines), *self.of_people.values()]
        return all(line.placed for line in self.lines) and all(each.code in NOTES for found in lists for each in found)


def collect(project: Project, returns: Sequence[Return], known: Return | None = None, language: str = "") -> Collected:
    """Put a folder's returns together.

    `known`: a workbook that was filled before; without it one among the returns is. `language`: that of the new workbook, else
    that of most returns.
    """
    lines = [_line(project, returned) for returned in returns]
    workbook = _workbook(project, returns, known)
    if workbook is None:
        return Collected(lines)
    forms = [line for line in lines if line.document and line.document.id in takes(workbook)]
    language = language or _language(project, [line.returned for line in forms] or [known, *returns])
    before, of_before, carried = _before(project, workbook, lines, known)
    reader = Reader(project, workbook, language)
    found = gather([sheet for line in forms if (sheet := _read(reader, line))], before, workbook, project, language)
    for line in lines:
        _place(project, workbook, line, found)
    school, without_room = fitted(found.school, workbook, project)
    of_all = [*of_before, *found.of_all, *without_room]
    return Collected(lines, workbook, language, school, carried, dict(sorted(found.of_people.items())), of_all)


def _line(project: Project, returned: Return) -> Line:
    document = project.documents.get(returned.origin.document) if returned.origin else None
    return Line(returned, document, list(returned.findings))


def _workbook(project: Project, returns: Sequence[Return], known: Return | None) -> Workbook | None:
    """The workbook that is given; else that which most returns are forms of; of several the first."""
    counts: Counter[str] = Counter()
    workbooks = {document.id: document for document in project.documents.values() if isinstance(document, Workbook)}
    for returned in [known] if known else returns:
        document = returned.origin.document if returned.origin else ""
        counts.update(id for id, workbook in workbooks.items() if document in {id, *takes(workbook)})
    return workbooks[max(workbooks, key=lambda id: counts[id])] if counts else None


def _language(project: Project, returns: Iterable[Return | None]) -> str:
    """The language of most returns; of several the project's first."""
    origins = [returned.origin for returned in returns if returned and returned.origin]
    counts = Counter(language for origin in origins for language in origin.languages.split(BETWEEN_LANGUAGES))
    return max(project.languages, key=lambda language: counts[language])


def _before(
    project: Project, workbook: Workbook, lines: Sequence[Line], known: Return | None
) -> tuple[School, list[Finding], dict[str, str]]:
    """The school as it stood in the workbook that was filled before, and what else stood there.

    Of several workbooks that differ none is taken.
    """
    there = [line for line in lines if line.document is workbook]
    taken = known or (there[0].returned if there else None)
    if taken is None:
        return School(), [], {}
    same = [line for line in there if line.returned.values == taken.values]
    for line in there:
        line.placed = line in same and (known is not None or len(same) == len(there))
        if not line.placed:
            line.findings.append(Finding.of("workbook-not-taken" if known else "workbooks-several"))
    if known is None and len(same) < len(there):
        return School(), [], {}
    school, findings = school_of(taken.values, workbook, project)
    return school, findings, {name: value for name, value in taken.values.items() if value.strip() and not covers(name)}


def _read(reader: Reader, line: Line) -> Sheet | None:
    sheet, findings = reader.read(line.returned)
    line.findings += findings
    return sheet


def _place(project: Project, workbook: Workbook, line: Line, found: Gathered) -> None:
    """Note what was found of a return when all were put together."""
    if line.document is None or line.document is workbook:
        return
    if line.document.id not in takes(workbook):
        line.findings.append(Finding.of("not-of-workbook", workbook=workbook.code or workbook.id))
        return
    key = (line.returned.file, line.document.id)
    line.findings += found.of_returns.get(key, [])
    line.whose = found.whose.get(key, "")
    line.placed = bool(line.whose) and OTHERWISE not in {finding.code for finding in line.findings}


def rows(project: Project, collected: Collected, tell: Tell) -> list[tuple[str, ...]]:
    """The list of returns as it stands in the workbook: file, what it is, whose, edition, language, what was found.

    Before that what was found of the whole and of people. `tell` says a finding in the workbook's language.
    """
    of_all = [("", "", "", "", "", tell(finding)) for finding in collected.of_all]
    of_people = [
        ("", "", name, "", "", "\n".join(map(tell, findings))) for name, findings in collected.of_people.items() if findings
    ]
    return [*of_all, *of_people, *(_row(project, line, collected.language, tell) for line in collected.lines)]


def _row(project: Project, line: Line, language: str, tell: Tell) -> tuple[str, ...]:
    origin = line.returned.origin
    what = titled(line.document, language) if line.document else ""
    found = "\n".join(map(tell, line.findings))
    return line.returned.file, what, line.whose, origin.edition if origin else "", languages_of(project, origin), found


def languages_of(project: Project, origin: Origin | None) -> str:
    """The languages that a return is in, by their own names; "" where that is unknown."""
    ids = origin.languages.split(BETWEEN_LANGUAGES) if origin and origin.languages else ()
    return " + ".join(project.languages[id].name if id in project.languages else id for id in ids)


def titled(document: AnyDocument, language: str) -> str:
    """Code and title of a document, without the subtitle that stands behind a colon."""
    title = (document.short or document.title)[language].partition(":")[0]
    return f"{document.code}. {title}" if document.code else title


def write_collected(
    desk: Desk, collected: Collected, tell: Tell, folder: Path, executor: Executor, progress: Progress
) -> tuple[str, list[TalkSheet]]:
    """Write the workbook and the talk sheets into a folder. Gives the workbook's name in it. Raises OSError with a path."""
    workbook = collected.workbook
    if workbook is None:
        raise ValueError("nothing was collected")
    values = {**collected.carried, **values_of(collected.school, workbook)}
    book = lower_workbook(desk.project, workbook, collected.language, values, rows(desk.project, collected, tell))
    name = Path(output_path(workbook, (collected.language,), workbook.formats[0])).name
    write_whole(folder / name, write(book))
    return name, write_talks(desk, collected.school, workbook, collected.language, folder / TALKS, executor, progress)
