"""`Lowered` → a PDF that prints well and fills well: each section set apart (or found in the store), then stitched.

A section is set from what its template sees, and nothing else. An edit sets one section again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kalyp import hyphenation
from kalyp.model.core import Lowered
from kalyp.model.files import HYPHENATION
from kalyp.model.sections import Section, sections
from kalyp.write.figure import Metrics
from kalyp.write.fonts import Fonts
from kalyp.write.layouts import environment
from kalyp.write.parts import Parts, manner
from kalyp.write.pdf import section
from kalyp.write.pdf.faces import Faces
from kalyp.write.pdf.section import Piece, Setter
from kalyp.write.pdf.stitch import stitch


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished PDF, its number of pages, and the names of its fields in order."""

    data: bytes
    pages: int
    fields: tuple[str, ...]


class Press:
    """Everything that PDFs share, made once a process: templates, parsed style sheets, fonts, hyphenation."""

    def __init__(self, root: Path, fonts: Fonts, field_font: Path) -> None:
        layouts = root / "layouts"
        self._template = environment(layouts, Metrics(fonts, hyphenation.positions)).get_template("document.html.j2")
        self._faces = Faces(fonts.page)
        self._setter = Setter(layouts, fonts, field_font, self._faces)
        hyphenation.register(root / HYPHENATION)

    def write(self, lowered: Lowered, *, cut: Sequence[Section] | None = None, parts: Parts | None = None) -> Pdf:
        """Set a document. The same document gives the same bytes, whatever the store has.

        `cut` are its sections, of which those that are in the store need no blocks; `parts` is the store.
        Raises Unwritable for a block that is none, UnknownAnchor for a link that leads nowhere.
        """
        cut = sections(lowered) if cut is None else cut
        told = manner(lowered)
        titles = tuple(heading for part in cut for heading in part.headings)
        pieces = []
        for part in cut:
            seen = replace(told, blocks=titles) if part.contents else told

            def made(part: Section = part, seen: Lowered = seen) -> bytes:
                return self._setter.set(self._template.render(lowered=seen, section=part, folio=section.FOLIO)).pack()

            pieces.append(Piece.unpack(parts.get(part, made) if parts else made()))
        data, count = stitch(lowered, list(zip(cut, pieces, strict=True)), self._faces)
        fields = dict.fromkeys(name for piece in pieces for name in piece.fields)
        return Pdf(data, count, tuple(fields))
