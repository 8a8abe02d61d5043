"""A school → a sheet for each talk to come: a PDF for each person and post in which the two ratings differ and not all is agreed.

What comes back of such a sheet: `compared` (the framework's id), `agreed.<competency>` (the level's id), `priority.<competency>`
("on"), the fields of its head. It says of itself that it is the blank form, though its fields are the person's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path

from kalyp.loop.desk import Desk
from kalyp.loop.filenames import safe
from kalyp.loop.filling import filled_pdf, plain
from kalyp.loop.model import Finding, Person, Ratings, School
from kalyp.lower.comparison import COMPARED
from kalyp.lower.talk import lower_talk
from kalyp.model.core import Lowered
from kalyp.model.document import Document
from kalyp.model.sections import sections
from kalyp.model.talk import Talk
from kalyp.model.walk import fields
from kalyp.model.workbook import Group, Workbook
from kalyp.write.formats import FORMATS
from kalyp.write.paths import write_whole
from kalyp.write.work import Job

Progress = Callable[[int, int, str], None]  # sheets written, sheets to write, the file just written

NUMBER = "staff-number"  # the field that tells people of one name from each other
FORM = "pdf"
ONE_SHEET = 2  # pages: a sheet of paper, printed on both sides


@dataclass(frozen=True, slots=True)
class TalkSheet:
    """A sheet that was written: its file's name in the folder, whose it is and in which group, and what is to be talked about.

    `findings`: what a print of it would cut.
    """

    file: str
    number: int
    group: str
    competencies: tuple[str, ...]
    pages: int
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Task:
    """A sheet to be written: roomy, or else close. All that a worker needs for it."""

    path: Path
    roomy: Job
    close: Job
    values: dict[str, str]


def write_talks(
    desk: Desk,
    school: School,
    workbook: Workbook,
    language: str,
    folder: Path,
    executor: Executor,
    progress: Progress = lambda done, total, file: None,
) -> list[TalkSheet]:
    """Write all sheets into a folder, each whole; the same school gives the same bytes. Gives them in the staff sheet's order.

    Who is left out, or has no name, has none; nor is there one for a talk that is over, with all agreed in which the two differ.
    What was agreed or chosen already stands in the sheet. Raises OSError with a path.
    """
    document = desk.project.documents[workbook.talk.form] if workbook.talk else None
    if not isinstance(document, Document):
        return []
    made = list(_sheets(desk, school, workbook, document, language, folder))
    running = {executor.submit(_write, task): sheet for sheet, task in made}
    done: dict[str, TalkSheet] = {}
    for number, future in enumerate(as_completed(running), 1):
        pages, cut = future.result()
        sheet = running[future]
        findings = (Finding.of("plan-cut", file=sheet.file, fields="; ".join(cut)),) if cut else ()
        done[sheet.file] = replace(sheet, pages=pages, findings=findings)
        progress(number, len(made), sheet.file)
    return [done[sheet.file] for sheet, _ in made]


def _sheets(
    desk: Desk, school: School, workbook: Workbook, document: Document, language: str, folder: Path
) -> Iterator[tuple[TalkSheet, _Task]]:
    for person in sorted(school.people, key=lambda person: person.number):
        if person.left_out or not person.name.strip():
            continue
        talks = [(group, talk) for group in workbook.groups if (talk := _talk(desk, person, group))]
        for group, talk in talks:
            post = f" {desk.project.documents[group.own.form].code}" if len(talks) > 1 else ""
            file = f"{person.number:03} {safe(person.name)}".rstrip() + post + FORMATS[FORM].ending
            differing = talk.differing(desk.project.frameworks[talk.framework])
            if all(each.id in person.ratings[group.id].agreed for each in differing):
                continue
            roomy = lower_talk(desk.project, document, language, talk)
            close = lower_talk(desk.project, document, language, replace(talk, close=True))
            values = _values(roomy, school, person, group, workbook)
            task = _Task(folder / file, _job(desk, roomy), _job(desk, close), values)
            yield TalkSheet(file, person.number, group.id, tuple(each.id for each in differing), 0), task


def _talk(desk: Desk, person: Person, group: Group) -> Talk | None:
    """A person's two ratings in a group, if they differ."""
    ratings = person.ratings.get(group.id, Ratings())
    talk = Talk(group.framework, ratings.own, ratings.supervisor)
    return talk if talk.differing(desk.project.frameworks[group.framework]) else None


def _values(lowered: Lowered, school: School, person: Person, group: Group, workbook: Workbook) -> dict[str, str]:
    """What is known already of what the sheet asks for; its date is that of the talk."""
    ratings = person.ratings[group.id]
    dates = {field.name for field in fields(lowered.blocks) if field.kind == "date"}
    known = {
        **school.fields,
        NUMBER: str(person.number),
        COMPARED: group.framework,
        **{f"agreed.{competency}": level for competency, level in ratings.agreed.items()},
        **{f"priority.{competency}": "on" for competency in ratings.priorities},
    }
    if workbook.talk:
        about = {"name": person.name, "position": person.position, "taught": person.taught, "category": person.category}
        known |= {field: about[what] for what, field in workbook.talk.fields.items()}
    asked = dict.fromkeys(field.name for field in fields(lowered.blocks) if field.name not in dates)
    return {name: text for name in asked if (text := plain(known.get(name, "")))}


def _job(desk: Desk, lowered: Lowered) -> Job:
    return Job(desk.root, desk.looks, desk.fonts, desk.field_font, lowered, sections(lowered), ())


def _write(task: _Task) -> tuple[int, tuple[str, ...]]:
    """Set a sheet, fill it in and write it; gives its pages, and the labels of the fields that a print would cut. In a worker."""
    from kalyp.write.writers import WRITERS

    made = WRITERS[FORM](task.roomy)
    if 1 < made.pages <= ONE_SHEET + 1:  # more than one page is not saved
        close = WRITERS[FORM](task.close)
        made = close if close.pages < made.pages and close.pages <= ONE_SHEET else made
    filled = filled_pdf(made.data, task.values)
    write_whole(task.path, filled.data)
    labels = {field.name: field.label.plain for section in task.roomy.sections for field in fields(section.blocks)}
    return made.pages, tuple(labels[name] for name in filled.cut)
