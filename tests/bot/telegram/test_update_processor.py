"""Updates of one chat keep their order, and no chat waits for another."""

import asyncio

from telegram import Chat, ChatMemberLeft, ChatMemberMember, ChatMemberUpdated, Message, Update, User

from bot.telegram.update_processor import ChatProcessor
from tests.bot.fakes import BOT, NOW


def update(number: int, chat_id: int) -> Update:
    person = User(chat_id, "سلمى", is_bot=False)
    return Update(number, message=Message(number, NOW, Chat(chat_id, "private"), from_user=person))


async def refuse(update: Update) -> None:
    raise AssertionError("nobody floods")


async def test_one_chat_in_order_and_others_beside_it() -> None:
    processor, done, may_end = ChatProcessor(refuse), [], asyncio.Event()

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
    processor = ChatProcessor(refuse)

    async def fail() -> None:
        raise ValueError

    for number in range(3):
        await asyncio.gather(processor.process_update(update(number, number), fail()), return_exceptions=True)
    assert not processor._turns  # noqa: SLF001 - that it does not grow is seen nowhere else


async def test_a_person_who_floods_the_bot_is_told_once_and_delays_nobody() -> None:
    refused, done, may_end = list[int](), list[int](), asyncio.Event()

    async def note(update: Update) -> None:
        refused.append(update.update_id)

    async def answer(number: int) -> None:
        if number < 1000:
            await may_end.wait()
        done.append(number)

    processor = ChatProcessor(note)
    async with processor:
        flood = [
            asyncio.create_task(processor.process_update(update(number, 7), answer(number))) for number in range(500)
        ]
        await asyncio.sleep(0)
        await processor.process_update(update(1000, 8), answer(1000))
        assert done == [1000]
        left = ChatMemberUpdated(
            Chat(7, "private"), User(7, "سلمى", is_bot=False), NOW, ChatMemberMember(BOT), ChatMemberLeft(BOT)
        )
        leaving = asyncio.create_task(processor.process_update(Update(501, my_chat_member=left), answer(501)))
        may_end.set()
        await asyncio.gather(*flood, leaving)
        assert done == [1000, *range(8), 501]  # that the chat left is processed all the same
        assert refused == [8]
        await processor.process_update(update(502, 7), answer(502))  # and the person is answered again
    assert done[-1] == 502
