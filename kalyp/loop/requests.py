"""The values of a returned request → what a school asks for, and what contradicts itself in it.

What stands in a cell counts, and nothing is added to it: a number that can't be read is none, and is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kalyp.loop.model import Finding, Return
from kalyp.model.base import parts
from kalyp.model.blocks import Matrix
from kalyp.model.district import COUNT, FREE, TOTAL, Request
from kalyp.model.project import Project
from kalyp.model.summary import Summary

_NUMBER = re.compile(r"([0-9]{1,4})(?:[.,]0+)?")  # Excel's programs write whole numbers as 3.0, too
_NONE = frozenset({"", "-", "–", "—"})
_BETWEEN_CODES = re.compile(r"[\s,;/№]+")
LONGEST = 200  # characters of a name
_SHOWN = 40  # characters of what can't be read


@dataclass(frozen=True, slots=True)
class Shape:
    """What a request asks for, with the names in one language: rows and columns of its matrix, codes of leaders' competencies."""

    summary: Summary
    matrix: str
    rows: Mapping[str, str]  # the name of a row → how people call it
    columns: Mapping[str, str]
    codes: Mapping[str, Mapping[str, str]]  # field → code → id of the competency
    fields: Mapping[str, str]  # fields that list codes → whose they are

    @staticmethod
    def of(project: Project, summary: Summary, language: str) -> Shape:
        """The shape of the form that a summary sums up."""
        form = project.documents[summary.request.form]
        matrix = next(part for part, _ in parts(form) if isinstance(part, Matrix) and part.id == summary.request.matrix)
        rows = {found.id: found.code for found in project.frameworks[matrix.framework].competencies()}
        rows |= {f"{FREE}{at}": f"{matrix.free_rows_head[language]} {at}" for at in range(1, matrix.free_rows + 1)}
        columns = {COUNT: matrix.count_head[language]}
        columns |= {subject.id: subject.label[language] for subject in matrix.subjects}
        columns |= {f"{FREE}{at}": f"{matrix.free_label[language]} {at}" for at in range(1, matrix.free_columns + 1)}
        codes = {
            leaders.field: {found.code: found.id for found in project.frameworks[leaders.framework].competencies()}
            for leaders in summary.leaders
        }
        fields = {leaders.field: leaders.title[language] for leaders in summary.leaders}
        return Shape(summary, matrix.id, rows, columns, codes, fields)

    @property
    def competencies(self) -> list[str]:
        """The competencies of the form, in its order."""
        return [row for row in self.rows if not row.startswith(FREE)]

    @property
    def subjects(self) -> list[str]:
        """The subjects of the form, in its order."""
        return [column for column in self.columns if column != COUNT and not column.startswith(FREE)]


def read_request(returned: Return, shape: Shape) -> tuple[Request, tuple[Finding, ...]]:
    """A returned request, with what is to be said of it. Without a name, a school is called by its file."""
    reader = _Reader(returned.values, shape, [])
    head = shape.summary.request
    school, code = reader.line(head.school), reader.line(head.school_code)
    if not school:
        reader.find("request-nameless")
    teachers = reader.number(head.teachers)
    if teachers is None:
        reader.find("request-teachers")
    request = Request(
        returned.file,
        school or code or returned.file,
        code,
        reader.line(head.school_year),
        teachers,
        dict(reader.numbers()),
        {row: name for row in shape.rows if row.startswith(FREE) and (name := reader.line(f"{shape.matrix}.{row}.name"))},
        {column: name for column in shape.columns if (name := _own_name(reader, column))},
        {field: found for field in shape.codes if (found := tuple(reader.codes(field)))},
    )
    reader.compare(request)
    return request, tuple(reader.findings)


def _own_name(reader: _Reader, column: str) -> str:
    return reader.line(f"{reader.shape.matrix}-subject.{column.removeprefix(FREE)}") if column.startswith(FREE) else ""


@dataclass(frozen=True, slots=True)
class _Reader:
    values: Mapping[str, str]
    shape: Shape
    findings: list[Finding]

    def find(self, code: str, **values: object) -> None:
        self.findings.append(Finding.of(code, **values))

    def line(self, field: str) -> str:
        """What stands in a field, on one line; a name that goes on and on is cut."""
        line = " ".join(self.values.get(field, "").split())
        return line if len(line) <= LONGEST else f"{line[:LONGEST].rstrip()}…"

    def number(self, field: str) -> int | None:
        """A number in a field; None where there is none that can be read."""
        found = _NUMBER.fullmatch(self.line(field))
        return int(found[1]) if found else None

    def numbers(self) -> Iterator[tuple[tuple[str, str], int]]:
        """The numbers of the matrix that are more than nothing."""
        for row in self.shape.rows:
            for column in self.shape.columns:
                field = f"{self.shape.matrix}.{row}.{column}"
                number = self.number(field)
                if number:
                    yield (row, column), number
                elif number is None and (written := self.line(field)) not in _NONE:
                    self.find("request-number", **self._place(row, column), written=written[:_SHOWN])

    def codes(self, field: str) -> Iterator[str]:
        """The competencies whose codes a field lists, each once; a code may end in a full stop."""
        known, found = self.shape.codes[field], set()
        for word in _BETWEEN_CODES.split(self.line(field)):
            code = word.rstrip(".")
            if code in known:
                if known[code] not in found:
                    yield known[code]
                found.add(known[code])
            elif code not in _NONE:
                self.find("request-code", whose=self.shape.fields[field], written=word[:_SHOWN])

    def compare(self, request: Request) -> None:
        """Say what in a request contradicts itself, or is not named."""
        if not request.numbers:
            self.find("request-empty")
        for row in self.shape.rows:
            self._compare_row(row, request)
        for column in self.shape.columns:
            self._compare_column(column, request)

    def _compare_row(self, row: str, request: Request) -> None:
        count = request.numbers.get((row, COUNT), 0)
        largest = max((request.numbers.get((row, column), 0) for column in self.shape.columns if column != COUNT), default=0)
        called = self.shape.rows[row]
        if count < largest:
            code = "request-count" if count else "request-no-count"
            self.find(code, row=called, count=count, largest=largest)
        if request.teachers is not None and max(count, largest) > request.teachers:
            self.find("request-more", row=called, count=max(count, largest), teachers=request.teachers)
        if row.startswith(FREE) and row not in request.own_rows and max(count, largest):
            self.find("request-unnamed", what=called)

    def _compare_column(self, column: str, request: Request) -> None:
        asked = sum(number for (_, other), number in request.numbers.items() if other == column)
        called = self.shape.columns[column]
        field = f"{self.shape.matrix}.{TOTAL}.{column}"
        written = self.line(field)
        if written not in _NONE and self.number(field) != asked:
            self.find("request-total", column=called, written=written[:_SHOWN], total=asked)
        if column.startswith(FREE) and column not in request.own_columns and asked:
            self.find("request-unnamed", what=called)

    def _place(self, row: str, column: str) -> dict[str, str]:
        return {"row": self.shape.rows[row], "column": self.shape.columns[column]}
