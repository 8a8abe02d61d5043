"""Caption → a paragraph that Word numbers; figure or chart → a picture in a line of its own."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator

from docx.oxml.ns import nsmap, qn

from kalyp.model.core import Caption, Drawn, Phrase, Wording
from kalyp.write.docx.texts import NEW_LINE, NO_BREAK_HYPHEN, language, wording_runs
from kalyp.write.docx.xml import Element, field, plain, run, w
from kalyp.write.figure import Painter
from kalyp.write.figure.picture import Picture
from kalyp.write.unwritable import Unwritable

_PICTURES = nsmap["pic"]
_EMU = 36000  # a millimetre
_NUMBER = "{number}"


class Pictures:
    """Paints the figures of one section, numbers them, and keeps the pictures that the document's package must hold."""

    def __init__(self, painter: Painter | None) -> None:
        self._painter = painter
        self.count = 0
        self.files: dict[str, bytes] = {}  # relation → PNG

    def picture(self, block: Drawn, room: float, height: float) -> Element:
        """The run of a figure as wide as the room (mm), or smaller if it would be higher than `height`.

        Raises Unwritable where nobody can paint it.
        """
        if self._painter is None:
            raise Unwritable(block, "no painter")
        picture = self._painter.png(block, room)
        relation = f"picture{hashlib.sha256(picture.data).hexdigest()[:16]}"
        self.files[relation] = picture.data
        self.count += 1
        return _drawing(block, picture, min(1.0, height / picture.height), relation, self.count)


def _drawing(block: Drawn, picture: Picture, scale: float, relation: str, number: int) -> Element:
    """A PNG in the line. Alone: Word would draw an SVG with the fonts of the computer, in widths that are not ours."""
    size = {"cx": round(picture.width * scale * _EMU), "cy": round(picture.height * scale * _EMU)}
    blip = w("a:blip")
    blip.set(qn("r:embed"), relation)
    shape = w(
        "pic:pic",
        w("pic:nvPicPr", plain("pic:cNvPr", id=number, name=block.anchor), w("pic:cNvPicPr")),
        w("pic:blipFill", blip, w("a:stretch", w("a:fillRect"))),
        w(
            "pic:spPr",
            w("a:xfrm", plain("a:off", x=0, y=0), plain("a:ext", **size)),
            plain("a:prstGeom", w("a:avLst"), prst="rect"),
        ),
    )
    inline = plain(
        "wp:inline",
        plain("wp:extent", **size),
        plain("wp:docPr", id=number, name=block.anchor, descr=block.alt.plain),
        w("wp:cNvGraphicFramePr", plain("a:graphicFrameLocks", noChangeAspect=1)),
        w("a:graphic", plain("a:graphicData", shape, uri=_PICTURES)),
        distT=0,
        distB=0,
        distL=0,
        distR=0,
    )
    return w("r", w("drawing", inline))


def caption(block: Caption, mark: Callable[[list[Element]], list[Element]]) -> list[Element]:
    """The runs of a caption, a line a language; `mark` puts the bookmark around its label.

    The number is a field that Word counts; in the second language it repeats the first one's number.
    """
    made: list[Element] = []
    for position in range(max(len(block.label.wordings), len(block.text.wordings))):
        label = list(_label(block, _wording(block.label, position), again=position > 0))
        text = wording_runs(_wording(block.text, position), second=position > 0)
        made += [*([run(NEW_LINE), *label] if position else mark(label)), run(" "), *text]
    return made


def _wording(phrase: Phrase, position: int) -> Wording:
    """A phrase's wording in a language, or its only one."""
    return phrase.wordings[min(position, len(phrase.wordings) - 1)]


def _label(block: Caption, wording: Wording, *, again: bool) -> Iterator[Element]:
    order = f"SEQ {block.kind.capitalize()} " + ("\\c" if again else "\\* ARABIC")
    for part in re.split(f"({re.escape(_NUMBER)})", wording.plain):
        look = (w("b"), *([w("i")] if again else []), language(wording.language))
        if part == _NUMBER:
            yield from field(order, str(block.number), *look)
        elif part:
            yield run(re.sub(r"^-(?=\w)", NO_BREAK_HYPHEN, part), *look)
