"""The figures side by side, and what stands under an update that bears on another."""

from dataclasses import replace

from bot.core.container import Services
from bot.views.figures import figures_page
from bot.views.news import what_is_new
from briefings.model import Figure, Relation
from storage.news.updates import read_snapshot, save_updates
from tests.bot.fakes import Reader
from tests.bot.news import AFTER, BEFORE, CONTEXT, FIGURES, OTHERWISE, UPDATES, value


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


async def test_the_figures_are_stored_and_asked_for(reader: Reader, services: Services) -> None:
    async with services.database.begin() as session:
        await save_updates(session, services.story.name, UPDATES, services.clock(), FIGURES)
        assert (await read_snapshot(session, services.story.name)).figures == FIGURES
    for words in ("/figures", "الأرقام"):
        [answer] = await reader.say(words)
        assert "26 محتجًا" in answer.text
