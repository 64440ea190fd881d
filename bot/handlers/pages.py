"""The buttons «older» and «newer» under a timeline or a topic."""

from telegram import Update

from bot.handlers.context import Context
from bot.input.commands import list_commands
from bot.services.queries import answer_timeline, answer_topic


async def press_page(update: Update, context: Context) -> None:
    """Put the page asked for in the place of the one shown."""
    message_id, (name, page) = await context.take_press(update)
    services, place = context.services, context.place
    topic = next(command.topic for command in list_commands(services.story) if command.name == name)
    if topic:
        answer = await answer_topic(services, place, topic, int(page))
    else:
        answer = await answer_timeline(services, place, int(page))
    await context.turn(message_id, answer)
