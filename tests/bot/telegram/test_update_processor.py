"""Updates of one chat keep their order, and no chat waits for another."""

import asyncio

from telegram import Chat, ChatMemberLeft, ChatMemberMember, ChatMemberUpdated, Message, Update, User

from bot.telegram.update_processor import ChatProcessor
from tests.bot.fakes import BOT, NOW


def update(number: int, chat_id: int, text: str | None = None) -> Update:
    person = User(chat_id, "سلمى", is_bot=False)
    return Update(number, message=Message(number, NOW, Chat(chat_id, "private"), from_user=person, text=text))


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


async def test_long_messages_wait_for_each_other_and_keep_nobody_waiting() -> None:
    processor, running, most, may_end = ChatProcessor(refuse), 0, 0, asyncio.Event()

    async def answer_long() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await may_end.wait()
        running -= 1

    async def answer() -> None:
        pass

    async with processor:
        long = "كلمة " * 800
        waves = [asyncio.create_task(processor.process_update(update(n, n, long), answer_long())) for n in range(600)]
        await asyncio.sleep(0.05)
        await asyncio.wait_for(processor.process_update(update(1000, 1000, "الجديد"), answer()), 1)
        await asyncio.wait_for(processor.wait_for_room(), 1)
        may_end.set()
        await asyncio.gather(*waves)
    assert most == 2


async def test_what_is_not_handled_in_time_is_cut_off_and_named() -> None:
    processor = ChatProcessor(refuse)

    async def never_end() -> None:
        await asyncio.Event().wait()

    async def answer() -> None:
        pass

    async with processor:
        tasks = [asyncio.create_task(processor.process_update(update(n, n), never_end())) for n in (5, 6)]
        tasks.append(asyncio.create_task(processor.process_update(update(7, 7), answer())))
        await asyncio.sleep(0)
        assert await processor.finish(0.05) == [5, 6]
        assert await processor.finish(0.05) == []
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_no_more_are_fetched_while_hundreds_are_being_handled() -> None:
    processor, may_end = ChatProcessor(refuse), asyncio.Event()

    async def wait() -> None:
        await may_end.wait()

    async with processor:
        tasks = [asyncio.create_task(processor.process_update(update(n, n), wait())) for n in range(300)]
        await asyncio.sleep(0.05)
        room = asyncio.create_task(processor.wait_for_room())
        await asyncio.sleep(0.05)
        assert not room.done()
        may_end.set()
        await asyncio.wait_for(room, 5)
        await asyncio.gather(*tasks)
