"""Schools made up by Hypothesis, and the workbook that they are kept in."""

from __future__ import annotations

from hypothesis import strategies as st

from kalyp.loop.model import Person, Ratings, School
from kalyp.lower.workbook.frame import Frame
from kalyp.model.project import Project
from kalyp.model.workbook import Group, Workbook
from tests.support import real_content


def workbook_of(project: Project) -> Workbook:
    """The school's workbook of the real content."""
    return next(document for document in project.documents.values() if isinstance(document, Workbook))


PROJECT = real_content()
WORKBOOK = workbook_of(PROJECT)
FRAME = Frame(PROJECT, WORKBOOK, next(iter(PROJECT.languages)), {})

texts = st.text(st.sampled_from("аӨңү бІҒ-.(2)='=+\"\\,«»"), min_size=1, max_size=20).map(str.strip)
some_text = texts.filter(bool)


def ratings(group: Group) -> st.SearchStrategy[Ratings]:
    """What may be known of somebody in a group, with something in it."""
    ids = [competency.id for competency in FRAME.competencies(group)]
    levels = st.dictionaries(st.sampled_from(ids), st.sampled_from([level.id for level in FRAME.levels(group)]), max_size=4)
    ordered = levels.map(lambda found: {id: found[id] for id in ids if id in found})
    priorities = st.sets(st.sampled_from(ids), max_size=5).map(lambda found: tuple(id for id in ids if id in found))
    made = st.builds(Ratings, ordered, ordered, ordered, priorities)
    return made.filter(lambda found: group.places is not None or found != Ratings())


@st.composite
def schools(draw: st.DrawFn, most: int = 6) -> School:
    """A school with some people, in the form that reading a workbook gives it."""
    numbers = sorted(draw(st.sets(st.integers(1, WORKBOOK.people), max_size=most)))
    subjects = st.lists(st.sampled_from(FRAME.subject_ids), unique=True, max_size=2).map(tuple)
    categories = st.sampled_from(["", *(id for id, _ in FRAME.categories)])
    posts = {
        number: [
            group
            for group in WORKBOOK.groups
            if draw(st.booleans()) and (group.places is None or numbers.index(number) < group.places)
        ]
        for number in numbers
    }
    people = tuple(
        Person(
            number=number,
            name=draw(some_text),
            position=draw(texts),
            subjects=draw(subjects),
            taught=draw(texts),
            category=draw(categories),
            left_out=draw(st.booleans()),
            ratings={group.id: draw(ratings(group)) for group in posts[number]},
        )
        for number in numbers
    )
    own = draw(st.lists(some_text, max_size=WORKBOOK.own_subjects).map(tuple))
    fields = draw(st.dictionaries(st.sampled_from(WORKBOOK.fields), some_text, max_size=3))
    head = {name: fields[name] for name in WORKBOOK.fields if name in fields}
    return School(head, draw(st.sampled_from(["", *(need.id for need in WORKBOOK.needs)])), own, people)
