"""The real project, built once for all tests that look at finished outputs."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from kalyp import pipeline, plan
from kalyp.lower.document import lower_document
from kalyp.model.core import Lowered
from kalyp.model.project import Project
from kalyp.running import workers
from tests.support import ROOT

DONE = "done"  # the file that says that the build is finished
PARTS = ("content", "frameworks", "layouts", "kalyp")


def copy_project(target: Path) -> Path:
    """Copy what a build reads to another folder."""
    for part in PARTS:
        shutil.copytree(ROOT / part, target / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "requirements.lock", target)
    return target


def build(root: Path, choice: plan.Choice | None = None) -> pipeline.Outcome:
    """Build as the command does, without saying anything."""
    return pipeline.build(root, choice or plan.Choice(), workers, lambda done, total, path: None)


@dataclass(frozen=True, slots=True)
class Built:
    """A finished build: its folder, its project and the rows of its manifest."""

    root: Path
    project: Project
    rows: list[dict[str, Any]]

    def files(self, form: str) -> list[Path]:
        """The outputs of a format."""
        return [self.root / row["path"] for row in self.rows if row["format"] == form]

    def lowered(self, row: dict[str, Any]) -> Lowered:
        """The lowered document that a row of the manifest was made of."""
        return lower_document(self.project, self.project.documents[row["document"]], tuple(row["languages"]))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Built:
    """Everything, built from a clean copy; by the first of the run's processes that asks for it."""
    alone = worker_id == "master"
    shared = tmp_path_factory.getbasetemp() if alone else tmp_path_factory.getbasetemp().parent
    root = shared / "built"
    with FileLock(shared / "built.lock"):
        if not (root / DONE).exists():
            outcome = build(copy_project(root))
            assert not list(outcome.problems)
            (root / DONE).touch()
    rows = json.loads((root / "output/manifest.json").read_text(encoding="utf-8"))
    return Built(root, pipeline.check(root).project, rows)
