"""A lowered document with every core block, and the words that each format of it has to show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from kalyp.model.core import (
    Arrow,
    Bar,
    Block,
    Box,
    Break,
    Caption,
    Cell,
    Chart,
    Column,
    Contents,
    Field,
    FieldKind,
    Figure,
    Heading,
    Inline,
    List,
    ListItem,
    Lowered,
    Node,
    Page,
    Paragraph,
    Phrase,
    Row,
    Run,
    Table,
    Wording,
)
from kalyp.model.walk import inside, listed

PORTRAIT = Page(210, 297, (15, 15, 18, 20))
LANDSCAPE = Page(297, 210, (15, 15, 18, 15))


class Texts:
    """Makes phrases in the languages of an edition: `texts("ky words", "kk words", "ru words")`."""

    def __init__(self, languages: Sequence[str]) -> None:
        self.languages = tuple(languages)

    def __call__(self, ky: str, kk: str, ru: str) -> Phrase:
        """A phrase; `**` begins and ends bold, `*` italic."""
        said = {"ky": ky, "kk": kk, "ru": ru}
        return Phrase(tuple(Wording(language, tuple(_runs(said[language]))) for language in self.languages))

    def literal(self, text: str) -> Phrase:
        """What is the same in all languages stands once, in the first."""
        return Phrase((Wording(self.languages[0], (Run(text),)),))


def every_block(languages: Sequence[str], page: Page = PORTRAIT) -> Lowered:
    """A form with every core block, every kind of field, merged and turned cells, and blocks within blocks."""
    t = Texts(languages)
    blocks: tuple[Block, ...] = (
        Box(
            (
                Paragraph((t("Кыргыз Республикасы", "Қырғыз Республикасы", "Кыргызская Республика"),), "label"),
                Heading(1, t("Мугалимдин өзүн-өзү баалоосу", "Мұғалімнің өзін-өзі бағалауы", "Самооценка учителя"), "title"),
                Paragraph((t("Бул калып *сизге* керек.", "Бұл қалып *сізге* керек.", "Эта форма *для вас*."),), "lead"),
            ),
            "cover",
        ),
        Contents(t("Мазмуну", "Мазмұны", "Содержание"), depth=3),
        Break(right=True),
        Heading(2, t("Жалпы маалымат", "Жалпы мәлімет", "Общие сведения"), "about", "1"),
        *_asking(t),
        Heading(3, t("Баалоо шкаласы", "Бағалау шкаласы", "Шкала оценки"), "scale", "1.1"),
        _rating(t),
        Break(),
        Heading(2, t("Кадамдар", "Қадамдар", "Шаги"), "steps", "2"),
        _steps(t),
        *_boxes(t),
    )
    return Lowered(
        document="forms/kg/2.1",
        kind="form",
        code="2.1",
        languages=tuple(languages),
        title=t("Мугалимдин өзүн-өзү баалоосу", "Мұғалімнің өзін-өзі бағалауы", "Самооценка учителя"),
        subject=t("Кесиптик өсүү", "Кәсіби өсу", "Профессиональное развитие"),
        foot=t("2.1-калып, 3-басылыш", "2.1-қалып, 3-басылым", "Форма 2.1, издание 3"),
        page_of=t("{pages} беттин {page}-бети", "{pages} беттің {page}-беті", "страница {page} из {pages}"),
        date="2025-09-01",
        edition="3",
        page=page,
        blocks=blocks,
    )


SUBJECTS = ("Математика", "Естествознание", "Обществознание", "Предпринимательство")


def book(languages: Sequence[str]) -> Lowered:
    """A handbook: a cover, contents, chapters that begin on the right, a page across, captions, a figure, links, boxes."""
    t = Texts(languages)
    blocks: tuple[Block, ...] = (
        Box((Heading(1, t("Колдонмо", "Нұсқаулық", "Руководство"), "title"),), "cover"),
        Contents(t("Мазмуну", "Мазмұны", "Содержание"), depth=3),
        Break(right=True),
        Heading(2, t("Куралдар", "Құралдар", "Инструменты"), "tools", "1"),
        Paragraph((linked(t("матрицаны", "матрицаны", "матрицу"), "matrix"), t("караңыз.", "қараңыз.", "смотрите."))),
        tools(t),
        Heading(3, t("Байланыштар", "Байланыстар", "Связи"), "links", "1.1"),
        connections(t),
        Heading(4, t("Тизмеде жок", "Тізімде жоқ", "Не в списке"), "unlisted", listed=False),
        Break(right=True, page=LANDSCAPE),
        Heading(2, t("Суроо-талап", "Сұраныс", "Запрос"), "request", "2"),
        matrix(t),
        Break(),
        Heading(2, t("Жыйынтык", "Қорытынды", "Итог"), "end", "3"),
        Paragraph((linked(t("сүрөткө", "суретке", "рисунок"), "connections"), t("кайтыңыз.", "оралыңыз.", "выше."))),
        Paragraph((t("Аты-жөнү", "Аты-жөні", "Имя"), Field(FieldKind.TEXT, "full-name", t("Аты", "Аты", "Имя"), width=60))),
        needs(t),
        Field(FieldKind.LINES, "opinion", t("Пикир", "Пікір", "Мнение"), lines=3),
    )
    return Lowered(
        document="kg-handbook",
        kind="handbook",
        code="H",
        languages=tuple(languages),
        title=t("Мугалимге колдонмо", "Мұғалімге нұсқаулық", "Руководство для учителя"),
        subject=t("Кесиптик өсүү", "Кәсіби өсу", "Профессиональное развитие"),
        foot=t("Колдонмо, 1-басылыш", "Нұсқаулық, 1-басылым", "Руководство, издание 1"),
        page_of=t("{page}-бет, баары {pages}", "{page}-бет, барлығы {pages}", "страница {page} из {pages}"),
        date="2026-09-01",
        edition="1",
        page=PORTRAIT,
        blocks=blocks,
        fillable=True,
    )


def linked(phrase: Phrase, anchor: str) -> Phrase:
    """The phrase as a link."""
    return Phrase(
        tuple(Wording(words.language, tuple(replace(run, link=anchor) for run in words.runs)) for words in phrase.wordings)
    )


def tools(t: Texts) -> Table:
    """A table with a caption and a place to lead to."""
    caption = Caption("table", 1, t("{number}-таблица.", "{number}-кесте.", "Таблица {number}."), t("Тизме", "Тізім", "Список"))
    rows = tuple(Row((_cell(t.literal(f"1.{number}")), _cell(t("Форма", "Нысан", "Форма")))) for number in range(1, 4))
    head = Row((_cell(t("Код", "Код", "Код"), head=True), _cell(t("Курал", "Құрал", "Инструмент"), head=True)))
    return Table((Column(1), Column(4)), (head,), rows, t("Куралдар", "Құралдар", "Инструменты"), caption=caption, anchor="list")


def connections(t: Texts) -> Figure:
    """A diagram of two boxes and an arrow."""
    return Figure(
        (Node("a", t("Байкоо", "Бақылау", "Наблюдение"), 1, 1), Node("b", t("План", "Жоспар", "План"), 1, 2, style="round")),
        (Arrow("a", "b"),),
        t("Байкоодон план чыгат.", "Бақылаудан жоспар шығады.", "Из наблюдения следует план."),
        "connections",
        Caption("figure", 1, t("{number}-сүрөт.", "{number}-сурет.", "Рисунок {number}."), t("Жол", "Жол", "Путь")),
    )


def needs(t: Texts) -> Chart:
    """A chart of three bars, one of them empty."""
    counted = (
        (t("Пландоо", "Жоспарлау", "Планирование"), 12),
        (t("Окуучунун өсүшүн баалоо", "Оқушының өсуін бағалау", "Оценка роста ученика"), 5),
        (t("Өнөктөштүк", "Серіктестік", "Партнёрство"), 0),
    )
    return Chart(
        tuple(Bar(label, value, t.literal(f"{value}")) for label, value in counted),
        t("Пландоо – 12, баалоо – 5, өнөктөштүк – 0.", "Жоспарлау – 12, бағалау – 5.", "Планирование – 12, оценка – 5."),
        "needs",
        Caption("figure", 2, t("{number}-сүрөт.", "{number}-сурет.", "Рисунок {number}."), t("Керек", "Қажет", "Нужно")),
    )


def matrix(t: Texts) -> Table:
    """A table across, with narrow columns whose heads are turned."""
    turned = tuple(Cell((Paragraph((t.literal(subject),)),), head=True, centred=True, turned=True) for subject in SUBJECTS)
    boxes = tuple(
        Cell((Field(FieldKind.CHECK, f"need.{number}", t.literal(subject), "on"),), centred=True)
        for number, subject in enumerate(SUBJECTS, 1)
    )
    head = Row((_cell(t("Компетенттүүлүк", "Құзырет", "Компетенция"), head=True), *turned), height=40)
    body = Row((_cell(t("Пландоо", "Жоспарлау", "Планирование")), *boxes))
    label = t("Матрица", "Матрица", "Матрица")
    return Table((Column(100), *[Column(11)] * len(SUBJECTS)), (head,), (body,), label, anchor="matrix")


def _asking(t: Texts) -> tuple[Block, ...]:
    """Fields that stand alone, in a paragraph, and in a table without rules."""
    name = t("Аты-жөнү", "Аты-жөні", "Фамилия, имя, отчество")
    school, day = t("Мектеп", "Мектеп", "Школа"), t("Күнү", "Күні", "Дата")
    consent = t("Макулмун", "Келісемін", "Согласен")
    return (
        Paragraph((name,), "label"),
        Field(FieldKind.TEXT, "full-name", name, max_length=80),
        Paragraph((t("Мектеп:", "Мектеп:", "Школа:"), Field(FieldKind.TEXT, "school", school))),
        Paragraph(
            (
                t("Толтурулган күнү:", "Толтырылған күні:", "Заполнено:"),
                Field(FieldKind.DATE, "date.filled", day, width=30),
                t("(кол менен)", "(қолмен)", "(от руки)"),
            ),
            "note",
        ),
        Paragraph((Field(FieldKind.CHECK, "consent", consent, "on"), consent), "tick"),
        Paragraph(
            tuple(item for value, words in _grades(t) for item in (Field(FieldKind.MARK, "category", words, value), words)),
            "tick",
        ),
        Table(
            (Column(1), Column(2)),
            (),
            (
                Row(
                    (
                        _cell(t("Район", "Аудан", "Район"), head=True),
                        _field(FieldKind.TEXT, "district", t("Район", "Аудан", "Район")),
                    )
                ),
                Row(
                    (
                        _cell(t("Телефон", "Телефон", "Телефон"), head=True),
                        _field(FieldKind.TEXT, "phone", t("Телефон", "Телефон", "Телефон")),
                    )
                ),
            ),
            t("Байланыш", "Байланыс", "Контакты"),
            "plain",
        ),
        Paragraph((t("Пикириңиз", "Пікіріңіз", "Ваше мнение"),), "label"),
        Field(FieldKind.LINES, "opinion", t("Пикир", "Пікір", "Мнение"), lines=3),
    )


def _rating(t: Texts) -> Table:
    """A ruled table with two head rows, turned heads, spans in both directions, a band, and boxes to tick."""
    grades = _grades(t)
    head = (
        Row(
            (
                Cell((Paragraph((t.literal("№"),)),), rows=2, head=True, centred=True),
                Cell((Paragraph((t("Компетенттүүлүк", "Құзырет", "Компетенция"),)),), rows=2, head=True),
                Cell((Paragraph((t("Деңгээл", "Деңгей", "Уровень"),)),), columns=3, head=True, centred=True),
                Cell((Paragraph((t("Далил", "Дәлел", "Доказательство"),)),), rows=2, head=True),
            )
        ),
        Row(tuple(Cell((Paragraph((words,)),), head=True, centred=True, turned=True) for _, words in grades)),
    )
    rows = (
        t("Сабакты **пландайм**", "Сабақты **жоспарлаймын**", "**Планирую** урок"),
        t("Окуучуну угам", "Оқушыны тыңдаймын", "Слушаю ученика"),
    )
    body = (
        Row(
            (_cell(t("Пландоо жана байкоо", "Жоспарлау және бақылау", "Планирование и наблюдение"), head=True, columns=6),),
            group=True,
        ),
        *(
            Row(
                (
                    _cell(t.literal(f"{number}."), centred=True),
                    _cell(words),
                    *(Cell((Field(FieldKind.MARK, f"level.{number}", grade, value),), centred=True) for value, grade in grades),
                    _field(FieldKind.LINES, f"proof.{number}", t("Далил", "Дәлел", "Доказательство"), lines=2),
                ),
                height=12,
            )
            for number, words in enumerate(rows, 1)
        ),
        Row(
            (
                _cell(t("Жыйынтык", "Қорытынды", "Итог"), columns=2, rows=2),
                _field(FieldKind.TEXT, "total.score", t("Балл", "Балл", "Балл"), columns=3),
                _field(FieldKind.DATE, "total.date", t("Күнү", "Күні", "Дата")),
            )
        ),
        Row((_cell(t("Кол тамгасы", "Қолы", "Подпись"), columns=4),), height=10),
    )
    label = t("Баалоо", "Бағалау", "Оценка")
    return Table((Column(10), Column(60), *[Column(14)] * 3, Column(45)), head, body, label)


def _steps(t: Texts) -> List:
    """A list with a list, a table and a field in it."""
    inner = List(
        (
            ListItem("а)", (Paragraph((t("калыпты окуңуз", "қалыпты оқыңыз", "прочтите форму"),)),)),
            ListItem(
                "б)",
                (
                    Paragraph(
                        (
                            t("шилтеме жазыңыз", "сілтеме жазыңыз", "запишите ссылку"),
                            Field(FieldKind.TEXT, "link", t("Шилтеме", "Сілтеме", "Ссылка"), width=40),
                        )
                    ),
                ),
            ),
        )
    )
    nested = Table(
        (Column(1), Column(3)),
        (),
        (
            Row(
                (
                    _cell(t("Максат", "Мақсат", "Цель"), head=True),
                    Cell(
                        (
                            Paragraph((t("Жыйынтыгы", "Нәтижесі", "Результат"),)),
                            Table(
                                (Column(1), Column(1)),
                                (),
                                (
                                    Row(
                                        (
                                            _cell(t("Азыр", "Қазір", "Сейчас")),
                                            _field(FieldKind.TEXT, "goal.now", t("Азыр", "Қазір", "Сейчас")),
                                        )
                                    ),
                                ),
                                t("Жыйынтык", "Нәтиже", "Результат"),
                            ),
                        )
                    ),
                )
            ),
        ),
        t("Максаттар", "Мақсаттар", "Цели"),
    )
    return List(
        (
            ListItem("1.", (Paragraph((t("Даярданыңыз:", "Дайындалыңыз:", "Подготовьтесь:"),)), inner)),
            ListItem("2.", (Paragraph((t("Максат коюңуз.", "Мақсат қойыңыз.", "Поставьте цель."),)), nested)),
            ListItem("–", (List((ListItem("•", (Paragraph((t("Бүттү.", "Бітті.", "Готово."),)),)),)),)),
        )
    )


def _boxes(t: Texts) -> tuple[Block, ...]:
    """Boxes one after another, with a heading, a list and fields in them."""
    purpose = List((ListItem("–", (Paragraph((t("мугалим толтурат", "мұғалім толтырады", "заполняет учитель"),)),)),))
    return (
        Box((Paragraph((t("Колдонуу картасы", "Пайдалану картасы", "Карта использования"),), "label"), purpose)),
        Box((Paragraph((t("Эскертүү: шашпаңыз.", "Ескерту: асықпаңыз.", "Примечание: не спешите."),), "note"),)),
        Box(
            (
                Heading(4, t("Отчет", "Есеп", "Отчёт"), "report.main"),
                Field(FieldKind.LINES, "report.text", t("Отчет", "Есеп", "Отчёт"), lines=4),
                Paragraph((t("Кол:", "Қолы:", "Подпись:"), Field(FieldKind.TEXT, "sign", t("Кол", "Қол", "Подпись"), width=50))),
            )
        ),
    )


def _grades(t: Texts) -> tuple[tuple[str, Phrase], ...]:
    return (
        ("low", t("төмөн", "төмен", "низкий")),
        ("middle", t("орто", "орта", "средний")),
        ("high", t("жогору", "жоғары", "высокий")),
    )


def _cell(words: Phrase, *, head: bool = False, centred: bool = False, columns: int = 1, rows: int = 1) -> Cell:
    return Cell((Paragraph((words,)),), columns, rows, head, centred)


def _field(kind: FieldKind, name: str, label: Phrase, *, lines: int = 1, columns: int = 1) -> Cell:
    return Cell((Field(kind, name, label, lines=lines),), columns)


def _runs(text: str) -> Iterator[Run]:
    for outer, bold in zip(text.split("**"), _alternating(), strict=False):
        for inner, italic in zip(outer.split("*"), _alternating(), strict=False):
            if inner:
                yield Run(inner, bold, italic)


def _alternating() -> Iterator[bool]:
    while True:
        yield False
        yield True


def words(lowered: Lowered) -> list[str]:
    """The words that a reader sees, in the order of the document: all wordings, numbers and markers of lists, contents.

    Left out: the page's foot, page numbers, and labels of fields and tables, which nobody prints.
    """
    return " ".join(said(lowered.blocks, lowered.blocks)).split()


def said(blocks: Sequence[Any], whole: Sequence[Block]) -> Iterator[str]:
    """What a reader reads in some blocks of a document, whose headings a table of contents in them lists."""
    for block in blocks:
        match block:
            case Heading():
                yield from (block.number, *_wordings(block.text))
            case Paragraph():
                yield from (wording for item in block.items for wording in _wordings(item))
            case Contents():
                yield from _listed(block, whole)
            case List():
                for item in block.items:
                    yield from (item.marker, *said(item.blocks, whole))
            case Table():
                yield from _said_in_table(block, whole)
            case Figure() | Chart():  # of the picture itself its description is read
                yield from _captioned(block.caption)
            case Box():
                yield from said(block.blocks, whole)


def _said_in_table(table: Table, whole: Sequence[Block]) -> Iterator[str]:
    yield from _captioned(table.caption)
    for cell in inside(table):
        yield from said(list(inside(cell)), whole)


def _captioned(caption: Caption | None) -> Iterator[str]:
    """Label and words of a caption, one language after the other."""
    if caption:
        for label, words in zip(caption.label.wordings, caption.text.wordings, strict=True):
            yield from (label.plain.replace("{number}", str(caption.number)), words.plain)


def _listed(contents: Contents, whole: Sequence[Block]) -> Iterator[str]:
    yield from _wordings(contents.title)
    for heading in listed(whole, contents.depth):
        yield from (heading.number, *_wordings(heading.text))


def _wordings(item: Inline) -> list[str]:
    return [wording.plain for wording in item.wordings] if isinstance(item, Phrase) else []
