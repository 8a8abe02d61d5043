"""Hyphenation: the rules of each language by their cases, its data files, and what WeasyPrint makes of them."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pyphen
import pytest
import weasyprint
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kalyp.hyphenation import KEYS, Hyphenator, Rules, register
from tests.support import ROOT

FOLDER = ROOT / "content" / "hyphenation"
RULES = {path.stem: Rules.read(path) for path in sorted(FOLDER.glob("*.yaml"))}
HYPHENATORS = {language: Hyphenator(rules) for language, rules in RULES.items()}

# From the orthography rules of each language: a hyphen at each place where the word may be cut.
CASES = {
    "ky": """
        ки-теп бо-ек то-ют ай-тыл-ган-дар тоо-лор-до бе-ки-нүү-чү заар-ка-нуу-чу ба-таль-он кон-суль-та-ция разъ-езд
        дель-фин жа-ны-бар суу-да аб-дан боо-ру-кер тол-кун-да-ры тос-коол акыл-дуу
        жол суук тарс ага атак аалам эшик өмүр унаа
    """,
    "kk": """
        ор-на-лас-ты-ру ала-қан да-уыс са-уат да-йын-дық құ-йын жа-уап ке-йін бу-ын қи-ын ту-ын-ды құ-мырс-қа күң-гірт-теу
        жаң-ғырт-ты рес-пуб-ли-ка-мыз-да құр-мет-ті ақыл-дас-тық ро-лін-де съез-дің про-ект ар-мия ою-лы
        атом ақыл отыр төрт пункт екі ұя
    """,
}

# Loan words of texts about education, with endings of either language.
LOAN_WORDS = {
    "ky": """
        прог-рам-ма-лар-дын конт-роль конт-рол-доо деск-рип-тор-лор ком-пе-тен-ция ком-пе-тен-ци-я-сы инс-тру-мент-тер
        струк-ту-ра-сы элект-рон-дук транс-порт ав-то-транс-пор-ту пси-хо-ло-ги-я-лык Кыр-гыз-стан Кыр-гыз-стан-дын
        кыр-гыз-ста-ны коу-чинг-дин ноут-бук порт-фо-лио ау-ди-то-рия субъ-ек-тив-дүү ми-нистр-лик ком-пью-тер-лер
        ме-та-пред-мет-тик ми-ни-про-ект су-пер-вай-зер экс-перт-тер
    """,
    "kk": """
        прог-рам-ма-лар-дың конт-роль деск-рип-тор-лар ком-пе-тен-ция инс-тру-мент-тер құ-ры-лым струк-ту-ра-сы
        элект-рон-дық транс-порт ав-то-транс-пор-ты пси-хо-ло-ги-я-лық Қа-зақ-стан қа-зақ-стан-дық Қа-зақ-ста-ны
        Қыр-ғыз-стан коу-чинг-тің ноут-бук порт-фо-лио ау-ди-то-рия субъ-ек-тив-ті ми-нистр-лі-гі-нің ком-пью-тер-лер
        уә-кіл-дік уа-қы-тын-да эва-лю-а-ци-я-лау ба-ға-лау-шы-лар ме-та-та-ну тью-тор-лық
    """,
}


def cases(table: dict[str, str]) -> list[object]:
    """One named case for each word of the table."""
    return [pytest.param(language, word, id=f"{language}-{word}") for language in table for word in table[language].split()]


def divided(language: str, word: str) -> str:
    """The word with a hyphen at each cut."""
    return joined(HYPHENATORS[language], word)


def joined(hyphenator: Hyphenator, word: str) -> str:
    return "-".join(word[start:end] for start, end in pairwise([0, *hyphenator.positions(word), len(word)]))


def assert_sound(language: str, word: str) -> None:
    """No letter alone at the edge of a part, no piece without a vowel, each cut once and inside the word."""
    cuts = HYPHENATORS[language].positions(word)
    assert cuts == sorted(set(cuts))
    for part in re.finditer(r"[^\W\d_]+", word):
        inside = [cut - part.start() for cut in cuts if part.start() <= cut <= part.end()]
        assert all(2 <= cut <= len(part[0]) - 2 for cut in inside), word
        for start, end in zip([0, *inside], [*inside, len(part[0])], strict=True):
            assert not inside or set(part[0][start:end].lower()) & RULES[language].vowels, word
    assert all(word[cut - 1].isalpha() and word[cut].isalpha() for cut in cuts)


class TestRules:
    @pytest.mark.parametrize(("language", "word"), cases(CASES))
    def test_orthography(self, language: str, word: str) -> None:
        assert divided(language, word.replace("-", "")) == word

    @pytest.mark.parametrize(("language", "word"), cases(LOAN_WORDS))
    def test_loan_word(self, language: str, word: str) -> None:
        assert divided(language, word.replace("-", "")) == word

    @pytest.mark.parametrize(("language", "word"), cases(CASES))
    def test_capitals_change_nothing(self, language: str, word: str) -> None:
        assert divided(language, word.replace("-", "").upper()) == word.upper()
        assert divided(language, word.replace("-", "").capitalize()) == word.capitalize()

    def test_punctuation_around_a_word_changes_nothing(self) -> None:
        assert divided("ky", "«китеп»,") == "«ки-теп»,"
        assert divided("kk", "(алақан)…") == "(ала-қан)…"
        assert divided("kk", "“екі”") == "“екі”"

    def test_parts_of_a_hyphenated_word_are_cut_one_by_one(self) -> None:
        assert HYPHENATORS["ky"].positions("ата-энелер") == [len("ата-эне")]
        assert HYPHENATORS["kk"].positions("өзін-өзі") == []

    @pytest.mark.parametrize(
        "word", ["5-класстардын", "класстар2", "COVIDдин", "программаlар", "МУБдардын", "ЮНЕСКОнун", "эИТИМАЛ", "и\u0306лимдер"]
    )
    def test_digits_other_letters_and_inner_capitals_are_left_whole(self, word: str) -> None:
        assert divided("ky", word) == word

    def test_a_long_vowel_alone_stays_with_its_neighbour(self) -> None:
        assert [divided("ky", word) for word in ("аалам", "коюу", "коюунун")] == ["аалам", "коюу", "ко-юу-нун"]

    def test_nothing_is_nothing(self) -> None:
        assert [HYPHENATORS["ky"].positions(word) for word in ("", "-", "«»", "ь", "стр")] == [[], [], [], [], []]


class TestExceptions:
    @pytest.fixture
    def cut(self, tmp_path: Path) -> Callable[..., str]:
        """Divides a word by the rules of Kyrgyz with the given exceptions only."""

        def cut(word: str, *entries: str) -> str:
            text = (FOLDER / "ky.yaml").read_text("utf-8").split("exceptions:\n")[0]
            path = tmp_path / "ky.yaml"
            path.write_text(text + "exceptions:" + "".join(f"\n  - {entry}" for entry in entries), "utf-8")
            return joined(Hyphenator(Rules.read(path)), word)

        return cut

    # (word, entries, the word divided)
    @pytest.mark.parametrize(
        ("word", "entries", "wanted"),
        [
            pytest.param("контроль", [], "конт-роль", id="no entry: the rules"),
            pytest.param("контроль", ["кон-троль"], "кон-троль", id="the word itself"),
            pytest.param("контролго", ["кон-троль"], "конт-рол-го", id="not a longer word"),
            pytest.param("контролдун", ["кон-трол*"], "кон-трол-дун", id="a star: letters may follow"),
            pytest.param("контролу", ["кон-трол*"], "кон-тро-лу", id="an ending takes the last consonant along"),
            pytest.param("автоконтролу", ["кон-трол*"], "ав-то-конт-ро-лу", id="a star behind is no beginning in front"),
            pytest.param("телеклубу", ["-клуб*"], "те-ле-клу-бу", id="a hyphen in front: inside a word, cut there"),
            pytest.param("спортклуб", ["-клуб"], "спорт-клуб", id="a hyphen in front: at the end of a word"),
            pytest.param("спортклубу", ["-клуб"], "спортк-лу-бу", id="without the star not before an ending"),
            pytest.param("башаламан", ["-ала-ман*"], "баш-ала-ман", id="a hyphen in front: no other cut before it"),
            pytest.param("спклубу", ["-клуб*"], "спклу-бу", id="letters without a vowel are not cut off"),
            pytest.param("теа", ["те-а*"], "теа", id="one letter is not cut off where nothing follows"),
            pytest.param("театр", ["те-а*"], "те-атр", id="one letter with others behind it is"),
            pytest.param("юнеско", ["юнеско"], "юнеско", id="no hyphen: never cut"),
            pytest.param("контролдор", ["кон-тро*", "конт-рол*"], "конт-рол-дор", id="the longest entry counts"),
            pytest.param("гызстандык", ["кыр-гыз-стан*"], "гыз-стан-дык", id="the rest of a word that was cut"),
        ],
    )
    def test_entry(self, cut: Callable[..., str], word: str, entries: list[str], wanted: str) -> None:
        assert cut(word, *entries) == wanted


class TestSoundness:
    @pytest.mark.parametrize("language", RULES)
    def test_words_of_the_content(self, language: str) -> None:
        words = words_of_the_content(language)
        assert words
        for word in sorted(words):
            assert_sound(language, word)

    @pytest.mark.parametrize("language", RULES)
    @given(data=st.data())
    def test_any_letters(self, language: str, data: st.DataObject) -> None:
        letters = st.sampled_from(sorted(RULES[language].alphabet))
        entries = st.sampled_from([entry.letters for entry in RULES[language].exceptions])
        word = "".join(data.draw(st.lists(letters | entries, max_size=24)))
        for written in (word, word.upper(), f"«{word}-{word}»"):
            assert_sound(language, written)

    @pytest.mark.parametrize("language", RULES)
    @given(word=st.text(max_size=30))
    def test_any_text(self, language: str, word: str) -> None:
        assert_sound(language, word)


class TestFile:
    def test_the_files_of_the_project_are_well(self) -> None:
        assert set(CASES) <= set(RULES)

    # What is done to the Kyrgyz file: (text, its replacement, the key that the message names, words of the message)
    @pytest.mark.parametrize(
        ("old", "new", "key", "said"),
        [
            ("vowels: а", "vowel: а", "vowel", "no such key"),
            ("signs: ъ ь\n", "", "signs", "missing"),
            ("vowels: а е ё и о ө у ү ы э ю я", "vowels:", "vowels", "no letters"),
            ("vowels: а е ё и о ө у ү ы э ю я", "vowels: а е ё и о ө у ы э ю я", "vowels", "'ү' is missing"),
            ("vowels: а", "vowels: ң а", "consonants", "'ң' stands in vowels and consonants"),
            ("vowels: а", "vowels: ә а", "vowels", "'ә' is not in alphabet"),
            ("vowels: а е", "vowels: ае", "vowels", "'ае' is not 1 small letter"),
            ("vowels: а", "vowels: а а", "vowels", "twice"),
            ("vowels: а е ё и о ө у ү ы э ю я", "vowels: [а, е]", "vowels", "letters with spaces"),
            ("long_vowels: аа", "long_vowels: ан", "long_vowels", "'ан' is not in vowels"),
            ("semivowels:", "semivowels: й", "semivowels", "'й' is not in vowels"),
            ("- кыр-гыз-стан*", "- кыр-гыз-стaн*", "exceptions", "'a' is not in alphabet"),
            ("- кыр-гыз-стан*", "- кыр-г-ызстан*", "exceptions", "'г' has no vowel"),
            ("- кыр-гыз-стан*", "- кыр--гызстан*", "exceptions", "no vowel"),
            ("- кыр-гыз-стан*", "- а-та", "exceptions", "one letter alone"),
            ("- кыр-гыз-стан*", "- 5", "exceptions", "has to be a word"),
            ("- кыр-гыз-стан*", "- өз-бек-стан*", "exceptions", "twice"),
        ],
    )
    def test_a_slip_names_file_and_key(self, tmp_path: Path, old: str, new: str, key: str, said: str) -> None:
        text = (FOLDER / "ky.yaml").read_text("utf-8")
        changed = re.sub(rf"^(\s*){re.escape(old)}", lambda found: found[1] + new, text, count=1, flags=re.MULTILINE)
        assert changed != text
        path = tmp_path / "ky.yaml"
        path.write_text(changed, "utf-8")
        with pytest.raises(ValueError, match=re.escape(said)) as error:
            Rules.read(path)
        assert str(path) in str(error.value)
        assert key in str(error.value)

    @pytest.mark.parametrize("text", ["", "- а", "vowels: [", "word"])
    def test_a_file_that_is_no_such_file_is_named(self, tmp_path: Path, text: str) -> None:
        path = tmp_path / "ky.yaml"
        path.write_text(text, "utf-8")
        with pytest.raises(ValueError, match=re.escape(str(path))):
            Rules.read(path)

    def test_letters_in_two_signs_are_letters(self, tmp_path: Path) -> None:
        path = tmp_path / "ky.yaml"
        path.write_text(unicodedata.normalize("NFD", (FOLDER / "ky.yaml").read_text("utf-8")), "utf-8")
        assert Rules.read(path) == RULES["ky"]

    def test_all_keys_stand_in_each_file(self) -> None:
        for path in sorted(FOLDER.glob("*.yaml")):
            assert tuple(yaml.safe_load(path.read_text("utf-8"))) == KEYS


@pytest.fixture
def pyphen_as_before() -> Iterator[None]:
    """Undoes what a test registers."""
    kept = [(table, dict(table)) for table in (pyphen.LANGUAGES, pyphen.LANGUAGES_LOWERCASE, pyphen.hdcache)]
    yield
    for table, before in kept:
        table.clear()
        table.update(before)


@pytest.mark.usefixtures("pyphen_as_before")
class TestRegister:
    def test_pyphen_finds_the_languages(self) -> None:
        assert register(FOLDER) == sorted(RULES)
        assert pyphen.Pyphen(lang="ky").inserted("үзгүлтүксүз") == "үз-гүл-түк-сүз"
        assert pyphen.Pyphen(lang="kk-KZ").inserted("«Біліктілік»") == "«Бі-лік-ті-лік»"
        assert list(pyphen.Pyphen(lang="ky").iterate("тоолордо")) == [("тоолор", "до"), ("тоо", "лордо")]

    def test_other_languages_stay_as_they_are(self) -> None:
        before = pyphen.Pyphen(lang="ru").inserted("профессиональное")
        register(FOLDER)
        assert pyphen.Pyphen(lang="ru").inserted("профессиональное") == before

    def test_twice_is_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        register(FOLDER)
        once = (dict(pyphen.LANGUAGES), dict(pyphen.LANGUAGES_LOWERCASE), set(pyphen.hdcache))
        monkeypatch.chdir(FOLDER)
        register(Path())
        assert (pyphen.LANGUAGES, pyphen.LANGUAGES_LOWERCASE, set(pyphen.hdcache)) == once

    def test_a_changed_file_counts_from_the_next_time_on(self, tmp_path: Path) -> None:
        text = (FOLDER / "ky.yaml").read_text("utf-8")
        (tmp_path / "xx-Cyrl.yaml").write_text(text, "utf-8")
        assert register(tmp_path) == ["xx_Cyrl"]
        assert pyphen.Pyphen(lang="xx-Cyrl-XX").inserted("китеп") == "ки-теп"
        (tmp_path / "xx-Cyrl.yaml").write_text(text + "  - китеп\n", "utf-8")
        register(tmp_path)
        assert pyphen.Pyphen(lang="xx-cyrl").inserted("китеп") == "китеп"

    def test_a_bad_file_registers_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "xa.yaml").write_text((FOLDER / "ky.yaml").read_text("utf-8"), "utf-8")
        (tmp_path / "xb.yaml").write_text("vowels: а", "utf-8")
        with pytest.raises(ValueError, match=r"xb\.yaml"):
            register(tmp_path)
        assert pyphen.language_fallback("xa") is None

    def test_no_files_are_made(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        before = sorted(FOLDER.iterdir())
        register(FOLDER)
        assert pyphen.Pyphen(lang="ky").inserted("китеп") == "ки-теп"
        assert sorted(FOLDER.iterdir()) == before
        assert list(tmp_path.iterdir()) == []


def printed(language: str, text: str, css: str = "width: 5em") -> list[str]:
    """The lines that WeasyPrint makes of a narrow paragraph, read back from the PDF; "‐" is a hyphen that it added."""
    page = f"<style>p {{ hyphens: auto; font-size: 12pt; {css} }}</style><p>{text}</p>"
    pdf = weasyprint.HTML(string=f'<html lang="{language}">{page}</html>').write_pdf()
    document = pypdfium2.PdfDocument(pdf)
    try:
        return str(document[0].get_textpage().get_text_range()).split("\r\n")
    finally:
        document.close()


@pytest.mark.usefixtures("pyphen_as_before")
class TestWeasyPrint:
    @pytest.mark.parametrize(
        ("language", "word"),
        [
            ("ky", "компетенцияларынын"),
            ("ky", "үзгүлтүксүздүгүнөн"),
            ("ky", "КЫРГЫЗСТАНДЫКТАРДЫН"),
            ("ky", "«тоолорубуздагыларга»"),
            ("ky", "видеопрограммаларыбыз"),
            ("kk", "біліктіліктерімізді"),
            ("kk", "қазақстандықтардың"),
            ("kk", "жауапкершіліктеріміз"),
            ("kk", "құрастырылғандығынан"),
        ],
    )
    @pytest.mark.parametrize("width", ["3em", "5em", "8em"])
    def test_words_break_where_they_may(self, language: str, word: str, width: str) -> None:
        register(FOLDER)
        lines = printed(language, word, f"width: {width}")
        *broken, last = lines
        assert broken
        assert all(line.endswith("‐") for line in broken)
        pieces = [*(line.removesuffix("‐") for line in broken), last]
        assert "".join(pieces) == word
        ends = [len("".join(pieces[:count])) for count in range(1, len(pieces))]
        assert set(ends) <= set(HYPHENATORS[language].positions(word))

    def test_the_same_width_works_for_a_language_of_pyphen(self) -> None:
        register(FOLDER)
        lines = printed("ru", "профессиональное")
        assert len(lines) > 1
        assert "".join(line.removesuffix("‐") for line in lines) == "профессиональное"

    def test_without_registration_the_word_stays_whole(self) -> None:
        for table in (pyphen.LANGUAGES, pyphen.LANGUAGES_LOWERCASE):
            table.pop("ky", None)
        assert printed("ky", "компетенцияларынын") == ["компетенцияларынын"]

    def test_limits_of_characters_hold(self) -> None:
        register(FOLDER)
        assert printed("ky", "тоолордо", "width: 4em; hyphenate-limit-chars: 9") == ["тоолордо"]
        assert printed("ky", "тоолордо", "width: 4em; hyphenate-limit-chars: 5 4 2") == ["тоолор‐", "до"]
        assert printed("ky", "тоолордо", "width: 4em; hyphenate-limit-chars: 5 2 3") == ["тоо‐", "лордо"]


def words_of_the_content(language: str) -> set[str]:
    """The words of the language in all YAML files of the project, and those of the list of exceptions."""
    words = {entry.letters for entry in RULES[language].exceptions}
    for folder in ("content", "frameworks"):
        for path in sorted((ROOT / folder).rglob("*.yaml")):
            for text in texts(yaml.safe_load(path.read_text("utf-8")), language):
                words.update(text.split())
    return words


def texts(value: object, language: str, wanted: bool = False) -> Iterator[str]:
    """Every string at or below a key that is the language's code."""
    if isinstance(value, str) and wanted:
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from texts(item, language, wanted)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from texts(item, language, wanted or key == language)
