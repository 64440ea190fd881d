"""Reading: news, topics, the timeline, figures, quotes, sources, search and help."""

from bot.handlers.conversation import Conversation, Handler
from bot.input.commands import list_commands
from bot.keyboards.payloads import unpack, unpack_days
from bot.services import queries
from bot.views.service_messages import stale_button


async def new(chat: Conversation) -> None:
    """Send the news that this reader has not seen."""
    await chat.answer(await queries.answer_new(chat.services, chat.place))


async def timeline(chat: Conversation) -> None:
    """Send the newest page of the timeline; the days or search results if words were written."""
    if chat.words:
        await chat.answer(await queries.answer_words(chat.services, chat.place, chat.words))
    else:
        await chat.answer(await queries.answer_timeline(chat.services, chat.place))


async def figures(chat: Conversation) -> None:
    """Send the figures."""
    await chat.answer(await queries.answer_figures(chat.services, chat.place))


async def search(chat: Conversation) -> None:
    """Send search results; ask for words if none were written."""
    await chat.answer(await queries.answer_search(chat.services, chat.place, chat.words))


async def sources(chat: Conversation) -> None:
    """Send the articles that were read, by outlet."""
    await chat.answer(await queries.answer_sources(chat.services, chat.place))


async def help_(chat: Conversation) -> None:
    """Send the commands; an administrator also gets the commands of administrators."""
    await chat.answer(await queries.answer_help(chat.services, chat.place, to_admin=chat.is_from_admin))


async def words(chat: Conversation) -> None:
    """Answer words that name no command: days, search results, or a suggestion."""
    await chat.answer(await queries.answer_words(chat.services, chat.place, chat.request.text))


def topic(key: str) -> Handler:
    """Return the handler of a topic's command: it sends the newest page of the topic."""

    async def answer_topic(chat: Conversation) -> None:
        await chat.answer(await queries.answer_topic(chat.services, chat.place, key))

    return answer_topic


async def press_page(chat: Conversation) -> None:
    """Turn to another page of a topic, the timeline or the outlets."""
    name, page = await chat.take_press()
    services, place = chat.services, chat.place
    if name == "sources":
        await chat.turn(await queries.answer_sources(services, place, int(page)))
        return
    key = next(command.topic for command in list_commands(services.story) if command.name == name)
    if key:
        await chat.turn(await queries.answer_topic(services, place, key, int(page)))
    else:
        await chat.turn(await queries.answer_timeline(services, place, int(page)))


async def press_choose_day(chat: Conversation) -> None:
    """Turn from the timeline to the days to choose from."""
    (page,) = await chat.take_press()
    await chat.turn(await queries.answer_days(chat.services, chat.place, int(page)))


async def press_days(chat: Conversation) -> None:
    """Turn to a page of some days of the timeline."""
    span, page = chat.request.press.arguments if chat.request.press else ("", "")
    days = unpack_days(span)
    if days is None:
        await chat.acknowledge(stale_button())
        return
    await chat.take_press()
    await chat.turn(await queries.answer_timeline(chat.services, chat.place, int(page), days))


async def press_quotes(chat: Conversation) -> None:
    """Send the quotes behind the first update of a message."""
    (packed,) = await chat.take_press()
    await chat.answer(await queries.answer_quotes(chat.services, chat.place, unpack(packed)))


async def press_details(chat: Conversation) -> None:
    """Send the details of the news of a message."""
    (packed,) = await chat.take_press()
    await chat.answer(await queries.answer_details(chat.services, chat.place, unpack(packed)))


async def press_details_page(chat: Conversation) -> None:
    """Turn to another page of the details."""
    packed, page = await chat.take_press()
    await chat.turn(await queries.answer_details(chat.services, chat.place, unpack(packed), int(page)))


async def press_quotes_page(chat: Conversation) -> None:
    """Turn to the quotes behind another update of the message."""
    packed, page = await chat.take_press()
    await chat.turn(await queries.answer_quotes(chat.services, chat.place, unpack(packed), int(page)))
