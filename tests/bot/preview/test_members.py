"""The members of groups and channels, who writes in their name, and who presses."""

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden

from bot.preview.protocol.chats import Kind, MemberStatus, Role
from bot.preview.protocol.profile import BOT_ID
from bot.preview.stage import Stage
from bot.preview.state.groups import add_group, migrate, set_role
from tests.bot.preview.stage import Person

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("الأرقام", callback_data="f")]])


async def test_people_have_roles_and_who_adds_the_bot_is_the_creator(stage: Stage, bot: Bot) -> None:
    salma, yousef, layla = (Person(stage, index).chat.id for index in range(3))
    group = add_group(stage.world, "غرفة الأخبار", by=salma)
    set_role(stage.world, group.id, yousef, Role.ADMINISTRATOR)
    stage.world.say(group.id, "صباح الخير", by=layla)
    assert [(await bot.get_chat_member(group.id, each)).status for each in (salma, yousef, layla, BOT_ID)] == [
        "creator",
        "administrator",
        "member",
        "member",
    ]
    assert {each.user.id for each in await bot.get_chat_administrators(group.id)} == {salma, yousef}
    set_role(stage.world, group.id, layla, Role.LEFT)
    assert (await bot.get_chat_member(group.id, layla)).status == "left"
    set_role(stage.world, group.id, yousef, Role.CREATOR)
    assert (await bot.get_chat_member(group.id, salma)).status == "member"
    moved = migrate(stage.world, group.id)
    assert (await bot.get_chat_member(moved.id, yousef)).status == "creator"


async def test_members_of_whom_telegram_tells_nothing(stage: Stage, bot: Bot) -> None:
    salma, yousef = (Person(stage, index).chat.id for index in range(2))
    assert (await bot.get_chat_member(salma, salma)).status == "member"
    group = add_group(stage.world, "غرفة الأخبار", by=salma)
    channel = add_group(stage.world, "قناة", Kind.CHANNEL, by=salma)
    assert {each.user.id for each in await bot.get_chat_administrators(channel.id)} == {salma, BOT_ID}
    stage.world.set_status(channel.id, MemberStatus.MEMBER)
    for reason, question in {
        "There are no administrators in the private chat": bot.get_chat_administrators(salma),
        "Invalid user_id specified": bot.get_chat_member(group.id, 0),
        "Member not found": bot.get_chat_member(group.id, 999),
        "member not found": bot.get_chat_member(salma, yousef),
        "Member list is inaccessible": bot.get_chat_member(channel.id, salma),
        "Chat not found": bot.get_chat_administrators(404),
    }.items():
        with pytest.raises(BadRequest, match=f"(?i)^{reason}$"):
            await question
    stage.world.set_status(group.id, MemberStatus.KICKED)
    with pytest.raises(Forbidden, match="kicked from the group chat"):
        await bot.get_chat_member(group.id, salma)


async def test_an_administrator_writes_in_the_name_of_the_group(stage: Stage, bot: Bot) -> None:
    salma, yousef = (Person(stage, index).chat.id for index in range(2))
    group = add_group(stage.world, "غرفة الأخبار", Kind.SUPERGROUP, by=salma)
    stage.world.say(group.id, "/new", by=salma, as_chat=True)
    (heard,) = [update.message for update in await bot.get_updates() if update.message]
    assert heard.from_user is not None
    assert heard.sender_chat is not None
    assert (heard.from_user.id, heard.from_user.username) == (1087968824, "GroupAnonymousBot")
    assert heard.sender_chat.id == heard.chat_id == group.id
    with pytest.raises(Exception, match="only an administrator"):
        stage.world.say(group.id, "/new", by=yousef, as_chat=True)
    with pytest.raises(Exception, match="nobody but the chat"):
        stage.world.say(salma, "/new", as_chat=True)


async def test_anybody_in_a_group_or_channel_presses_a_button(stage: Stage, bot: Bot) -> None:
    yousef = Person(stage, 1).chat.id
    for kind in (Kind.GROUP, Kind.CHANNEL):
        chat = add_group(stage.world, "الأخبار", kind)
        sent = await bot.send_message(chat.id, "خبر", reply_markup=KEYBOARD)
        stage.world.press(chat.id, sent.message_id, 0, 0, by=yousef)
        query = (await bot.get_updates(offset=-1))[-1].callback_query
        assert query is not None
        assert query.message is not None
        assert (query.from_user.id, query.message.chat.id) == (yousef, chat.id)


async def test_in_private_it_is_always_its_person(stage: Stage, bot: Bot) -> None:
    reader, other = Person(stage).chat, Person(stage, 1).chat
    reader.opened = True
    sent = await bot.send_message(reader.id, "خبر", reply_markup=KEYBOARD)
    stage.world.press(reader.id, sent.message_id, 0, 0, by=other.id)
    query = (await bot.get_updates(offset=-1))[-1].callback_query
    assert query is not None
    assert query.from_user.id == reader.id


async def test_in_a_group_the_bot_hears_answers_to_itself_and_commands_that_are_its_own(stage: Stage, bot: Bot) -> None:
    group = add_group(stage.world, "غرفة الأخبار")
    sent = await bot.send_message(group.id, "خبر")
    related_update = stage.world.say(group.id, "صباح الخير")
    stage.world.say(group.id, "ومن قال هذا؟", reply_to=sent.message_id)
    stage.world.say(group.id, "صباح النور", reply_to=related_update.id)
    stage.world.say(group.id, "/new@another_bot")
    stage.world.say(group.id, "/new@Mujaz_preview_bot")
    heard = [update.message for update in await bot.get_updates() if update.message]
    assert [message.text for message in heard] == ["ومن قال هذا؟", "/new@Mujaz_preview_bot"]
    assert heard[0].reply_to_message is not None
    assert heard[0].reply_to_message.text == "خبر"
    with pytest.raises(Exception, match="message to be replied not found"):
        stage.world.say(group.id, "من؟", reply_to=999)
