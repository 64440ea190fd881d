"""The data of a reader: /mydata and /forget."""

from bot.handlers.conversation import Conversation
from bot.services import privacy, subscriptions
from bot.views.service_messages import ask_to_forget, caption_data, confirm_forgotten, not_subscribed


async def mydata(chat: Conversation) -> None:
    """Send what is stored about this chat, as a file."""
    data = await privacy.export(chat.services, chat.place)
    display = chat.services.settings.display
    if data is None:
        await chat.reply(not_subscribed(display))
    else:
        await chat.post_document(caption_data(display), "بياناتي.json", data)


async def forget(chat: Conversation) -> None:
    """Ask the reader to confirm that their data are to be erased."""
    reader = await subscriptions.find_reader(chat.services, chat.place)
    await chat.reply(ask_to_forget(reader.display) if reader else not_subscribed(chat.services.settings.display))


async def press_forget(chat: Conversation) -> None:
    """Erase the data, as the reader has confirmed."""
    await chat.take_press()
    erased = await privacy.erase(chat.services, chat.place)
    display = chat.services.settings.display
    await chat.edit(confirm_forgotten(display) if erased else not_subscribed(display))
