"""The formats: each name that a document may list under `formats`, with what makes it. Importing this imports the renderers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath

from kalyp import hyphenation, state
from kalyp.model.files import HYPHENATION
from kalyp.model.walk import field_names
from kalyp.write import engine, html  # noqa: F401  (the engine before all that use it)
from kalyp.write.archive import archive
from kalyp.write.docx import document as word
from kalyp.write.figure import Metrics, Painter
from kalyp.write.fonts import Fonts
from kalyp.write.pdf import document as pdf
from kalyp.write.pdf import impose
from kalyp.write.pdf.merge import Piece, merge
from kalyp.write.work import Job, Writer, Written


@lru_cache(maxsize=1)
def press(root: Path, look: str, fonts: Fonts, field_font: Path) -> pdf.Press:
    """The process's press; made on first use, and again when the look changes."""
    return pdf.Press(root, fonts, field_font, look=look, store=root / state.PARTS)


@lru_cache(maxsize=1)
def _set(job: Job) -> pdf.Pdf:
    """The PDF of a job, kept for the next format of the same job."""
    return press(job.root, job.look, job.fonts, job.field_font).write(job.lowered, keep=bool(job.pieces))


def _pdf(job: Job) -> Written:
    made = _set(job)
    if not job.pieces:
        return Written(made.data, made.pages, len(made.fields), made.parts)
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
    return Written(pack.data, pack.pages, len(pack.fields), made.parts)


def _imposed(job: Job) -> Written:
    data, pages = impose.impose(_set(job).data)
    return Written(data, pages, 0)


def _zip(job: Job) -> Written:
    files = {PurePosixPath(piece.path).name: (job.root / piece.path).read_bytes() for piece in job.pieces}
    return Written(archive(files, job.lowered.date), 0, 0)


def _docx(job: Job) -> Written:
    tools = _tools(job.root, job.look, job.fonts)
    return Written(word.write(job.lowered, *tools), 0, len(field_names(job.lowered)) if job.lowered.fillable else 0)


def _html(job: Job) -> Written:
    _, painter = _tools(job.root, job.look, job.fonts)
    return Written(html.write(job.lowered, job.root / "layouts", painter.metrics), 0, 0)


@lru_cache(maxsize=1)
def _tools(root: Path, look: str, fonts: Fonts) -> tuple[Callable[[str, str], list[int]], Painter]:
    """Where a word of a language may be cut, since Word knows no rules for most of ours; and what paints its figures."""
    hyphenation.register(root / HYPHENATION)
    metrics = Metrics(fonts, hyphenation.positions)
    return hyphenation.positions, Painter(metrics, root / state.PICTURES)


WRITERS: Mapping[str, Writer] = {"pdf": _pdf, "imposed": _imposed, "docx": _docx, "html": _html, "zip": _zip}
