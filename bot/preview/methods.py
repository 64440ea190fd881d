"""The Bot API's methods that this server knows: name → what it does in the world."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from bot.preview.chats import Content
from bot.preview.faults import bad_request
from bot.preview.files import read_document, read_photo
from bot.preview.parameters import MAX_CAPTION, Parameters
from bot.preview.rich import parse_rich
from bot.preview.updates import MAX_LIMIT
from bot.preview.world import World

Method = Callable[[World, Parameters], Awaitable[Any]]

MAX_COMMANDS = 100
MAX_DESCRIPTION = 256
MAX_CALLBACK_TEXT = 200
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
# The texts of the bot's own page: parameter → longest value.
_PROFILE = {"name": 64, "description": 512, "short_description": 120}

METHODS: dict[str, Method] = {}
"""By lower-case name: Telegram does not mind the case."""


def _method(name: str) -> Callable[[Method], Method]:
    def register(function: Method) -> Method:
        METHODS[name.lower()] = function
        return function

    return register


# Updates


@_method("getUpdates")
async def _get_updates(world: World, given: Parameters) -> Any:
    allowed = given.json("allowed_updates", "allowed updates")
    return await world.updates.poll(
        given.integer("offset"),
        given.integer("limit", MAX_LIMIT),
        given.integer("timeout"),
        [str(kind) for kind in allowed] if isinstance(allowed, list) else None,
    )


@_method("setWebhook")
async def _set_webhook(world: World, given: Parameters) -> Any:
    if given.text("url"):
        raise bad_request("bad webhook: the preview only knows polling")
    return await _delete_webhook(world, given)


@_method("deleteWebhook")
async def _delete_webhook(world: World, given: Parameters) -> Any:
    if given.flag("drop_pending_updates"):
        world.updates.drop_all()
    return True


@_method("getWebhookInfo")
async def _get_webhook_info(world: World, _: Parameters) -> Any:
    return {"url": "", "has_custom_certificate": False, "pending_update_count": len(world.updates)}


# Messages


@_method("sendMessage")
async def _send_message(world: World, given: Parameters) -> Any:
    content = Content(given.formatted("text"))
    return world.send(given.place(), content, given.keyboard())


@_method("sendPhoto")
async def _send_photo(world: World, given: Parameters) -> Any:
    uploaded = given.upload("photo")
    photo = read_photo(uploaded.data) if uploaded is not None else world.photos.get(given.text("photo"))
    if photo is None:
        raise bad_request("wrong remote file identifier specified: the preview takes uploads and its own file ids")
    world.photos[photo.file_id] = photo
    caption = given.formatted("caption", limit=MAX_CAPTION, may_be_empty=True)
    return world.send(given.place(), Content(caption, photo=photo), given.keyboard())


@_method("sendDocument")
async def _send_document(world: World, given: Parameters) -> Any:
    uploaded = given.upload("document")
    document = read_document(uploaded) if uploaded is not None else world.documents.get(given.text("document"))
    if document is None:
        raise bad_request("wrong remote file identifier specified: the preview takes uploads and its own file ids")
    world.documents[document.file_id] = document
    caption = given.formatted("caption", limit=MAX_CAPTION, may_be_empty=True)
    return world.send(given.place(), Content(caption, document=document), given.keyboard())


@_method("sendRichMessage")
async def _send_rich_message(world: World, given: Parameters) -> Any:
    content = Content(rich=parse_rich(given.json("rich_message", "rich message")))
    return world.send(given.place(), content, given.keyboard())


@_method("editMessageText")
async def _edit_message_text(world: World, given: Parameters) -> Any:
    rich = given.json("rich_message", "rich message")
    content = Content(given.formatted("text")) if rich is None else Content(rich=parse_rich(rich))
    return world.edit(given.chat_id(), given.integer("message_id"), content, given.keyboard())


@_method("editMessageReplyMarkup")
async def _edit_message_reply_markup(world: World, given: Parameters) -> Any:
    return world.edit(given.chat_id(), given.integer("message_id"), None, given.keyboard())


@_method("deleteMessage")
async def _delete_message(world: World, given: Parameters) -> Any:
    world.delete(given.chat_id(), given.integer("message_id"))
    return True


@_method("answerCallbackQuery")
async def _answer_callback_query(world: World, given: Parameters) -> Any:
    text = given.text("text")
    if len(text) > MAX_CALLBACK_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    world.answer_query(given.text("callback_query_id"), text, alert=given.flag("show_alert"))
    return True


@_method("sendChatAction")
async def _send_chat_action(world: World, given: Parameters) -> Any:
    if not given.text("action"):
        raise bad_request("wrong parameter action in request")
    world.show_action(given.chat_id(), given.text("action"))
    return True


# The bot and its chats


@_method("getMe")
async def _get_me(world: World, _: Parameters) -> Any:
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }
    return {**world.bot, **abilities}


@_method("getChat")
async def _get_chat(world: World, given: Parameters) -> Any:
    return {
        **world.find_chat(given.chat_id()).as_json(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            False,
        ),
    }


@_method("setMyCommands")
async def _set_my_commands(world: World, given: Parameters) -> Any:
    commands = given.json("commands", "commands")
    if not isinstance(commands, list):
        raise bad_request("parameter commands must be an Array")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    checked = [_check_command(command) for command in commands]
    world.set_commands(_read_scope(given), given.text("language_code"), checked)
    return True


@_method("getMyCommands")
async def _get_my_commands(world: World, given: Parameters) -> Any:
    return world.profile.commands.get((_read_scope(given), given.text("language_code")), [])


@_method("deleteMyCommands")
async def _delete_my_commands(world: World, given: Parameters) -> Any:
    world.set_commands(_read_scope(given), given.text("language_code"), [])
    return True


def _read_scope(given: Parameters) -> str:
    scope = given.json("scope", "BotCommandScope") or {"type": "default"}
    kind = scope.get("type") if isinstance(scope, dict) else None
    if kind in _SCOPES:
        return str(kind)
    if kind in {"chat", "chat_administrators", "chat_member"}:
        return f"{kind}:{scope.get('chat_id')}"
    raise bad_request("can't parse BotCommandScope: Unsupported type specified")


def _check_command(command: Any) -> dict[str, str]:
    if not isinstance(command, dict) or not isinstance(command.get("command"), str):
        raise bad_request("can't parse BotCommand: Can't find field \"command\"")
    name = command["command"].removeprefix("/")
    description = str(command.get("description", "")).strip()
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 0 < len(description) <= MAX_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def _add_profile_methods(name: str, longest: int) -> None:
    title = "".join(part.capitalize() for part in name.split("_"))

    @_method(f"setMy{title}")
    async def _set(world: World, given: Parameters) -> Any:
        text = given.text(name)
        if len(text) > longest:
            raise bad_request(f"{name.replace('_', ' ')} is too long")
        world.set_profile(name, given.text("language_code"), text)
        return True

    @_method(f"getMy{title}")
    async def _get(world: World, given: Parameters) -> Any:
        return {name: world.profile.texts.get((name, given.text("language_code")), "")}


for _name, _longest in _PROFILE.items():
    _add_profile_methods(_name, _longest)
