"""What all tests share: goldens, and the flag that writes them anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.built import built

__all__ = ["built"]  # a fixture of all tests

GOLDEN = Path(__file__).parent / "golden"
FLAG = "--refresh-goldens"

Golden = Callable[[str, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(FLAG, action="store_true", help="write the goldens anew instead of comparing with them")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare a text with the golden of that name; with the flag, write it."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption(FLAG):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"there is no golden {name}: pytest {FLAG} writes it"
        assert text == path.read_text(encoding="utf-8"), f"{name} has changed: pytest {FLAG}, then look at the difference"

    return compare
