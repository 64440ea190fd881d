"""The figures side by side, and what stands under an update that bears on another."""

from dataclasses import replace
from datetime import date

from bot.core.container import Services
from bot.views.figures import figures_page
from bot.views.news import what_is_new
from bot.views.pictures import figures_card
from briefings.model import Figure, Qualifier, Relation
from storage.news.updates import read_snapshot, save_updates
from tests.bot.fakes import Reader
from tests.bot.news import AFTER, BEFORE, CONTEXT, FIGURES, OTHERWISE, UPDATES, value
from tests.factories import make_span


def test_too_many_figures_are_cut_between_figures() -> None:
    many = tuple(Figure(f"k{number}", f"الرقم {number}", Relation.SINGLE, (value(9),)) for number in range(400))
    text = figures_page(CONTEXT, many).text
    assert "<b>الرقم 0</b>" in text
    assert text.count("<b>") == text.count("</b>")
    assert "الرقم 399" not in text


def test_a_count_that_goes_on_and_what_others_say_stand_under_an_update() -> None:
    by_id = {stored.update.id: stored for stored in (BEFORE, OTHERWISE, AFTER)}
    context = replace(CONTEXT, updates=by_id)
    message = what_is_new(context, [AFTER])
    assert message
    assert message.shows == (3,)  # what stands below is no news
    both = what_is_new(context, [BEFORE, AFTER])
    assert both
    assert both.text.count("26 محتجًا") == 1  # it stands above


def test_who_copies_a_count_does_not_say_it() -> None:
    agreeing = Figure("killed", "القتلى", Relation.AGREEING, (value(26, by=None), value(26, "محتج", by=None)))
    assert figures_page(CONTEXT, [agreeing]).text.count("صدى السهوب") == 1  # among the sources
    conflicting = replace(agreeing, relation=Relation.CONFLICTING, values=(value(26, by=None), value(31)))
    text = figures_page(CONTEXT, [conflicting]).text
    assert "26 شخصًا · صدى السهوب" in text
    assert "31 شخصًا (وزارة الداخلية)" in text


def test_those_of_different_sides_stand_apart() -> None:
    page, card = figures_page(CONTEXT, FIGURES).text, figures_card(CONTEXT, FIGURES)
    labels = [chart.label for chart in card.charts]
    assert labels[-2:] == ["الجنود: طاجيكستان", "الجنود: روسيا"]
    assert all(f"<b>{name}</b>" in page for name in labels)


def test_bars_stand_only_beside_what_they_can_be_compared_with() -> None:
    day = date(2022, 1, 9)
    growing = Figure(
        "injured",
        "المصابون",
        Relation.DEVELOPING,
        (value(12), value(10, "", qualifier=Qualifier.VAGUE), value(30, as_of=day)),
    )
    apart, single, alike = figures_card(CONTEXT, (*FIGURES[:2], growing)).charts
    assert [bar.drawn for bar in (*apart.bars, *single.bars)] == [False] * 3
    assert [bar.drawn for bar in alike.bars] == [True, False, True]  # «عشرات» has no length


def test_of_many_values_the_newest_and_the_most_told_are_shown() -> None:
    told = tuple(make_span(f"b{number}") for number in range(3))
    days = [date(2022, 1, day) for day in range(1, 11)]
    values = [value(100 + day.day, as_of=day, sources=told if day.day == 2 else (make_span("a1"),)) for day in days]
    text = figures_page(CONTEXT, [Figure("killed", "القتلى", Relation.NOT_COMPARABLE, tuple(values))]).text
    assert all(f"— {number}" in text for number in (102, 108, 109, 110))
    assert text.count("▪️") == 6


async def test_the_figures_are_stored_and_asked_for(reader: Reader, services: Services) -> None:
    async with services.database.begin() as session:
        await save_updates(session, services.story.name, UPDATES, services.clock(), FIGURES)
        assert (await read_snapshot(session, services.story.name)).figures == FIGURES
    for words in ("/figures", "الأرقام"):
        [answer] = await reader.say(words)
        assert "26 محتجًا" in answer.text
