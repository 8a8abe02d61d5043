"""Handbooks, packs, tables and figures: chapters once each, links that lead somewhere, no circles, no empty packs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kalyp.model import blocks as rich
from kalyp.model.base import Text, parts
from kalyp.model.document import AnyDocument, Chapter, Document, Pack
from kalyp.model.inline import links
from kalyp.model.packs import contents
from kalyp.model.project import Project, chapters_folder
from kalyp.model.workbook import Workbook
from kalyp.problems import Code, Place, Problems, nearest


def check_books(project: Project, problems: Problems) -> None:
    """Check handbooks, packs, and the tables, figures and links of every document."""
    for document in project.documents.values():
        if isinstance(document, Document):
            _check_chapters(document, project, problems)
            _check_anchors(document, project, problems)
            _check_appendices(document, project, problems)
        elif isinstance(document, Pack):
            _check_pack(document, project, problems)
    _check_unused(project, problems)
    for item, anchors in _books(project):
        _check_links(item, anchors, problems)
    for item in project.written():
        for part, _ in parts(item):
            if isinstance(part, rich.ReadTable):
                _check_rows(part.rows, len(part.columns), problems)
            elif isinstance(part, rich.FillTable):
                _check_rows(part.rows, len(part.given), problems)
                _check_fill_rows(part, problems)
            elif isinstance(part, rich.Figure):
                _check_figure(part, problems)


def _twice(names: Sequence[str], place: Place) -> Iterator[tuple[Place, str, Place]]:
    """The places of the names that stand in a list again, with the name and where it stands first."""
    seen: dict[str, Place] = {}
    for index, name in enumerate(names):
        if name in seen:
            yield place.of(index), name, seen[name]
        seen.setdefault(name, place.of(index))


def _check_chapters(handbook: Document, project: Project, problems: Problems) -> None:
    place = handbook.place.of("chapters")
    for again, name, first in _twice(handbook.chapters, place):
        problems.add(Code.CHAPTER_TWICE, again, id=name, first=first)
    home = chapters_folder(handbook)
    known = project.chapters.get(home, {})
    if any(file.startswith(home) for file in project.unread):
        return  # nobody knows which chapter that is; its own problem is enough to mend
    for index, name in enumerate(handbook.chapters):
        if name not in known:
            problems.add(Code.REFERENCE_UNKNOWN, place.of(index), kind="chapter", id=name, known=nearest(name, known))


def _check_unused(project: Project, problems: Problems) -> None:
    """Every chapter is in the list of its handbook; else nobody would see that it is left out."""
    listed = {
        chapters_folder(document): document.chapters
        for document in project.documents.values()
        if isinstance(document, Document) and document.chapters
    }
    for home, chapters in project.chapters.items():
        if any(file.startswith(home) for file in project.unread):
            continue
        for name, chapter in chapters.items():
            if name not in listed.get(home, []):
                problems.add(Code.CHAPTER_UNUSED, chapter.place.of("id"), id=name)


def _check_appendices(document: Document, project: Project, problems: Problems) -> None:
    place = document.place.of("appendices")
    for again, name, first in _twice(document.appendices, place):
        problems.add(Code.INCLUDE_TWICE, again, id=name, first=first)
    for index, name in enumerate(document.appendices):
        circle = _circle(name, document.id, project, (document.id,))
        included = project.documents.get(name)
        if circle:
            problems.add(Code.INCLUDE_CIRCLE, place.of(index), circle=" → ".join(circle))
        elif included and (not isinstance(included, Document) or included.chapters or included.appendices):
            problems.add(Code.INCLUDE_KIND, place.of(index), id=name)


def _circle(name: str, start: str, project: Project, way: tuple[str, ...]) -> tuple[str, ...]:
    """The way from `start` back to it by appendices that begins with `name`; empty when there is none."""
    if name == start:
        return (*way, name)
    if name in way:
        return ()
    for further in getattr(project.documents.get(name), "appendices", []):
        if found := _circle(further, start, project, (*way, name)):
            return found
    return ()


def _check_pack(pack: Pack, project: Project, problems: Problems) -> None:
    documents = contents(project, pack)
    held = {document.id for document in documents}
    if not held and pack.role in project.roles:
        problems.add(Code.PACK_EMPTY, pack.place.of("role"), role=pack.role)
    for key, wanted in (("order", held), ("drop", {document.id for document in contents(project, _undropped(pack))})):
        for index, name in enumerate(getattr(pack, key)):
            if name in project.documents and name not in wanted:
                problems.add(Code.PACK_STRAY, pack.place.of(key, index), id=name)
    for document in documents:
        if isinstance(document, Pack) or ("pdf" not in document.formats and not isinstance(document, Workbook)):
            problems.add(Code.INCLUDE_KIND, pack.place.of("add"), id=document.id)
        elif isinstance(document, Document) and document.copies is None:
            problems.add(Code.KEY_MISSING, document.place, key="copies")


def _undropped(pack: Pack) -> Pack:
    return pack.model_copy(update={"drop": []})


def _books(project: Project) -> Iterator[tuple[AnyDocument | Chapter, set[str]]]:
    """Each document and chapter with all that its links may lead to."""
    for document in project.documents.values():
        if not isinstance(document, Document):
            yield document, set()
            continue
        chapters = project.chapters_of(document)
        anchors = {*document.appendices, *(chapter.id for chapter in chapters)}
        holders: list[Document | Chapter] = [document, *chapters]
        for holder in holders:
            anchors |= {block.id for block in holder.blocks if isinstance(block, rich.Anchored)}
        # a document that stands in a book is shown without what only the book has, so it has no links but in a book
        yield from ((holder, anchors if chapters else set()) for holder in holders)


def _check_anchors(handbook: Document, project: Project, problems: Problems) -> None:
    """No id in two chapters: links could not tell them apart. (Two in one chapter are told by the check of ids.)"""
    seen: dict[str, tuple[Place, str]] = {}
    for chapter in project.chapters_of(handbook):
        here = [chapter, *(block for block in chapter.blocks if isinstance(block, rich.Anchored))]
        for item in here:
            first, file = seen.setdefault(item.id, (item.place, chapter.place.file))
            if file != chapter.place.file:
                problems.add(Code.ID_TWICE, item.place.of("id"), id=item.id, first=first)


def _check_links(item: AnyDocument | Chapter, anchors: set[str], problems: Problems) -> None:
    for part, _ in parts(item):
        if not isinstance(part, Text):
            continue
        for language, words in part.root.items():
            for link in links(words or ""):
                if link not in anchors:
                    problems.add(Code.LINK_UNKNOWN, part.place_of(language), link=link, known=nearest(link, anchors))


def _check_rows(rows: Sequence[rich.TableRow | rich.FillRow], columns: int, problems: Problems) -> None:
    for row in rows:
        if bool(row.band) == bool(row.cells) or (row.cells and len(row.cells) != columns):
            problems.add(Code.CELLS_NUMBER, row.place, count=len(row.cells), wanted=columns)


def _check_fill_rows(table: rich.FillTable, problems: Problems) -> None:
    """A row that asks for something has an id, which its fields are named after; marks stand in the column of numbers."""
    for row in table.rows:
        if row.cells and not row.id:
            problems.add(Code.KEY_MISSING, row.place, key="id")
        if row.mark and not table.number_label:
            problems.add(Code.KEY_MISSING, table.place, key="number_label")


def _check_figure(figure: rich.Figure, problems: Problems) -> None:
    """No two nodes on one square of the grid."""
    taken: dict[tuple[int, int], str] = {}
    for node in figure.nodes:
        squares = [
            (row, column)
            for row in range(node.row, node.row + node.rows)
            for column in range(node.column, node.column + node.columns)
        ]
        other = next((taken[square] for square in squares if square in taken), None)
        if other and node.style != "band":
            problems.add(Code.NODE_OVERLAP, node.place, id=node.id, other=other)
        if node.style != "band":  # a band is the ground under others
            taken |= dict.fromkeys(squares, node.id)
