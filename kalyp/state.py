"""What the last build saw and made, so that the next one works only on what changed. Standard library only: it decides a no-op.

`output/.kalyp/state.json` holds the inputs (size, time and hash of each file that can change an output) and the outputs (the
key that each was made for, and what it is). It is written whole after each output, so that a killed build loses nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from kalyp.write.paths import OUTPUT, write_whole

FOLDER = f"{OUTPUT}/.kalyp"
FILE = f"{FOLDER}/state.json"
PARTS = f"{FOLDER}/parts"  # the sections of books, each set apart
READ = f"{FOLDER}/read"  # what files of the content say
SECTIONS = f"{FOLDER}/sections"  # what is known of the sections of books
TEMPLATES = f"{FOLDER}/templates"  # the layouts as compiled
PICTURES = f"{FOLDER}/pictures"  # the figures as Word has them
INPUTS = ("content", "frameworks", "layouts", "kalyp")  # folders whose files decide what comes out
LOCKS = ("requirements.lock",)
_SKIPPED = frozenset({"__pycache__", ".mypy_cache", ".DS_Store"})


@dataclass(frozen=True, slots=True)
class Output:
    """An output that stands in the folder: what it was made for, and what the manifest says of it.

    `sources` is the hash of all files that could have a say in it: as long as that is the same, nobody has to look closer.
    `parts` are the files in the store that it was made of.
    """

    key: str
    sha256: str
    bytes: int
    pages: int
    fields: int
    sources: str = ""
    parts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class State:
    """Inputs by path: [size, mtime in ns, sha256]; outputs by path; `lists` (manifest and catalogue): their sizes by path.

    `clean` are the hashes of the files that had no problems when the banks, the layouts and the program were those of `house`.
    """

    inputs: dict[str, list[int | str]] = field(default_factory=dict)
    outputs: dict[str, Output] = field(default_factory=dict)
    lists: dict[str, int] = field(default_factory=dict)
    clean: dict[str, str] = field(default_factory=dict)
    house: str = ""
    whole: bool = False  # the last build was of everything, without problems, and finished


def load(root: Path) -> State:
    """The state of the last build; an empty one where there is none or it can't be read."""
    try:
        raw = json.loads((root / FILE).read_text(encoding="utf-8"))
        outputs = {path: Output(**output) for path, output in raw["outputs"].items()}
        return State(raw["inputs"], outputs, raw["lists"], raw["clean"], raw["house"], raw["whole"])
    except (OSError, ValueError, KeyError, TypeError):
        return State()


def save(root: Path, state: State) -> None:
    """Write the state whole."""
    write_whole(root / FILE, json.dumps(asdict(state), sort_keys=True).encode())


def scan(root: Path, before: State) -> dict[str, list[int | str]]:
    """The inputs as they are now. A file whose size and time are as before keeps its hash unread."""
    found: dict[str, list[int | str]] = {}
    for path in _input_files(root):
        name = path.relative_to(root).as_posix()
        seen = path.stat()
        old = before.inputs.get(name)
        if old and old[0] == seen.st_size and old[1] == seen.st_mtime_ns:
            found[name] = old
        else:
            found[name] = [seen.st_size, seen.st_mtime_ns, digest(path)]
    return found


def digest(path: Path) -> str:
    """The hash of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _input_files(root: Path) -> Iterable[Path]:
    for folder in INPUTS:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and not _SKIPPED & set(path.parts):
                yield path
    for name in LOCKS:
        if (root / name).is_file():
            yield root / name


def unchanged(root: Path) -> int | None:
    """How many outputs stand, when nothing has changed since a whole build; else None."""
    before = load(root)
    if before.whole and intact(root, before) and scan(root, before) == before.inputs:
        return len(before.outputs)
    return None


def hashes(inputs: dict[str, list[int | str]]) -> dict[str, str]:
    """The hash of each input."""
    return {path: str(facts[2]) for path, facts in inputs.items()}


def intact(root: Path, state: State) -> bool:
    """Whether every output and list still stands where it was, in its size."""
    sizes = {path: output.bytes for path, output in state.outputs.items()} | state.lists
    return all(stands(root, path, size) for path, size in sizes.items())


def stands(root: Path, path: str, size: int) -> bool:
    """Whether a file is there in its size."""
    try:
        return (root / path).stat().st_size == size
    except OSError:
        return False


def lists(root: Path) -> dict[str, int]:
    """The files right in the output folder with their sizes: the manifest and the catalogue."""
    return {f"{OUTPUT}/{file.name}": file.stat().st_size for file in (root / OUTPUT).iterdir() if file.is_file()}


def drop_parts(root: Path, state: State) -> None:
    """Remove the parts in the store that no output is made of any more."""
    used = {part for output in state.outputs.values() for part in output.parts}
    for part in (root / PARTS).glob("*"):
        if part.name not in used:
            part.unlink(missing_ok=True)


def key(parts: Iterable[str]) -> str:
    """One hash for all that decides an output."""
    told = hashlib.sha256()
    for part in parts:
        told.update(part.encode())
        told.update(b"\0")
    return told.hexdigest()
