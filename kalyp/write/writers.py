"""The formats: each name that a document may list under `formats`, with what makes it. Importing this imports the renderers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

from kalyp import hyphenation, state
from kalyp.model.files import HYPHENATION
from kalyp.model.walk import field_names
from kalyp.write.docx import document as word
from kalyp.write.fonts import Fonts
from kalyp.write.pdf import document as pdf
from kalyp.write.pdf import impose
from kalyp.write.work import Job, Writer, Written


@lru_cache(maxsize=1)
def press(root: Path, look: str, fonts: Fonts, field_font: Path) -> pdf.Press:
    """The process's press; made on first use, and again when the look changes."""
    return pdf.Press(root, fonts, field_font, look=look, store=root / state.PARTS)


@lru_cache(maxsize=1)
def _set(job: Job) -> pdf.Pdf:
    """The PDF of a job, kept for the next format of the same job."""
    return press(job.root, job.look, job.fonts, job.field_font).write(job.lowered)


def _pdf(job: Job) -> Written:
    made = _set(job)
    return Written(made.data, made.pages, len(made.fields), made.parts)


def _imposed(job: Job) -> Written:
    data, pages = impose.impose(_set(job).data)
    return Written(data, pages, 0)


def _docx(job: Job) -> Written:
    cuts = _cuts(job.root, job.look)
    return Written(word.write(job.lowered, cuts), 0, len(field_names(job.lowered)))


@lru_cache(maxsize=1)
def _cuts(root: Path, look: str) -> Callable[[str, str], list[int]]:
    """Where a word of a language may be cut: Word knows no rules for most of our languages."""
    hyphenation.register(root / HYPHENATION)
    return hyphenation.positions


WRITERS: Mapping[str, Writer] = {"pdf": _pdf, "imposed": _imposed, "docx": _docx}
