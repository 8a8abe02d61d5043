"""Files that were read before, kept as they were understood: most content is as it was at the last build.

`output/.kalyp/read/` has a file for each file of the content without a slip, under its name's hash; it says of which text it was
made, and by which version of the program.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from kalyp import keeping, state
from kalyp.model.base import Item

AnyItem = TypeVar("AnyItem", bound=Item)


@dataclass(frozen=True, slots=True)
class Kept:
    """The project's folder and that of what is kept, the hashes of the files as they are now, and that of the program."""

    root: Path
    folder: Path
    hashes: Mapping[str, str]
    program: str

    def get(self, file: str, kind: type[AnyItem]) -> AnyItem | None:
        """What a file says, if it was read by this program and hasn't changed since."""
        found = keeping.load(self._path(file))
        told, item = found if isinstance(found, tuple) and len(found) == 2 else ("", None)
        return item if told == self._told(file) and isinstance(item, kind) else None

    def put(self, file: str, item: Item) -> None:
        """Keep what a file says, unless it was changed since its hash was taken."""
        with contextlib.suppress(OSError):  # it is gone by now
            if state.digest(self.root / file) == self.hashes.get(file):
                keeping.save(self._path(file), (self._told(file), item))

    def drop(self) -> None:
        """Remove what is kept of files that are there no more."""
        names = {self._path(file).name for file in self.hashes}
        for path in self.folder.glob("*"):
            if path.name not in names:
                path.unlink(missing_ok=True)

    def _told(self, file: str) -> str:
        return f"{self.hashes.get(file)} {self.program}"

    def _path(self, file: str) -> Path:
        return self.folder / hashlib.sha256(file.encode()).hexdigest()[:40]
