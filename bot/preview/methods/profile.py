"""What the bot says of itself: its menus, its name and its descriptions."""

import re
from typing import Any

from bot.preview.methods.table import Table
from bot.preview.protocol.faults import bad_request
from bot.preview.protocol.parameters import Parameters
from bot.preview.state.sending import set_commands, set_profile
from bot.preview.state.world import World

MAX_COMMANDS = 100
MAX_DESCRIPTION = 256
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
# The texts of the bot's own page: parameter → longest value.
_PROFILE = {"name": 64, "description": 512, "short_description": 120}

METHODS = Table()


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
