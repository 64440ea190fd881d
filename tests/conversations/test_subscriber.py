"""A subscriber: the first minute, what is asked by commands and by words, links, sources, sharing."""

import json

from bot.preview.protocol.chats import MemberStatus
from tests.conversations.play import Play, buttons, open_play, words_of

OUTBREAK, RESIGNED, TROOPS, TOLL, ANKARA = "جاناوزين", "استقالة الحكومة", "قوات حفظ السلام", "26 محتجًا", "جاويش أوغلو"
TOPICS = ("الاحتجاجات", "قوات منظمة معاهدة الأمن الجماعي وانسحابها", "الدبلوماسية التركية")
ARTICLE = """outlet: موقع الرصيف
published: 2022-01-06 07:00
url: https://example.org/a?x=1&y=2

قتل شرطي في ألماتي يوم 5 يناير 2022.
"""
SUBSCRIBED, UNKNOWN_LINK = "أنت مشترك بالفعل", "لم أجد ما يشير إليه الرابط"


def news_in(text: str) -> list[str]:
    """The lines of news of a message."""
    return [line for line in text.splitlines() if line.startswith("▪️")]


async def test_the_first_minute(database_url: str) -> None:
    async with open_play(database_url) as play:
        salma = play.salma
        greeting = await salma.say("/start")
        assert greeting.kinds == ["message"]
        assert greeting.text.startswith("أهلًا بك في موجز كازاخستان")
        assert len(news_in(greeting.text)) == 2
        assert "فاكتب: توقف" in greeting.text
        assert list(buttons(greeting.last))[:4] == [*(f"✓ {topic}" for topic in TOPICS), "الموجز اليومي: 08:00"]

        # Nothing of it comes twice: neither at once, nor when asked for, nor in the morning.
        assert SUBSCRIBED in (await salma.say("/start")).text
        assert "لا جديد منذ قراءتك الأخيرة (اليوم 09:00)" in (await salma.say("/new")).text
        morning = await play.move("morning")
        assert TROOPS in morning.text
        assert OUTBREAK not in morning.text
        assert salma.sees(OUTBREAK) == 1

        # The buttons under the greeting change in their place.
        assert (await salma.press("الموجز اليومي")).kinds == ["answer", "edit"]
        assert f"✓ {TOPICS[0]}" in buttons((await salma.press("رجوع")).last)
        assert "✓ 08:00" in buttons((await salma.press("الموجز اليومي")).last)
        chosen = await salma.press("09:00")
        assert "الموجز اليومي: 09:00" in buttons(chosen.last)
        assert TOPICS[2] in buttons((await salma.press(f"✓ {TOPICS[2]}")).last)


async def test_what_happened_so_far_takes_five_lines(late: Play) -> None:
    lines = news_in((await late.salma.say("/start")).text)
    assert 1 <= len(lines) <= 5
    assert len(set(lines)) == len(lines)


async def test_links_open_what_they_name_also_for_who_comes_by_them_first(late: Play) -> None:
    async def follow(payload: str) -> tuple[list[str], list[str]]:
        newcomer = late.invite()
        first = (await newcomer.say(f"/start {payload}")).texts
        return first, (await newcomer.say(f"/start {payload}")).texts

    for payload, words in (
        ("t_turkey", TOPICS[2]),
        ("u_1", "¹"),
        ("q_1-2", "ما قالته المصادر (1 من 2)"),
        ("c_timeline", "الخط الزمني"),
        ("c_figures", "الأرقام"),
        ("c_turkey", TOPICS[2]),
    ):
        first, again = await follow(payload)
        assert len(first) == 2, payload
        assert first[0].startswith("أهلًا بك")
        assert words in first[1]
        assert len(again) == 1, payload
        assert words in again[0]
        assert SUBSCRIBED not in again[0]


async def test_links_that_mean_nothing_say_so(play: Play) -> None:
    await play.salma.say("/start")
    for payload in (
        "t_nothing",
        "u_999",
        "u_999999999",
        "q_zzzz",
        "c_nothing",
        "c_stats",
        "c_stop",
        "c_forget",
        "c_start",
    ):
        heard = await play.salma.say(f"/start {payload}")
        assert UNKNOWN_LINK in heard.text or "سُحبت هذه الأخبار" in heard.text, payload
        assert buttons(heard.last)
    for payload in ("x", "u_0", "u_-1", "u_٣", "q_", "t_" + "a" * 60, "T_TURKEY", "c_new;drop", "<b>", "{{ 7*7 }}"):
        heard = await play.salma.say(f"/start {payload}")
        assert SUBSCRIBED in heard.text, payload
    assert (await play.find(play.salma.chat)).state == "active"


async def test_who_comes_late_has_nothing_unread(late: Play) -> None:
    told = news_in((await late.salma.say("/start")).text)
    assert 1 <= len(told) <= 5
    assert any("13 يناير" in line for line in told)  # the last day of the story so far
    assert "لا جديد" in (await late.salma.say("ما الجديد؟")).text


async def test_the_timeline_and_day_by_day(late: Play) -> None:
    salma = late.salma
    line = await salma.say("/timeline")
    assert "الخميس 13 يناير" in line.text
    assert len(news_in(line.text)) <= 12

    days = await salma.press("اختر يومًا")
    assert "هذه الأيام التي فيها أخبار" in days.edit
    day = await salma.press("7 يناير")
    assert "الخط الزمني · الجمعة 7 يناير" in day.edit
    assert "26 محتجا" in day.edit
    assert "9 يناير" not in day.edit.partition("¹ ")[0].replace("9 يناير،", "")

    for asked in ("من 5 إلى 9 يناير", "/timeline من ٥ إلى ٩ يناير", "الخط الزمني من 5 إلى 9 يناير"):
        heard = await salma.say(asked)
        assert "من 5 إلى 9 يناير" in heard.text
        assert "الجمعة 7 يناير" in heard.text
        assert "13 يناير" not in heard.text
    assert "لا أخبار في هذه المدة" in (await salma.say("من 1 إلى 3 مارس 2021")).text


async def test_topics_figures_and_sources(late: Play) -> None:
    salma = late.salma
    for asked, words in (
        ("/turkey", "الدبلوماسية التركية"),
        ("تركيا", "الدبلوماسية التركية"),
        ("/csto", TOPICS[1]),
        ("الاحتجاجات", "الاحتجاجات"),
        ("/figures", "164 شخصًا (وزارة الصحة"),
        ("الحصيلة", "26 محتجًا (وزارة الداخلية"),
        ("/sources", "11 مقالًا من خمسة مصادر"),
    ):
        heard = await salma.say(asked)
        assert words in heard.text, asked


async def test_sources_lead_to_the_articles(play: Play) -> None:
    editor, salma = play.editor, play.salma
    await editor.give("مقال.txt", ARTICLE)
    await editor.press("نعم، أدخله")
    sources = await salma.say("/sources")
    assert "موقع الرصيف: مقال واحد، 6 يناير" in sources.text
    links = [entity.url for entity in sources.last.content.text.entities if entity.url]
    assert links == ["https://example.org/a?x=1&y=2"]


async def test_words_are_looked_for(play: Play) -> None:
    salma = play.salma
    for asked in ("/search توكاييف", "بحث توكاييف", "ابحث عن توكاييف", "توكاييف"):
        heard = await salma.say(asked)
        assert "بحث عن «توكاييف»" in heard.text
        assert RESIGNED in heard.text
    for asked in ("/search", "بحث"):
        assert "عمّ تبحث؟" in (await salma.say(asked)).text
    for misspelt, words in (
        ("الخط الزمنى", "الخط الزمني"),
        ("الاعدادت", "هذا للمشتركين"),
        ("المساعده", "اضغط زرًّا"),
    ):
        assert words in (await salma.say(misspelt)).text, misspelt
    nonsense = await salma.say("هراء لا معنى له")
    assert "لم أفهم «هراء لا معنى له»" in nonsense.text
    assert {"الجديد", "الخط الزمني"} == set(buttons(nonsense.last))
    # To leave or to be erased one has to say it exactly.
    await salma.say("/start")
    await salma.say("توقفف")
    await salma.say("محو بيانات")
    assert (await play.find(salma.chat)).state == "active"


async def test_help_has_buttons_that_all_work(play: Play) -> None:
    salma = play.salma
    await salma.say("/start")
    listed = await salma.say("/help")
    labels = list(buttons(listed.last))
    assert len(labels) >= 17
    for label in labels:
        heard = await salma.press(label, under=listed.last)
        assert heard.kinds[0] == "answer", label
        assert heard.toast == "", label
        assert heard.sent, label


async def test_what_is_kept_of_a_reader_and_its_end(database_url: str) -> None:
    async with open_play(database_url) as play:
        salma = play.salma
        assert "هذا للمشتركين" in (await salma.say("/mydata")).text
        assert "هذا للمشتركين" in (await salma.say("/forget")).text
        await salma.say("/start")
        await salma.say("/time 9:30")
        data = (await salma.say("بياناتي")).last.content.document
        assert data is not None
        assert data.name == "بياناتي.json"
        kept = json.loads(data.data)
        assert "09:30" in json.dumps(kept, ensure_ascii=False)

        asked = await salma.say("امح بياناتي")
        assert "لا رجعة في ذلك" in asked.text
        assert await play.look_for(salma.chat)  # not yet
        assert "مُحيت بياناتك" in (await salma.press("نعم، امحُ كل شيء")).edit
        assert await play.look_for(salma.chat) is None
        assert not (await play.move("morning")).sent
        assert "هذا للمشتركين" in (await salma.forge("forget")).edit
        assert (await salma.press("الاشتراك")).text.startswith("أهلًا بك")


async def test_a_reader_who_stops_gets_nothing_and_keeps_the_settings(play: Play) -> None:
    salma = play.salma
    assert "لست مشتركًا الآن" in (await salma.say("/stop")).text
    await salma.say("/start")
    await salma.say("الساعة 9")
    assert "إعداداتك محفوظة" in (await salma.say("توقف")).text
    assert not (await play.move("morning")).sent
    assert not (await play.move("morning")).sent
    assert TROOPS in (await salma.say("/csto")).text  # who asks is answered
    back = await salma.say("ابدأ")
    assert "أهلًا بعودتك" in back.text
    assert "خبر واحد لم تقرأه" in back.text
    assert TOLL in (await salma.press("الجديد")).text
    assert f"{(await play.find(salma.chat)).digest_time:%H:%M}" == "09:00"


async def test_the_sources_of_what_one_reads_stand_behind_a_button(late: Play) -> None:
    salma = late.salma
    line = await salma.say("/timeline")
    first = await salma.press("المصادر", under=line.last)
    assert first.kinds == ["answer", "message"]
    assert "ما قالته المصادر (1 من " in first.text
    assert any(entity.type == "blockquote" for entity in first.last.content.text.entities)
    assert "السابق" not in buttons(first.last)
    pages = {first.text}
    heard = first
    while "التالي" in buttons(heard.last):
        heard = await salma.press("التالي", under=heard.last)
        pages.add(heard.edit)
    assert len(pages) >= 5
    assert heard.last.id == first.last.id
    assert words_of(salma.chat.messages[first.last.id]).startswith("ما قالته المصادر")
    assert buttons(heard.last)["شارك الخبر"]["switch_inline_query"].startswith("u_")


async def test_a_shared_update_leads_back_to_the_bot(play: Play) -> None:
    salma, yusuf = play.salma, play.yusuf
    await salma.say("/start")
    quotes = await salma.press("المصادر", under=(await salma.say("/new")).last)
    shared = buttons(quotes.last)["شارك الخبر"]["switch_inline_query"]
    query, offered = await salma.type(shared)
    assert [result["id"] for result in offered.results] == [shared.removeprefix("u_")]
    message = await salma.pick(query, offered.results[0], yusuf.chat)
    link = next(entity.url for entity in message.content.text.entities if entity.url and "start=" in entity.url)
    opened = await yusuf.say(f"/start {link.partition('start=')[2]}")
    assert opened.texts[0].startswith("أهلًا بك")
    assert RESIGNED in opened.texts[1]
    assert "شارك الخبر" in buttons(opened.last)


async def test_pictures_and_voices_get_a_question_back(play: Play) -> None:
    heard = await play.salma.give("صوت.ogg", b"OggS")
    assert "لا أفهم إلا الكلام المكتوب" in heard.text


async def test_who_blocks_the_bot_and_comes_back_misses_nothing(play: Play) -> None:
    salma = play.salma
    await salma.say("/start")
    play.world.set_status(salma.id, MemberStatus.KICKED)
    assert not (await play.move("morning")).sent
    assert (await play.find(salma.chat)).state == "blocked"
    play.world.set_status(salma.id, MemberStatus.MEMBER)
    await play.settle()
    morning = await play.move("morning")
    assert TROOPS in morning.text
    assert TOLL in morning.text


async def test_what_only_subscribers_have_is_said_to_others(play: Play) -> None:
    for command in (
        "/new",
        "/settings",
        "/mydata",
        "/forget",
        "/pause",
        "/alerts",
        "/quiet",
        "/time 9",
        "/zone القاهرة",
    ):
        heard = await play.salma.say(command)
        assert "هذا للمشتركين" in heard.text, command
        assert "الاشتراك" in buttons(heard.last)
    assert await play.look_for(play.salma.chat) is None
