"""Groups and forums: who may ask, who may choose, and where the answer stands."""

from bot.preview.protocol.chats import Chat, Kind, MemberStatus, Role
from bot.preview.state.groups import add_group, migrate, open_topic, set_role
from tests.conversations.play import Play, buttons, open_play

NAME = "@mujaz_preview_bot"
MANAGERS_ONLY = "هذا للمشرفين وحدهم."
OUTBREAK, TROOPS = "جاناوزين", "قوات حفظ السلام"


async def add(play: Play, title: str = "نقاش الأخبار", kind: Kind = Kind.SUPERGROUP, *, forum: bool = False) -> Chat:
    """A group of Salma's, in which Yusuf is a member."""
    group = add_group(play.world, title, kind, forum=forum, by=play.salma.id)
    set_role(play.world, group.id, play.yusuf.id, Role.MEMBER)
    await play.settle()
    return group


def said_in(group: Chat) -> list[str]:
    """What the bot has said there."""
    return [each.content.text.text for each in group.messages.values() if each.from_bot]


async def test_who_adds_the_bot_is_greeted_and_subscribes_the_group(play: Play) -> None:
    salma, yusuf = play.salma, play.yusuf
    with play.hearing() as hello:
        group = await add(play)
    assert "وأخبركم كل يوم بما استجدّ" in hello.text
    assert "يضغط أحد المشرفين الزر" in hello.text

    refused = await yusuf.press("الاشتراك", at=group)
    assert refused.toast == MANAGERS_ONLY
    assert not refused.sent
    greeting = await salma.press("الاشتراك", at=group)
    assert OUTBREAK in greeting.text
    assert TROOPS in (await play.move("morning")).at(group)[0]


async def test_members_ask_and_the_answer_replies_to_the_question(play: Play) -> None:
    yusuf, group = play.yusuf, await add(play)
    for asked in ("/protests", f"/protests{NAME}", f"{NAME} الاحتجاجات", f"هل من خبر عن الاحتجاجات يا {NAME}؟"):
        heard = await yusuf.say(asked, at=group)
        assert heard.last.reply_to == list(group.messages)[-2], asked
        assert not heard.at(yusuf.chat)
        assert OUTBREAK in heard.text or "الاحتجاجات" in heard.text, asked
    found = await yusuf.say(f"{NAME} توكاييف", at=group)
    assert "بحث عن «توكاييف»" in found.text


async def test_people_are_left_to_talk_in_peace(play: Play) -> None:
    yusuf, group = play.yusuf, await add(play)
    before = said_in(group)
    for words in (
        "تركيا",
        "الجديد",
        "توقف",
        "ما رأيكم؟",
        "@somebody الجديد",
        "/protests@another_bot",
        "mujaz_preview_bot",
    ):
        assert not (await yusuf.say(words, at=group)).events, words
    # An answer to a message of the bot's that names nobody is talk, too.
    last = next(iter(group.messages))
    assert not (await yusuf.say("شكرًا", at=group, reply_to=last)).events
    assert said_in(group) == before


async def test_only_those_who_manage_the_group_choose(play: Play) -> None:
    salma, yusuf, group = play.salma, play.yusuf, await add(play)
    await salma.say("/start", at=group)
    before = await play.find(group)
    commands = (
        "/start",
        "/stop",
        "/settings",
        "/time 9",
        "/zone القاهرة",
        "/alerts",
        "/quiet 22-7",
        "/pause 3",
        "/mydata",
    )
    words = ("توقف", "الساعة 9", "الإعدادات", "إيقاف مؤقت 3 أيام", "محو بياناتي", "بياناتي", "ابدأ", "هدوء من 22 إلى 7")
    asked = (*commands, "/forget", "/start c_new", *(f"{NAME} {each}" for each in words))
    for each in asked:
        assert (await yusuf.say(each, at=group)).text == MANAGERS_ONLY, each
        assert await play.find(group) == before, each
    for each in asked:
        assert MANAGERS_ONLY not in (await salma.say(each, at=group)).texts, each
    assert await play.find(group) != before


async def test_buttons_of_choices_are_for_those_who_manage_the_group(play: Play) -> None:
    salma, yusuf, group = play.salma, play.yusuf, await add(play)
    await salma.say("/start", at=group)
    settings = await salma.say("/settings", at=group)
    before = await play.find(group)
    for label in buttons(settings.last):
        refused = await yusuf.press(label, at=group, under=settings.last)
        assert refused.kinds == ["answer"], label
        assert refused.toast == MANAGERS_ONLY
    for data in ("t:csto", "h:09:00", "time:09:00", "zone:Africa/Cairo", "pause:7", "forget", "look:rich", "c:stop"):
        assert (await yusuf.forge(data, at=group)).toast == MANAGERS_ONLY, data
    assert await play.find(group) == before
    # A button to read on is for everybody.
    timeline = await yusuf.say("/timeline", at=group)
    assert "هذه الأيام" in (await yusuf.press("اختر يومًا", at=group, under=timeline.last)).edit

    set_role(play.world, group.id, yusuf.id, Role.ADMINISTRATOR)
    heard = await yusuf.press("ساعة الموجز", at=group, under=settings.last)
    assert heard.toast == ""
    assert "الساعة 10:00" in (await yusuf.press("10:00", at=group)).edit
    set_role(play.world, group.id, yusuf.id, Role.MEMBER)  # and no longer
    assert (await yusuf.press("06:00", at=group)).toast == MANAGERS_ONLY
    assert f"{(await play.find(group)).digest_time:%H:%M}" == "10:00"


async def test_an_anonymous_administrator_manages_the_group(play: Play) -> None:
    salma, group = play.salma, await add(play)
    assert OUTBREAK in (await salma.say("/start", at=group, as_chat=True)).text
    assert "الساعة 09:30" in (await salma.say(f"{NAME} الساعة 9:30", at=group, as_chat=True)).text
    assert f"{(await play.find(group)).digest_time:%H:%M}" == "09:30"


async def test_two_topics_of_a_forum_have_settings_of_their_own(database_url: str) -> None:
    async with open_play(database_url) as play:
        salma, yusuf, forum = play.salma, play.yusuf, await add(play, forum=True)
        news, talk = (open_topic(play.world, forum.id, name) for name in ("أخبار", "أحاديث"))
        await salma.say("/start", at=forum, thread=news)
        await salma.say("/start", at=forum, thread=talk)
        await salma.say("/time 9", at=forum, thread=talk)
        await salma.say("/settings", at=forum, thread=talk)
        await salma.press("المواضيع", at=forum)
        await salma.press("✓ الدبلوماسية التركية", at=forum)

        # The answer stands in the topic where it was asked for.
        asked = await yusuf.say(f"{NAME} الاحتجاجات", at=forum, thread=talk)
        assert asked.last.thread == talk
        assert asked.last.reply_to == list(forum.messages)[-2]
        quotes = await yusuf.press("المصادر", at=forum, under=asked.last)
        assert quotes.last.thread == talk

        first, second = await play.find(forum, news), await play.find(forum, talk)
        assert (f"{first.digest_time:%H}", first.muted) == ("08", frozenset())
        assert (f"{second.digest_time:%H}", second.muted) == ("09", frozenset({"turkey"}))
        morning = await play.move("morning")
        assert [each.thread for each in morning.sent] == [news]
        later = await play.move("hour")
        assert [each.thread for each in later.sent] == [talk]
        await salma.say("/stop", at=forum, thread=talk)
        assert [each.thread for each in (await play.move("morning")).sent] == [news]
        # What nobody subscribed gets nothing: the forum outside of its topics.
        assert await play.look_for(forum) is None


async def test_put_out_and_let_in_again(play: Play) -> None:
    salma, group = play.salma, await add(play)
    await salma.say("/start", at=group)
    await salma.say("/time 9", at=group)
    play.world.set_status(group.id, MemberStatus.KICKED, by=salma.id)
    await play.settle()
    assert (await play.find(group)).state == "blocked"
    assert not (await play.move("morning")).sent
    with play.hearing() as heard:
        play.world.set_status(group.id, MemberStatus.MEMBER, by=salma.id)
        await play.settle()
    assert not heard.sent  # nobody needs to be greeted twice
    back = await play.find(group)
    assert (back.state, f"{back.digest_time:%H:%M}") == ("active", "09:00")
    assert TROOPS in (await play.move("hour")).at(group)[0]


async def test_a_group_that_had_stopped_stays_without_when_the_bot_is_let_in_again(play: Play) -> None:
    salma, group = play.salma, await add(play)
    await salma.say("/start", at=group)
    await salma.say("/stop", at=group)
    play.world.set_status(group.id, MemberStatus.LEFT, by=salma.id)
    await play.settle()
    play.world.set_status(group.id, MemberStatus.MEMBER, by=salma.id)
    await play.settle()
    assert not (await play.move("morning")).sent


async def test_an_upgraded_group_is_followed(play: Play) -> None:
    salma, group = play.salma, await add(play, kind=Kind.GROUP)
    await salma.say("/start", at=group)
    new = migrate(play.world, group.id)
    await play.settle()
    morning = await play.move("morning")
    assert TROOPS in "".join(morning.at(new))
    assert not morning.at(group)
    assert (await play.find(new)).state == "active"


async def test_a_greeting_and_pauses_speak_to_a_group(play: Play) -> None:
    salma, group = play.salma, await add(play)
    await salma.say("/start", at=group)
    heard = await salma.say("/pause 1", at=group)
    assert "يعود الإرسال" in heard.text
    assert not (await play.move("morning")).sent
    back = await salma.say("/start", at=group)
    assert "أهلًا بعودتك" in back.text
    assert TROOPS in (await play.yusuf.say("/new", at=group)).text
