"""The manifest's rows → `output/index.<language>.html`: what there is, by country, language and role; opens from a USB stick."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from kalyp.model.document import AnyDocument
from kalyp.model.project import Project
from kalyp.state import Output
from kalyp.write.manifest import Entry, entries
from kalyp.write.paths import OUTPUT, write_whole

if TYPE_CHECKING:
    import jinja2

_WORDS = """
catalogue-title catalogue-lead catalogue-filled-by catalogue-read-by catalogue-pages catalogue-size catalogue-all
catalogue-language catalogue-country catalogue-role catalogue-empty catalogue-format-pdf catalogue-format-docx
catalogue-format-xlsx catalogue-format-imposed catalogue-format-html catalogue-format-zip catalogue-read kind-form
kind-booklet kind-handbook kind-sheet kind-sample kind-pack kind-workbook flip-short-edge edition draft
"""
WORDS = frozenset(_WORDS.split())  # the fixed words that the catalogue uses


@dataclass(frozen=True, slots=True)
class Card:
    """A document in the catalogue with its outputs."""

    document: AnyDocument
    outputs: tuple[Entry, ...]


def prepare() -> None:
    """Import what the catalogue is made with, which takes no time from a build that is waiting for its workers."""
    from kalyp.write import layouts  # noqa: F401


def write(root: Path, project: Project, outputs: Mapping[str, Output]) -> None:
    """Write the catalogue in each language, and `index.html`, which is that of the first language.

    The last one stays where words are missing, or a document that has outputs can't be read: a problem says so.
    """
    rows = entries(project, outputs)
    if WORDS - set(project.words) or len(rows) < len(outputs):
        return
    from kalyp.write.layouts import environment

    template = environment(root / "layouts").get_template("catalogue.html.j2")
    for number, language in enumerate(project.languages):
        page = _page(template, project, rows, language).encode()
        write_whole(root / OUTPUT / f"index.{language}.html", page)
        if number == 0:
            write_whole(root / OUTPUT / "index.html", page)


def _page(template: jinja2.Template, project: Project, rows: list[Entry], language: str) -> str:
    cards = []
    for document in sorted(
        project.documents.values(), key=lambda document: (document.country, document.kind, document.code or "~", document.id)
    ):
        found = tuple(row for row in rows if row.document == document.id)
        if found:
            cards.append(Card(document, found))
    kinds = list(dict.fromkeys(card.document.kind for card in sorted(cards, key=lambda card: card.document.kind != "form")))
    used_roles = {role for card in cards for role in (*card.document.filled_by, *card.document.read_by)}

    def word(name: str, **values: object) -> str:
        text = project.words[name][language]
        for key, value in values.items():
            text = text.replace(f"{{{key}}}", str(value))
        return text

    return template.render(
        language=language,
        languages=project.languages.values(),
        countries=[
            country for country in project.countries.values() if any(card.document.country == country.id for card in cards)
        ],
        roles={role.id: role for role in project.roles.values() if role.id in used_roles},
        kinds=kinds,
        cards=cards,
        word=word,
        href=lambda row: PurePosixPath(row.path).relative_to(OUTPUT).as_posix(),
        date=lambda row: project.languages[language].shown(row.date),
        edition_languages=lambda card: list(dict.fromkeys("+".join(row.languages) for row in card.outputs)),
    )
