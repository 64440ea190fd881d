"""Somebody who tries to break in: forged buttons, hostile words and names, commands where they do not belong."""

import re
from itertools import product

from bot.preview.protocol.chats import Kind, Role
from bot.preview.state.groups import add_group, set_role
from bot.preview.state.people import from_channel, from_hidden
from tests.conversations.play import Play, Somebody, open_play, words_of

STALE = "لم يعد هذا الزر يعمل"
BIDI = re.compile("[\u202a-\u202e\u200e\u061c\u2066\u2067]")  # ours are FSI, PDI, and RLM before a line
HTML = "<b>خبر</b><script>alert(1)</script> <a href='https://evil.example'>هنا</a> & &amp; &lt;"
TEMPLATE = "{{ 7*7 }}{% for x in y %} ${7*7} {0.__class__} %s"
TRICKS = "\u202eمقلوب\u202c \u2066معزول\u2069 \u200fعلامة\u200e \u061c"
LONG = "كازاخستان " * 409 + "تركيا"  # 4,095 letters

PREFIXES = "c p q qp dt dp day d pic t hours h back s settings look topics time zone alerts quiet pause forget".split()
PREFIXES += "retract amend broadcast ingest".split()
MEANINGLESS = [
    "",
    " ",
    "forget ",
    "FORGET",
    "forget\n",
    "c:forget\n",
    "c:stats",
    "x" * 64,
    "س" * 32,
    "\x00",
    "c",
    "c:new:1",
]
HOSTILE = [HTML, TEMPLATE, TRICKS, LONG, "س" * 4096, "\u0300" * 500, "🙂" * 2000, "'\"; DROP TABLE x; --", "* NEAR ( ^"]
ASKING = ["", "بحث ", "/time ", "/zone ", "/quiet ", "/pause ", "/timeline ", "/start "]
VALUES = (
    "",
    ":",
    ":0",
    ":-1",
    ":999999999999999999999",
    ":٣",
    ":1\n",
    ":turkey:٢",
    ":turkey:9999",
    ":1-2-3-4-5-6-7-8-9-a-b-c-d:1",
    ":20220105-20220109",
    ":20220105-20220109:٣",
    ":timeline:20229999-20229999:light",
    ":../../etc/passwd",
    ":Africa/Nowhere",
    ":08:30",
    ":<b>",
    ":'; DROP TABLE subscribers; --",
    ":none\n",
)


async def test_forged_buttons_change_nothing(play: Play) -> None:
    salma = play.salma
    await salma.say("/start")
    before, said = await play.find(salma.chat), len(salma.chat.messages)
    for prefix, value in product(PREFIXES, VALUES):
        data = prefix + value
        if data in {"hours", "back", "forget"} or len(data.encode()) > 64:
            continue
        heard = await salma.forge(data)
        assert heard.kinds, data
        assert heard.kinds[0] == "answer", data
        assert STALE in heard.toast or not heard.toast, data
    for data in MEANINGLESS:
        heard = await salma.forge(data)
        assert STALE in heard.toast, data
    assert await play.find(salma.chat) == before
    # What is a page beyond the last, or days without news, is answered; nothing else is said.
    new = [words_of(each) for each in list(salma.chat.messages.values())[said:] if each.from_bot]
    assert len(new) <= 3, new


async def test_a_page_that_is_no_more_becomes_the_nearest(late: Play) -> None:
    salma = late.salma
    shown = await salma.say("/timeline")
    for data, words in (
        ("p:timeline:999", "الخط الزمني"),
        ("p:timeline:0", "الخط الزمني"),
        ("p:timeline:000", "الخط الزمني"),
        ("p:turkey:999", "الدبلوماسية التركية"),
        ("d:20220107-20220107:99", "الجمعة 7 يناير"),
        ("day:999", "اختر يومًا"),
        ("d:20220105-20220109:999", "من 5 إلى 9 يناير"),
        ("d:20300105-20300109:1", "لا أخبار في هذه المدة"),
        ("d:00010101-99991231:1", "الخط الزمني"),
        ("qp:1-2:99", "ما قالته المصادر"),
        ("qp:zzzz:1", "سُحبت هذه الأخبار"),
        ("dp:zzzz:1", "لم تعد لهذه الأخبار تفاصيل"),
    ):
        heard = await salma.forge(data, under=shown.last)
        assert words in words_of(salma.chat.messages[shown.last.id]), data
        assert heard.kinds[0] == "answer"


async def test_the_settings_of_another_cannot_be_reached(play: Play) -> None:
    salma, yusuf = play.salma, play.yusuf
    await salma.say("/start")
    await yusuf.say("/start")
    group = add_group(play.world, "مجموعة سلمى", Kind.SUPERGROUP, by=salma.id)
    await play.settle()
    await salma.say("/start", at=group)
    before = [await play.find(chat) for chat in (salma.chat, group)]
    for data in (
        f"time:{salma.id}:09:00",
        f"forget:{salma.id}",
        f"t:{salma.id}:csto",
        f"pause:{group.id}",
        "time:09:00",
        "forget",
        "t:csto",
    ):
        await yusuf.forge(data)
        await yusuf.forge(data, at=group)  # they are not even in it
    for text in (f"/forget {salma.id}", f"/stop {group.id}", f"/time 9 {salma.id}", f"/mydata {salma.id}"):
        await yusuf.say(text)
    assert [await play.find(chat) for chat in (salma.chat, group)] == before
    await yusuf.say("/start")
    document = (await yusuf.say("/mydata")).last.content.document
    assert document
    assert str(salma.id) not in document.data.decode()
    assert str(group.id) not in document.data.decode()


def check_harmless(heard_texts: list[str]) -> None:
    """Nothing was run as a template, no foreign mark of direction came back, nothing became a link."""
    for text in heard_texts:
        assert not BIDI.search(text), ascii(text)
        assert "49" not in text
        assert len(text.encode("utf-16-le")) // 2 <= 4096


async def test_hostile_words_are_only_words(play: Play) -> None:
    salma = play.salma
    await salma.say("/start")
    for hostile, before in product(HOSTILE, ASKING):
        heard = await salma.say((before + hostile)[:4096])
        assert len(heard.sent) == 1, (before, hostile[:20])
        check_harmless(heard.texts)
        assert "evil" not in str(heard.last.content.text.entities)
    heard = await salma.say(HTML)
    assert "<script>" in heard.text.replace("\u2068", "").replace("\u2069", "")
    assert (await play.find(salma.chat)).state == "active"


async def test_hostile_names_of_people_groups_and_channels(sqlite_url: str) -> None:
    async with open_play(sqlite_url) as play:
        for name in (HTML, TEMPLATE, TRICKS, "ا" * 250):
            person = play.invite(name)
            greeting = await person.say("/start")
            check_harmless(greeting.texts)
            for kind in (Kind.GROUP, Kind.SUPERGROUP, Kind.CHANNEL):
                with play.hearing() as heard:
                    chat = add_group(play.world, name, kind, by=person.id)
                    await play.settle()
                assert heard.at(chat)
                check_harmless([event.words for event in heard.events])
                assert len(heard.at(person.chat)) == (kind is Kind.CHANNEL)
        morning = await play.move("morning")
        check_harmless(morning.texts)
        assert len(morning.sent) == 8  # who is in it, or what it is called, keeps no digest back


async def test_hostile_articles_of_the_newsroom(play: Play) -> None:
    editor, salma = play.editor, play.salma
    await salma.say("/start")

    async def read_all(reader: Somebody) -> None:
        for asked in ("/new", "/sources", "/timeline", "/figures", "بحث شرطيان"):
            heard = await reader.say(asked)
            check_harmless(heard.texts)
            assert not any(
                "evil" in str(entity) for each in heard.sent for entity in each.content.text.entities if entity.url
            )

    for number, outlet in enumerate((HTML, TEMPLATE, TRICKS, "ن" * 2000)):
        article = f"outlet: {outlet}\npublished: 2022-01-06 07:0{number}\ntitle: {outlet}\n\n"
        article += f"قتل {number + 3} من الشرطة {HTML} {TEMPLATE} {TRICKS} في ألماتي يوم 5 يناير 2022."
        offered = await editor.give(f"{outlet[:40]}.txt", article)
        check_harmless(offered.texts)
        taken = await editor.press("نعم، أدخله")
        check_harmless([words_of(each) for each in taken.edited])
        forwarded = await editor.forward(
            f"أُصيب {number + 20} شخصًا في أستانا يوم 5 يناير 2022.", from_channel(outlet, date=play.world.now())
        )
        check_harmless(forwarded.texts)
        check_harmless((await editor.forward("نص", from_hidden(outlet, date=play.world.now()))).texts)
        await read_all(salma)
    await salma.forge("look:rich")
    await read_all(salma)
    check_harmless((await play.move("morning")).texts)


async def test_addresses_that_are_none_become_no_links(play: Play) -> None:
    editor = play.editor
    for url in ("javascript:alert(1)", "tg://resolve?domain=x", 'https://x.example/" onclick="a', "file:///etc/passwd"):
        head = f"outlet: ناشر\npublished: 2022-01-06\nurl: {url}\n\n"
        await editor.give("مقال.txt", head + "قتل شرطيان في ألماتي يوم 5 يناير 2022.")
        if "نعم، أدخله" in str(editor.chat.messages[max(editor.chat.messages)].keyboard):
            await editor.press("نعم، أدخله")
    sources = await play.salma.say("/sources")
    links = [entity.url for entity in sources.last.content.text.entities if entity.url]
    assert all(link.startswith("https://x.example/") for link in links)


async def test_commands_in_the_wrong_kind_of_chat(play: Play) -> None:
    salma, yusuf = play.salma, play.yusuf
    group = add_group(play.world, "مجموعة", Kind.GROUP, by=salma.id)
    channel = add_group(play.world, "قناة", Kind.CHANNEL, by=salma.id)
    set_role(play.world, group.id, yusuf.id, Role.MEMBER)
    await play.settle()
    for chat in (group, channel):
        for command in ("/broadcast سلام", "/retract 1", "/stats@mujaz_preview_bot", "/nothing", "/new@another_bot"):
            heard = await salma.say(command, at=chat)
            assert not heard.sent, (chat.kind, command)
    # Commands that nobody knows are answered in private only.
    assert "لم أفهم" in (await salma.say("/nothing")).text
    assert "لم أفهم" in (await salma.say("/retract 1")).text
    assert "لم أفهم" in (await salma.say("/START_x")).text
    # A file of data is for those who manage the group.
    assert (await yusuf.say("/mydata", at=group)).last.content.document is None
    assert await play.look_for(salma.chat) is None


async def test_buttons_of_messages_that_are_no_more(play: Play) -> None:
    salma = play.salma
    await salma.say("/start")
    shown = await salma.say("/timeline")
    del salma.chat.messages[shown.last.id]
    heard = await salma.forge("day:1", under=shown.last)
    assert heard.kinds == ["answer", "message"]
    assert "اختر يومًا" in heard.text


async def test_a_button_without_a_message_means_nothing(play: Play) -> None:
    """As under what was picked by inline mode, which has no buttons of ours."""
    salma = play.salma
    for data in ("c:new", "forget", "t:csto", "retract:1", ""):
        with play.hearing() as heard:
            query = {
                "id": play.world.queries.press(salma.id),
                "from": salma.chat.person,
                "inline_message_id": "inline:1",
                "chat_instance": "1",
                "data": data,
            }
            play.world.updates.put("callback_query", query)
            await play.settle()
        assert heard.kinds == ["answer"], data
        assert STALE in heard.toast, data
