"""The languages and the room of a page → the styles of a document, each defined here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kalyp.write.docx.xml import Element, twips, w

FONT = "Arial"  # every school's computer has it, with all Kyrgyz and Kazakh letters
BODY_POINTS = 9.5  # Arial is wider and looks larger than the type of the PDF: a page of this holds as much as one of that
TIGHT = 1.1  # of its size, a line that is no higher than its letters
SMALL, CLOSE = 0.93, 0.7  # of sizes and of distances, where the room is narrower than that (mm), or the document of that kind:
NARROW, DENSE = 140.0, ("sheet",)  # a sheet for the wall goes on one page
CELL_MARGIN = 1.2  # mm left and right of what stands in a cell


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: sizes and distances in points."""

    key: str
    name: str
    size: float = BODY_POINTS
    bold: bool = False
    before: float = 0
    after: float = 0
    keep: bool = False  # on one page with the next paragraph
    outline: int | None = None  # the level of a heading, from 0
    tight: bool = False  # lines are as high as the letters, with nothing between
    aside: float = 0  # mm left and right


STYLES = (
    Style("Title", "Title", size=15, bold=True, after=8, keep=True),
    Style("Heading1", "heading 1", size=12.5, bold=True, before=13, after=5, keep=True, outline=0),
    Style("Heading2", "heading 2", size=11, bold=True, before=10, after=4, keep=True, outline=1),
    Style("Heading3", "heading 3", size=10, bold=True, before=8, after=3, keep=True, outline=2),
    Style("Heading4", "heading 4", size=9.5, bold=True, before=6, after=3, keep=True, outline=3),
    *(
        Style(
            f"InnerHeading{level}",
            f"Inner Heading {level}",
            size,
            bold=True,
            before=before,
            after=3,
            keep=True,
            outline=level + 3,
        )
        for level, size, before in ((1, 12.5, 13), (2, 11, 10), (3, 10, 8), (4, 9.5, 6))
    ),
    Style("Body", "Body Text", after=5),
    Style("Lead", "Lead", after=7),
    Style("Note", "Note", size=8, before=1.5, after=3),
    Style("Label", "Label", size=8.5, before=3, after=2, keep=True),
    Style("CoverLabel", "Cover Label", size=11, before=57, after=85),
    Style("CoverLead", "Cover Lead", size=11, after=113),
    Style("Tick", "Tick", after=3),
    Style("Answer", "Answer", before=7, after=5),
    Style("TableText", "Table Text", size=8.5, before=1.5, after=1.5),
    Style("TableHead", "Table Head", size=7.5, bold=True, before=1.5, after=1.5),
    Style("HeadNote", "Head Note", size=7, before=1.5, after=1.5),
    Style("TurnedHead", "Turned Head", size=7.5, bold=True, tight=True, aside=1),
    Style("Caption", "caption", size=9, before=6, after=4),
    Style("Figure", "Figure", before=4, after=2, keep=True),
    Style("Gap", "Gap", size=2, after=4, tight=True),
    Style("CellEnd", "Cell End", size=1, tight=True),
    Style("Footer", "footer", size=7.5),
    Style("TOCHeading", "TOC Heading", size=12.5, bold=True, before=10, after=5, keep=True),
    Style("TOC1", "toc 1", bold=True, before=5, after=2),
    Style("TOC2", "toc 2", after=2),
    Style("TOC3", "toc 3", after=2),
    Style("TOC4", "toc 4", after=2),
)
COVER_TITLE = Style("Title", "Title", size=21, bold=True, after=28, keep=True)  # where the title stands on a cover
POINTS = {style.key: style.size for style in STYLES}
HEADINGS = ("Title", "Heading1", "Heading2", "Heading3", "Heading4")
# Headings that the contents don't list. Word collects its built-in headings only, and LibreOffice by outline level: theirs lie
# below all that contents reach down to, so that they still nest under their chapter where headings are shown.
INNER = ("Title", "InnerHeading1", "InnerHeading2", "InnerHeading3", "InnerHeading4")
CONTENTS = ("TOC1", "TOC2", "TOC3", "TOC4")
ENTRY_STEP, ENTRY_HANG, ENTRY_PAGE = 5.0, 5.0, 10.0  # mm: a level of the contents, what a first line hangs out, a page's number
BLANK = "Blank"  # the character style of what is left open for a pen, in a document that is not to be filled


def style_sheet(language: str, room: float, kind: str = "", *, covered: bool = False) -> list[Element]:
    """All styles, for `word/styles.xml`. `room` is the width between the margins in mm, where page numbers end.

    On a narrow page (A5) and in a document of a dense `kind` all letters are smaller and stand closer; `POINTS` are then more
    than there are, which guesses of width forgive. `covered`: the document begins with a cover.
    """
    named = [COVER_TITLE if covered and each.key == COVER_TITLE.key else each for each in STYLES]
    scale, space = (SMALL, CLOSE) if room < NARROW or kind in DENSE else (1, 1)
    styles = (replace(each, size=each.size * scale, before=each.before * space, after=each.after * space) for each in named)
    return [
        _defaults(language, scale),
        w("style", w("name", val="Normal"), w("qFormat"), type="paragraph", default=1, styleId="Normal"),
        w("style", w("name", val="Default Paragraph Font"), type="character", default=1, styleId="DefaultParagraphFont"),
        w("style", w("name", val=BLANK), type="character", customStyle=1, styleId=BLANK),
        *(_paragraph_style(style, room) for style in styles),
        _table_style("TableNormal", "Normal Table", default=True),
        _table_style("Plain", "Plain"),
        _table_style("Ruled", "Ruled", rules=4, side_margin=CELL_MARGIN * space),
        _table_style("Frame", "Frame", rules=6, inside=False, padding=1.2),
        _table_style("Room", "Room", side_margin=0),
        w("style", w("name", val="No List"), type="numbering", default=1, styleId="NoList"),
    ]


def _defaults(language: str, scale: float) -> Element:
    fonts = w("rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT)
    size = round(BODY_POINTS * scale * 2)
    return w(
        "docDefaults",
        w("rPrDefault", w("rPr", fonts, w("sz", val=size), w("szCs", val=size), w("lang", val=language))),
        w("pPrDefault", w("pPr", w("spacing", before=0, after=0, line=252, lineRule="auto"))),
    )


def _paragraph_style(style: Style, room: float) -> Element:
    spacing = w("spacing", before=round(style.before * 20), after=round(style.after * 20))
    if style.tight:
        spacing = w("spacing", before=0, after=round(style.after * 20), line=round(style.size * TIGHT * 20), lineRule="exact")
    size = round(style.size * 2)
    return w(
        "style",
        w("name", val=style.name),
        w("basedOn", val="Normal"),
        w("next", val="Body") if style.outline is not None else None,
        w("qFormat"),
        w(
            "pPr",
            w("keepNext") if style.keep else None,
            w("keepLines") if style.keep else None,
            _rule_above() if style.key == "Footer" else None,
            tabs(style.key, room),
            spacing,
            _entry_indent(style.key) if style.key in CONTENTS else None,
            w("ind", left=twips(style.aside), right=twips(style.aside)) if style.aside else None,
            w("outlineLvl", val=style.outline) if style.outline is not None else None,
        ),
        w("rPr", w("b") if style.bold else None, w("sz", val=size), w("szCs", val=size)),
        type="paragraph",
        styleId=style.key,
        **({} if style.name in _BUILT_IN else {"customStyle": 1}),
    )


_BUILT_IN = {"Title", "Body Text", "footer", "caption", "TOC Heading"} | {
    f"{name} {level}" for name in ("heading", "toc") for level in range(1, 5)
}


def tabs(style: str, room: float) -> Element | None:
    """Page numbers end at the right margin."""
    if style == "Footer":
        return w("tabs", w("tab", val="right", pos=twips(room)))
    if style in CONTENTS:
        return w("tabs", w("tab", val="right", leader="dot", pos=twips(room)))
    return None


def _entry_indent(style: str) -> Element:
    """An entry's second line stands to the right of its first, and the page number to the right of both."""
    left = ENTRY_STEP * CONTENTS.index(style) + ENTRY_HANG
    return w("ind", left=twips(left), right=twips(ENTRY_PAGE), hanging=twips(ENTRY_HANG))


def _rule_above() -> Element:
    return w("pBdr", w("top", val="single", sz=4, space=4, color="000000"))


def _table_style(
    key: str,
    name: str,
    *,
    rules: int = 0,
    inside: bool = True,
    default: bool = False,
    padding: float = 0,
    side_margin: float = CELL_MARGIN,
) -> Element:
    """A table style; `rules` is the thickness of its rules in eighths of a point, 0 for none."""
    sides = ("top", "left", "bottom", "right", *(("insideH", "insideV") if inside else ()))
    borders = w("tblBorders", *(w(side, val="single", sz=rules, space=0, color="000000") for side in sides))
    margins = {"top": padding, "left": side_margin, "bottom": padding, "right": side_margin}
    return w(
        "style",
        w("name", val=name),
        None if default else w("basedOn", val="TableNormal"),
        w(
            "tblPr",
            w("tblInd", w=0, type="dxa"),
            borders if rules else None,
            w("tblCellMar", *(w(side, w=twips(margin), type="dxa") for side, margin in margins.items())),
        ),
        type="table",
        styleId=key,
        **({"default": 1} if default else {"customStyle": 1}),
    )
