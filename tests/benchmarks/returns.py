#!/usr/bin/env python3
"""How fast returned forms are read, and how that compares with opening each in LibreOffice.

    .venv/bin/python tests/benchmarks/returns.py [--files N] [--office N] [--runs N]

Fills N forms (1,000 unless said otherwise; PDF and Word in turn, six forms, three languages, other values each) in a folder of
the system's temporary one, and reads it in a process of its own. LibreOffice opens a sample of them (20) and saves what it
has read, Word files as text, PDFs as its own (they have no text for it): all in one process, and one process a file. Figures are
medians of N runs (3).
"Wall" is what a person waits, "CPU" the time of all processes together; memory is that of the largest process.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

FORMS = ("kg-2.1", "kg-2.2", "kg-2.3", "kg-3.1", "kg-3.2", "kg-3.3")
LANGUAGES = ("ky", "kk", "ru")
FORMATS = ("pdf", "docx")
WRITTEN = "Үсөнова Ңургүл Өскөнбаевна. Сабақ өте жақсы өтті; оқушылар «неге?» деп сұрады. Ёлкин, № 7"
Figures = dict[str, list[float]]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--office", type=int, default=20)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--read", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.read:
        print(json.dumps(read(*map(Path, arguments.read))))
        return
    with tempfile.TemporaryDirectory(prefix="kalyp-benchmark-") as folder:
        root, returned = Path(folder) / "project", Path(folder) / "returned"
        prepare(root, returned, arguments.files)
        figures: Figures = defaultdict(list)
        for number in range(arguments.runs):
            print(f"run {number + 1} of {arguments.runs} …", file=sys.stderr, flush=True)
            measure(root, returned, figures)
            for form in FORMATS:
                sample = sorted(returned.glob(f"*.{form}"))[: arguments.office // len(FORMATS)]
                office(sample, form, Path(folder), figures)
        report(figures, arguments.files, arguments.office, arguments.runs)


def prepare(root: Path, returned: Path, files: int) -> None:
    """Build the forms in a copy of the project, and fill them: every field of each, with values that a seed decides."""
    from kalyp import plan
    from kalyp.write.docx import read as word
    from tests.built import build, copy_project

    copy_project(root)
    outcome = build(root, plan.Choice(FORMS, tuple((language,) for language in LANGUAGES)))
    blanks = {form: [root / path for path in outcome.made if path.endswith(f".{form}")] for form in FORMATS}
    chance = random.Random(1)
    returned.mkdir()
    for number in range(files):
        form = FORMATS[number % len(FORMATS)]
        data = blanks[form][number // len(FORMATS) % len(blanks[form])].read_bytes()
        values = _answers(_choices(data, form), chance)
        made = word.fill(data, values) if form == "docx" else _filled(data, values)
        (returned / f"{number:04}.{form}").write_bytes(made)


def _choices(data: bytes, form: str) -> Mapping[str, list[str]]:
    """The fields of a form with what may be ticked; nothing for what is written."""
    import pikepdf

    from kalyp.write.docx import read as word
    from kalyp.write.pdf.formtree import fields

    found: dict[str, list[str]] = {}
    if form == "docx":
        for name, control in word._controls(word._parsed(data)):
            field, _, value = name.partition(":")
            box = control.find(f".//{{{control.nsmap['w14']}}}checkbox") is not None
            found.setdefault(field, []).extend([value or "on"] if box else [])
        return found
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for name, held in fields(pdf.Root.AcroForm):
            widgets = list(held.get("/Kids", [held])) if isinstance(held.get("/V"), pikepdf.Name) else []
            found[name] = [state[1:] for widget in widgets for state in widget.AP.N.keys() if state != "/Off"]  # noqa: SIM118
    return found


def _answers(choices: Mapping[str, list[str]], chance: random.Random) -> dict[str, str]:
    return {
        name: chance.choice(marks) if marks else WRITTEN[: chance.randint(4, len(WRITTEN))] for name, marks in choices.items()
    }


def _filled(data: bytes, values: Mapping[str, str]) -> bytes:
    import pikepdf

    from kalyp.write.pdf import forms

    with pikepdf.open(io.BytesIO(data)) as pdf:
        forms.fill(pdf, values)
        made = io.BytesIO()
        pdf.save(made)
    return made.getvalue()


def read(root: Path, returned: Path) -> dict[str, float]:
    """In a process of its own: read the folder. Wall time (s), and how many were placed with values and without findings."""
    from kalyp import pipeline
    from kalyp.loop.returns import read_folder

    project, started = pipeline.check(root).project, time.perf_counter()
    found = read_folder(project, returned)
    seconds = time.perf_counter() - started
    return {"reading wall": seconds, "read": sum(each.origin is not None and not each.findings for each in found)}


def measure(root: Path, returned: Path, figures: Figures) -> None:
    """Read the folder once; note wall time, CPU time (s) and memory (MB)."""
    started = time.perf_counter()
    command = [sys.executable, str(Path(__file__).resolve()), "--read", str(root), str(returned)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    said = process.stdout.read() if process.stdout else b""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"reading: exit status {process.returncode}")
    figures["whole wall"].append(time.perf_counter() - started)
    figures["whole cpu"].append(usage.ru_utime + usage.ru_stime)
    figures["memory"].append(usage.ru_maxrss / 1024)
    for name, value in json.loads(said).items():
        figures[name].append(value)


def office(sample: Sequence[Path], form: str, folder: Path, figures: Figures) -> None:
    """Open files in LibreOffice, together and one by one; note seconds a file."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    saved, opened = {"docx": ("txt", ["--convert-to", "txt:Text (encoded):UTF8"]), "pdf": ("odt", ["--convert-to", "odt"])}[form]
    if form == "pdf":
        opened = ["--infilter=writer_pdf_import", *opened]
    command = ["soffice", profile, "--headless", "--norestore", *opened, "--outdir", str(folder / "saved")]
    for name, groups in (("together", [list(sample)]), ("one by one", [[path] for path in sample])):
        started = time.perf_counter()
        for group in groups:
            subprocess.run([*command, *map(str, group)], check=True, capture_output=True, env={**os.environ, "HOME": str(folder)})
        figures[f"{form} {name}"].append((time.perf_counter() - started) / len(sample))
        made = sum((folder / "saved" / f"{path.stem}.{saved}").stat().st_size > 0 for path in sample)
        if made < len(sample):
            sys.exit(f"LibreOffice opened {made} of {len(sample)}")


def report(figures: Figures, files: int, sample: int, runs: int) -> None:
    """Print the medians: ratios first."""
    middle = {name: statistics.median(values) for name, values in figures.items()}
    ours = middle["whole wall"] / files
    print(f"Median of {runs} runs, {os.cpu_count()} processors, Python {sys.version.split()[0]}\n")
    print(f"{'Ratios: seconds a file, LibreOffice / Kalyp':52} {'together':>10} {'one by one':>10}")
    for form in FORMATS:
        shown = (f"{middle[f'{form} {name}'] / ours:10.3g}" for name in ("together", "one by one"))
        print(f"{f'{form} ({sample // len(FORMATS)} files in LibreOffice)':52} {' '.join(shown)}")
    print(f"\n{'This machine':52} {'files/s':>9} {'wall s':>9} {'CPU s':>9} {'MB':>6}")
    for name, what in (("whole wall", f"{files} returns, the whole command"), ("reading wall", "reading alone, content checked")):
        cpu, memory = (f"{middle['whole cpu']:9.2f}", f"{middle['memory']:6.0f}") if name == "whole wall" else ("", "")
        print(f"{what:52} {files / middle[name]:9.1f} {middle[name]:9.2f} {cpu:>9} {memory:>6}")
    for form in FORMATS:
        for name in ("together", "one by one"):
            print(
                f"{f'LibreOffice, {form}, {name}, a file':52} {1 / middle[f'{form} {name}']:9.2f} {middle[f'{form} {name}']:9.2f}"
            )
    print(f"\nplaced, with values and without findings: {middle['read']:.0f} of {files}")


if __name__ == "__main__":
    main()
