"""What came back from many schools → what their district asks for; and what is to be said of each file.

A school counts once. Where two of its requests say different things neither counts until somebody has decided.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kalyp.loop.likeness import alike, by_alphabet
from kalyp.loop.model import Finding, Return
from kalyp.loop.requests import Shape, read_request
from kalyp.loop.totals import totals
from kalyp.model.district import District, Note, Request
from kalyp.model.project import Project
from kalyp.model.summary import Summary

WORKBOOK = "workbook"  # the kind of documents of which the plan's command makes requests

Say = Callable[[Finding], str]


def summary_of(returns: Iterable[Return], project: Project) -> Summary | None:
    """The summary that sums up what most of these are requests of; None where the project has none."""
    forms = Counter(returned.origin.document for returned in returns if returned.origin)
    summaries = [found for _, found in sorted(project.documents.items()) if isinstance(found, Summary)]
    return max(summaries, key=lambda summary: forms[summary.request.form], default=None)


def language_of(returns: Iterable[Return], summary: Summary, project: Project) -> str:
    """The language that most of the requests are in; of several, the first of the project's."""
    origins = [returned.origin for returned in returns if returned.origin]
    first = Counter(origin.languages.partition("+")[0] for origin in origins if origin.document == summary.request.form)
    return max(project.languages, key=lambda language: first[language])


def gather(returns: Iterable[Return], project: Project, summary: Summary, language: str) -> Gathered:
    """What came back, read and compared; what is named in findings is named in a language."""
    shape = Shape.of(project, summary, language)
    gathered = Gathered(shape, tuple(_sheet(returned, shape, project, language) for returned in returns))
    asked = [sheet for sheet in gathered.sheets if sheet.request]
    _decide(asked)
    _compare_years([sheet for sheet in asked if sheet.counted])
    return gathered


@dataclass(slots=True)
class Sheet:
    """A file on its way: what it asks for, if it does."""

    file: str
    request: Request | None
    findings: list[Finding] = field(default_factory=list)
    counted: bool = False

    @property
    def asked(self) -> Request:
        """The request; raises ValueError where the file is none."""
        if self.request is None:
            raise ValueError(self.file)
        return self.request


@dataclass(frozen=True, slots=True)
class Gathered:
    """The files of a folder, each with what it asks for and what there is to say of it."""

    shape: Shape
    sheets: tuple[Sheet, ...]

    @property
    def asked(self) -> int:
        """How many requests there are, counted or not."""
        return sum(sheet.request is not None for sheet in self.sheets)

    def notes(self, say: Say) -> tuple[Note, ...]:
        """What is to be said of each file. `say` puts findings into words."""
        return tuple(
            Note(sheet.file, sheet.request.school if sheet.request else "", sheet.counted, tuple(map(say, sheet.findings)))
            for sheet in self.sheets
        )

    def district(self, say: Say) -> District:
        """What the requests that count come to."""
        counted = [sheet.asked for sheet in self.sheets if sheet.counted]
        counted.sort(key=lambda request: (by_alphabet(request.school), request.file))
        return totals(counted, self.shape, self.notes(say))


def _sheet(returned: Return, shape: Shape, project: Project, language: str) -> Sheet:
    findings = list(returned.findings)
    if returned.origin is None:
        return Sheet(returned.file, None, findings)
    if returned.origin.document != shape.summary.request.form:
        return Sheet(returned.file, None, [*findings, _other(returned.origin.document, project, language)])
    request, found = read_request(returned, shape)
    return Sheet(returned.file, request, [*findings, *found], counted=True)


def _other(name: str, project: Project, language: str) -> Finding:
    """What is said of a file that is something else."""
    document = project.documents.get(name)
    if document and document.kind == WORKBOOK:
        return Finding.of("request-workbook")
    title = document.title[language] if document else name
    return Finding.of("request-other", document=f"{document.code}. {title}" if document and document.code else title)


def _decide(sheets: Sequence[Sheet]) -> None:
    """Which of several requests of one school counts: the first if they say the same, else none."""
    for same in _schools(sheets):
        first, *others = same
        if all(_said(sheet.asked) == _said(first.asked) for sheet in others):
            for sheet in others:
                sheet.counted = False
                sheet.findings.append(Finding.of("request-twice", file=first.file))
            continue
        for sheet in same:
            sheet.counted = False
            files = ", ".join(other.file for other in same if other is not sheet)
            sheet.findings.append(Finding.of("request-conflict", files=files))
    _find_namesakes([sheet for sheet in sheets if sheet.counted])


def _said(request: Request) -> tuple[object, ...]:
    """All that is summed."""
    held: tuple[Mapping[str, object], ...] = (request.own_rows, request.own_columns, request.leaders)
    return (request.year, request.teachers, sorted(request.numbers.items()), *(sorted(each.items()) for each in held))


def _schools(sheets: Sequence[Sheet]) -> list[list[Sheet]]:
    """The requests by school: of one school are those with the same code, or with the same name where one has no code."""
    groups: list[list[Sheet]] = []
    for sheet in sheets:
        joined = [group for group in groups if any(_of_one_school(sheet.asked, other.asked) for other in group)]
        groups = [group for group in groups if group not in joined]
        groups.append([*(other for group in joined for other in group), sheet])
    return groups


def _of_one_school(one: Request, other: Request) -> bool:
    codes = [_code(request) for request in (one, other)]
    return codes[0] == codes[1] if all(codes) else alike(one.school) == alike(other.school)


def _code(request: Request) -> str:
    """A school's code as it is compared: people write it with spaces and without."""
    return "".join(sign for sign in request.code.casefold() if sign.isalnum())


def _find_namesakes(sheets: Sequence[Sheet]) -> None:
    """Two schools of one name with different codes both count, but one of the codes may be a slip."""
    names = defaultdict(list)
    for sheet in sheets:
        names[alike(sheet.asked.school)].append(sheet)
    for same in names.values():
        for sheet in same if len(same) > 1 else ():
            files = ", ".join(other.file for other in same if other is not sheet)
            sheet.findings.append(Finding.of("request-namesake", files=files))


def _compare_years(sheets: Sequence[Sheet]) -> None:
    """Say which requests are for another school year than most."""
    years = Counter(_year(sheet.asked) for sheet in sheets)
    shown = {_year(sheet.asked): sheet.asked.year for sheet in reversed(sheets)}
    most = max(years, key=lambda year: (years[year], year), default="")
    for sheet in sheets:
        if not sheet.asked.year:
            sheet.findings.append(Finding.of("request-no-year"))
        elif _year(sheet.asked) != most and most:
            sheet.findings.append(Finding.of("request-year", year=sheet.asked.year, most=shown[most]))


def _year(request: Request) -> str:
    """A school year as it is compared: its figures."""
    return "".join(sign for sign in request.year if sign.isdigit())
