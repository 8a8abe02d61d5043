"""A folder of returned files → `Return`s: what each file is, and what stands in its fields, checked against its document.

Files are read in processes with limits; one that can't be read or placed is told with the reason, and costs the others nothing.
Nothing is guessed: what contradicts itself is kept out, and said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kalyp.loop import crew, guard, reading
from kalyp.loop.facts import LEVEL, Asked, Facts
from kalyp.loop.guard import Found
from kalyp.loop.model import Finding, Origin, Return
from kalyp.loop.reading import LONGEST, Raw
from kalyp.model.document import AnyDocument, Document, Pack
from kalyp.model.project import Project
from kalyp.write import stamp

BETWEEN_MARKS = "+"
Progress = Callable[[int, int, str], None]  # files read, files to read, the one just read
_SHOWN = 60  # characters of what stands in a field, where it is told


def read_folder(project: Project, folder: Path, progress: Progress = lambda done, total, file: None) -> list[Return]:
    """Read all files below a folder, in the order of their names; a pack gives a `Return` for each form in it that was filled in.

    Raises OSError where the folder itself can't be read.
    """
    return _returns(project, guard.found(folder), progress)


def read_return(project: Project, folder: Path, file: Path) -> list[Return]:
    """Read one file below a folder in the same way."""
    return _returns(project, [Found(file, guard.shown(folder, file))], lambda done, total, file: None)


def _returns(project: Project, listed: Sequence[Found], progress: Progress) -> list[Return]:
    facts = Facts(project)
    returns = [Return(each.shown, findings=(each.finding,)) for each in listed if each.finding]
    sound = [each for each in listed if not each.finding]
    for done, (each, result) in enumerate(crew.results(_read, sound), 1):
        returns += returns_of(facts, _lost(each, result) if isinstance(result, crew.Lost) else result)
        progress(done, len(sound), each.shown)
    return sorted(returns, key=lambda found: (found.file, found.origin.document if found.origin else ""))


def _read(found: Found) -> Raw:
    return reading.read(found.path, found.shown)


def _lost(found: Found, lost: crew.Lost) -> Raw:
    match lost.why:
        case "slow":
            finding = Finding.of("lost-slow", seconds=round(crew.SECONDS))
        case "memory":
            finding = Finding.of("lost-memory")
        case "died":
            finding = Finding.of("lost-died")
    return Raw(found.shown, findings=[finding], refused=True)


def returns_of(facts: Facts, raw: Raw) -> list[Return]:
    """A file as it was read → what it is, checked."""
    if raw.refused:
        return [Return(raw.file, raw.format, findings=tuple(raw.findings))]
    origin, early = _origin(facts, raw)
    document = facts.document(origin.document) if origin else None
    findings = [*raw.findings, *early]
    if origin is None or document is None:
        return [Return(raw.file, raw.format, findings=tuple(findings))]
    if isinstance(document, Pack):
        return _opened(facts, document, origin, raw, findings)
    values, told = _checked(facts, document, origin, raw)
    return [Return(raw.file, raw.format, origin if values else None, values or {}, (*findings, *told))]


def _origin(facts: Facts, raw: Raw) -> tuple[Origin | None, list[Finding]]:
    """What a file was made as: what it says, or whose fields it has; None where neither is certain."""
    origin = stamp.stamped(raw.told)
    if origin is None:
        named = facts.of_names(frozenset(raw.values))
        return (Origin(named), [Finding.of("edition-unrecorded")]) if named else (None, [Finding.of("unplaced")])
    if facts.document(origin.document) is None:
        return None, [Finding.of("document-unknown", document=origin.document[:_SHOWN])]
    return origin, []


def _opened(facts: Facts, pack: Pack, origin: Origin, raw: Raw, findings: list[Finding]) -> list[Return]:
    """The forms of a pack that were filled in, each as if it had come alone."""
    editions, bound, found = stamp.pieces(raw.told), facts.bound(pack), []
    findings += _unknown([name for name in raw.values if not name.startswith(tuple(f"{each}." for each in bound))])
    for name in bound:
        document, held = facts.document(name), _below(raw, f"{name}.")
        if document is None or not _says(held.values):
            continue
        own = Origin(name, editions.get(name, ""), origin.languages)
        values, told = _checked(facts, document, own, held)
        found.append(Return(raw.file, raw.format, own if values else None, values or {}, (*findings, *told)))
    return found or [Return(raw.file, raw.format, findings=(*findings, Finding.of("blank")))]


def _below(raw: Raw, start: str) -> Raw:
    """The fields of a file whose names begin so, under the rest of their names."""
    cut, twice = ([name.removeprefix(start) for name in names if name.startswith(start)] for names in (raw.cut, raw.twice))
    values = {name.removeprefix(start): value for name, value in raw.values.items() if name.startswith(start)}
    return replace(raw, values=values, cut=cut, twice=twice)


def _checked(facts: Facts, document: AnyDocument, origin: Origin, raw: Raw) -> tuple[dict[str, str] | None, list[Finding]]:
    """The values that a document can have, and what is to be said of the others; None where they can't be its values at all."""
    findings, values = [], raw.values
    if origin.edition and origin.edition != document.edition.number:
        findings.append(Finding.of("edition-other", found=origin.edition[:_SHOWN], present=document.edition.number))
    if not isinstance(document, Document):
        return dict(values), findings  # a workbook knows best what may stand in it
    asked = facts.asked(document, origin.languages, values)
    other = facts.of_names(frozenset(values))
    if not set(values) & set(asked) or other not in (None, document.id):
        return None, [*findings, Finding.of("stamp-contradicts", document=document.code or document.id)]
    kept = {name: value for name, value in values.items() if name in asked and _fits(asked[name], value)}
    for name in raw.twice:
        kept.pop(name, None)
    findings += _odd(asked, raw)
    findings += _missing(facts, document, asked, values)
    return kept, findings


def _fits(asked: Asked, value: str) -> bool:
    return not value or not asked.choices or value in asked.choices


def _odd(asked: Mapping[str, Asked], raw: Raw) -> Iterator[Finding]:
    """What is said of values that a field can't have, of fields that the document hasn't, and of those that are gone."""
    for name, value in raw.values.items():
        field = asked.get(name)
        if field is None:
            continue
        marks = value.split(BETWEEN_MARKS)
        if name in raw.twice:
            yield Finding.of("field-twice", field=field.label)
        elif name in raw.cut:
            yield Finding.of("text-cut", field=field.label, limit=LONGEST)
        elif _fits(field, value):
            continue
        elif len(marks) > 1 and set(marks) <= set(field.choices):
            yield Finding.of("marks-several", field=field.label, marks=", ".join(f"«{field.choices[mark]}»" for mark in marks))
        else:
            yield Finding.of("value-odd", field=field.label, value=value[:_SHOWN])
    yield from _unknown([name for name in raw.values if name not in asked])
    if gone := [asked[name].label for name in asked if name not in raw.values]:
        yield Finding.of("fields-gone", count=len(gone), names="; ".join(gone)[: 4 * _SHOWN])


def _unknown(names: Sequence[str]) -> Iterator[Finding]:
    if names:
        yield Finding.of("fields-unknown", count=len(names), names=", ".join(names)[:_SHOWN])


def _says(values: Mapping[str, str]) -> bool:
    return any(value.strip() for value in values.values())


def _missing(facts: Facts, document: Document, asked: Mapping[str, Asked], values: Mapping[str, str]) -> Iterator[Finding]:
    """What is said of a form that is empty, or in which levels are not ticked."""
    if not _says(values):
        yield Finding.of("blank")
        return
    levels = [name for name in asked if name.startswith(LEVEL) and asked[name].choices]
    without = [name.removeprefix(LEVEL) for name in levels if not values.get(name)]
    if without and len(without) == len(levels):
        yield Finding.of("levels-none")
    elif without:
        codes = facts.codes(document)
        told = ", ".join(codes.get(name, name) for name in without)
        yield Finding.of("levels-missing", count=len(without), competencies=told)
