"""The bot itself, its chats, and who is in them."""

from typing import Any

from bot.preview.methods.table import Table
from bot.preview.protocol.parameters import Parameters
from bot.preview.state.members import find_member, list_administrators
from bot.preview.state.world import World

METHODS = Table()


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
