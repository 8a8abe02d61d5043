"""A school's plans → what a person has to see to before they are handed out: talks to come, choices to make, gaps."""

from __future__ import annotations

from collections.abc import Iterator

from kalyp.loop import sums
from kalyp.loop.model import Finding, Person, Ratings
from kalyp.loop.plans import Planner, whole
from kalyp.model.workbook import Group


def advice(planner: Planner) -> list[Finding]:
    """What a person has to see to, people first, in the order of the staff sheet."""
    return [*_people(planner), *_request(planner), *_yearly(planner), *_head(planner)]


def _people(planner: Planner) -> Iterator[Finding]:
    for person in planner.school.people:
        if not person.name.strip():
            continue  # whoever reads the workbook says so
        if person.left_out:
            yield Finding.of("plan-left-out", person=planner.who(person))
        elif not person.ratings:
            yield Finding.of("plan-no-levels", person=planner.who(person))
        else:
            yield from _posts(planner, person)


def _posts(planner: Planner, person: Person) -> Iterator[Finding]:
    for group in planner.frame.workbook.groups:
        if group.id in person.ratings:
            yield from _post(planner, person, group, person.ratings[group.id])


def _post(planner: Planner, person: Person, group: Group, ratings: Ratings) -> Iterator[Finding]:
    framework = planner.frame.framework(group)
    competencies = list(framework.competencies())
    without = [each.code for each in competencies if not sums.in_force(ratings, each.id, framework)]
    most = planner.frame.workbook.priorities
    who = {"person": planner.who(person), "group": planner.frame.say(group.title)}
    if not ratings.priorities:
        code = "plan-talk" if without else "plan-no-priorities"
        yield Finding.of(code, **who, open=len(without), all=len(competencies))
        return
    if len(ratings.priorities) > most:
        chosen = [each.code for each in competencies if each.id in ratings.priorities]
        yield Finding.of("plan-too-many", **who, count=len(chosen), codes=", ".join(chosen), most=most)
    if without:
        yield Finding.of("plan-open", **who, open=len(without), all=len(competencies))


def _request(planner: Planner) -> Iterator[Finding]:
    group = planner.frame.main
    framework = planner.frame.framework(group)
    needing = [person for person, ratings in planner.rated(group) if sums.needs(ratings, framework, planner.need)]
    without = [planner.who(person) for person in needing if not person.subjects]
    if without:
        yield Finding.of("plan-no-subject", people=", ".join(without))
    beyond = {subject: 0 for person in needing for subject in person.subjects if subject not in planner.columns}
    for subject in beyond:
        count = sum(subject in person.subjects for person in needing)
        yield Finding.of("plan-no-column", subject=planner.subject(subject) or subject, count=count)

    for (row, column), typed in planner.own_rows.items():
        if not whole(typed):
            name = planner.frame.say(planner.frame.matrix.count_head) if column == sums.COUNT else planner.subject(column)
            yield Finding.of("plan-no-number", field=f"{row}) {name}".strip(), value=typed)


def _yearly(planner: Planner) -> Iterator[Finding]:
    ranks, room = planner.ranks, len(planner.plans.yearly.tasks)
    if not ranks:
        yield Finding.of("plan-no-needs")
    elif len(ranks) > room and ranks[room - 1].needs == ranks[room].needs:
        codes = {each.id: each.code for each in planner.frame.competencies(planner.frame.main)}
        equal = [codes[rank.competency] for rank in ranks if rank.needs == ranks[room].needs]
        yield Finding.of("plan-tie", codes=", ".join(equal), count=ranks[room].needs, room=room)


def _head(planner: Planner) -> Iterator[Finding]:
    empty = [planner.frame.label(name) for name in planner.frame.workbook.fields if name not in planner.head]
    if empty:
        yield Finding.of("plan-head-empty", fields=", ".join(empty))
    year = planner.head.get(planner.plans.individual.year)
    if year and planner.years == ("", ""):
        yield Finding.of("plan-year", value=year)
