"""The bot's answer to an inline query."""

from typing import Any

from bot.preview.methods.table import Table
from bot.preview.protocol.parameters import Parameters
from bot.preview.state.inline import answer_inline, read_answer
from bot.preview.state.world import World

METHODS = Table()


@METHODS.add("answerInlineQuery")
async def _answer_inline_query(world: World, given: Parameters) -> Any:
    answer_inline(world, given.text("inline_query_id"), read_answer(given))
    return True
