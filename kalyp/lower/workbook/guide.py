"""The guide: in which order the workbook is filled, what each sheet is for, how it counts; and the list of files that came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kalyp.lower.workbook.frame import Frame
from kalyp.model.base import Text
from kalyp.model.cells import Cell, Sheet

WIDTHS = (8.0, 44.0, 128.0)  # mm: numbers, names, what is said of them
LAST = len(WIDTHS) - 1
RETURN_WIDTHS = (70.0, 46.0, 50.0, 22.0, 22.0, 110.0)


def guide_sheet(frame: Frame, *, returns: bool) -> Sheet:
    """The first sheet."""
    words = frame.workbook.sheets.guide
    cells = [
        Cell(0, 0, frame.say(words.title), style="title", columns=LAST + 1),
        Cell(1, 0, frame.say(words.lead), style="text", columns=LAST + 1),
    ]
    parts = (
        (words.steps_head, 1, _numbered(frame, words.steps)),
        (words.sheets_head, LAST, _sheets(frame, returns=returns)),
        (words.needs_head, 1, _plain(frame, words.needs)),
        (words.notes_head, 1, _plain(frame, words.notes)),
        (frame.project.words["usage-card"], LAST, _usage(frame)),
    )
    row = 3
    for head, column, rows in parts:
        cells.append(Cell(row, 0, frame.say(head), style="heading", columns=LAST + 1))
        for label, said in rows:
            row += 1
            cells.append(Cell(row, 0, label, style="text", columns=column))
            cells.append(Cell(row, column, said, style="text", columns=LAST + 1 - column))
        row += 2
    page = frame.page(frame.workbook.summary_page)
    return Sheet("guide", frame.say(words.tab), page, WIDTHS, tuple(cells), one_page=True)


def _numbered(frame: Frame, texts: Sequence[Text]) -> Iterator[tuple[str, str]]:
    return ((f"{number}.", frame.say(text)) for number, text in enumerate(texts, start=1))


def _plain(frame: Frame, texts: Sequence[Text]) -> Iterator[tuple[str, str]]:
    return (("–", frame.say(text)) for text in texts)


def _sheets(frame: Frame, *, returns: bool) -> Iterator[tuple[str, str]]:
    """Each sheet by its title, with what it is for; those of groups together."""
    sheets, groups = frame.workbook.sheets, frame.workbook.groups
    levels, counts, lists = zip(
        *((group.tabs.levels, group.tabs.competencies, group.tabs.results) for group in groups), strict=True
    )
    for tabs, about in (
        ([sheets.school.tab], sheets.school.about),
        ([sheets.staff.tab], sheets.staff.about),
        (levels, sheets.levels.about),
        ([sheets.summary.tab], sheets.summary.about),
        (counts, sheets.competencies.about),
        ([sheets.subjects.tab], sheets.subjects.about),
        (lists, sheets.results.about),
        ([sheets.request.tab], sheets.request.about),
        *([([sheets.returns.tab], sheets.returns.about)] if returns else []),
    ):
        yield "\n".join(map(frame.say, tabs)), frame.say(about)


def _usage(frame: Frame) -> Iterator[tuple[str, str]]:
    card = frame.workbook.usage
    for word, text in (
        ("usage-who", card.who),
        ("usage-when", card.when),
        ("usage-task", card.task),
        ("usage-conditions", card.conditions),
        ("usage-note", card.note),
    ):
        if text:
            yield frame.word(word), frame.say(text)


def returns_sheet(frame: Frame, returns: Sequence[tuple[str, ...]]) -> Sheet:
    """The files that were collected, a row each."""
    words = frame.workbook.sheets.returns
    cells = [
        Cell(0, 0, frame.say(words.title), style="title", columns=len(RETURN_WIDTHS)),
        Cell(1, 0, frame.say(words.lead), style="note", columns=len(RETURN_WIDTHS)),
        *(Cell(2, column, frame.say(head), style="head") for column, head in enumerate(words.heads)),
    ]
    for row, found in enumerate(returns, start=3):
        cells += [Cell(row, column, value) for column, value in enumerate(found)]
    return Sheet("returns", frame.say(words.tab), frame.page(), RETURN_WIDTHS, tuple(cells), frozen=(3, 1), heads=(2, 2))
