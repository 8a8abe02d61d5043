"""Charts: bars as long as their values, words that never cover each other, and the same picture each time."""

from __future__ import annotations

import pytest
from lxml import etree

from kalyp.model.core import Bar, Chart, Phrase
from kalyp.read.project import read_project
from kalyp.write.figure import Metrics, Painter, svg
from kalyp.write.figure.measure import MM, Piece
from kalyp.write.fonts import find_fonts
from kalyp.write.unwritable import Unwritable
from tests.support import ROOT
from tests.write.sample import Texts

WIDTH = 180.0
NEAR = 0.02  # mm: lengths are rounded to hundredths
Frame = tuple[float, float, float, float]  # left, top, right, bottom

PROJECT, _ = read_project(ROOT)
LANGUAGES = tuple(PROJECT.languages)
RU = Texts(("ru",))


@pytest.fixture(scope="module")
def metrics() -> Metrics:
    assert PROJECT.fonts
    return Metrics(find_fonts(PROJECT.fonts))


def chart(*values: float, labels: list[Phrase] | None = None) -> Chart:
    words = labels or [RU.literal(f"Строка {number}") for number, _ in enumerate(values)]
    bars = (Bar(label, value, RU.literal(f"{value:g}")) for label, value in zip(words, values, strict=True))
    return Chart(tuple(bars), RU.literal("Столбцы"), "chart")


class Picture:
    """What stands in an SVG, in mm."""

    def __init__(self, text: str, metrics: Metrics) -> None:
        self.root = etree.fromstring(text)
        box = [float(number) for number in (self.root.get("viewBox") or "").split()]
        self.width, self.height = box[2:]
        self.bars = [self._frame(rect) for rect in self.root.iter("{*}rect")]
        self.words = [self._words(text, metrics) for text in self.root.iter("{*}text")]
        self.said = ["".join(str(part) for part in text.itertext()) for text in self.root.iter("{*}text")]

    @staticmethod
    def _frame(rect: etree._Element) -> Frame:
        left, top, width, height = (float(rect.get(name) or 0) for name in ("x", "y", "width", "height"))
        return left, top, left + width, top + height

    @staticmethod
    def _words(text: etree._Element, metrics: Metrics) -> Frame:
        left, base, size = (float(text.get(name) or 0) for name in ("x", "y", "font-size"))
        width = metrics.width([Piece("".join(str(part) for part in text.itertext()))], size / MM)
        return left, base - 0.75 * size, left + width, base + 0.25 * size


def overlap(one: Frame, other: Frame) -> bool:
    return min(one[2], other[2]) - max(one[0], other[0]) > NEAR and min(one[3], other[3]) - max(one[1], other[1]) > NEAR


def test_bars_are_as_long_as_their_values_from_one_line(metrics: Metrics) -> None:
    picture = Picture(svg(chart(40, 20, 10, 0), WIDTH, metrics), metrics)
    lengths = [right - left for left, _, right, _ in picture.bars]
    assert lengths == pytest.approx([lengths[0], lengths[0] / 2, lengths[0] / 4], abs=NEAR)
    assert lengths[0] > WIDTH / 2
    assert len({left for left, _, _, _ in picture.bars}) == 1
    assert picture.said == ["Строка 0", "40", "Строка 1", "20", "Строка 2", "10", "Строка 3", "0"]


def test_a_chart_of_nothing_but_zeros_has_its_words(metrics: Metrics) -> None:
    picture = Picture(svg(chart(0, 0), WIDTH, metrics), metrics)
    assert picture.bars == []
    assert picture.said == ["Строка 0", "0", "Строка 1", "0"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [120.0, WIDTH, 267.0])
def test_the_words_of_real_competencies_cover_nothing(metrics: Metrics, language: str, width: float) -> None:
    for framework in PROJECT.frameworks.values():
        words = [Texts((language,)).literal(f"{found.code} {found.short[language]}") for found in framework.competencies()]
        picture = Picture(svg(chart(*range(len(words), 0, -1), labels=words), width, metrics), metrics)
        frames = [*picture.bars, *picture.words]
        assert all(left >= 0 and top >= 0 and right <= picture.width for left, top, right, _ in frames)
        assert max(bottom for *_, bottom in frames) <= picture.height
        assert not any(overlap(one, other) for at, one in enumerate(frames) for other in frames[:at])


def test_a_pair_of_languages_stands_one_below_the_other(metrics: Metrics) -> None:
    pair = Texts(("ky", "ru"))
    picture = Picture(svg(chart(3, labels=[pair("Пландоо", "Жоспарлау", "Планирование")]), WIDTH, metrics), metrics)
    assert picture.said == ["Пландоо", "Планирование", "3"]
    assert picture.words[0][3] <= picture.words[1][1] + 1


@pytest.mark.parametrize(
    "wrong",
    [chart(), chart(3, -1), chart(1, labels=[RU.literal("щ" * 200)])],
    ids=["no bars", "less than nothing", "no room"],
)
def test_a_chart_that_can_not_be_drawn_is_an_error(metrics: Metrics, wrong: Chart) -> None:
    with pytest.raises(Unwritable) as caught:
        svg(wrong, WIDTH, metrics)
    assert caught.value.block is wrong


def test_bars_are_told_from_paper_by_any_printer(metrics: Metrics) -> None:
    picture = Picture(svg(chart(2), WIDTH, metrics), metrics)
    fill = next(picture.root.iter("{*}rect")).get("fill") or ""
    assert int(fill[1:3], 16) < 0x60
    made = Painter(metrics).png(chart(2, 1), WIDTH)
    assert Painter(metrics).png(chart(2, 1), WIDTH) == made
