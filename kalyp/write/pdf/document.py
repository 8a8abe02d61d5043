"""`Lowered` → a PDF that prints well and fills well: each section set apart (or found in the store), then stitched.

A section is set from what its template sees, and nothing else; so the hash of that and of the look names its file in the store.
An edit sets one section again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

import weasyprint

from kalyp import hyphenation
from kalyp.model import walk
from kalyp.model.core import Contents, Lowered, Phrase
from kalyp.model.files import HYPHENATION
from kalyp.model.walk import Section
from kalyp.write.figure import Metrics
from kalyp.write.fonts import Fonts
from kalyp.write.layouts import environment
from kalyp.write.paths import write_whole
from kalyp.write.pdf import section
from kalyp.write.pdf.faces import Faces
from kalyp.write.pdf.section import Piece, Setter
from kalyp.write.pdf.stitch import stitch


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished PDF, its number of pages, the names of its fields in order, and the files in the store that it was made of."""

    data: bytes
    pages: int
    fields: tuple[str, ...]
    parts: tuple[str, ...] = ()


class Press:
    """Everything that PDFs share, made once a process: templates, parsed style sheets, fonts, hyphenation.

    `store` is the folder where the sections of books are kept, None to keep none; `look` says what decides the bytes of a section
    besides its words: the style sheets, fonts, hyphenation, this code and the versions of the libraries. Nothing in the store is
    ever removed here: what no `Pdf.parts` names is of no use any more.
    """

    def __init__(self, root: Path, fonts: Fonts, field_font: Path, *, look: str = "", store: Path | None = None) -> None:
        layouts = root / "layouts"
        self._template = environment(layouts, Metrics(fonts, hyphenation.positions)).get_template("document.html.j2")
        self._faces = Faces(fonts.page)
        self._setter = Setter(layouts, fonts, field_font, self._faces)
        self._look, self._store = look, store
        hyphenation.register(root / HYPHENATION)

    def write(self, lowered: Lowered) -> Pdf:
        """Set a document. The same document gives the same bytes, whatever the store has.

        Raises Unwritable for a block that is none, UnknownAnchor for a link that leads nowhere.
        """
        sections = walk.sections(lowered)
        # A document of one section is kept as it is finished: it needs no store.
        names = [self._name(lowered, part) for part in sections] if self._store and len(sections) > 1 else []
        pieces = [self._piece(lowered, part, name) for part, name in zip_longest(sections, names)]
        data, count = stitch(lowered, list(zip(sections, pieces, strict=True)), self._faces)
        fields = dict.fromkeys(name for piece in pieces for name in piece.fields)
        return Pdf(data, count, tuple(fields), tuple(sorted(set(names))))

    def _name(self, lowered: Lowered, part: Section) -> str:
        told = "\n".join((weasyprint.__version__, self._look, repr(_seen(lowered, part)), repr(part)))
        return hashlib.sha256(told.encode()).hexdigest()[:40]

    def _piece(self, lowered: Lowered, part: Section, name: str | None) -> Piece:
        path = self._store / name if self._store and name else None
        if path and path.exists():
            return Piece.unpack(path.read_bytes())
        html = self._template.render(lowered=_seen(lowered, part), section=part, folio=section.FOLIO)
        packed = self._setter.set(html).pack()
        if path:
            write_whole(path, packed)
        return Piece.unpack(packed)  # as it will be found next time


def _seen(lowered: Lowered, part: Section) -> Lowered:
    """What is seen of a document when one of its sections is set: its manner, and for a table of contents the headings."""
    headings = walk.headings(lowered.blocks) if any(isinstance(block, Contents) for block in part.blocks) else ()
    return replace(lowered, title=_NONE, subject=_NONE, document="", date="", edition="", blocks=tuple(headings))


_NONE = Phrase(())
