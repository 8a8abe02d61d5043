"""The project, read and checked once, for commands that make documents out of what came back.

Input: the project's root. Output: blank outputs that are up to date, and finished pages of lowered documents.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kalyp import pipeline, plan, state
from kalyp.model.cells import Book
from kalyp.model.core import Lowered
from kalyp.model.document import AnyDocument
from kalyp.model.project import Project
from kalyp.model.sections import sections
from kalyp.problems import Problems
from kalyp.running import workers
from kalyp.write.fonts import Fonts
from kalyp.write.formats import FORMATS
from kalyp.write.paths import output_path
from kalyp.write.work import Job


@dataclass(frozen=True, slots=True)
class Desk:
    """The content without slips, the fonts, and the hash of all that decides how each format looks."""

    root: Path
    project: Project
    fonts: Fonts
    field_font: Path
    looks: dict[str, str]

    def blanks(
        self,
        documents: Iterable[AnyDocument],
        languages: Iterable[str],
        progress: pipeline.Progress = lambda done, total, path: None,
    ) -> Problems:
        """Build the outputs of documents that are missing or stale, for editions of one language each."""
        if state.unchanged(self.root) is not None:
            return Problems()
        choice = plan.Choice(tuple(document.id for document in documents), tuple((language,) for language in languages))
        return pipeline.build(self.root, choice, workers, progress).problems

    def blank(self, document: AnyDocument, language: str, form: str) -> Path:
        """Where an output of a document stands."""
        return self.root / output_path(document, (language,), form)

    def write(self, lowered: Lowered, form: str, book: Book | None = None) -> bytes:
        """A lowered document in a format, or the sheets of a `book`. Runs in this process, and imports the renderers."""
        from kalyp.write.writers import WRITERS

        parts = sections(lowered)
        return WRITERS[form](Job(self.root, self.looks, self.fonts, self.field_font, lowered, parts, (), book=book)).data


def open_desk(root: Path) -> tuple[Desk | None, Problems]:
    """Read and check the content. None where it has problems: what is made from forms must not be made from half of them."""
    hashes = state.hashes(state.scan(root, state.load(root)))
    checked = pipeline.check(root, kept=pipeline.kept(root, hashes))
    if checked.problems or checked.fonts is None:
        return None, checked.problems
    languages = tuple(checked.project.languages)
    looks = {name: state.key(form.depends(hashes, languages)) for name, form in FORMATS.items()}
    return Desk(root, checked.project, checked.fonts, checked.field_font, looks), checked.problems
