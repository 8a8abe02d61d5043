from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kalyp.loop.model import Person, Ratings, School
from kalyp.loop.sums import (
    Rank,
    Tally,
    by_competency,
    by_domain,
    by_subject,
    codes,
    counted,
    in_force,
    needs,
    ranking,
    ratings_of,
    request,
    with_too_many,
)
from tests.support import real_content

TEACHER = real_content().frameworks["kg-teacher"]  # 22 competencies in four domains and an open one: 1–5, 6– …
IDS = [competency.id for competency in TEACHER.competencies()]
GROUP = "teachers"


def rated(own: str = "", supervisor: str = "", agreed: str = "", first: str = "1") -> Ratings:
    """Levels of the competencies from `first` on, as figures: "12.3" is low, middle, none, high."""

    def levels(figures: str) -> dict[str, str]:
        known = {"1": "low", "2": "middle", "3": "high"}
        return {IDS[IDS.index(first) + at]: known[figure] for at, figure in enumerate(figures) if figure in known}

    return Ratings(levels(own), levels(supervisor), levels(agreed))


def school(*people: Person) -> School:
    return School(people=people)


def test_what_is_agreed_is_in_force_whatever_was_thought_before() -> None:
    ratings = rated(own="111", supervisor="113", agreed="2..")
    assert [in_force(ratings, competency, TEACHER) for competency in ("1", "2", "3", "4")] == ["middle", "low", "", ""]


def test_one_view_alone_is_not_in_force() -> None:
    assert in_force(rated(own="1"), "1", TEACHER) == ""
    assert in_force(rated(supervisor="1"), "1", TEACHER) == ""


def test_what_is_no_level_counts_as_none() -> None:
    assert in_force(Ratings({"1": "4"}, {"1": "4"}), "1", TEACHER) == ""
    assert in_force(Ratings({"1": "low"}, {"1": "low"}, {"1": "=1+1"}), "1", TEACHER) == "low"


def test_who_has_no_name_or_is_left_out_does_not_count() -> None:
    people = Person(1, "А"), Person(2, "  "), Person(3, "В", left_out=True), Person(4, "Г")
    assert [person.number for person in counted(school(*people))] == [1, 4]


def test_only_the_people_of_the_group_are_rated_in_it() -> None:
    head = Person(2, "Б", ratings={"head": rated(agreed="1")})
    found = school(Person(1, "А", ratings={GROUP: rated(agreed="1")}), head)
    assert [person.number for person, _ in ratings_of(found, GROUP)] == [1]


def test_a_need_is_what_the_switch_says() -> None:
    ratings = Ratings(agreed={"1": "low", "2": "middle", "3": "high"}, priorities=("3", "2", "99"))
    assert needs(ratings, TEACHER, "priorities") == ["2", "3"]
    assert needs(ratings, TEACHER, "low") == ["1"]
    assert needs(ratings, TEACHER, "low-middle") == ["1", "2"]


# Four teachers, competencies 1 to 3. In force:
#   А (mathematics, physics)  1 2 3
#   Б (mathematics)           1 1 –     (own and supervisor's agree on 1, differ on 3)
#   В (no subject)            2 – –
#   Г (a subject of our own)  1 3 2
TEACHERS = (
    (Person(1, "А", subjects=("mathematics", "physics")), rated(agreed="123")),
    (Person(2, "Б", subjects=("mathematics",)), rated(own="112", supervisor="113")),
    (Person(3, "В"), rated(own="2", supervisor="3", agreed="2")),
    (Person(4, "Г", subjects=("free-1",)), rated(own="333", agreed="132")),
)
SUBJECTS = ("mathematics", "physics", "biology", "free-1")


def test_a_small_school_counted_by_hand() -> None:
    found = by_competency([ratings for _, ratings in TEACHERS], TEACHER, "low-middle")
    assert found["1"] == Tally({"low": 3, "middle": 1, "high": 0}, 4)
    assert found["2"] == Tally({"low": 1, "middle": 1, "high": 1}, 2)
    assert found["3"] == Tally({"low": 0, "middle": 1, "high": 1}, 1)
    assert found["4"] == Tally({"low": 0, "middle": 0, "high": 0}, 0)
    assert [found["1"].share(level) for level in ("low", "middle", "high")] == [0.75, 0.25, 0]
    assert found["4"].share("low") is None


def test_a_domain_is_the_sum_of_its_competencies() -> None:
    domains = by_domain(by_competency([ratings for _, ratings in TEACHERS], TEACHER, "low"), TEACHER)
    assert list(domains) == [domain.id for domain in TEACHER.domains if domain.competencies]
    assert domains["planning"].levels == {"low": 4, "middle": 3, "high": 2}
    assert (domains["planning"].needs, domains["planning"].given) == (4, 9)
    assert sum(tally.needs for tally in domains.values()) == 4


def test_a_subject_has_the_levels_of_those_who_teach_it() -> None:
    found = by_subject(TEACHERS, TEACHER, "low", SUBJECTS)
    assert found["mathematics"] == Tally({"low": 3, "middle": 1, "high": 1}, 3)
    assert found["physics"] == Tally({"low": 1, "middle": 1, "high": 1}, 1)
    assert found["biology"].share("low") is None


def test_the_request_of_a_small_school() -> None:
    numbers = request(TEACHERS, TEACHER, "low-middle", SUBJECTS)
    assert {name: number for name, number in numbers.items() if number} == {
        "1.count": 4,  # with the one who has no subject
        "1.mathematics": 2,
        "1.physics": 1,
        "1.free-1": 1,
        "2.count": 2,
        "2.mathematics": 2,
        "2.physics": 1,
        "3.count": 1,
        "3.free-1": 1,
        "total.count": 7,
        "total.mathematics": 4,
        "total.physics": 2,
        "total.free-1": 2,
    }
    assert numbers["22.biology"] == numbers["total.biology"] == 0


def test_ties_share_a_place_and_stay_in_order() -> None:
    assert ranking({"1": 2, "2": 5, "3": 2, "4": 0, "5": 5}) == [
        Rank(1, "2", 5),
        Rank(1, "5", 5),
        Rank(3, "1", 2),
        Rank(3, "3", 2),
        Rank(5, "4", 0),
    ]


def test_codes_are_those_that_somebody_needs_most_people_first() -> None:
    leads = real_content().frameworks["kg-method-lead"]
    ids = [competency.id for competency in leads.competencies()]
    people = [Ratings(priorities=(ids[4], ids[1])), Ratings(priorities=(ids[4], ids[0]))]
    assert codes(people, leads, "priorities") == [list(leads.competencies())[at].code for at in (4, 0, 1)]
    assert codes([], leads, "priorities") == []


def test_more_priorities_than_there_should_be_are_told_for_each_post() -> None:
    five = Ratings(priorities=("1", "2", "3", "4", "5"))
    four = Ratings(priorities=("1", "2", "3", "4"))
    found = school(
        Person(1, "А", ratings={GROUP: five, "leads": four}),
        Person(2, "Б", ratings={GROUP: four}),
        Person(3, "В", left_out=True, ratings={GROUP: five}),
    )
    assert [(person.number, *rest) for person, *rest in with_too_many(found, (GROUP, "leads"), 4)] == [(1, GROUP, 5)]


LEVELS = st.dictionaries(st.sampled_from(IDS), st.sampled_from(["low", "middle", "high", "", "none"]), max_size=22)
RATINGS = st.builds(Ratings, LEVELS, LEVELS, LEVELS, st.lists(st.sampled_from(IDS), unique=True, max_size=6).map(tuple))
SCHOOLS = st.lists(st.tuples(st.lists(st.sampled_from(SUBJECTS), max_size=2).map(tuple), RATINGS), max_size=12).map(
    lambda rows: [(Person(at, "А", subjects=subjects), ratings) for at, (subjects, ratings) in enumerate(rows, 1)]
)
NEEDS = st.sampled_from(["priorities", "low", "low-middle"])


@given(SCHOOLS, NEEDS)
def test_all_sums_agree(people: list[tuple[Person, Ratings]], need: str) -> None:
    ratings = [each for _, each in people]
    competencies = by_competency(ratings, TEACHER, need)
    domains = by_domain(competencies, TEACHER)
    numbers = request(people, TEACHER, need, SUBJECTS)
    everybody = sum(len(needs(each, TEACHER, need)) for each in ratings)
    assert everybody == sum(tally.needs for tally in competencies.values()) == sum(tally.needs for tally in domains.values())
    assert everybody == numbers["total.count"]
    assert [tally.needs for tally in competencies.values()] == [numbers[f"{name}.count"] for name in IDS]
    for subject, tally in by_subject(people, TEACHER, need, SUBJECTS).items():
        assert tally.needs == numbers[f"total.{subject}"] == sum(numbers[f"{name}.{subject}"] for name in IDS)
    for name in IDS:
        assert all(numbers[f"{name}.{subject}"] <= numbers[f"{name}.count"] <= len(people) for subject in SUBJECTS)
        shares = [competencies[name].share(level.id) for level in TEACHER.levels]
        assert None in shares or abs(sum(share or 0 for share in shares) - 1) < 1e-9
        if need != "priorities":
            lowest = ("low",) if need == "low" else ("low", "middle")
            assert competencies[name].needs == sum(competencies[name].levels[level] for level in lowest)


@given(st.dictionaries(st.sampled_from(IDS), st.integers(0, 5), min_size=1))
def test_the_ranking_falls_and_places_count_those_before(needed: dict[str, int]) -> None:
    ranks = ranking(needed)
    assert {rank.competency: rank.needs for rank in ranks} == needed
    for rank in ranks:
        assert rank.place == 1 + sum(other.needs > rank.needs for other in ranks)
    order = list(needed)
    for before, after in pairwise(ranks):
        assert (-before.needs, order.index(before.competency)) < (-after.needs, order.index(after.competency))
