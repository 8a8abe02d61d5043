"""Names of fields in bookmarks."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kalyp.write.docx.names import LIMIT, bookmarks, decode, encode, field_name


@settings(deadline=None)  # what is tested is not how busy the machine is
@given(st.text(max_size=60))
def test_every_name_comes_back_from_its_code(name: str) -> None:
    assert re.fullmatch("[a-z0-9_]*", encode(name))
    assert decode(encode(name)) == name


@settings(deadline=None)  # what is tested is not how busy the machine is
@given(st.text(min_size=1, max_size=120), st.integers(1, 99_999))
def test_every_name_comes_back_from_bookmarks_that_word_allows(name: str, number: int) -> None:
    made = bookmarks(name, number)
    assert all(re.fullmatch("[A-Za-z][A-Za-z0-9_]*", each) and len(each) <= LIMIT for each in made)
    assert field_name(made) == name
    assert field_name(made[::-1]) == name


@settings(deadline=None)  # what is tested is not how busy the machine is
@given(st.text("abc.-", min_size=60, max_size=120))
def test_parts_of_a_name_are_no_name(name: str) -> None:
    made = bookmarks(name, 12)
    assert len(made) > 1
    assert [field_name(made[:count]) for count in range(len(made))] == [None] * len(made)
    assert field_name(made[1:]) is None


def test_codes_stay_readable() -> None:
    assert bookmarks("level.12:low", 3) == ("F_level_p12_vlow",)
    assert bookmarks("full-name", 1) == ("F_full_dname",)


def test_names_that_differ_by_a_capital_alone_differ_for_word() -> None:
    assert encode("Goal").lower() != encode("goal").lower()


def test_long_names_that_begin_alike_have_bookmarks_of_their_own() -> None:
    low, high = "observation.lesson-1.indicator-12:partly", "observation.lesson-1.indicator-12:wholly"
    assert not set(bookmarks(low, 7)) & set(bookmarks(high, 8))
    assert field_name([*bookmarks(low, 7), *bookmarks(high, 8)]) == high


def test_other_peoples_bookmarks_are_no_fields() -> None:
    assert field_name(["_Toc123", "H_title", "Form", "F_", "F_bad_"]) is None
    assert field_name([]) is None
    assert field_name(["F_school", "_GoBack"]) == "school"


def test_what_was_never_encoded_is_refused() -> None:
    with pytest.raises(ValueError, match="_q"):
        decode("a_q")
