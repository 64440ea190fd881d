"""What the bot does in its chats: send, edit, delete, answer a pressed button."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.preview.protocol import Accepted, Chat, Content, Message, Target, bad_request
from bot.preview.state.permissions import check_writable
from bot.preview.state.world import World


def send(world: World, target: Target, content: Content, markup: dict[str, Any] | None = None) -> dict[str, Any]:
    """Send a message from the bot.

    :param markup: a keyboard under the message, a reply keyboard, or the removal of a reply keyboard.
    """
    chat = _find_writable(world, target.chat_id)
    world.check_thread(chat, target.thread)
    reply_to = target.reply_to
    if reply_to is not None and reply_to not in chat.messages:
        if not target.may_lack_reply:
            raise bad_request("message to be replied not found")
        reply_to = None
    is_inline = markup is not None and "inline_keyboard" in markup
    message = Message(
        world.new_id(),
        from_bot=True,
        date=world.now(),
        content=content,
        keyboard=markup if is_inline else None,
        reply_to=reply_to,
        thread=target.thread,
    )
    _accept(world, chat, message)
    world.keep(chat, message)
    if markup is not None and not is_inline:
        chat.reply_keyboard = markup if "keyboard" in markup else None
        world.tell("keyboard", chat=chat.id, keyboard=chat.reply_keyboard)
    return world.show(chat, message)


def edit(
    world: World,
    chat_id: int | str,
    message_id: int,
    change: Callable[[Content], Content],
    keyboard: dict[str, Any] | None,
) -> dict[str, Any]:
    """Change the content and the keyboard of a message of the bot."""
    chat = _find_writable(world, chat_id)
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    content = change(message.content)
    if (content, keyboard) == (message.content, message.keyboard):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly "
            "the same as a current content and reply markup of the message"
        )
    edited = replace(message, content=content, keyboard=keyboard, edit_date=world.now())
    _accept(world, chat, edited)
    return world.show(chat, world.keep(chat, edited))


def delete(world: World, chat_id: int | str, message_id: int) -> None:
    """Delete a message from a chat."""
    chat = world.find_chat(chat_id)
    if chat.messages.pop(message_id, None) is None:
        raise bad_request("message to delete not found")
    world.tell("deleted", chat=chat.id, message=message_id)


def answer_press(world: World, query_id: str, text: str, *, alert: bool, url: str = "") -> None:
    """Answer a pressed button, once."""
    chat_id = world.queries.answer_press(query_id)
    world.tell("answer", chat=chat_id, query=query_id, text=text, alert=alert, url=url)


def show_action(world: World, chat_id: int | str, action: str) -> None:
    """Show an action such as «يكتب…» for a few seconds."""
    world.tell("action", chat=_find_writable(world, chat_id).id, action=action)


def set_commands(world: World, scope: str, language: str, commands: list[dict[str, str]]) -> None:
    """Set the menu for a scope and a language; an empty menu counts as none."""
    world.profile.commands[scope, language] = commands
    for chat in world.chats.values() if world.listeners else ():
        world.tell("commands", chat=chat.id, commands=world.profile.list_commands(chat.id))


def set_profile(world: World, name: str, language: str, text: str) -> None:
    """Set the bot's name, description or short description in a language ("" for all other languages)."""
    world.profile.texts[name, language] = text
    world.tell("bot", bot=world.profile.show())


def _find_writable(world: World, chat_id: int | str) -> Chat:
    chat = world.find_chat(chat_id)
    check_writable(chat)
    return chat


def _accept(world: World, chat: Chat, message: Message) -> None:
    world.accepted.append(
        Accepted(
            at=world.clock().timestamp(),
            chat_id=chat.id,
            thread_id=message.thread,
            message_id=message.id,
            reply_to=message.reply_to,
            is_edit=message.edit_date is not None,
            text=message.content.text.text,
        )
    )
