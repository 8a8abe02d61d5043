#!/usr/bin/env python3
"""How fast builds are, and how they compare with Typst setting the same booklet.

    .venv/bin/python tests/benchmarks/build.py [--runs N]

Works in a copy in the system's temporary folder; the project's own output is not touched. Each figure is the median of N runs
(3 unless said otherwise); in each run all are measured once, one after the other, so that a machine that is slow for a while
slows all of them. Ratios come first: they hold on any machine. "CPU" is the time of all processes together, "wall" is what a
person waits. "Cold" begins with a new process (the interpreter's own start not counted), "warm" is the same booklet with
a sentence changed, set again in the same process. Memory is that of the largest process.

Kalyp's booklet is a tagged PDF/UA-1, hyphenated in its language. Typst's is a tagged PDF of the same text with the same page,
fonts, tables and contents; Typst hyphenates neither Kyrgyz nor Kazakh.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kalyp.model.core import Lowered
    from kalyp.write.fonts import Fonts

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

BOOKLET, LANGUAGE = "kg-2", "ky"
EDITED = "frameworks/kg-teacher.yaml"
SENTENCES = (  # one descriptor in each language, as it is and as it is edited
    ("сабактын планын негизинен кол менен жазат", "сабактын планын дайыма кол менен жазат"),
    ("сабақ жоспарын негізінен қолмен жазады", "сабақ жоспарын үнемі қолмен жазады"),
    ("пишет планы уроков в основном от руки", "пишет планы уроков всегда от руки"),
)
LOWERED = "benchmark.pickle"
Figures = dict[str, list[float]]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--set-with", choices=SETTERS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.set_with:
        print(json.dumps(set_twice(arguments.set_with)))
        return
    with tempfile.TemporaryDirectory(prefix="kalyp-benchmark-") as folder:
        root = prepare(Path(folder) / "project")
        figures: Figures = defaultdict(list)
        for number in range(arguments.runs):
            print(f"run {number + 1} of {arguments.runs} …", file=sys.stderr, flush=True)
            measure(root, figures)
        rows = json.loads((root / "output/manifest.json").read_text(encoding="utf-8"))
        report(figures, sum(row["pages"] for row in rows if row["format"] == "pdf"), len(rows), arguments.runs)


def prepare(root: Path) -> Path:
    """Copy the project and lower the booklet for both setters, as it is and with a sentence changed."""
    from kalyp import pipeline
    from kalyp.lower.document import lower_document
    from tests.built import copy_project

    copy_project(root)
    both = []
    for _ in range(2):
        checked = pipeline.check(root)
        both.append(lower_document(checked.project, checked.project.documents[BOOKLET], (LANGUAGE,)))
        edit(root)
    (root / LOWERED).write_bytes(pickle.dumps((checked.fonts, checked.field_font, both)))
    return root


def edit(root: Path, sentences: Sequence[tuple[str, str]] = SENTENCES[:1]) -> None:
    """Change the sentences of one descriptor; those that are changed already are changed back."""
    text = (root / EDITED).read_text(encoding="utf-8")
    for pair in sentences:
        old, new = pair if pair[0] in text else pair[::-1]
        if text.count(old) != 1:
            sys.exit(f"{EDITED} has no sentence “{old}” to edit")
        text = text.replace(old, new)
    (root / EDITED).write_text(text, encoding="utf-8")


def measure(root: Path, figures: Figures) -> None:
    """One run of everything."""
    shutil.rmtree(root / "output", ignore_errors=True)
    command(root, "cold build", figures)
    command(root, "nothing changed", figures)
    edit(root)
    command(root, "one sentence", figures)
    edit(root, SENTENCES)
    command(root, "one descriptor", figures)
    for setter in SETTERS:
        done = subprocess.run(
            [sys.executable, str(Path(__file__).resolve()), "--set-with", setter],
            cwd=root,
            stdout=subprocess.PIPE,
            check=True,
        )
        for name, value in json.loads(done.stdout).items():
            figures[f"{setter} {name}"].append(value)


def command(root: Path, name: str, figures: Figures) -> None:
    """Run the command to its end and note wall time, CPU time (s) and memory (MB)."""
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "kalyp"], cwd=root, stdout=subprocess.PIPE)
    made = sum(b"output/" in line for line in process.stdout or ())
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{name}: exit status {process.returncode}")
    figures[f"{name} wall"].append(time.perf_counter() - started)
    figures[f"{name} cpu"].append(usage.ru_utime + usage.ru_stime)
    figures[f"{name} memory"].append(usage.ru_maxrss / 1024)
    figures[f"{name} made"].append(made)


def set_twice(setter: str) -> dict[str, float]:
    """In a process of its own: set the booklet, then again with a sentence changed; wall and CPU time (s), pages, size (KB)."""
    figures: dict[str, float] = {}
    fonts, field_font, both = pickle.loads(Path(LOWERED).read_bytes())
    set_booklet = None
    for name, lowered in zip(("cold", "warm"), both, strict=True):
        wall, cpu = time.perf_counter(), time.process_time()
        set_booklet = set_booklet or SETTERS[setter](fonts, field_font)
        data = set_booklet(lowered)
        figures |= {f"{name} wall": time.perf_counter() - wall, f"{name} cpu": time.process_time() - cpu}
    import pikepdf

    Path("benchmark.pdf").write_bytes(data)
    with pikepdf.open("benchmark.pdf") as pdf:
        return {**figures, "pages": len(pdf.pages), "size": len(data) / 1024}


def _kalyp(fonts: Fonts, field_font: Path) -> Callable[[Lowered], bytes]:
    from kalyp.write.pdf.document import Press

    press = Press(Path.cwd(), fonts, field_font)
    return lambda lowered: press.write(lowered).data


def _typst(fonts: Fonts, field_font: Path) -> Callable[[Lowered], bytes]:
    import typst

    from tests.benchmarks import typeset

    source, folder = Path("benchmark.typ"), fonts.page[0].path.parent

    def set_booklet(lowered: Lowered) -> bytes:
        source.write_text(typeset.typst(lowered), encoding="utf-8")
        return typst.compile(source, format="pdf", font_paths=[folder], ignore_system_fonts=True, pdf_standards="ua-1")

    return set_booklet


SETTERS = {"kalyp": _kalyp, "typst": _typst}


def said(figures: Figures, name: str) -> str:
    """How many files a build made."""
    return f"{figures[f'{name} made'][-1] - 1:.0f} files"  # one line speaks of the catalogue


def report(figures: Figures, pages: int, outputs: int, runs: int) -> None:
    """Print the medians: ratios first."""
    middle = {name: statistics.median(values) for name, values in figures.items()}

    def ratio(one: str, other: str) -> str:
        return f"{middle[one] / middle[other]:9.3g}"

    print(f"Median of {runs} runs, {os.cpu_count()} processors, Python {sys.version.split()[0]}\n")
    print(f"{'Ratios':52} {'CPU':>9} {'wall':>9}")
    for name in ("cold", "warm"):
        shown = (ratio(f"kalyp {name} {time}", f"typst {name} {time}") for time in ("cpu", "wall"))
        print(f"{f'the booklet, {name}: Kalyp / Typst':52} {' '.join(shown)}")
    for name in ("one sentence", "one descriptor", "nothing changed"):
        shown = (ratio(f"{name} {time}", f"cold build {time}") for time in ("cpu", "wall"))
        print(f"{f'{name} / cold build':52} {' '.join(shown)}")
    print(f"\n{'This machine':64} {'CPU s':>9} {'wall s':>9} {'MB':>6}")
    for name, what in (
        ("cold build", f"cold build: {outputs} files, {pages} pages of PDF"),
        ("one sentence", f"one sentence in one language: {said(figures, 'one sentence')}"),
        ("one descriptor", f"one descriptor in all languages: {said(figures, 'one descriptor')}"),
        ("nothing changed", "nothing changed"),
    ):
        print(f"{what:64} {middle[f'{name} cpu']:9.2f} {middle[f'{name} wall']:9.2f} {middle[f'{name} memory']:6.0f}")
    for setter in SETTERS:
        for name in ("cold", "warm"):
            size = f"{middle[f'{setter} pages']:.0f} pages, {middle[f'{setter} size']:.0f} KB"
            what = f"the booklet by {setter.title()}, {name}: {size}"
            print(f"{what:64} {middle[f'{setter} {name} cpu']:9.2f} {middle[f'{setter} {name} wall']:9.2f}")
    print(f"\npages a second: cold build {pages / middle['cold build wall']:.1f}", end="")
    print("".join(f", booklet by {it.title()} {middle[f'{it} pages'] / middle[f'{it} warm wall']:.1f}" for it in SETTERS))


if __name__ == "__main__":
    main()
