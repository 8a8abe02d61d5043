"""The command line: arguments → a build, a check, the tests, the schema; and what it says on the way.

Exit status 0: done. 1: problems in the content. 2: wrong use, or a machine that can't do it.
"""

from __future__ import annotations

import contextlib
import gc
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import click

from kalyp.problems import Problems
from kalyp.say import Speaker, tongue, tongues

ROOT = Path(__file__).resolve().parent.parent
DONE, PROBLEMS, BROKEN = 0, 1, 2
_SPEAKER = Speaker(tongue())


@click.group(invoke_without_command=True, help=_SPEAKER.say("help-main"))
@click.option("--only", multiple=True, metavar="ID", help=_SPEAKER.say("option-only"))
@click.option("--lang", "languages", multiple=True, metavar="CODE", help=_SPEAKER.say("option-lang"))
@click.option("--speak", type=click.Choice(tongues()), help=_SPEAKER.say("option-speak"))
@click.pass_context
def main(context: click.Context, only: tuple[str, ...], languages: tuple[str, ...], speak: str | None) -> None:
    """Build, unless a subcommand says otherwise."""
    context.obj = Speaker(speak) if speak else _SPEAKER
    if context.invoked_subcommand is None:
        sys.exit(_build(context.obj, only, languages))


@main.command(help=_SPEAKER.say("help-check"))
@click.pass_obj
def check(speaker: Speaker) -> None:
    """Read and check; write nothing."""
    from kalyp import pipeline

    started = time.monotonic()
    with _plainly(speaker):
        checked = pipeline.check(ROOT)
    _say_problems(speaker, checked.problems)
    if checked.problems:
        sys.exit(PROBLEMS)
    project = checked.project
    counts = {"documents": len(project.documents), "frameworks": len(project.frameworks), "languages": len(project.languages)}
    click.echo(speaker.say("clean", **counts, seconds=_seconds(started)))


@main.command(help=_SPEAKER.say("help-watch"))
@click.option("--browser/--no-browser", default=True, help=_SPEAKER.say("option-browser"))
@click.pass_obj
def watch(speaker: Speaker, browser: bool) -> None:
    """Build after each save; each build is a process of its own, so that changed code counts, too."""
    import subprocess
    import webbrowser

    from kalyp.watch import Bell, rebuild_on_save, serve

    def build(files: list[str]) -> None:
        if files:
            click.echo(speaker.say("saved", files=", ".join(files)))
        subprocess.run([sys.executable, ROOT / "build.py"], check=False)  # noqa: S603  (ourselves)

    bell = Bell()
    build([])
    server = serve(ROOT, bell)
    address = f"http://{server.server_address[0]!s}:{server.server_address[1]}/"
    click.echo(speaker.say("watching", address=address))
    if browser:
        webbrowser.open(address)
    rebuild_on_save(ROOT, bell, build)


@main.command(help=_SPEAKER.say("help-schema"))
@click.pass_obj
def schema(speaker: Speaker) -> None:
    """Write the JSON Schemas."""
    from kalyp.read.schema import write_schemas

    with _plainly(speaker):
        for path in write_schemas(ROOT):
            click.echo(speaker.say("schema-written", path=path))


@main.command(help=_SPEAKER.say("help-test"), context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def test(speaker: Speaker, arguments: tuple[str, ...]) -> None:
    """Run ruff, mypy and pytest; arguments go to pytest, which then runs alone and in one process."""
    import subprocess

    every = [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"], ["pytest", "-n", "2", "--dist", "loadfile"]]
    for step in [["pytest", *arguments]] if arguments else every:
        done = subprocess.run([sys.executable, "-m", *step], cwd=ROOT, check=False)  # noqa: S603  (our own tools)
        if done.returncode:
            _fail(speaker.say("test-failed", name=step[0]), PROBLEMS)


@main.command("collect", help=_SPEAKER.say("help-collect"))
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--lang", "language", default="", metavar="CODE", help=_SPEAKER.say("option-collect-lang"))
@click.option("--to", type=click.Path(path_type=Path), metavar="FOLDER", help=_SPEAKER.say("option-collect-to"))
@click.option("--with", "known", type=click.Path(path_type=Path), metavar="WORKBOOK", help=_SPEAKER.say("option-collect-with"))
@click.option("--sample", is_flag=True, help=_SPEAKER.say("option-collect-sample"))
@click.pass_obj
def collect_folder(
    speaker: Speaker, folder: Path | None, language: str, to: Path | None, known: Path | None, sample: bool
) -> None:
    """Collect returned forms into the school's workbook, or show the whole loop with a sample."""
    from kalyp.running import alone

    if (folder is None) is not sample or (sample and known):
        _fail(speaker.say("collect-which"), BROKEN)
    if folder is None:
        return _show_sample(speaker, language, to)
    with _plainly(speaker), alone(ROOT) as free:
        if not free:
            _fail(speaker.say("busy"), BROKEN)
        from kalyp.commands import collect

        try:
            with _progress(speaker) as progress:
                outcome = collect.run(ROOT, collect.Asked(folder, to, known, language), speaker, progress)
        except collect.WrongUse as wrong:
            _fail(speaker.say(wrong.line, **wrong.values), BROKEN)
    _say_problems(speaker, outcome.problems)
    if outcome.problems:
        sys.exit(PROBLEMS)
    for line in collect.told(speaker, outcome):
        click.echo(line)
    if not outcome.settled:
        sys.exit(PROBLEMS)


def _show_sample(speaker: Speaker, language: str, to: Path | None) -> None:
    from kalyp.running import alone

    started = time.monotonic()
    with _plainly(speaker), alone(ROOT) as free:
        if not free:
            _fail(speaker.say("busy"), BROKEN)
        from kalyp.commands import collect, sample

        try:
            with _progress(speaker) as progress:
                outcome = sample.sample(
                    ROOT, to, language, speaker, progress, lambda line, values: click.echo(speaker.say(line, **values))
                )
        except collect.WrongUse as wrong:
            _fail(speaker.say(wrong.line, **wrong.values), BROKEN)
    _say_problems(speaker, outcome.problems)
    if outcome.folder is None:
        sys.exit(PROBLEMS)
    click.echo(speaker.say("sample-done", folder=outcome.folder, seconds=_seconds(started)))


@main.command("plan", help=_SPEAKER.say("help-plan"))
@click.argument("workbook", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--to", type=click.Path(path_type=Path), metavar="FOLDER", help=_SPEAKER.say("option-plan-to"))
@click.pass_obj
def plan_school(speaker: Speaker, workbook: Path, to: Path | None) -> None:
    """Make the plans of a filled workbook."""
    from kalyp.running import alone

    with _plainly(speaker), alone(ROOT) as free:
        if not free:
            _fail(speaker.say("busy"), BROKEN)
        from kalyp.commands import plan

        with _progress(speaker) as progress:
            outcome = plan.plan(ROOT, workbook, to, progress)
    _say_problems(speaker, outcome.problems)
    for line in plan.told(speaker, outcome, workbook):
        click.echo(line)
    if outcome.problems:
        sys.exit(PROBLEMS)
    if outcome.folder is None:
        sys.exit(BROKEN)


@main.command("district", help=_SPEAKER.say("help-district"))
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--lang", "language", metavar="CODE", help=_SPEAKER.say("option-district-lang"))
@click.pass_obj
def sum_up(speaker: Speaker, folder: Path, language: str | None) -> None:
    """Sum up the requests of many schools."""
    from kalyp.commands import district

    started = time.monotonic()
    with _plainly(speaker), _progress(speaker) as progress:
        outcome = district.district(ROOT, folder, language, progress)
    _say_problems(speaker, outcome.problems)
    if outcome.problems:
        sys.exit(PROBLEMS)
    if outcome.languages:
        _fail(speaker.say("unknown-language", id=language, known=", ".join(outcome.languages)), BROKEN)
    for line in district.told(speaker, outcome, folder, _seconds(started)):
        click.echo(line)
    if outcome.folder is None:
        sys.exit(BROKEN)
    sys.exit(DONE if outcome.all_well else PROBLEMS)


def _build(speaker: Speaker, only: tuple[str, ...], languages: tuple[str, ...]) -> int:
    from kalyp.running import alone

    started = time.monotonic()
    with _plainly(speaker), alone(ROOT) as free:
        if not free:
            _fail(speaker.say("busy"), BROKEN)
        return _build_alone(speaker, only, languages, started)


@contextlib.contextmanager
def _plainly(speaker: Speaker) -> Iterator[None]:
    """What a person or the machine does to a command is said in a line."""
    try:
        yield
    except KeyboardInterrupt:
        _fail(speaker.say("cancelled"), BROKEN)
    except OSError as error:
        path = error.filename or tempfile.gettempdir()  # our own files have names
        _fail(speaker.say("disk", path=path, reason=error.strerror or error), BROKEN)


def _build_alone(speaker: Speaker, only: tuple[str, ...], languages: tuple[str, ...], started: float) -> int:
    from kalyp import state

    if not only and not languages and (kept := state.unchanged(ROOT)) is not None:
        click.echo(speaker.say("unchanged", kept=kept))
        return DONE
    gc.disable()  # what is read is kept to the end: to look through it for garbage takes a fifth of the time
    from kalyp import pipeline, plan
    from kalyp.running import workers

    editions = dict.fromkeys(tuple(dict.fromkeys(pair.split("+"))) for pair in languages)  # each once
    choice = plan.Choice(only, tuple(editions))
    with _progress(speaker) as progress:
        outcome = pipeline.build(ROOT, choice, workers, progress)
    gc.freeze()  # nor at the end
    for unknown in outcome.unknown:
        _fail(speaker.say(f"unknown-{unknown.kind}", id=unknown.id, known=", ".join(unknown.known)), BROKEN)
    _say_problems(speaker, outcome.problems)
    if outcome.held_back:
        click.echo(speaker.say("held-back", documents=", ".join(outcome.held_back)))
    counts = {"made": len(outcome.made), "kept": outcome.kept, "removed": len(outcome.removed)}
    click.echo(speaker.say("summary", **counts, seconds=_seconds(started), catalogue="output/index.html"))
    return PROBLEMS if outcome.problems else DONE


def _say_problems(speaker: Speaker, problems: Problems) -> None:
    for problem in problems:
        click.echo(speaker.problem(problem))
    if problems:
        click.echo(speaker.say("problems", count=len(problems), files=len(problems.files())))


@contextlib.contextmanager
def _progress(speaker: Speaker) -> Iterator[Callable[[int, int, str], None]]:
    """A bar on a terminal, plain lines elsewhere."""
    if not sys.stdout.isatty():
        yield lambda done, total, path: click.echo(speaker.say("made-one", done=done, total=total, path=path))
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    with Progress(*columns, transient=True, auto_refresh=False) as bar:  # a thread that draws would be there at the fork
        task = bar.add_task("", total=None)
        yield lambda done, total, path: bar.update(task, completed=done, total=total, description=Path(path).name, refresh=True)


def _seconds(started: float) -> str:
    return f"{time.monotonic() - started:.1f}"


def _fail(line: str, status: int) -> NoReturn:
    click.echo(line, err=True)
    sys.exit(status)
