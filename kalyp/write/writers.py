"""The formats: each name that a document may list under `formats`, with what makes it. Importing this imports the renderers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from pathlib import Path, PurePosixPath

from kalyp import hyphenation, state
from kalyp.model.core import Drawn, Lowered
from kalyp.model.files import HYPHENATION
from kalyp.write import engine, html  # noqa: F401  (the engine before all that use it)
from kalyp.write.archive import archive
from kalyp.write.docx import document as word
from kalyp.write.figure import Metrics, Painter
from kalyp.write.fonts import Fonts
from kalyp.write.parts import Parts
from kalyp.write.pdf import document as pdf
from kalyp.write.pdf import impose
from kalyp.write.pdf.merge import Piece, merge
from kalyp.write.work import Job, Writer, Written
from kalyp.write.xlsx import book as workbook
from kalyp.write.xlsx import form
from kalyp.write.xlsx.measure import PER_MM
from kalyp.write.xlsx.pieces import Picture


@lru_cache(maxsize=1)
def press(root: Path, look: str, fonts: Fonts, field_font: Path) -> pdf.Press:
    """The process's press; made on first use, and again when the `look` of pages changes."""
    return pdf.Press(root, fonts, field_font)


def _parts(job: Job, form: str) -> Parts:
    return Parts(job.root / state.PARTS if job.kept else None, form, job.looks[form], job.lowered)


@lru_cache(maxsize=1)
def _set(job: Job) -> tuple[pdf.Pdf, tuple[str, ...]]:
    """The PDF of a job, kept for the next format of the same job, and what it used of the store."""
    parts = _parts(job, "pdf")
    made = press(job.root, job.looks["pdf"], job.fonts, job.field_font).write(job.lowered, cut=job.sections, parts=parts)
    return made, tuple(parts.used)


def _pdf(job: Job) -> Written:
    made, used = _set(job)
    if not job.pieces:
        return Written(made.data, made.pages, len(made.fields), used)
    lowered = job.lowered
    found = [piece for piece in job.pieces if piece.bound]
    pieces = [Piece((job.root / piece.path).read_bytes(), piece.document, piece.title) for piece in found]
    cover = Piece(made.data, lowered.document, lowered.title.plain)
    pack = merge(
        [cover, *pieces],
        title=lowered.title.plain,
        subject=lowered.subject.plain,
        language=lowered.languages[0],
        date=lowered.date,
    )
    return Written(pack.data, pack.pages, len(pack.fields), used)


def _imposed(job: Job) -> Written:
    data, pages = impose.impose(_set(job)[0].data)
    return Written(data, pages, 0, _set(job)[1])


def _zip(job: Job) -> Written:
    files = {_name_inside(piece.path, job.lowered): (job.root / piece.path).read_bytes() for piece in job.pieces}
    return Written(archive(files, job.lowered.date), 0, 0)


def _name_inside(path: str, pack: Lowered) -> str:
    """What a file is called in an archive; one in another language than the pack's begins with its language."""
    file = PurePosixPath(path)
    languages = file.parts[2]
    return file.name if languages == "+".join(pack.languages) else f"{languages}-{file.name}"


def _docx(job: Job) -> Written:
    parts = _parts(job, "docx")
    data = word.write(job.lowered, *_tools(job.root, _screen_and_word(job), job.fonts), sections=job.sections, parts=parts)
    return Written(data, 0, job.fields, tuple(parts.used))


def _xlsx(job: Job) -> Written:
    cuts, painter = _tools(job.root, _screen_and_word(job), job.fonts)
    book = job.book or form.book(job.lowered, job.sections)
    return Written(workbook.write(book, cuts, partial(_picture, painter)), 0, job.fields)


def _picture(painter: Painter, figure: Drawn, width: float) -> Picture:
    """A figure for a sheet, at most so many pixels wide."""
    picture = painter.png(figure, width / PER_MM)
    return Picture(picture.data, picture.width * PER_MM, picture.height * PER_MM, figure.alt.plain)


def _html(job: Job) -> Written:
    parts = _parts(job, "html")
    _, painter = _tools(job.root, _screen_and_word(job), job.fonts)
    data = html.write(job.lowered, job.root / "layouts", painter.metrics, sections=job.sections, parts=parts)
    return Written(data, 0, 0, tuple(parts.used))


def _screen_and_word(job: Job) -> str:
    return job.looks["docx"] + job.looks["html"]


@lru_cache(maxsize=1)
def _tools(root: Path, look: str, fonts: Fonts) -> tuple[Callable[[str, str], list[int]], Painter]:
    """Where a word of a language may be cut, since Word knows no rules for most of ours; and what paints its figures."""
    hyphenation.register(root / HYPHENATION)
    metrics = Metrics(fonts, hyphenation.positions)
    return hyphenation.positions, Painter(metrics, root / state.PICTURES)


WRITERS: Mapping[str, Writer] = {"pdf": _pdf, "imposed": _imposed, "docx": _docx, "xlsx": _xlsx, "html": _html, "zip": _zip}
