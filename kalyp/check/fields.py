"""Names of fields and of headings in a lowered document: each stands for one thing, in every format."""

from __future__ import annotations

from collections.abc import Sequence

from kalyp.model import blocks as rich
from kalyp.model.base import Item
from kalyp.model.core import Block, FieldKind
from kalyp.model.document import AnyDocument, Sample
from kalyp.model.walk import fields, headings
from kalyp.problems import Code, Place, Problems, nearest

Lowering = Sequence[tuple[Item, Sequence[Block]]]


def check_fields(document: AnyDocument, lowered: Lowering, problems: Problems) -> None:
    """Check the names in a document, given its rich blocks with what they lowered to."""
    _check_headings(lowered, problems)
    if isinstance(document, Sample):
        _check_sample(document, lowered, problems)
    elif document.fillable:
        _check_names(lowered, problems)


def _check_sample(sample: Sample, lowered: Lowering, problems: Problems) -> None:
    """What a sample fills in is asked in its form."""
    asked: set[str] = set()
    boxes: set[str] = set()
    for field in (field for _, blocks in lowered for field in fields(blocks)):
        if field.kind is FieldKind.MARK:
            boxes.add(f"{field.name}={field.value}")
        else:
            (boxes if field.kind is FieldKind.CHECK else asked).add(field.name)
    for name in sample.values:
        if name not in asked:
            problems.add(
                Code.REFERENCE_UNKNOWN, sample.place.of("values", name), kind="field", id=name, known=nearest(name, asked)
            )
    for index, name in enumerate(sample.ticked):
        if name not in boxes:
            place = sample.place.of("ticked", index)
            problems.add(Code.REFERENCE_UNKNOWN, place, kind="field", id=name, known=nearest(name, boxes))


def _check_names(lowered: Lowering, problems: Problems) -> None:
    seen: dict[tuple[str, str], Place] = {}
    groups: dict[str, tuple[FieldKind, Place]] = {}
    for item, blocks in lowered:
        uses = _uses(item)
        for field in fields(blocks):
            key = (field.name, field.value if field.kind is FieldKind.MARK else "")
            named = uses.get(key, uses.get((field.name, ""), [item.place]))
            place = named[0]
            uses[key] = named[1:] or named
            kind, first = groups.setdefault(field.name, (field.kind, place))
            if key in seen or kind is not field.kind:
                problems.add(Code.FIELD_TWICE, place, name=field.name, first=first)
            seen.setdefault(key, place)
    _check_branches(seen, problems)


def _uses(item: Item) -> dict[tuple[str, str], list[Place]]:
    """Where a block asks for fields of the bank, by the names that they get; the places of one name in their order."""
    found: dict[tuple[str, str], list[Place]] = {}
    for row in item.rows if isinstance(item, rich.Fields) else ():
        for use in row:
            found.setdefault((use.name or use.field, ""), []).append(use.place)
    return found


def _check_branches(seen: dict[tuple[str, str], Place], problems: Problems) -> None:
    """A PDF form is a tree: a field can't also be a branch. One name of each block is enough to say so."""
    names = {name for name, _ in seen}
    said = set()
    for (name, _), place in seen.items():
        for parent in (name[:index] for index, sign in enumerate(name) if sign == "."):
            if parent in names and (place, parent) not in said:
                said.add((place, parent))
                problems.add(Code.FIELD_PREFIX, place, name=name, other=parent)


def _check_headings(lowered: Lowering, problems: Problems) -> None:
    """Links lead to a heading by its anchor; and no level is skipped on the way down, or screen readers lose the way (PDF/UA)."""
    seen: dict[str, Place] = {}
    above = 0
    for item, blocks in lowered:
        for heading in headings(blocks):
            if heading.anchor in seen:
                problems.add(Code.ID_TWICE, item.place.of("id"), id=heading.anchor, first=seen[heading.anchor])
            seen.setdefault(heading.anchor, item.place)
            if heading.level > above + 1:
                problems.add(Code.HEADING_SKIPPED, item.place, level=heading.level, above=above)
            above = heading.level
