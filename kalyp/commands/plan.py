"""`plan WORKBOOK`: a filled workbook → a folder beside it with the school's plans and request, and what needs a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kalyp.loop.advice import advice
from kalyp.loop.desk import Desk, open_desk
from kalyp.loop.folders import fresh
from kalyp.loop.model import Finding
from kalyp.loop.planning import Progress, documents, write_plans
from kalyp.loop.plans import Planner
from kalyp.loop.returns import read_return
from kalyp.loop.school import school_of
from kalyp.loop.sums import counted
from kalyp.lower.workbook.frame import Frame
from kalyp.model.workbook import Workbook
from kalyp.problems import Problems, shown
from kalyp.say import Speaker

ENDING = "-plan"
LONGEST = 2000  # characters of a list of names


@dataclass(slots=True)
class Outcome:
    """What came of it. `folder` None: nothing was written, and `problems` or `findings` say why."""

    problems: Problems = field(default_factory=Problems)
    folder: Path | None = None
    files: Sequence[str] = ()
    people: int = 0  # individual plans
    findings: Sequence[Finding] = ()


def plan(root: Path, file: Path, to: Path | None, progress: Progress) -> Outcome:
    """Make the plans of a workbook. Writes into a new folder, at the end whole or not there. Raises OSError with a path."""
    desk, problems = open_desk(root)
    if desk is None:
        return Outcome(problems)
    planner, findings = planner_of(desk, file)
    if planner is None:
        return Outcome(problems, findings=findings)
    problems = desk.blanks(documents(planner), (planner.frame.language,))
    if problems:
        return Outcome(problems)
    with fresh(to or file.with_name(f"{file.stem}{ENDING}")) as folder:
        planned = write_plans(desk, planner, folder.path, progress)
    return Outcome(problems, folder.final, planned.files, len(planner.goals()), [*findings, *advice(planner), *planned.findings])


def planner_of(desk: Desk, file: Path) -> tuple[Planner | None, list[Finding]]:
    """What a file's plans are made of, and what is to be said of what stands in it. None where no plans can be made of it."""
    found = read_return(desk.project, file.parent, file)
    findings = list(dict.fromkeys(finding for each in found for finding in each.findings))
    origin = found[0].origin if found else None
    if origin is None:
        return None, findings
    workbook = desk.project.documents[origin.document]
    if not isinstance(workbook, Workbook):
        return None, [Finding.of("plan-other", document=workbook.code or workbook.id)]
    if origin.languages not in desk.project.languages:
        return None, [*findings, Finding.of("plan-language", languages=origin.languages)]
    school, odd = school_of(found[0].values, workbook, desk.project)
    if not counted(school):
        return None, [*findings, *odd, Finding.of("plan-empty")]
    frame = Frame(desk.project, workbook, origin.languages, found[0].values)
    return Planner(frame, school, workbook.plan), [*findings, *odd]


def told(speaker: Speaker, outcome: Outcome, file: Path) -> Iterator[str]:
    """What is said at the end: why there are no plans; or where they are, and what a person has to see to."""
    if outcome.folder is None:
        if outcome.findings:
            yield speaker.say("plan-nothing", file=shown(file.name))
    else:
        yield speaker.say("plan-written", files=len(outcome.files), plans=outcome.people, folder=outcome.folder)
        if outcome.findings:
            yield speaker.say("plan-see-to", count=len(outcome.findings))
    for finding in outcome.findings:
        values = {name: shown(value, LONGEST) for name, value in finding.values}
        yield f"– {speaker.say(f'found-{finding.code}', **values)}"
