"""The methods for the bot itself: its updates, its chats, its menus and descriptions."""

import re
from typing import Any

from bot.preview.methods.table import Table
from bot.preview.protocol import Parameters, bad_request
from bot.preview.state.groups import find_member, list_administrators
from bot.preview.state.sending import set_commands, set_profile
from bot.preview.state.updates import MAX_LIMIT
from bot.preview.state.world import World

MAX_COMMANDS = 100
MAX_DESCRIPTION = 256
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
_PROFILE = {"name": 64, "description": 512, "short_description": 120}  # texts of the bot's page: the longest value

METHODS = Table()


@METHODS.add("getUpdates")
async def _get_updates(world: World, given: Parameters) -> Any:
    allowed = given.json("allowed_updates", "allowed updates")
    return await world.updates.poll(
        given.integer("offset"),
        given.integer("limit", MAX_LIMIT),
        given.integer("timeout"),
        [str(kind) for kind in allowed] if isinstance(allowed, list) else None,
    )


@METHODS.add("setWebhook")
async def _set_webhook(world: World, given: Parameters) -> Any:
    if given.text("url"):
        raise bad_request("bad webhook: the preview only knows polling")
    return await _delete_webhook(world, given)


@METHODS.add("deleteWebhook")
async def _delete_webhook(world: World, given: Parameters) -> Any:
    if given.flag("drop_pending_updates"):
        world.updates.drop_all()
    return True


@METHODS.add("getWebhookInfo")
async def _get_webhook_info(world: World, _: Parameters) -> Any:
    return {"url": "", "has_custom_certificate": False, "pending_update_count": len(world.updates)}


@METHODS.add("getMe")
async def _get_me(world: World, _: Parameters) -> Any:
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
    }
    return {**world.bot, **abilities}


@METHODS.add("getChat")
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


@METHODS.add("getChatMember")
async def _get_chat_member(world: World, given: Parameters) -> Any:
    return find_member(world, given.chat_id(), given.integer("user_id"))


@METHODS.add("getChatAdministrators")
async def _get_chat_administrators(world: World, given: Parameters) -> Any:
    return list_administrators(world, given.chat_id())


@METHODS.add("setMyCommands")
async def _set_my_commands(world: World, given: Parameters) -> Any:
    commands = given.json("commands", "commands")
    if not isinstance(commands, list):
        raise bad_request("parameter commands must be an Array")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    checked = [_check_command(command) for command in commands]
    set_commands(world, _read_scope(given), given.text("language_code"), checked)
    return True


@METHODS.add("getMyCommands")
async def _get_my_commands(world: World, given: Parameters) -> Any:
    return world.profile.commands.get((_read_scope(given), given.text("language_code")), [])


@METHODS.add("deleteMyCommands")
async def _delete_my_commands(world: World, given: Parameters) -> Any:
    set_commands(world, _read_scope(given), given.text("language_code"), [])
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

    @METHODS.add(f"setMy{title}")
    async def _set(world: World, given: Parameters) -> Any:
        text = given.text(name)
        if len(text) > longest:
            raise bad_request(f"{name.replace('_', ' ')} is too long")
        set_profile(world, name, given.text("language_code"), text)
        return True

    @METHODS.add(f"getMy{title}")
    async def _get(world: World, given: Parameters) -> Any:
        return {name: world.profile.texts.get((name, given.text("language_code")), "")}


for _name, _longest in _PROFILE.items():
    _add_profile_methods(_name, _longest)
