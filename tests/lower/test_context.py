"""Phrases of one edition, put together language by language; tables whose rows divide the width in their own way."""

from __future__ import annotations

from kalyp.lower.context import bold, joined, prefixed, stacked
from kalyp.model.core import Cell, Phrase, Run, Wording

EMPTY = Cell(())


def phrase(**words: str) -> Phrase:
    return Phrase(tuple(Wording(language, (Run(text),)) for language, text in words.items()))


def said(phrase: Phrase) -> dict[str, str]:
    return {wording.language: wording.plain for wording in phrase.wordings}


def test_joined_keeps_the_languages_apart() -> None:
    assert said(joined(phrase(ky="Бир", ru="Один"), phrase(ky="эки", ru="два"))) == {"ky": "Бир эки", "ru": "Один два"}


def test_joined_puts_a_sign_between_and_none_before_the_first() -> None:
    assert said(joined(phrase(ky="Бир"), phrase(ky="эки"), phrase(ky="үч"), between=" · ")) == {"ky": "Бир · эки · үч"}
    assert said(joined(phrase(ky="Бир"), between=": ")) == {"ky": "Бир"}


def test_what_is_said_once_for_all_languages_is_joined_to_each() -> None:
    both = joined(phrase(ky="Нысан", ru="Форма"), phrase(ky="2.1"))
    assert said(both) == {"ky": "Нысан 2.1", "ru": "Форма 2.1"}


def test_what_two_languages_share_is_said_once() -> None:
    assert said(joined(phrase(ky="Форма", ru="Форма"), phrase(ky="2.1"))) == {"ky": "Форма 2.1"}


def test_prefixed_stands_before_every_language() -> None:
    assert said(prefixed("1. ", phrase(ky="Бир", ru="Один"))) == {"ky": "1. Бир", "ru": "1. Один"}


def test_bold_keeps_italic() -> None:
    mixed = Phrase((Wording("ky", (Run("а"), Run("б", italic=True))),))
    assert bold(mixed).wordings[0].runs == (Run("а", bold=True), Run("б", bold=True, italic=True))


def test_stacked_rows_of_the_same_shares_have_a_column_each() -> None:
    table = stacked([([(1, EMPTY), (1, EMPTY)], 5.0), ([(2, EMPTY), (2, EMPTY)], 6.0)], 100, phrase(ky="а"))
    assert [column.width for column in table.columns] == [50, 50]
    assert [[cell.columns for cell in row.cells] for row in table.body] == [[1, 1], [1, 1]]
    assert [row.height for row in table.body] == [5.0, 6.0]


def test_stacked_columns_are_the_borders_of_all_rows() -> None:
    table = stacked([([(1, EMPTY), (1, EMPTY)], 0), ([(1, EMPTY), (1, EMPTY), (1, EMPTY)], 0)], 180, phrase(ky="а"))
    assert [column.width for column in table.columns] == [60, 30, 30, 60]
    assert [[cell.columns for cell in row.cells] for row in table.body] == [[2, 2], [1, 2, 1]]


def test_stacked_rows_fill_the_width_whatever_the_shares() -> None:
    rows = [([(share, EMPTY) for share in shares], 0.0) for shares in ([7, 11, 13], [1], [3, 3, 3, 2], [60, 1])]
    table = stacked(rows, 180, phrase(ky="а"))
    assert abs(sum(column.width for column in table.columns) - 180) < 0.02
    assert all(sum(cell.columns for cell in row.cells) == len(table.columns) for row in table.body)
    assert all(cell.columns > 0 for row in table.body for cell in row.cells)
