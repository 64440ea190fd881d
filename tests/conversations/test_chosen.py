"""What a subscriber chooses, by buttons and by words, and that the next digest keeps to it."""

from bot.preview.stage import SAMPLES
from tests.conversations.play import Heard, Play, buttons, on, open_play

CSTO = "قوات منظمة معاهدة الأمن الجماعي وانسحابها"
TROOPS, TOLL = "قوات حفظ السلام", "26 محتجًا"


async def open_settings(play: Play, page: str) -> Heard:
    """From /settings to one of its pages; it is put in their place."""
    await play.salma.say("/start")
    settings = await play.salma.say("/settings")
    assert settings.text.startswith("إعداداتك")
    heard = await play.salma.press(page, under=settings.last)
    assert heard.kinds == ["answer", "edit"]
    return heard


async def test_every_page_leads_back_to_the_settings(play: Play) -> None:
    salma = play.salma
    await salma.say("/start")
    settings = await salma.say("الإعدادات")
    for page in ("المواضيع", "ساعة الموجز", "التنبيهات", "ساعات الهدوء", "التوقيت", "إيقاف مؤقت", "طريقة الكتابة"):
        heard = await salma.press(page)
        assert heard.edit != settings.text
        assert heard.last.id == settings.last.id
        assert (await salma.press("رجوع")).edit == settings.text


async def test_a_topic_that_is_off_is_in_no_digest(play: Play) -> None:
    await open_settings(play, "المواضيع")
    heard = await play.salma.press(f"✓ {CSTO}")
    assert CSTO in buttons(heard.last)
    assert "المواضيع: الاحتجاجات، الدبلوماسية التركية" in (await play.salma.press("رجوع")).edit
    assert not (await play.move("morning")).sent
    assert TOLL in (await play.move("morning")).text
    assert TROOPS in (await play.salma.say("/csto")).text  # asked for, it is told


async def test_the_hour_by_button_and_by_words(play: Play) -> None:
    salma = play.salma
    await open_settings(play, "ساعة الموجز")
    assert "في الساعة 10:00 بتوقيت الرياض" in (await salma.press("10:00")).edit
    assert not (await play.move("morning")).sent  # 7 January, 08:00
    await play.move("hour")
    digest = await play.move("hour")
    assert TROOPS in digest.text
    for said, hour in (("الساعة 8:30", "08:30"), ("/time ٩ مساءً", "21:00"), ("الساعة ١١", "11:00")):
        assert f"في الساعة {hour} " in (await salma.say(said)).text
    for nonsense in ("/time 25", "الساعة ثلثاء", "/time 8:77"):
        assert "لم أفهم الساعة «" in (await salma.say(nonsense)).text
    assert f"{(await play.find(salma.chat)).digest_time:%H:%M}" == "11:00"


async def test_the_zone_by_name_and_by_place(play: Play) -> None:
    salma = play.salma
    await open_settings(play, "التوقيت")
    assert "بتوقيت القاهرة" in (await salma.press("القاهرة")).edit
    assert "والساعة هناك الآن 08:00" in (await salma.say("/zone")).text
    for said, zone in (("التوقيت بيروت", "بيروت"), ("/zone اسطنبول", "إسطنبول"), ("التوقيت القاهره", "القاهرة")):
        assert f"بتوقيت {zone}" in (await salma.say(said)).text
    unknown = await salma.say("التوقيت كوكب المريخ")
    assert "لا أعرف مدينة اسمها «كوكب المريخ»" in unknown.text
    assert "بتوقيت الدار البيضاء" in (await salma.locate(33.6, -7.6)).text
    assert "لا أعرف توقيت هذا المكان" in (await salma.locate(0.0, -30.0)).text  # at sea
    assert (await play.find(salma.chat)).zone == "Africa/Casablanca"
    assert not (await play.move("morning")).sent  # eight in Riyadh is six there
    await play.move("hour")
    assert TROOPS in (await play.move("hour")).text


async def test_alerts_come_at_once_but_not_in_quiet_hours(sqlite_url: str) -> None:
    async with open_play(sqlite_url, SAMPLES, on(8, 20)) as play:
        salma, yusuf = play.salma, play.yusuf
        assert "لا تصلك تنبيهات الآن" in (await open_settings(play, "التنبيهات")).edit
        heard = await salma.press("الاحتجاجات")
        assert "تنبيهات موضوع واحد" in heard.edit
        await yusuf.say("/start")
        await yusuf.say("/alerts")
        await yusuf.press("الاحتجاجات")
        assert "من 22:00 إلى 07:00" in (await yusuf.say("هدوء من ١٠ مساء إلى ٧ صباحا")).text
        # 9 January brings the toll; it is stored at noon, and told at once.
        alert = await play.tick(on(8, 23))
        assert not alert.sent
        toll = await play.move("next")
        assert "مستجدّ مهم" in toll.at(salma.chat)[0]
        assert "164" in toll.at(salma.chat)[0]
        assert "164" in toll.at(yusuf.chat)[0]
        assert not (await play.tick()).sent


async def test_quiet_hours_hold_back_an_alert_until_they_end(sqlite_url: str) -> None:
    async with open_play(sqlite_url, SAMPLES, on(8, 20)) as play:
        salma = play.salma
        await salma.say("/start")
        await salma.say("/time 22")
        await salma.say("/alerts")
        await salma.press("الاحتجاجات")
        for said, words in (
            ("/quiet 11-15", "من 11:00 إلى 15:00"),
            ("هدوء بلا", "لا ساعات هدوء"),
            ("هدوء غدا", "لم أفهم الساعات «غدا»"),
            ("/quiet من 11 إلى 15", "من 11:00 إلى 15:00"),
        ):
            assert words in (await salma.say(said)).text
        before = await play.move("next")  # noon of 9 January
        assert not any("مستجدّ" in text for text in before.texts)
        after = await play.tick(on(9, 15, 1))
        assert "164" in after.text


async def test_a_pause_ends_with_one_digest_of_what_was_missed(play: Play) -> None:
    salma = play.salma
    await open_settings(play, "إيقاف مؤقت")
    assert "يعود الإرسال: 9 يناير" in (await salma.press("ثلاثة أيام")).edit
    assert "الإرسال متوقف" in (await salma.say("/settings")).text
    for _ in range(3):  # to 9 January
        assert not (await play.move("morning")).sent
    digest = await play.move("morning")
    assert TROOPS in digest.text
    assert TOLL in digest.text
    for said, words in (
        ("إيقاف مؤقت يومين", "يعود الإرسال: 12 يناير"),
        ("/pause أسبوع", "يعود الإرسال: 17 يناير"),
        ("/pause 9999", "لم أفهم عدد الأيام «9999»"),
        ("إيقاف مؤقت كثيرا", "لم أفهم عدد الأيام «كثيرا»"),
    ):
        assert words in (await salma.say(said)).text
    resumed = await salma.press("استئناف الإرسال")
    assert "كم يومًا" in resumed.edit
    assert (await play.find(salma.chat)).paused_until is None


async def test_a_word_on_a_day_without_news_for_who_wants_it(play: Play) -> None:
    salma = play.salma
    await salma.say("/start")
    await salma.say("/settings")
    assert "حين لا جديد: أخبرك بذلك" in (await salma.press("أخبرني حين لا جديد")).edit
    for _ in range(2):
        assert "خبر جديد واحد" in (await play.move("morning")).text
    quiet = await play.move("morning")  # 9 January: nothing since
    assert "لا جديد منذ موجزك الأخير" in quiet.text


async def test_digits_and_names_of_months_hold_in_the_next_digest_of_who_chose_them(play: Play) -> None:
    chosen = {
        play.salma: ("الأرقام \u2068١٢٣\u2069", "٦ يناير"),
        play.yusuf: ("كانون الثاني", "6 كانون الثاني"),
        play.layla: ("جانفي", "6 جانفي"),
        play.editor: ("يناير", "6 يناير"),
    }
    for reader, (choice, _) in chosen.items():
        await reader.say("/start")
        await reader.say("/settings")
        await reader.press("طريقة الكتابة")
        if reader is not play.editor:  # who has what is usual already
            assert f"✓ {choice}" in buttons((await reader.press(choice)).last)
    morning = await play.move("morning")
    for reader, (_, words) in chosen.items():
        (digest,) = morning.at(reader.chat)
        assert words in digest
        assert sum(other in digest for _, other in chosen.values()) == 1
        assert any(digit in digest for digit in "0123456789") == (reader is not play.salma)


async def test_who_chooses_all_of_it_gets_it_all(play: Play) -> None:
    salma = play.salma
    await open_settings(play, "طريقة الكتابة")
    for choice in ("\u2068١٢٣\u2069", "كانون الثاني", "رسائل منسّقة"):
        await salma.press(choice)
    digest = await play.move("morning")
    assert digest.last.content.rich_html
    assert "<b>٦ كانون الثاني</b>" in digest.last.content.rich_html
    assert salma.sees("الكتابة:") == 0
    assert "رسائل منسّقة" in (await salma.say("/settings")).text
