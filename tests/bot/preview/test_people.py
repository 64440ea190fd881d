"""What people send beside text, and what the bot gets of it."""

import httpx
import pytest
from telegram import Bot, Message, MessageOriginChannel, MessageOriginHiddenUser, MessageOriginUser
from telegram.error import BadRequest

from bot.preview.protocol.chats import Sender
from bot.preview.stage import Stage
from bot.preview.state.groups import add_group
from bot.preview.state.people import (
    attach,
    forward,
    from_channel,
    from_hidden,
    from_person,
    give_document,
    share_location,
)
from tests.bot.preview.stage import Person

YESTERDAY = 1_641_373_200


async def hear(bot: Bot) -> list[Message]:
    return [update.message for update in await bot.get_updates() if update.message]


async def test_the_bot_downloads_a_document_that_a_person_sent(stage: Stage, bot: Bot) -> None:
    give_document(stage.world, Person(stage).chat.id, "خبر".encode(), "وكالة.txt", caption="/ingest وكالة")
    (message,) = await hear(bot)
    assert message.document is not None
    assert (message.document.file_name, message.document.mime_type) == ("وكالة.txt", "text/plain")
    assert message.caption == "/ingest وكالة"
    assert message.parse_caption_entities(["bot_command"]).popitem()[1] == "/ingest"
    file = await bot.get_file(message.document)
    assert bytes(await file.download_as_bytearray()) == "خبر".encode()


async def test_files_that_are_not_there(stage: Stage, bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)wrong file_id or the file is temporarily unavailable"):
        await bot.get_file("unknown")
    give_document(stage.world, Person(stage).chat.id, b"x" * (20 * 1024 * 1024 + 1), "كبير.bin")
    (message,) = await hear(bot)
    assert message.document is not None
    with pytest.raises(BadRequest, match=r"(?i)file is too big"):
        await bot.get_file(message.document)
    with pytest.raises(Exception, match="non-empty"):
        give_document(stage.world, Person(stage).chat.id, b"", "فارغ.txt")
    async with httpx.AsyncClient() as client:
        for token, status in ((bot.token, 404), ("2022:wrong", 401)):
            assert (await client.get(f"{stage.url}/file/bot{token}/documents/none.txt")).status_code == status


async def test_forwarded_messages_say_where_they_stood(stage: Stage, bot: Bot) -> None:
    reader, other = Person(stage).chat, Person(stage, 1).chat
    origins = (
        from_channel("وكالة الأنباء", date=YESTERDAY, username="agency", message_id=7),
        from_person(other, date=YESTERDAY),
        from_hidden("مراسل", date=YESTERDAY),
    )
    for origin in origins:
        forward(stage.world, reader.id, "قوات حفظ السلام تصل", origin)
    forward(stage.world, reader.id, attach(stage.world, b"text", "خبر.txt"), origins[0])
    channel, person, hidden, file = await hear(bot)
    assert isinstance(channel.forward_origin, MessageOriginChannel)
    assert (channel.forward_origin.chat.username, channel.forward_origin.message_id) == ("agency", 7)
    assert isinstance(person.forward_origin, MessageOriginUser)
    assert person.forward_origin.sender_user.id == other.id
    assert isinstance(hidden.forward_origin, MessageOriginHiddenUser)
    assert hidden.forward_origin.sender_user_name == "مراسل"
    assert {int(each.forward_origin.date.timestamp()) for each in (channel, person, hidden)} == {YESTERDAY}  # type: ignore[union-attr]
    assert (channel.text, file.document and file.document.file_name) == ("قوات حفظ السلام تصل", "خبر.txt")


async def test_a_person_says_where_they_are(stage: Stage, bot: Bot) -> None:
    share_location(stage.world, Person(stage).chat.id, 24.7136, 46.6753)
    (message,) = await hear(bot)
    assert message.location is not None
    assert (message.location.latitude, message.location.longitude) == (24.7136, 46.6753)
    with pytest.raises(Exception, match="no such place"):
        share_location(stage.world, Person(stage).chat.id, 91, 0)


async def test_in_a_group_a_file_reaches_the_bot_where_its_caption_is_meant_for_it(stage: Stage, bot: Bot) -> None:
    group, reader = add_group(stage.world, "غرفة الأخبار"), Person(stage).chat
    sent = await bot.send_message(group.id, "خبر")
    give_document(stage.world, group.id, b"1", "1.txt")
    give_document(stage.world, group.id, b"2", "2.txt", caption="/ingest", sender=Sender(by=reader.id))
    give_document(stage.world, group.id, b"3", "3.txt", sender=Sender(reply_to=sent.message_id))
    assert [message.document and message.document.file_name for message in await hear(bot)] == ["2.txt", "3.txt"]
