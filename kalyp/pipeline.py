"""The whole way on one screen: read → check → lower → write.

Input: the project's folder and what to build of it. Output: files under `output/`, and an `Outcome` that says what was made,
what was kept, and every problem found. A document with problems is left as it last was.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path

from kalyp import known, state
from kalyp.check import check_project
from kalyp.check.fields import check_fields
from kalyp.check.hyphenation import check_hyphenation
from kalyp.lower.context import Context
from kalyp.lower.document import WORDS, lower_blocks
from kalyp.model.document import AnyDocument
from kalyp.model.files import DOCUMENTS, FONTS, FRAMEWORKS
from kalyp.model.project import Project
from kalyp.model.sections import Section, is_book
from kalyp.plan import Choice, Inputs, Planned, Sources, plan
from kalyp.problems import Code, Place, Problems
from kalyp.read.kept import Kept
from kalyp.read.project import read_project
from kalyp.write import catalogue, manifest
from kalyp.write.fonts import FontMissing, Fonts, find_fonts
from kalyp.write.formats import FORMATS
from kalyp.write.letters import alphabets
from kalyp.write.parts import Parts
from kalyp.write.paths import output_path, remove, sweep
from kalyp.write.work import Job, Made, Target, run

PROGRAM = ("kalyp/", *state.LOCKS)
SOON = 0.2  # s
BANKS = ("content/", "layouts/")  # what every document draws on; forms and booklets are files of their own

OpenExecutor = Callable[[], AbstractContextManager[Executor]]
Progress = Callable[[int, int, str], None]  # outputs made, outputs to make, the path just made


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that was chosen and isn't there. `kind`: document or language."""

    kind: str
    id: str
    known: tuple[str, ...]


@dataclass(slots=True)
class Outcome:
    """What a build came to."""

    problems: Problems
    unknown: list[Unknown] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    kept: int = 0
    removed: list[str] = field(default_factory=list)
    held_back: list[str] = field(default_factory=list)  # documents left as they last were, since they have problems


@dataclass(slots=True)
class Checked:
    """Content that was read and checked, with the fonts that it will be set in (None when they are missing)."""

    project: Project
    problems: Problems
    fonts: Fonts | None
    field_font: Path
    shown: Sources


def check(root: Path, clean: Collection[str] = (), kept: Kept | None = None) -> Checked:
    """Read and check everything under `root`; write nothing but to the build's own folder.

    `clean` are files with which nothing was wrong, and on which nothing has changed; `kept` is what was read before.
    """
    project, problems = read_project(root, kept)
    check_hyphenation(root, problems)
    field_font = root / state.FOLDER / "field.ttf"
    fonts = _fonts(project, problems)
    letters = alphabets(fonts, field_font) if fonts else None
    check_project(project, problems, words=WORDS | catalogue.WORDS, outputs_of=_outputs_of, alphabets=letters, known=clean)
    shown = Sources(project)
    first = tuple(project.languages)[:1]
    for document in sound(project, problems, shown):
        if not shown[document] <= set(clean):
            check_fields(document, lower_blocks(Context(project, document, first), appendices=False), problems)
    return Checked(project, problems, fonts, field_font, shown)


def _fonts(project: Project, problems: Problems) -> Fonts | None:
    try:
        return find_fonts(project.fonts) if project.fonts else None
    except FontMissing as error:
        problems.add(Code.FONT_MISSING, Place(FONTS), file=error.file, package=error.package)
        return None


def _outputs_of(document: AnyDocument) -> Iterator[str]:
    return (output_path(document, (), form) for form in document.formats)


def sound(project: Project, problems: Problems, shown: Sources) -> list[AnyDocument]:
    """The documents that no problem touches: not their own files, nor what they show of others, nor a bank."""
    files = problems.files()
    if any(file.startswith(BANKS) and not file.startswith(DOCUMENTS) for file in files):
        return []
    return [document for document in project.documents.values() if not files & shown[document]]


def build(root: Path, choice: Choice, open_executor: OpenExecutor, progress: Progress) -> Outcome:
    """Build what changed. Returns what was done; every problem is in the outcome, and none is an exception."""
    sweep(root)
    try:
        with open_executor() as executor:  # its processes start while the content is read
            return _build(root, choice, executor, progress)
    except BaseException:
        sweep(root)  # what the processes had begun that were stopped
        raise


def _build(root: Path, choice: Choice, executor: Executor, progress: Progress) -> Outcome:
    before = state.load(root)
    inputs = state.scan(root, before)
    hashes = state.hashes(inputs)
    house = _house(hashes)
    clean = {file for file, digest in before.clean.items() if before.house == house and hashes.get(file) == digest}
    already = kept(root, hashes)
    checked = check(root, clean, already)
    outcome = Outcome(checked.problems, unknown=_unknown(checked.project, choice))
    if outcome.unknown:
        return outcome
    documents = sound(checked.project, checked.problems, checked.shown)
    unread = {file for file in checked.project.unread if file.startswith(DOCUMENTS)}
    outcome.held_back = sorted((set(checked.project.documents) - {document.id for document in documents}) | unread)
    now = state.State(inputs, dict(before.outputs), house=house)
    now.clean = {file: digest for file, digest in hashes.items() if file not in checked.problems.files()}
    standing = {path: output for path, output in now.outputs.items() if state.stands(root, path, output.bytes)}
    planned = plan(checked.project, documents, choice, standing, Inputs(root, hashes, house, checked.shown))
    wanted = _make(root, checked, planned, now, outcome, executor, progress)
    if choice.everything and not checked.problems:
        _remove_stale(root, wanted, now, outcome)
        state.drop_parts(root, now)
        known.drop(root, checked.project.documents)
        already.drop()
    as_before = before.whole and before.inputs == inputs  # whoever asked for a part: the rest stands
    now.whole = (choice.everything or as_before) and not checked.problems
    manifest.write(root, checked.project, now.outputs)
    catalogue.write(root, checked.project, now.outputs)
    now.lists = state.lists(root)
    state.save(root, now)
    return outcome


def kept(root: Path, hashes: Mapping[str, str]) -> Kept:
    """What was read before by this version of the program."""
    return Kept(root, root / state.READ, hashes, _program(hashes))


def _program(hashes: Mapping[str, str]) -> str:
    """The hash of the program and of the versions that it uses."""
    return state.key(f"{file} {digest}" for file, digest in sorted(hashes.items()) if file.startswith(PROGRAM))


def _house(hashes: Mapping[str, str]) -> str:
    """The hash of all but documents and frameworks: banks, layouts, program, versions."""
    return state.key(
        f"{file} {digest}" for file, digest in sorted(hashes.items()) if not file.startswith((*DOCUMENTS, FRAMEWORKS))
    )


def _unknown(project: Project, choice: Choice) -> list[Unknown]:
    documents, languages = tuple(sorted(project.documents)), tuple(project.languages)
    asked = dict.fromkeys(language for edition in choice.languages for language in edition)
    return [
        *(Unknown("document", name, documents) for name in choice.only if name not in documents and not project.unread),
        *(Unknown("language", name, languages) for name in asked if name not in languages and languages),
    ]


def _make(
    root: Path,
    checked: Checked,
    planned: Iterable[Planned],
    now: state.State,
    outcome: Outcome,
    executor: Executor,
    progress: Progress,
) -> set[str]:
    """Run the jobs of all outputs that are missing or stale, and note each as it is done. Returns the paths of all outputs.

    The first jobs run while the rest is still being planned; packs come after what they hold.
    """
    wanted: set[str] = set()
    running: list[Future[tuple[Made, ...]]] = []
    packs: list[Job] = []
    total = told = 0
    jobs = _Jobs(root, checked, state.hashes(now.inputs))
    for edition in planned:
        wanted |= {target.path for target in edition.targets}
        stale = tuple(target for target in edition.targets if not _current(root, target, now))
        outcome.kept += len(edition.targets) - len(stale)
        for job in jobs.of(edition, stale):
            total += len(job.targets)
            if job.pieces:
                packs.append(job)
            else:
                running.append(executor.submit(run, job))
    catalogue.prepare()
    failed: set[str] = set()
    while running:
        for finished in _together(running):
            for made in finished:
                _note(made, checked, now, outcome)
            state.save(root, now)  # before anyone is told: what was said to be done is kept
            failed |= {made.target.path for made in finished if made.error}
            for made in finished:
                told += 1
                progress(told, total, made.target.path)
        running = [executor.submit(run, job) for job in packs if not failed & {piece.path for piece in job.pieces}]
        packs = []
    return wanted


def _together(running: Iterable[Future[tuple[Made, ...]]]) -> Iterator[list[Made]]:
    """What jobs have made, as they end; small ones that end soon after another are waited for, since to note each takes time."""
    left = set(running)
    while left:
        done, left = wait(left, return_when=FIRST_COMPLETED)
        soon, left = wait(left, timeout=SOON)
        yield [made for job in (*done, *soon) for made in job.result()]


class _Jobs:
    """Makes the jobs of editions: what each needs to be written, and no more."""

    def __init__(self, root: Path, checked: Checked, hashes: Mapping[str, str]) -> None:
        languages = tuple(checked.project.languages)
        self._root, self._fonts, self._field_font = root, checked.fonts, checked.field_font
        self._looks = {name: state.key(form.depends(hashes, languages)) for name, form in FORMATS.items()}

    def of(self, edition: Planned, stale: Sequence[Target]) -> Iterator[Job]:
        """The jobs that make these outputs of an edition."""
        lowered, fonts = edition.lowered, self._fonts
        if lowered is None or fonts is None:
            return
        kept = is_book(edition.sections) or bool(edition.pieces)  # else little is gained
        for targets in _shared(stale):
            form = FORMATS[targets[0].format].made_of or targets[0].format
            parts = Parts(self._root / state.PARTS if kept else None, form, self._looks[form], lowered)
            cut = _needed(edition.sections, parts) or _needed(edition.whole(), parts)
            yield Job(self._root, self._looks, fonts, self._field_font, lowered, cut, targets, edition.pieces, kept, edition.book)


def _needed(sections: Sequence[Section], parts: Parts) -> tuple[Section, ...]:
    """The sections, those that the store has without blocks; none at all if one that it lacks has no blocks."""
    stored = [parts.has(section) for section in sections]
    if not all(section.blocks or there for section, there in zip(sections, stored, strict=True)):
        return ()
    return tuple(section.without_blocks() if there else section for section, there in zip(sections, stored, strict=True))


def _shared(targets: Sequence[Target]) -> list[tuple[Target, ...]]:
    """The outputs of an edition, those together that share work; others may be made side by side."""
    found: dict[str, list[Target]] = {}
    for target in targets:
        found.setdefault(FORMATS[target.format].made_of or target.format, []).append(target)
    return [tuple(group) for group in found.values()]


def _current(root: Path, target: Target, now: state.State) -> bool:
    """Whether an output stands as it would be made; then its sources, as they are now, have no other say in it."""
    known = now.outputs.get(target.path)
    if known is None or known.key != target.key or not state.stands(root, target.path, known.bytes):
        return False
    now.outputs[target.path] = replace(known, sources=target.sources)
    return True


def _note(made: Made, checked: Checked, now: state.State, outcome: Outcome) -> None:
    path = made.target.path
    if made.error:
        checked.problems.add(Code.BLOCK_UNWRITABLE, Place(path), detail=made.error, format=made.target.format)
        return
    target = made.target
    now.outputs[path] = state.Output(
        target.key, made.sha256, made.bytes, made.pages, made.fields, target.sources, list(made.parts)
    )
    outcome.made.append(path)


def _remove_stale(root: Path, wanted: set[str], now: state.State, outcome: Outcome) -> None:
    """Remove the outputs of documents and languages that are there no more."""
    for path in sorted(set(now.outputs) - wanted):
        remove(root, path)
        del now.outputs[path]
        outcome.removed.append(path)
