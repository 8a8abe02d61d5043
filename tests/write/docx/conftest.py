"""What the tests of Word share: who paints its figures."""

from __future__ import annotations

import pytest

from kalyp.read.project import read_project
from kalyp.write.figure import Metrics, Painter
from kalyp.write.fonts import find_fonts
from tests.support import ROOT


@pytest.fixture(scope="session")
def painter() -> Painter:
    """A painter with the project's fonts."""
    project, _ = read_project(ROOT)
    assert project.fonts
    return Painter(Metrics(find_fonts(project.fonts)))
