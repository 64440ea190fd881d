"""Channels: the bot posts there, its administrators choose by posts, and its readers read on in the bot."""

from bot.preview.protocol.chats import Chat, Kind, Role
from bot.preview.state.groups import add_group, set_role
from tests.conversations.play import Heard, Play, buttons, open_play

OUTBREAK, TROOPS, TOLL = "جاناوزين", "قوات حفظ السلام", "26 محتجًا"


async def add(play: Play, title: str = "قناة الأخبار") -> tuple[Chat, Heard]:
    """A channel of Salma's, that Yusuf reads; she has begun a chat with the bot."""
    with play.hearing() as heard:
        channel = add_group(play.world, title, Kind.CHANNEL, username="akhbar_channel", by=play.salma.id)
        set_role(play.world, channel.id, play.yusuf.id, Role.MEMBER)
        await play.settle()
    return channel, heard


async def test_a_channel_gets_its_first_post_and_a_digest_each_morning(database_url: str) -> None:
    async with open_play(database_url) as play:
        salma = play.salma
        await salma.say("/start")
        channel, added = await add(play)
        (first,) = added.at(channel)
        assert "يُنشر هنا كل يوم في الساعة 08:00 ما استجدّ" in first
        assert OUTBREAK in first
        (note,) = added.at(salma.chat)
        assert "أضفتني إلى قناة «قناة الأخبار»" in note
        assert "الساعة 08:00 بتوقيت الرياض" in note

        (post,) = (await play.move("morning")).at(channel)
        assert TROOPS in post
        (post,) = (await play.move("morning")).at(channel)
        assert TOLL in post
        assert not (await play.move("morning")).at(channel)


async def test_who_added_it_and_never_wrote_to_the_bot_is_no_failure(play: Play) -> None:
    channel, added = await add(play)
    assert len(added.at(channel)) == 1
    assert not added.at(play.salma.chat)


async def test_a_readers_press_opens_the_bot_and_posts_nothing(play: Play) -> None:
    yusuf = play.yusuf
    channel, added = await add(play)
    labels = buttons(added.last)
    assert "الإعدادات" not in labels
    assert {"الأرقام", "الخط الزمني", "المصادر"} <= set(labels)
    for label in labels:
        heard = await yusuf.press(label, at=channel)
        assert heard.kinds == ["answer"], label
        assert heard.url.startswith("https://t.me/mujaz_preview_bot?start="), label
        opened = await yusuf.say(f"/start {heard.url.partition('=')[2]}")
        assert opened.sent, label
    for data in ("t:csto", "time:09:00", "forget", "s:zone", "retract:1"):
        heard = await yusuf.forge(data, at=channel)
        assert heard.kinds == ["answer"], data
        assert heard.toast, data
    for data in (
        "p:timeline:1",
        "p:turkey:1",
        "day:1",
        "d:20220105-20220109:1",
        "pic:figures::dark",
        "qp:1-2:2",
        "c:new",
        "c:settings",
        "c:stop",
    ):
        heard = await yusuf.forge(data, at=channel)
        assert heard.kinds == ["answer"], data
        assert heard.url, data
        assert (await yusuf.say(f"/start {heard.url.partition('=')[2]}")).sent, data


async def test_the_digests_of_a_channel_have_buttons_that_work_for_its_readers(play: Play) -> None:
    channel, _ = await add(play)
    digest = await play.move("morning")
    for label in buttons(digest.last):
        heard = await play.yusuf.press(label, at=channel, under=digest.last)
        assert heard.kinds == ["answer"], label
        assert heard.url, label


async def test_its_administrators_choose_by_posts(play: Play) -> None:
    salma = play.salma
    channel, _ = await add(play)
    assert "كل يوم في الساعة 09:00" in (await salma.say("الساعة 9:00", at=channel)).text
    assert f"{(await play.find(channel)).digest_time:%H:%M}" == "09:00"
    assert "بتوقيت القاهرة" in (await salma.say("/zone القاهرة", at=channel)).text
    for post in ("صباح الخير", "تركيا اليوم في أخبارنا", "لقاء مهم"):
        assert not (await salma.say(post, at=channel)).events, post
    assert "توقف الموجز" in (await salma.say("توقف", at=channel)).text
    assert not (await play.move("morning")).at(channel)
    assert (await play.find(channel)).state == "stopped"
    assert "أهلًا بعودتك" in (await salma.say("ابدأ", at=channel)).text


async def test_nobody_administers_the_bot_from_a_channel(play: Play) -> None:
    channel, _ = await add(play)
    for post in ("/stats", "/broadcast سلام", "سحب 1", "الإحصاء", "/retract 1", "/ingest"):
        assert not (await play.editor.say(post, at=channel)).sent, post
