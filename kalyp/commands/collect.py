"""`collect FOLDER`: returned forms → a new folder beside it with the filled workbook and the talk sheets, and what was found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kalyp.loop.collect import Collected, Line, Progress, collect, languages_of, titled, write_collected
from kalyp.loop.desk import Desk, open_desk
from kalyp.loop.folders import fresh
from kalyp.loop.model import Finding, Return
from kalyp.loop.returns import read_folder, read_return
from kalyp.loop.talks import TalkSheet
from kalyp.model.project import Project
from kalyp.model.workbook import Workbook
from kalyp.problems import Problems, shown
from kalyp.running import workers
from kalyp.say import Speaker, tongues
from kalyp.write.paths import OUTPUT

ENDING = "-collected"
LONGEST = 2000  # characters of a list in a finding


class WrongUse(Exception):
    """What was asked for can't be done. `line` is that of the messages that says why; `values` fill its braces."""

    def __init__(self, line: str, **values: object) -> None:
        super().__init__(line)
        self.line, self.values = line, values


@dataclass(frozen=True, slots=True)
class Asked:
    """What to collect: the folder; where to write ("" beside it), the workbook filled before, and the new one's language."""

    folder: Path
    to: Path | None = None
    known: Path | None = None
    language: str = ""


@dataclass(slots=True)
class Outcome:
    """What came of it. `folder` None: nothing was written, since the content has problems or no return belongs to a workbook."""

    problems: Problems = field(default_factory=Problems)
    collected: Collected = field(default_factory=lambda: Collected([]))
    folder: Path | None = None
    workbook: str = ""  # the name of its file
    talks: list[TalkSheet] = field(default_factory=list)
    project: Project = field(default_factory=Project)

    @property
    def settled(self) -> bool:
        """Whether nobody has to look at anything."""
        return self.folder is not None and self.collected.settled and not any(sheet.findings for sheet in self.talks)


def run(root: Path, asked: Asked, speaker: Speaker, progress: Progress) -> Outcome:
    """Collect a folder. Its files are only read. Raises WrongUse, and OSError with a path."""
    places(root, asked)  # before the content is read, which takes some seconds
    desk, problems = open_desk(root)
    return Outcome(problems) if desk is None else collect_folder(desk, asked, speaker, progress)


def collect_folder(desk: Desk, asked: Asked, speaker: Speaker, progress: Progress) -> Outcome:
    """Collect a folder with content that was read. `speaker` says what a workbook in none of its languages holds."""
    folder, target = places(desk.root, asked)
    if asked.language and asked.language not in desk.project.languages:
        raise WrongUse("unknown-language", id=asked.language, known=", ".join(desk.project.languages))
    known = _known(desk, asked)
    returns = read_folder(desk.project, folder, progress)
    if not returns:
        raise WrongUse("collect-empty", folder=folder)
    collected = collect(desk.project, returns, known, asked.language)
    outcome = Outcome(collected=collected, project=desk.project)
    if collected.workbook is not None:
        language = collected.language if collected.language in tongues() else speaker.language
        tell = Teller(Speaker(language), desk.project, language)
        with workers() as executor, fresh(target) as made:
            outcome.workbook, outcome.talks = write_collected(desk, collected, tell, made.path, executor, progress)
        outcome.folder = made.final
    return outcome


def places(root: Path, asked: Asked) -> tuple[Path, Path]:
    """The folder to read, and where to write: neither is in the project's output, nor the second in the first."""
    folder = asked.folder.resolve()
    output = (root / OUTPUT).resolve()
    if not folder.is_dir():
        raise WrongUse("collect-no-folder", folder=asked.folder)
    if output.is_relative_to(folder) or folder.is_relative_to(output):
        raise WrongUse("collect-project", folder=asked.folder)
    target = asked.to.resolve() if asked.to else folder.with_name(f"{folder.name}{ENDING}")
    if target.is_relative_to(folder) or target.is_relative_to(output):
        raise WrongUse("collect-to", folder=target)
    if asked.known and not asked.known.is_file():
        raise WrongUse("collect-no-file", file=asked.known)
    return folder, target


def _known(desk: Desk, asked: Asked) -> Return | None:
    """The workbook that was filled before."""
    if asked.known is None:
        return None
    found = read_return(desk.project, asked.known.parent, asked.known)
    origin = found[0].origin if found else None
    if origin is None or not isinstance(desk.project.documents.get(origin.document), Workbook):
        raise WrongUse("collect-no-workbook", file=asked.known)
    return found[0]


class Teller:
    """Says findings in one language. Fields of the bank are called by their labels in it, or in the project's first."""

    def __init__(self, speaker: Speaker, project: Project, language: str) -> None:
        self._speaker = speaker
        self._labels = {id: entry.label[_shown_in(project, language)] for id, entry in project.fields.items()}

    def __call__(self, finding: Finding) -> str:
        """What was found, in a sentence or two."""
        values = {name: shown(value, LONGEST) for name, value in finding.values}
        if "field" in values:
            values["field"] = self._labels.get(values["field"], values["field"])
        return self._speaker.say(f"found-{finding.code}", **values)


def _shown_in(project: Project, language: str) -> str:
    """The language in which content is named to somebody who is spoken to in this one."""
    return language if language in project.languages else next(iter(project.languages))


def told(speaker: Speaker, outcome: Outcome) -> Iterator[str]:
    """What is said at the end: each file, what was found of people and of the whole, the counts, and where the workbook is."""
    collected, tell = outcome.collected, Teller(speaker, outcome.project, speaker.language)
    for line in collected.lines:
        yield _line(speaker, outcome.project, line)
        yield from (f"  – {tell(finding)}" for finding in line.findings)
    for name, findings in collected.of_people.items():
        yield from (f"{shown(name) or '–'}: {tell(finding)}" for finding in findings)
    yield from map(tell, (*collected.of_all, *(finding for sheet in outcome.talks for finding in sheet.findings)))
    placed = sum(line.placed for line in collected.lines)
    counts = {"read": len(collected.lines), "placed": placed, "left": len(collected.lines) - placed}
    yield speaker.say("collect-counts", **counts, people=len(collected.school.people), talks=len(outcome.talks))
    if outcome.folder is None:
        yield speaker.say("collect-nothing")
        return
    language = outcome.project.languages[collected.language].name
    yield speaker.say("collect-written", file=outcome.folder / outcome.workbook, language=language)


def _line(speaker: Speaker, project: Project, line: Line) -> str:
    """A file: what it is, whose, which edition, in which language; or that it has no place in the workbook."""
    file = shown(line.returned.file)
    origin, document = line.returned.origin, line.document
    if origin is None or document is None:
        return speaker.say("collect-unplaced", file=file)
    values = {
        "file": file,
        "what": document.code or titled(document, _shown_in(project, speaker.language)),
        "whose": shown(line.whose),
        "edition": origin.edition or "–",
        "language": languages_of(project, origin) or "–",
    }
    if line.placed:
        return speaker.say("collect-placed" if line.whose else "collect-taken", **values)
    named = values["what"] + (f"; {values['whose']}" if line.whose else "")
    return speaker.say("collect-not-taken", **{**values, "what": named})
