"""`district FOLDER`: the requests of many schools → a folder beside theirs with the district's summary, as workbook and PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kalyp.loop.desk import Desk, open_desk
from kalyp.loop.district import Gathered, Say, gather, language_of, summary_of
from kalyp.loop.folders import fresh
from kalyp.loop.returns import read_folder
from kalyp.lower.summary import Frame, lower_book, lower_pages
from kalyp.model.district import Note
from kalyp.model.summary import Summary
from kalyp.problems import Problems, shown
from kalyp.say import Speaker, tongue, tongues
from kalyp.write.letters import alphabets

ENDING = "-district"
LONGEST = 500  # characters of what is said of a file
MOST_LINES = 20  # of files that were not counted

Progress = Callable[[int, int, str], None]


@dataclass(slots=True)
class Outcome:
    """What came of it. `folder` None: nothing was written, and `problems` or what is `gathered` say why.

    `languages`: those that there are, where another was asked for.
    """

    problems: Problems = field(default_factory=Problems)
    folder: Path | None = None
    files: Sequence[str] = ()
    gathered: Gathered | None = None
    languages: tuple[str, ...] = ()

    @property
    def all_well(self) -> bool:
        """Whether every file was counted, and there is nothing to look at in it."""
        return self.gathered is not None and all(sheet.counted and not sheet.findings for sheet in self.gathered.sheets)


def district(root: Path, folder: Path, language: str | None, progress: Progress) -> Outcome:
    """Sum up the requests in a folder, in a language or that of most of them.

    Writes into a new folder, which is there whole at the end or not at all. Raises OSError with a path.
    """
    desk, problems = open_desk(root)
    if desk is None:
        return Outcome(problems)
    if language and language not in desk.project.languages:
        return Outcome(problems, languages=tuple(desk.project.languages))
    returns = read_folder(desk.project, folder, progress)
    summary = summary_of(returns, desk.project)
    if summary is None:
        return Outcome(problems)
    said = language or language_of(returns, summary, desk.project)
    gathered = gather(returns, desk.project, summary, said)
    if not gathered.asked:
        return Outcome(problems, gathered=gathered)
    files = documents(desk, summary, gathered, said)
    with fresh(folder.with_name(f"{folder.resolve().name}{ENDING}")) as made:
        for name, data in files.items():
            (made.path / name).write_bytes(data)
    return Outcome(problems, made.final, tuple(files), gathered)


def documents(desk: Desk, summary: Summary, gathered: Gathered, language: str) -> dict[str, bytes]:
    """The files of a summary by name."""
    from kalyp.write.xlsx.book import write

    speaker = Speaker(language if language in tongues() else tongue())
    found = gathered.district(saying(speaker))
    letters = alphabets(desk.fonts, desk.field_font).page
    book = lower_book(Frame.of(desk.project, summary, language, found))
    pages = lower_pages(Frame.of(desk.project, summary, language, found, letters))
    return {f"{summary.slug}.xlsx": write(book), f"{summary.slug}.pdf": desk.write(pages, "pdf")}


def saying(speaker: Speaker) -> Say:
    """What puts findings into words."""
    return lambda finding: speaker.say(f"found-{finding.code}", **{name: shown(value, LONGEST) for name, value in finding.values})


def told(speaker: Speaker, outcome: Outcome, folder: Path, seconds: str) -> Iterator[str]:
    """What is said at the end: how many requests were counted, which files were not and why, where the summary is."""
    notes = outcome.gathered.notes(saying(speaker)) if outcome.gathered else ()
    left = [note for note in notes if not note.counted]
    if outcome.folder is None:
        yield speaker.say("district-none", folder=shown(str(folder)))
    else:
        counted = len(notes) - len(left)
        yield speaker.say("district-done", counted=counted, files=len(notes), seconds=seconds)
        yield from [speaker.say("district-left", count=len(left))] if left else []
    for note in left[:MOST_LINES]:
        yield from _lines(note)
    yield from ["…"] if len(left) > MOST_LINES else []
    for name in outcome.files if outcome.folder else ():
        yield speaker.say("district-written", path=f"{outcome.folder}/{name}")


def _lines(note: Note) -> Iterator[str]:
    return (f"– {shown(note.file, LONGEST)}: {remark}" for remark in note.remarks)
