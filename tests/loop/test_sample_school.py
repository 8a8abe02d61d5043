"""The data of the sample school: as many forms as the loop wants, in all ways, and all that is rare in a school."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from pydantic import ValidationError

from kalyp.loop.model import Ratings
from kalyp.loop.sample_school import (
    SampleSchool,
    filled_forms,
    framework_of,
    known_school,
    levels,
    load_district,
    load_school,
    request_forms,
)
from tests.support import ROOT, real_content

FOLDER = ROOT / "tests/sample_school"
SCHOOL = load_school(FOLDER)
FORMS = filled_forms(SCHOOL, real_content())
KNOWN = known_school(SCHOOL, real_content(), "ky")
RATINGS = [ratings for person in KNOWN.people for ratings in person.ratings.values()]


def test_thirty_people_hand_in_sixty_forms_in_three_languages_half_of_them_pdf() -> None:
    assert len({person.name for person in KNOWN.people}) == 30
    assert Counter(form.format for form in FORMS) == {"pdf": 30, "docx": 30, "xlsx": 3}
    assert set(real_content().languages) == {form.language for form in FORMS}
    assert len({form.document for form in FORMS}) == 6
    assert len({form.file for form in FORMS}) == len(FORMS)


def test_each_says_that_it_is_a_sample() -> None:
    assert all(text[-1] == ")" for text in (SCHOOL.school["school"][language] for language in real_content().languages))
    assert all(request.fields["school"].endswith(("(образец)", "(үлгү)", "(үлгі)")) for request in load_district(FOLDER).schools)


def test_what_is_rare_is_in_it() -> None:
    assert max(len(person.ratings) for person in KNOWN.people) == 3
    assert any(len(person.subjects) == 2 for person in KNOWN.people)
    assert any(subject.startswith("free-") for person in KNOWN.people for subject in person.subjects)
    assert any(not person.category for person in KNOWN.people)
    assert any(ratings.supervisor and not ratings.own for ratings in RATINGS)
    assert any(ratings.own and not ratings.supervisor for ratings in RATINGS)
    assert any(ratings.supervisor and not ratings.agreed and not ratings.priorities for ratings in RATINGS)
    assert any(0 < len(set(ratings.supervisor) ^ set(ratings.own)) < 3 for ratings in RATINGS)  # one left a row empty
    texts = " ".join(value for form in FORMS for value in form.values.values())
    assert set("ңӨөҮүҚқҒғҰұҺһӘәі") <= set(texts)
    assert "\n" in texts
    assert max(len(value) for form in FORMS for value in form.values.values()) > 200


def test_needs_are_tied_and_at_most_four_a_person() -> None:
    needs = Counter(name for person in KNOWN.people for name in person.ratings.get("teachers", Ratings()).priorities)
    assert len(set(needs.values())) < len(needs)
    assert max(len(ratings.priorities) for ratings in RATINGS) == 4


def test_supervisor_and_teacher_differ_in_a_few() -> None:
    both = [ratings for ratings in RATINGS if ratings.own and ratings.supervisor]
    differing = [sum(r.own[name] != r.supervisor[name] for name in {*r.own} & {*r.supervisor}) for r in both]
    assert min(differing) >= 1
    assert max(differing) <= 6
    for ratings in both:  # what is agreed was open before
        assert all(ratings.own.get(name) != ratings.supervisor.get(name) for name in ratings.agreed), ratings


def test_the_sums_of_a_request_are_those_of_its_columns() -> None:
    for form in request_forms(load_district(FOLDER), real_content()):
        counts = {name: int(value) for name, value in form.values.items() if name.endswith(".count")}
        assert counts.pop("request.total.count") == sum(counts.values())


def test_a_slip_in_the_data_is_an_error() -> None:
    framework = framework_of(real_content(), "kg-2.1")
    with pytest.raises(ValueError, match="22 competencies"):
        levels(framework, "123")
    with pytest.raises(KeyError):
        levels(framework, "4" * 22)
    with pytest.raises(ValidationError):
        SampleSchool.model_validate({"school": {}, "people": []})
    assert levels(framework, "." * 21 + "3") == {"22": "high"}
    with pytest.raises(FileNotFoundError):
        load_school(Path("nowhere"))
