"""The form that the tests of fields share: HTML like that of the layouts → WeasyPrint's PDF → the repaired one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import pikepdf
import weasyprint

from kalyp.write.pdf import fieldfont, forms
from kalyp.write.pdf.forms import FormField
from tests.support import need

SANS = Path("/usr/share/fonts/truetype/paratype/PTS55F.ttf")  # Debian: fonts-paratype

# Every letter that Russian lacks, each beside the letters that a careless viewer might show in its place.
LETTERS = "ҮүУуӨөОоҢңНнӘәЭэҒғГгҚқКкҰұҺһІіЁёЕе"

STYLE = """
@font-face {{ font-family: "Kalyp Field"; src: url({font}) }}
@page {{ size: A4; margin: 15mm }}
body {{ font: 11pt "PT Sans" }}
.field {{ appearance: auto; font-family: "Kalyp Field"; font-size: 11pt; padding: 0; margin: 0; border: 0.3mm solid black }}
input[type=text].field {{ display: block; width: 90mm; height: 7mm }}
input.letter[type=text] {{ display: inline-block; width: 8mm }}
textarea.field {{ display: block; width: 90mm; height: 24mm; font-size: 0 }}
[type=checkbox].field, [type=radio].field {{ width: 5mm; height: 5mm; border-radius: 0 }}
"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form as WeasyPrint wrote it (`raw`), and repaired (`form`) with its widgets."""

    raw: Path
    form: Path
    fields: tuple[FormField, ...]


def field_font(folder: Path) -> Path:
    """The field font, made where PT Sans is installed."""
    if not SANS.exists():
        need("fonts-paratype")
    return fieldfont.make(SANS, folder / "field.ttf")


def text(name: str, value: str = "", title: str = "Ф.А.А.", kind: str = "field") -> str:
    """A line to write on."""
    return f'<input type="text" class="{kind}" name="{name}" title="{title}" maxlength="80" value="{escape(value)}">'


def lines(name: str, value: str = "") -> str:
    """Room for several lines."""
    return f'<textarea class="field" name="{name}" title="Комментарий">{escape(value)}</textarea>'


def check(name: str, title: str = "Насаатчы", checked: bool = False) -> str:
    """A box of its own."""
    return f'<input type="checkbox" class="field" name="{name}" value="on" title="{title}"{" checked" * checked}>'


def marks(name: str, values: Sequence[str] = ("low", "middle", "high"), chosen: str = "", title: str = "Деңгээл") -> str:
    """Boxes of which one is marked."""
    return " ".join(
        f'<input type="radio" class="field" name="{name}" value="{value}" title="{title}: {value}"'
        f"{' checked' * (value == chosen)}>"
        for value in values
    )


def render(target: Path, font: Path, *paragraphs: str) -> Path:
    """Write the paragraphs as a tagged PDF with WeasyPrint's fields."""
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    head = f"<title>Калып</title><style>{STYLE.format(font=font.as_uri())}</style>"
    html = f'<html lang="ky"><head>{head}</head><body><h1>Калып</h1>{body}</body></html>'
    document = weasyprint.HTML(string=html, base_url=str(target.parent))
    document.write_pdf(target, pdf_forms=True, pdf_tags=True, pdf_variant="pdf/ua-1")
    return target


def make(folder: Path, font: Path, *paragraphs: str) -> Sheet:
    """Render and repair."""
    raw, form = render(folder / "raw.pdf", font, *paragraphs), folder / "form.pdf"
    with pikepdf.open(raw) as pdf:
        fields = forms.repair(pdf, fieldfont.load(font))
        pdf.save(form, deterministic_id=True)
    return Sheet(raw, form, fields)


def letter_field(letter: str) -> str:
    """The name of the field for one of LETTERS."""
    return f"letter.{LETTERS.index(letter)}"


def full(folder: Path, font: Path) -> Sheet:
    """The sheet with every kind of field, and a small field for each of LETTERS."""
    letters = " ".join(text(letter_field(letter), title=letter, kind="field letter") for letter in LETTERS)
    return make(
        folder,
        font,
        text("full-name"),
        text("school", "Ош"),
        lines("comment.12"),
        f"{check('duty.mentor')} насаатчы {check('duty.head', checked=True)} жетекчи {check('duty.second')} орун басар",
        marks("level.12"),
        marks("level.13", chosen="middle"),
        letters,
    )


def read(file: Path) -> dict[str, str]:
    """The values in a file."""
    with pikepdf.open(file) as pdf:
        return forms.read(pdf)
