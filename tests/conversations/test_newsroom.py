"""The newsroom: what administrators do in their own chat, and that nobody else does it."""

from bot.preview.protocol.chats import Kind, Role
from bot.preview.state.groups import add_group, set_role
from bot.preview.state.people import attach, from_channel, from_hidden, from_person
from storage.subscribers.statistics import count_readers
from tests.conversations.play import Play, buttons, on, open_play

OUTBREAK, RESIGNED, TROOPS = "جاناوزين", "استقالة الحكومة", "قوات حفظ السلام"
ARTICLE = """outlet: موقع الرصيف
published: 2022-01-06 08:30
title: خط جديد

افتتحت شركة القطارات خطا جديدا إلى مدينة تالغار يوم 5 يناير 2022.
"""
NEWS = "تالغار"
NOTHING_TAKEN = "لم يُدخل منه شيء."


async def count_articles(play: Play) -> str:
    """What /sources says of how many were read."""
    return (await play.editor.say("/sources")).text.splitlines()[1]


async def test_statistics(play: Play) -> None:
    editor = play.editor
    await play.salma.say("/start")
    await play.yusuf.say("/start")
    await play.yusuf.say("/stop")
    for asked in ("/stats", "الإحصاء"):
        text = (await editor.say(asked)).text
        assert "يصلهم الموجز: 1" in text
        assert "أوقفوه: 1" in text
        assert "قائمة: 2" in text


async def test_a_file_becomes_news_once_that_is_confirmed(database_url: str) -> None:
    async with open_play(database_url) as play:
        editor, salma = play.editor, play.salma
        await salma.say("/start")
        offered = await editor.give("مقال.txt", ARTICLE)
        assert "قرأت مقالًا واحدًا من موقع الرصيف، 6 يناير" in offered.text
        assert "العنوان: خط جديد" in offered.text
        assert "لا جديد" in (await salma.say("/new")).text
        taken = await editor.press("نعم، أدخله")
        assert "أخبار جديدة: 1" in taken.edit
        assert NEWS in taken.edit
        assert NEWS in (await salma.say("/new")).text
        # Once more it changes nothing.
        again = await editor.give("مقال.txt", ARTICLE)
        assert "عندنا من قبل" in (await editor.press("نعم، أدخله", under=again.last)).edit


async def test_a_file_is_taken_in_by_a_reply_without_a_question(play: Play) -> None:
    editor = play.editor
    for command in ("/ingest", "إدخال"):
        assert "أرسل ملف نص" in (await editor.say(command)).text
    await editor.give("مقال.txt", ARTICLE)
    file = next(each.id for each in editor.chat.messages.values() if each.content.document)
    assert NEWS in (await editor.say("إدخال", reply_to=file)).text
    assert NEWS in (await play.salma.say("/timeline")).text


async def test_a_forwarded_message_counts_from_where_it_stood_first(play: Play) -> None:
    editor = play.editor
    stood = int(on(5, 15).timestamp())
    origin = from_channel("قناة السهل", date=stood, username="sahl_news", message_id=77)
    offered = await editor.forward("أعلنت وزارة الداخلية مقتل شرطيين في ألماتي اليوم الأربعاء.", origin)
    assert "من قناة السهل، 5 يناير" in offered.text
    assert "مقتل شرطيين" in (await editor.press("نعم، أدخله")).edit
    sources = await play.salma.say("/sources")
    assert "قناة السهل: مقال واحد، 5 يناير" in sources.text
    assert "https://t.me/sahl_news/77" in {entity.url for entity in sources.last.content.text.entities}
    assert "5 يناير — أعلنت وزارة الداخلية في كازاخستان مقتل شرطيين" in (await play.salma.say("/protests")).text

    for origin, outlet in (
        (from_person(play.layla.chat, date=stood), play.layla.chat.name),
        (from_hidden("مراسل", date=stood), "مراسل"),
    ):
        assert f"من {outlet}، 5 يناير" in (await editor.forward("أُصيب عشرة في أستانا يوم الثلاثاء.", origin)).text
    file = attach(play.world, ARTICLE.encode(), "منقول.txt")
    assert "قرأت مقالًا واحدًا" in (await editor.forward(file, from_channel("قناة السهل", date=stood))).text


async def test_what_is_no_article_is_refused_in_words_and_nothing_is_stored(play: Play) -> None:
    editor, before = play.editor, await count_articles(play)
    for name, data, why in (
        ("صورة.png", b"\x89PNG\r\n\x1a\n", "لا أقرأ إلا ملفات النص"),
        ("برنامج.exe", b"MZ\x90\x00", "لا أقرأ إلا ملفات النص"),
        ("بلا نهاية", "نص", "لا أقرأ إلا ملفات النص"),
        ("ثنائي.txt", bytes(range(256)) * 4, "ليس نصًا"),
        ("قديم.txt", "خبر من ألماتي".encode("cp1256"), "ليس نصًا"),
        ("فارغ.txt", b"  \n\n ", "لم أجد فيه نصًا"),
        ("كبير.txt", b"x" * (1024 * 1024 + 1), "الملف أكبر مما أقرؤه"),
        ("تاريخ.txt", "outlet: أ\npublished: 2022-13-45\n\nقتل شرطي.", "تاريخه غير صحيح"),
        ("مكسور.jsonl", '{"text": ', "ليس على الصورة المطلوبة"),
        ("../../etc/passwd", "نص", "لا أقرأ إلا ملفات النص"),
    ):
        heard = await editor.give(name, data)
        assert why in heard.text, name
        assert NOTHING_TAKEN in heard.text
        assert not buttons(heard.last)
        sent = list(editor.chat.messages)[-2]
        assert why in (await editor.say("/ingest", reply_to=sent)).text, name
    assert NOTHING_TAKEN in (await editor.say("/ingest", reply_to=next(iter(editor.chat.messages)))).text
    assert await count_articles(play) == before


async def test_the_next_digest_can_be_looked_at_and_nobody_has_read_it_by_that(play: Play) -> None:
    editor, salma = play.editor, play.salma
    assert "لما كان فيه شيء" in (await editor.say("/preview")).text
    await editor.say("/start")
    await salma.say("/start")
    await play.yusuf.say("/start")
    await play.move("next")
    for asked in ("/preview", "معاينة"):
        introduced, digest = (await editor.say(asked)).texts
        assert "إلى ثلاثة قراء" in introduced
        assert TROOPS in digest
    morning = await play.move("morning")
    for reader in (editor, salma, play.yusuf):
        assert TROOPS in morning.at(reader.chat)[0]


async def test_a_word_to_all_goes_once_and_only_when_confirmed(database_url: str) -> None:
    async with open_play(database_url) as play:
        editor, salma, yusuf = play.editor, play.salma, play.yusuf
        await salma.say("/start")
        await yusuf.say("/start")
        await play.layla.say("/start")
        await play.layla.say("/stop")
        asked = await editor.say("/broadcast نعتذر عن تأخر موجز اليوم.\nوسيصلكم <b>مساءً</b> {{ 7*7 }}.")
        assert "هذا ما يصل إلى قارئين:" in asked.text
        assert "هل تؤكد؟" in asked.text
        assert not (await play.tick()).sent
        assert "في طريقها إلى قارئين" in (await editor.press("نعم، أرسله إلى الجميع")).edit
        told = await play.tick()
        assert len(told.sent) == 2
        for reader in (salma, yusuf):
            (text,) = told.at(reader.chat)
            assert text.startswith("من هيئة التحرير · موجز كازاخستان")
            # To the letter, but for the marks that keep Latin words in their places.
            assert "نعتذر عن تأخر موجز اليوم.\nوسيصلكم <\u2068b\u2069>مساءً</\u2068b\u2069> {{ 7*7 }}." in text
        # Pressed again, also by a client that kept the button.
        again = await editor.forge("broadcast:1", under=asked.last)
        assert "أُرسلت هذه الرسالة من قبل" in again.edit
        assert not (await play.tick()).sent


async def test_a_word_to_all_waits_for_quiet_hours_and_pauses(play: Play) -> None:
    editor, salma, yusuf = play.editor, play.salma, play.yusuf
    await salma.say("/start")
    await salma.say("/quiet 9-11")
    await yusuf.say("/start")
    await yusuf.say("/pause 1")
    await editor.say("رسالة إلى الجميع تنبيه من هيئة التحرير")
    await editor.press("نعم، أرسله إلى الجميع")
    assert not (await play.tick()).sent
    at_eleven = await play.tick(on(6, 11, 1))
    assert at_eleven.at(salma.chat)
    assert not at_eleven.at(yusuf.chat)
    await yusuf.press("استئناف الإرسال")
    assert "تنبيه من هيئة التحرير" in "".join((await play.tick(on(6, 13))).at(yusuf.chat))


async def test_a_word_to_all_has_words_and_not_too_many(play: Play) -> None:
    for asked in (
        "/broadcast",
        "/broadcast   ",
        "رسالة إلى الجميع",
        "/broadcast " + "كلمة " * 800,
        "/broadcast \u202e\u2066",
    ):
        heard = await play.editor.say(asked)
        assert "اكتب النص بعد الأمر" in heard.text
        assert not buttons(heard.last)


async def test_editing_is_checked_before_it_is_asked_for(play: Play) -> None:
    editor = play.editor
    for asked, why in (
        ("/retract", "لا خبر قائمًا"),
        ("/retract 99", "لا خبر قائمًا"),
        ("/retract -1", "لا خبر قائمًا"),
        ("/retract 1 2", "لا خبر قائمًا"),
        ("سحب خبر", "لا خبر قائمًا"),
        ("/amend 2", "من حرف واحد إلى 280 حرفًا"),
        ("/amend 2 " + "حرف " * 100, "من حرف واحد إلى 280 حرفًا"),
        ("/amend 99 نص", "لا خبر قائمًا"),
        ("/amend 2 قبل الرئيس قاسم جومرت توكاييف استقالة الحكومة وأعلن حالة الطوارئ في ألماتي.", "كما هو"),
    ):
        heard = await editor.say(asked)
        assert why in heard.text, asked
        assert not buttons(heard.last), asked
    assert RESIGNED in (await editor.say("سحب ٢")).text
    assert RESIGNED in (await editor.say("/timeline")).text  # it was not confirmed


COMMANDS = ("/stats", "/ingest", "/preview", "/broadcast سلام", "/retract 2", "/amend 2 نص آخر")
WORDS = ("الإحصاء", "إدخال مقال", "الموجز القادم", "رسالة إلى الجميع سلام", "سحب 2", "تعديل 2 نص آخر")
FORGED = (
    "c:stats",
    "c:preview",
    "c:ingest",
    "c:broadcast",
    "c:retract",
    "broadcast:1",
    "retract:2",
    "amend:2",
    "ingest:1",
)
INSIDE = ("المشتركون", "هل تؤكد", "لو خرج الموجز", "هذا ما يصل إلى", "أرسل ملف نص", "قائمة:")


def means_nothing(heard_texts: list[str]) -> bool:
    """Whether nothing of the newsroom's was said."""
    return not any(words in text for text in heard_texts for words in INSIDE)


async def test_for_nobody_else_are_there_such_commands(play: Play) -> None:
    salma, editor = play.salma, play.editor
    await salma.say("/start")
    await editor.say("/broadcast سلام")  # proposed, and to be confirmed by nobody but administrators
    for asked in (*COMMANDS, *WORDS):
        heard = await salma.say(asked)
        assert heard.sent, asked
        assert means_nothing(heard.texts), heard.texts
    for data in FORGED:
        heard = await salma.forge(data)
        assert heard.kinds == ["answer"], data
        assert "لم يعد هذا الزر يعمل" in heard.toast
    file = await salma.give("مقال.txt", ARTICLE)
    assert "لا أفهم إلا الكلام المكتوب" in file.text
    forwarded = await salma.forward("خط جديد إلى تالغار.", from_channel("قناة", date=play.world.now()))
    assert NEWS in forwarded.text  # echoed as words that are looked for
    assert means_nothing(forwarded.texts)
    assert not (await play.tick()).sent
    assert RESIGNED in (await salma.say("/timeline")).text
    assert "الإحصاء" not in buttons((await salma.say("/help")).last)
    assert "الإحصاء" in buttons((await editor.say("/help")).last)


async def test_in_a_group_not_even_an_administrator_of_the_bot_has_them(play: Play) -> None:
    editor, salma = play.editor, play.salma
    group = add_group(play.world, "غرفة التحرير", Kind.SUPERGROUP, by=editor.id)
    set_role(play.world, group.id, salma.id, Role.ADMINISTRATOR)
    await play.settle()
    for asked in (*COMMANDS, *(f"@mujaz_preview_bot {words}" for words in WORDS)):
        for person in (editor, salma):
            heard = await person.say(asked, at=group)
            assert means_nothing(heard.texts), heard.texts
    for data in FORGED:
        heard = await editor.forge(data, at=group)
        assert heard.kinds == ["answer"], data
        assert "لم يعد هذا الزر يعمل" in heard.toast
    await editor.give("مقال.txt", ARTICLE, caption="/ingest", at=group)
    assert "مقالان" in await count_articles(play)
    async with play.services.database.begin() as session:
        assert not await count_readers(session, play.services.story.name)
