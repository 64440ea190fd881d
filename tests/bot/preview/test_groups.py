"""Groups, forums and channels: what the bot may do there, and what it is told."""

import pytest
from telegram import Bot, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.preview.protocol.chats import Kind, MemberStatus
from bot.preview.stage import Stage
from bot.preview.state.groups import add_group, migrate, open_topic
from tests.bot.preview.stage import Person


async def changes(bot: Bot) -> list[tuple[int, str, str]]:
    """Return the changes of the bot's status: the chat, the old and the new status."""
    told = [update.my_chat_member for update in await bot.get_updates() if update.my_chat_member]
    return [(each.chat.id, each.old_chat_member.status, each.new_chat_member.status) for each in told]


async def test_the_bot_is_added_to_a_group_writes_there_and_is_thrown_out(stage: Stage, bot: Bot) -> None:
    group = add_group(stage.world, "غرفة الأخبار")
    sent = await bot.send_message(group.id, "خبر")
    assert (sent.chat.type, sent.chat.title) == ("group", "غرفة الأخبار")
    stage.world.set_status(group.id, MemberStatus.KICKED)
    with pytest.raises(Forbidden, match="bot was kicked from the group chat"):
        await bot.send_message(group.id, "خبر")
    stage.world.set_status(group.id, MemberStatus.LEFT)
    with pytest.raises(Forbidden, match="not a member of the group chat"):
        await bot.send_message(group.id, "خبر")
    assert await changes(bot) == [
        (group.id, "left", "member"),
        (group.id, "member", "kicked"),
        (group.id, "kicked", "left"),
    ]


async def test_in_a_group_the_bot_hears_what_is_meant_for_it(stage: Stage, bot: Bot) -> None:
    group = add_group(stage.world, "غرفة الأخبار")
    person = Person(stage, 1)
    for text in ("صباح الخير", "/new", "ما الجديد @mujaz_preview_bot"):
        stage.world.say(group.id, text, by=person.chat.id)
    heard = [update.message for update in await bot.get_updates() if update.message]
    assert [message.text for message in heard] == ["/new", "ما الجديد @mujaz_preview_bot"]
    assert {message.from_user and message.from_user.id for message in heard} == {person.chat.id}


async def test_a_forum_has_topics_and_refuses_others(stage: Stage, bot: Bot) -> None:
    forum = add_group(stage.world, "منتدى", Kind.SUPERGROUP, forum=True)
    thread = open_topic(stage.world, forum.id, "كازاخستان")
    sent = await bot.send_message(forum.id, "خبر", message_thread_id=thread)
    assert (sent.message_thread_id, sent.is_topic_message, sent.chat.is_forum) == (thread, True, True)
    stage.world.say(forum.id, "/new", thread=thread)
    (update,) = [update for update in await bot.get_updates() if update.message]
    assert update.message is not None
    assert update.message.message_thread_id == thread
    group = add_group(stage.world, "مجموعة", Kind.SUPERGROUP)
    for chat_id in (forum.id, group.id):
        with pytest.raises(BadRequest, match="thread not found"):
            await bot.send_message(chat_id, "خبر", message_thread_id=9999)
    with pytest.raises(Exception, match="not a forum"):
        open_topic(stage.world, group.id, "كازاخستان")


async def test_a_channel_takes_posts_of_its_administrators_by_its_name_too(stage: Stage, bot: Bot) -> None:
    channel = add_group(stage.world, "قناة", Kind.CHANNEL, username="mujaz_news")
    sent = await bot.send_message("@mujaz_news", "خبر")
    assert (sent.chat.id, sent.chat.type, sent.from_user) == (channel.id, "channel", None)
    stage.world.set_status(channel.id, MemberStatus.MEMBER)
    with pytest.raises(BadRequest, match="eed administrator rights in the channel chat"):
        await bot.send_message(channel.id, "خبر")
    with pytest.raises(BadRequest, match="hat not found"):
        await bot.send_message("@mujaz_gone", "خبر")


async def test_a_group_that_migrates_is_found_under_its_new_id(stage: Stage, bot: Bot) -> None:
    old = add_group(stage.world, "غرفة الأخبار")
    new = migrate(stage.world, old.id)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(old.id, "خبر")
    assert caught.value.new_chat_id == new.id
    assert (await bot.send_message(new.id, "خبر")).chat.type == "supergroup"
    told = [update.message for update in await bot.get_updates() if update.message]
    assert [(each.chat_id, each.migrate_to_chat_id, each.migrate_from_chat_id) for each in told] == [
        (old.id, new.id, None),
        (new.id, None, old.id),
    ]
    with pytest.raises(Exception, match="once"):
        migrate(stage.world, old.id)


async def test_accounts_and_chats_that_are_no_more(stage: Stage, bot: Bot) -> None:
    reader = Person(stage)
    reader.chat.opened = True
    stage.world.set_status(reader.chat.id, MemberStatus.DEACTIVATED)
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(reader.chat.id, "خبر")
    stage.world.set_status(reader.chat.id, MemberStatus.NOT_FOUND)
    with pytest.raises(BadRequest, match="hat not found"):
        await bot.send_message(reader.chat.id, "خبر")
    other = Person(stage, 1)
    stage.world.set_status(other.chat.id, MemberStatus.KICKED, quiet=True)
    assert await changes(bot) == []


async def test_a_reply_names_its_message_or_is_refused(stage: Stage, bot: Bot) -> None:
    reader = Person(stage)
    reader.chat.opened = True
    first = await bot.send_message(reader.chat.id, "خبر")
    reply = await bot.send_message(
        reader.chat.id, "تصحيح", reply_parameters=ReplyParameters(first.message_id, allow_sending_without_reply=True)
    )
    assert reply.reply_to_message is not None
    assert reply.reply_to_message.text == "خبر"
    await first.delete()
    with pytest.raises(BadRequest, match="essage to be replied not found"):
        await bot.send_message(reader.chat.id, "تصحيح", reply_parameters=ReplyParameters(first.message_id))
    without = await bot.send_message(
        reader.chat.id, "تصحيح", reply_parameters=ReplyParameters(first.message_id, allow_sending_without_reply=True)
    )
    assert without.reply_to_message is None
    assert [each.reply_to for each in stage.world.accepted] == [None, first.message_id, None]


async def test_a_document_is_kept_with_its_name(stage: Stage, bot: Bot) -> None:
    reader = Person(stage)
    reader.chat.opened = True
    sent = await bot.send_document(reader.chat.id, b"text", caption="خبر", filename="موجز.txt")
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.mime_type, sent.document.file_size) == ("موجز.txt", "text/plain", 4)
    assert sent.caption == "خبر"
    again = await bot.send_document(reader.chat.id, sent.document.file_id)
    assert again.document == sent.document
    with pytest.raises(BadRequest, match=r"(?i)wrong file identifier/http url specified"):
        await bot.send_document(reader.chat.id, "unknown")
