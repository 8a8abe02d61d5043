"""Which outputs a build would make, in a copy of the finished one; and which it should, by the manifest and what packs hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from kalyp import pipeline
from kalyp.model.document import Document, Pack
from kalyp.model.packs import is_bound
from kalyp.pipeline import Outcome
from kalyp.plan import Choice
from kalyp.running import Here
from tests.built import Built
from tests.copies import edit

HANDBOOK = "kg-handbook"
REPORT = "kg-1.1-report"  # the shortest form; no appendix of the handbook
FORM_4 = "content/forms/kg/4.1.yaml"
REPORT_FILE = "content/forms/kg/1.1-report.yaml"
FRAMEWORK = "frameworks/kg-teacher.yaml"
OLD, NEW = "сабактын планын негизинен кол менен жазат", "сабактын планын дайыма калем менен жазат"
TITLE_4 = "ru: Индивидуальный план профессионального развития"
OBSERVER = "ru: Этот учитель умеет составлять планы уроков и календарно-тематические планы, проводить"


class Noting(Executor):
    """Notes the outputs that it is asked for, by jobs, and makes none."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Note the outputs of the job."""
        self.asked.append(tuple(target.path for target in args[0].targets))
        future: Future[Any] = Future()
        future.set_result(())
        return future


def jobs(root: Path, choice: Choice | None = None) -> tuple[list[tuple[str, ...]], Outcome]:
    """The outputs that a build would make, by jobs in their order, and how it ends."""
    noting = Noting()

    @contextmanager
    def opened() -> Iterator[Executor]:
        yield noting

    outcome = pipeline.build(root, choice or Choice(), opened, lambda done, total, path: None)
    return noting.asked, outcome


def asked(root: Path, choice: Choice | None = None) -> tuple[set[str], Outcome]:
    """The outputs that a build would make, and how it ends."""
    found, outcome = jobs(root, choice)
    return {path for job in found for path in job}, outcome


def here(root: Path, choice: Choice) -> Outcome:
    """Build in this very process."""
    return pipeline.build(root, choice, Here, lambda done, total, path: None)


def rows(root: Path) -> dict[str, dict[str, Any]]:
    """The rows of the manifest by path."""
    return {row["path"]: row for row in json.loads((root / "output/manifest.json").read_text(encoding="utf-8"))}


def paths(built: Built, **wanted: object) -> set[str]:
    """The outputs whose row in the manifest says so."""
    return {row["path"] for row in built.rows if all(row[key] == value for key, value in wanted.items())}


def on_pages(built: Built) -> set[str]:
    """The outputs that the style of pages has a say in: PDFs, and the archives of packs."""
    return paths(built) - {path for form in ("docx", "xlsx", "html") for path in paths(built, format=form)}


def packs_with(built: Built, document: str) -> set[str]:
    """The outputs of packs that hold a document: archives, and the PDFs of these packs if they are on the same paper."""
    found = set()
    for row in built.rows:
        pack = built.project.documents[row["document"]]
        if row["format"] == "zip" and isinstance(pack, Pack) and pack.country == built.project.documents[document].country:
            own = paths(built, document=document, languages=row["languages"])
            with ZipFile(built.root / row["path"]) as archive:
                if not {Path(path).name for path in own} <= set(archive.namelist()):
                    continue
            files = paths(built, document=row["document"], languages=row["languages"])
            bound = is_bound(built.project, built.project.documents[document], pack)
            found |= files if bound else files - paths(built, format="pdf")
    return found


def archives_with(built: Built, ending: str) -> set[str]:
    """The archives of packs that hold a file of this ending."""
    found = set()
    for path in paths(built, format="zip"):
        with ZipFile(built.root / path) as archive:
            if any(name.endswith(ending) for name in archive.namelist()):
                found.add(path)
    return found


def wherever(built: Built, document: str) -> set[str]:
    """The outputs in which a document stands: its own, those of its packs, and those of a handbook of which it is an appendix."""
    handbooks = [book for book in built.project.documents.values() if isinstance(book, Document) and document in book.appendices]
    books = [paths(built, document=book.id) for book in handbooks]
    return paths(built, document=document).union(packs_with(built, document), *books)


def of(language: str, outputs: set[str]) -> set[str]:
    """Those of the outputs that are in one language."""
    return {path for path in outputs if path.split("/")[2] == language}


def assert_holds_what_stands(root: Path, path: str) -> None:
    """Each file in an archive is the one in the output folder."""
    standing = {file.name: file for file in (root / path).parents[1].rglob("*") if file.is_file()}
    with ZipFile(root / path) as archive:
        assert archive.namelist()
        for name in archive.namelist():
            assert archive.read(name) == standing[name].read_bytes(), (path, name)


def edit_descriptor(root: Path) -> None:
    """Change a descriptor of teachers in Kyrgyz."""
    edit(root, FRAMEWORK, f"Компьютер бар болсо да, {OLD}.", f"Компьютер бар болсо да, {NEW}.")


def style(root: Path) -> None:
    """Change how pages look."""
    edit(root, "layouts/css/print.css", "body { margin: 0 }", "body { margin: 0; widows: 3 }")
