"""A section of a document → its XML as Word has it, with what must travel along: so it can be kept, and used again."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from kalyp.model.core import Box, Lowered, Page, Run
from kalyp.model.sections import Section
from kalyp.model.walk import fields
from kalyp.write.docx.blocks import Blocks
from kalyp.write.docx.controls import Controls
from kalyp.write.docx.figures import Pictures
from kalyp.write.docx.tables import Place
from kalyp.write.docx.texts import Cuts
from kalyp.write.docx.xml import Element, written
from kalyp.write.figure import Painter
from kalyp.write.links import links

_IDS = re.compile(rb'(<w:bookmark(?:Start|End) w:id="|<(?:wp:docPr|pic:cNvPr) id=")(\d+)"')  # as lxml writes them
_BOOKMARK = b"<w:bookmark"


@dataclass(frozen=True, slots=True)
class Piece:
    """What a section adds to a document. Its bookmarks and its drawings are numbered from 1 each.

    `xml` is what stands in the body, for a root that declares the namespaces of Word's documents. `links` says what has to be an
    anchor; `bookmarks` the names in the order of their numbers; `pictures` the PNG of each relation; `controls` the fields to
    fill: a piece that has any can't be kept, since these are numbered throughout the document. `cover`: it is one.
    """

    xml: bytes
    links: tuple[Run, ...] = ()
    bookmarks: tuple[str, ...] = ()
    drawings: int = 0
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    controls: tuple[str, ...] = ()
    cover: bool = False

    def pack(self) -> bytes:
        """The piece as one file: a line of JSON, then the XML and the pictures."""
        pictures = sorted(self.pictures.items())
        notes = {
            "links": [(run.text, run.link) for run in self.links],
            "bookmarks": self.bookmarks,
            "drawings": self.drawings,
            "pictures": [name for name, _ in pictures],
            "sizes": [len(self.xml), *(len(data) for _, data in pictures)],
            "cover": self.cover,
        }
        return b"".join((json.dumps(notes).encode(), b"\n", self.xml, *(data for _, data in pictures)))

    @classmethod
    def unpack(cls, data: bytes) -> Piece:
        """The piece in a file."""
        line, _, rest = data.partition(b"\n")
        notes = json.loads(line)
        xml, *pictures = (rest[start:end] for start, end in pairwise(accumulate(notes["sizes"], initial=0)))
        return cls(
            xml,
            tuple(Run(text, link=link) for text, link in notes["links"]),
            tuple(notes["bookmarks"]),
            notes["drawings"],
            dict(zip(notes["pictures"], pictures, strict=True)),
            cover=notes["cover"],
        )

    def numbered(self, bookmarks: int, drawings: int) -> bytes:
        """The XML where so many bookmarks and drawings stand before it."""

        def shifted(found: re.Match[bytes]) -> bytes:
            before = bookmarks if found[1].startswith(_BOOKMARK) else drawings
            return b'%b%d"' % (found[1], int(found[2]) + before)

        return _IDS.sub(shifted, self.xml)


class Maker:
    """Makes the pieces of one document. `root` is the root of its XML; the others are as for `write`."""

    def __init__(
        self, document: Lowered, sections: Sequence[Section], cuts: Cuts | None, painter: Painter | None, root: Element
    ) -> None:
        self._fillable = document.fillable
        self._headings = [heading for section in sections for heading in section.headings]
        self._cuts, self._painter, self._root = cuts, painter, root

    def controls(self, section: Section) -> bool:
        """Whether a section has fields to fill."""
        return self._fillable and any(fields(section.blocks))

    def packed(self, section: Section) -> bytes:
        """A section without controls, to be kept."""
        return self.piece(section, ()).pack()

    def piece(self, section: Section, before: Sequence[str]) -> Piece:
        """A section; `before` names the controls of those before. Raises Unwritable for a block that can't be written."""
        content = section.to_set()
        controls, pictures = Controls(fillable=self._fillable, before=before), Pictures(self._painter)
        blocks = Blocks(controls, pictures, self._cuts, self._headings)
        top, _, bottom, _ = section.page.margins
        made = blocks.flow(content, Place(text_width(section.page), section.page.height - top - bottom))
        first = content[0]
        return Piece(
            written(made, self._root),
            tuple(links(content)),
            controls.bookmarks,
            pictures.count,
            pictures.files,
            controls.names,
            cover=isinstance(first, Box) and first.style == "cover",
        )


def text_width(page: Page) -> float:
    """The room between the margins in mm."""
    _, right, _, left = page.margins
    return page.width - left - right
