"""The bot's answer to an inline query."""

from typing import Any

from bot.preview.inline import answer_inline, read_answer
from bot.preview.methods.table import Table
from bot.preview.parameters import Parameters
from bot.preview.world import World

METHODS = Table()


@METHODS.add("answerInlineQuery")
async def _answer_inline_query(world: World, given: Parameters) -> Any:
    answer_inline(world, given.text("inline_query_id"), read_answer(given))
    return True
