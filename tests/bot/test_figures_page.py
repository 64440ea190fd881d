"""The figures side by side, and what stands under an update that bears on another."""

from datetime import date

from bot.figures import figures_page
from bot.messages import what_is_new
from bot.services import Services
from briefings.model import Figure, FigureValue, Qualifier, Relation
from storage.updates import read_standing, save_updates
from tests.bot.fakes import Reader
from tests.bot.golden_files import check_golden
from tests.bot.news import UPDATES, day
from tests.bot.test_messages import PRESS, store
from tests.factories import make_span


def value(number: int, unit: str = "شخص", **fields: object) -> FigureValue:
    """A value that a ministry gave on 7 January."""
    defaults = {
        "qualifier": Qualifier.EXACTLY,
        "by": "وزارة الداخلية",
        "as_of": date(2022, 1, 7),
        "period": None,
        "sources": (make_span("a1"),),
    }
    return FigureValue(value=number, unit=unit, **{**defaults, **fields})  # type: ignore[arg-type]


FIGURES = (
    Figure(
        "killed",
        "القتلى",
        Relation.NOT_COMPARABLE,
        (value(26, "محتج"), value(164, by="وزارة الصحة", as_of=date(2022, 1, 9), sources=(make_span("a2"),))),
    ),
    Figure("injured", "المصابون", Relation.SINGLE, (value(2200, "آخرين", as_of=None),)),
    Figure(
        "detained",
        "الموقوفون",
        Relation.CONFLICTING,
        (
            value(6000, qualifier=Qualifier.ABOUT),
            value(1678, period="day", by=None),
            value(100, "", qualifier=Qualifier.VAGUE),
            value(3, "عنصر"),
            value(19_000_000, qualifier=Qualifier.LESS_THAN),
        ),
    ),
)


def test_figures_stand_side_by_side_each_with_who_and_when() -> None:
    message = figures_page(PRESS, FIGURES)
    check_golden("figures", message.text)
    assert message.shows == ()


def test_without_figures_it_says_so() -> None:
    check_golden("figures-none", figures_page(PRESS, ()).text)


def test_too_many_figures_are_cut_between_figures() -> None:
    many = tuple(Figure(f"k{number}", f"الرقم {number}", Relation.SINGLE, (value(9),)) for number in range(400))
    text = figures_page(PRESS, many).text
    assert "<b>الرقم 0</b>" in text
    assert text.count("<b>") == text.count("</b>")
    assert "الرقم 399" not in text


def test_a_count_that_goes_on_and_what_others_say_stand_under_an_update() -> None:
    before = store(1, text="أعلنت وزارة الداخلية مقتل 26 محتجًا.", when=day("2022-01-07"), sources=(make_span("a1"),))
    other = store(2, text="نفت بلدية المدينة سقوط ضحايا.", when=day("2022-01-09"), sources=(make_span("a3"),))
    after = store(
        3,
        text="أعلنت وزارة الصحة مقتل 164 شخصًا.",
        when=day("2022-01-09"),
        sources=(make_span("a2"),),
        develops="n1",
        contradicts=("n2", "withdrawn meanwhile"),
    )
    by_id = {stored.update.id: stored for stored in (before, other, after)}
    press = type(PRESS)(PRESS.story, PRESS.sources, PRESS.today, by_id)
    message = what_is_new(press, [after])
    assert message
    check_golden("new-bears-on-others", message.text)
    assert message.shows == (3,)  # what stands below is no news
    both = what_is_new(press, [before, after])
    assert both
    assert both.text.count("26 محتجًا") == 1  # it stands above


async def test_the_figures_are_stored_and_asked_for(reader: Reader, services: Services) -> None:
    async with services.database.begin() as session:
        await save_updates(session, services.story.name, UPDATES, services.clock(), FIGURES)
        assert (await read_standing(session, services.story.name)).figures == FIGURES
    for words in ("/figures", "الأرقام"):
        [answer] = await reader.say(words)
        assert "26 محتجًا" in answer.text
