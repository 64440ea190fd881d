"""Subscribing and stopping: the commands, the buttons of the greeting, and chats that add, block or remove the bot."""

from datetime import time

from telegram import ChatMember
from telegram.constants import ChatType

from bot.domain import preferences
from bot.handlers.conversation import Conversation
from bot.keyboards.payloads import Link
from bot.keyboards.settings import greeting_hours_keyboard, greeting_keyboard
from bot.services import subscriptions
from bot.services.queries import answer_link
from bot.views.service_messages import greet_group, not_subscribed
from storage.model.values import Subscriber

_OUT = {ChatMember.BANNED, ChatMember.LEFT}


async def start(chat: Conversation, link: Link | None) -> None:
    """Subscribe the chat and greet it; then open the link, unless the link names a command."""
    await chat.answer(await subscriptions.start(chat.services, chat.place, follows_link=link is not None))
    if link and not link.command:
        await chat.answer(await answer_link(chat.services, chat.place, link))


async def stop(chat: Conversation) -> None:
    """Stop the digests of this chat."""
    await chat.answer(await subscriptions.stop(chat.services, chat.place))


async def press_topic(chat: Conversation) -> None:
    """Switch a topic on or off."""
    (topic,) = await chat.take_press()
    await _show_topics(chat, await subscriptions.choose(chat.services, chat.place, preferences.switch_topic(topic)))


async def press_offer_hours(chat: Conversation) -> None:
    """Show the hours under the greeting."""
    await chat.take_press()
    reader = await subscriptions.find_reader(chat.services, chat.place)
    if reader:
        await chat.edit_keyboard(greeting_hours_keyboard(reader))
    else:
        await chat.reply(not_subscribed(chat.services.settings.display))


async def press_hour(chat: Conversation) -> None:
    """Choose an hour, and show the topics again."""
    (hour,) = await chat.take_press()
    choice = preferences.choose_hour(time.fromisoformat(hour))
    await _show_topics(chat, await subscriptions.choose(chat.services, chat.place, choice))


async def press_back(chat: Conversation) -> None:
    """Show the topics in place of the hours."""
    await chat.take_press()
    await _show_topics(chat, await subscriptions.find_reader(chat.services, chat.place))


async def note_membership(chat: Conversation) -> None:
    """Set a chat aside when it blocks or removes the bot, resume it when it returns, and greet a new one."""
    change, services, place = chat.request.update.my_chat_member, chat.services, chat.place
    if change is None:
        return
    if change.new_chat_member.status in _OUT:
        await subscriptions.leave(services, place)
    elif await subscriptions.come_back(services, place) or change.chat.type == ChatType.PRIVATE:
        return
    elif change.chat.type == ChatType.CHANNEL:
        await chat.answer(await subscriptions.start(services, place, in_channel=True))
        note = await subscriptions.confirm_channel(services, place, change.chat.title or "")
        await chat.tell(change.from_user.id, note)
    elif change.old_chat_member.status in _OUT:
        await chat.reply(greet_group(services.story, services.settings.display))


async def _show_topics(chat: Conversation, reader: Subscriber | None) -> None:
    if reader:
        await chat.edit_keyboard(greeting_keyboard(chat.services.story, reader))
    else:
        await chat.reply(not_subscribed(chat.services.settings.display))
