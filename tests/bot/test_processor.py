"""One chat's updates in order, and nobody waits for another chat."""

import asyncio

from telegram import Chat, Message, Update

from bot.processor import ChatProcessor
from tests.bot.fakes import NOW


def update(number: int, chat_id: int) -> Update:
    return Update(number, message=Message(number, NOW, Chat(chat_id, "private")))


async def test_one_chat_in_order_and_others_beside_it() -> None:
    processor, done, may_end = ChatProcessor(), [], asyncio.Event()

    async def slow() -> None:
        await may_end.wait()
        done.append("slow")

    async def quick(name: str) -> None:
        done.append(name)

    async with processor:
        first = asyncio.create_task(processor.process_update(update(1, 7), slow()))
        second = asyncio.create_task(processor.process_update(update(2, 7), quick("after it")))
        await asyncio.sleep(0)
        await processor.process_update(update(3, 8), quick("another chat"))
        await processor.process_update(object(), quick("no chat"))
        assert done == ["another chat", "no chat"]
        may_end.set()
        await asyncio.gather(first, second)
    assert done == ["another chat", "no chat", "slow", "after it"]


async def test_chats_that_are_done_with_are_forgotten() -> None:
    processor = ChatProcessor()

    async def fail() -> None:
        raise ValueError

    for number in range(3):
        await asyncio.gather(processor.process_update(update(number, number), fail()), return_exceptions=True)
    assert not processor._turns  # noqa: SLF001 - that it does not grow is seen nowhere else
