"""What a reader says and gets: real handlers and storage, a fake Telegram."""

import re
from datetime import UTC, datetime, time, timedelta

from telegram.error import Forbidden

from bot.core.container import Services
from storage.model.values import Subscriber, SubscriberState
from storage.news.articles import save_articles
from storage.subscribers.accounts import find_subscriber
from storage.subscribers.seen import load_seen
from tests.bot.fakes import Call, Clock, FakeTelegram, Reader
from tests.bot.news import FIRST_DETAIL, LINE, RECAP, TIERED, UPDATES, day, publish
from tests.factories import make_article, make_update


async def find(services: Services, chat_id: int = 1001) -> Subscriber:
    """The subscriber of the chat."""
    async with services.database.begin() as session:
        found = await find_subscriber(session, services.story.name, chat_id)
    assert found is not None
    return found


def only(calls: list[Call]) -> Call:
    """The one call that was made."""
    [call] = calls
    return call


async def test_what_was_told_is_not_told_again(reader: Reader, services: Services) -> None:
    await publish(services)
    greeting = only(await reader.say("/start"))
    assert "جاناوزن" in greeting.text
    assert "لا جديد" in only(await reader.say("/new")).text
    await publish(services, (*UPDATES, make_update("fresh", topic="turkey", text="خبر جديد من أنقرة.")))
    again = only(await reader.say("الجديد"))
    assert "خبر جديد من أنقرة" in again.text
    assert "جاناوزن" not in again.text
    assert "لا جديد" in only(await reader.say("/new")).text


async def test_who_comes_late_is_told_the_story_so_far_and_has_nothing_unread(
    reader: Reader, services: Services
) -> None:
    await publish(services, tuple(make_update(f"u{number}", score=float(number)) for number in range(40)))
    greeting = only(await reader.say("/start"))
    assert greeting.text.count("▪️") == 5
    assert "لا جديد" in only(await reader.say("/new")).text
    assert "لديك" not in only(await reader.say("/start")).text


async def test_new_tells_the_weightiest_first_and_the_rest_by_its_button(reader: Reader, services: Services) -> None:
    await reader.say("/start")
    updates = [make_update(f"u{number}", text=f"خبر رقم {number}.", score=float(number)) for number in range(10, 40)]
    await publish(services, tuple(updates))
    told, call = list[str](), only(await reader.say("/new"))
    assert "30 خبرًا لم تقرأه" in call.text
    assert "خبر رقم 39." in call.text
    while "وبقي" in call.text:
        told += re.findall(r"خبر رقم \d+", call.text)
        assert "اقرأ البقية" in [button["text"] for button in call.buttons]
        _, call = await reader.press("c:new", call.message_id)
    told += re.findall(r"خبر رقم \d+", call.text)
    assert "اقرأ البقية" not in [button["text"] for button in call.buttons]
    assert len(told) == len({*told}) == 30


async def test_details_are_told_on_request_and_then_are_read(
    reader: Reader, services: Services, telegram: FakeTelegram
) -> None:
    await reader.say("/start")
    await publish(services, tuple(stored.update for stored in TIERED))
    new = only(await reader.say("/new"))
    assert "خبران" in new.text
    assert LINE.update.text in new.text
    assert FIRST_DETAIL.update.text not in new.text
    [data] = [button["callback_data"] for button in new.buttons if button["text"] == "التفاصيل"]
    _, details = await reader.press(data)  # the first call acknowledges the press
    assert FIRST_DETAIL.update.text in details.text
    async with services.database.begin() as session:
        found = await find_subscriber(session, services.story.name, 1001)
        assert found
        seen = (await load_seen(session, [found.seen_set_id]))[found.seen_set_id]
    assert [*seen] == [1, 2, 3, 4, 5]
    assert "لا جديد" in only(await reader.say("/new")).text
    _, none = await reader.press("dt:5")
    assert "لم تعد" in none.text


async def test_a_day_is_told_whole_with_its_details(reader: Reader, services: Services) -> None:
    await publish(services, tuple(stored.update for stored in TIERED))
    of_day = only(await reader.say("/timeline 9 يناير")).text
    assert all(each.update.text in of_day for each in TIERED[:5])
    assert RECAP.update.text not in of_day
    assert "أربعة دبلوماسيين" in only(await reader.say("بحث 2007")).text


async def test_a_topic_that_was_asked_for_is_read(reader: Reader, services: Services) -> None:
    await reader.say("/start")
    await publish(services)
    assert "بنظيره" in only(await reader.say("تركيا")).text
    assert "بنظيره" not in only(await reader.say("/new")).text


async def test_an_answer_that_did_not_arrive_is_not_read(
    reader: Reader, services: Services, telegram: FakeTelegram
) -> None:
    await reader.say("/start")
    await publish(services)
    telegram.faults = [{"error_code": 500, "description": "Internal Server Error"}]
    sorry = only(await reader.say("/new"))
    assert "حدث خلل" in sorry.text
    assert "جاناوزن" in only(await reader.say("/new")).text


async def test_who_has_not_subscribed_is_answered_too(reader: Reader, services: Services) -> None:
    await publish(services)
    for words in ("/timeline", "/turkey", "المصادر", "مساعدة"):
        assert "/start" not in only(await reader.say(words)).text.partition("\n")[0]
    for words in ("/new", "/time 9:00", "/time", "الإعدادات"):
        assert "لست مشتركًا بعد" in only(await reader.say(words)).text


async def test_start_stop_and_back(reader: Reader, services: Services) -> None:
    await reader.say("/start")
    assert "مشترك بالفعل" in only(await reader.say("/start")).text
    await reader.press("t:turkey")
    assert "توقف الموجز" in only(await reader.say("/stop")).text
    assert (await find(services)).state is SubscriberState.STOPPED
    assert "لست مشتركًا الآن" in only(await reader.say("/stop")).text
    assert "أهلًا بعودتك" in only(await reader.say("/start")).text
    subscriber = await find(services)
    assert (subscriber.state, subscriber.muted) == (SubscriberState.ACTIVE, frozenset({"turkey"}))


async def test_topics_are_switched_by_their_buttons(reader: Reader, services: Services) -> None:
    await reader.say("/start")
    answered, edited = await reader.press("t:csto")
    assert answered.method == "answerCallbackQuery"  # first, before any work
    assert edited.method == "editMessageReplyMarkup"
    assert {"t:csto", "t:turkey"} <= {button["callback_data"] for button in edited.buttons}
    assert [button["text"][0] == "✓" for button in edited.buttons[:3]] == [True, False, True]
    await reader.press("t:csto")
    assert (await find(services)).muted == frozenset()


async def test_the_hour_is_chosen_by_buttons_or_words(reader: Reader, services: Services) -> None:
    await reader.say("/start")
    _, hours = await reader.press("hours")
    assert "✓ 08:00" in {button["text"] for button in hours.buttons}
    _, settings = await reader.press("h:07:00")
    assert settings.buttons[-2]["text"] == "الموجز اليومي: 07:00"
    assert "08:30" in only(await reader.say("الساعة ٨:٣٠")).text
    assert (await find(services)).digest_time.isoformat("minutes") == "08:30"
    wrong = only(await reader.say("/time 25:00"))
    assert "لم أفهم الساعة «25:00»" in wrong.text
    assert wrong.buttons
    assert (await find(services)).digest_time.isoformat("minutes") == "08:30"


async def test_buttons_that_mean_nothing_get_a_polite_word(reader: Reader, services: Services) -> None:
    await reader.say("/start")
    forged: tuple[str, ...] = ("x", "t:nope", "h:03:00", "p:start:1", "p:timeline:x", "c:drop", "t:turkey:1", "c:new\n")
    forged = (
        *forged,
        "s:nope",
        "zone:Mars/Phobos",
        "zone:../x",
        "quiet:22:00",
        "quiet:00:00-00:00",
        "pause:0",
        "pause:99",
    )
    forged = (*forged, "alerts:nope", "topics:", "time:24:00", "settings:x", "pause:3\n")
    for data in forged:
        toast = only(await reader.press(data))
        assert toast.method == "answerCallbackQuery"
        assert "لم يعد هذا الزر يعمل" in toast.text
    assert (await find(services)).muted == frozenset()


async def test_pages_are_turned_in_place(reader: Reader, services: Services) -> None:
    await reader.say("/start")
    many = tuple(
        make_update(f"t{number}", topic="turkey", text=f"خبر {number}.", when=day(f"2022-01-{number:02}"))
        for number in range(1, 21)
    )
    await publish(services, many)
    newest = only(await reader.say("/turkey"))
    assert "خبر 20." in newest.text
    [older] = [button for button in newest.buttons if button["text"] == "أقدم"]
    _, page = await reader.press(older["callback_data"], message_id=1001)
    assert (page.method, page.parameters["message_id"]) == ("editMessageText", "1001")
    assert "خبر 1." in page.text
    assert "لا جديد" in only(await reader.say("/new")).text  # both pages were read


async def test_many_outlets_are_turned_in_place(reader: Reader, services: Services) -> None:
    async with services.database.begin() as session:
        outlets = [make_article(f"a{number:02}", outlet=f"صحيفة {number:02}") for number in range(25)]
        await save_articles(session, services.story.name, outlets, services.clock())
    await publish(services)
    first = only(await reader.say("/sources"))
    [following] = first.buttons
    _, second = await reader.press(following["callback_data"], message_id=1001)
    assert (second.method, second.parameters["message_id"]) == ("editMessageText", "1001")
    pages = [re.findall(r"صحيفة \d\d", page.text) for page in (first, second)]
    assert len(first.text.split("▪️")) == 21
    assert sorted(pages[0] + pages[1]) == [article.outlet for article in outlets]
    assert pages[1]


async def test_what_is_not_understood_gets_a_question_back(reader: Reader) -> None:
    asked = only(await reader.say("تركييه"))
    assert "لم أفهم «تركييه»" in asked.text
    assert [button["callback_data"] for button in asked.buttons] == ["c:turkey"]
    assert only(await reader.say("/trukey")).buttons
    assert "الكلام المكتوب" in only(await reader.say("", photo=[])).text
    answered, topic = await reader.press("c:turkey")
    assert (answered.method, topic.method) == ("answerCallbackQuery", "sendMessage")


async def test_groups_are_left_in_peace(reader: Reader, telegram: FakeTelegram, services: Services) -> None:
    group = {"id": -100, "type": "supergroup", "title": "غرفة الأخبار", "is_forum": True}
    sender = {"id": 7, "is_bot": False, "first_name": "يوسف"}

    async def say(text: str, **fields: object) -> list[Call]:
        length = len(text.split(maxsplit=1)[0])
        command = {"entities": [{"type": "bot_command", "offset": 0, "length": length}]} if text[0] == "/" else {}
        message = {"message_id": 5, "date": 1, "chat": group, "from": sender, "text": text, **command, **fields}
        return await reader.receive({"message": message})

    telegram.roles[7] = "creator"
    assert await say("تركيا") == []
    assert await say("/start@another_bot") == []
    assert await say("/unknown") == []
    started = only(await say("/start@mujaz_bot", message_thread_id=3, is_topic_message=True))
    assert (started.parameters["chat_id"], started.parameters["message_thread_id"]) == ("-100", "3")
    # In an ordinary group, the thread of a reply is no place of its own.
    answered = only(await say("/help@mujaz_bot", message_thread_id=3))
    assert "message_thread_id" not in answered.parameters


async def meet(reader: Reader, status: str) -> None:
    """The reader's own standing with the bot changes: «kicked» is blocked, «member» let in again."""
    chat = {"id": 1001, "type": "private", "first_name": "سلمى"}
    user = {"id": 42, "is_bot": True, "first_name": "موجز"}
    before = {"user": user, "status": "member"}
    after = {"user": user, "status": status} | ({"until_date": 0} if status == "kicked" else {})
    change = {"old_chat_member": before, "new_chat_member": after}
    await reader.receive({"my_chat_member": {"chat": chat, "from": chat | {"is_bot": False}, "date": 1, **change}})


async def test_who_blocks_the_bot_is_set_aside(reader: Reader, services: Services) -> None:
    await reader.say("/start")
    await meet(reader, "kicked")
    assert (await find(services)).state is SubscriberState.BLOCKED
    assert "أهلًا بعودتك" in only(await reader.say("/start")).text


async def test_who_lets_the_bot_in_again_gets_digests_as_before(reader: Reader, services: Services) -> None:
    await reader.say("/start")
    before = await find(services)
    await meet(reader, "kicked")
    await meet(reader, "member")
    assert await find(services) == before


async def test_who_stopped_stays_without_digests(reader: Reader, services: Services) -> None:
    await reader.say("/start")
    await reader.say("/stop")
    await meet(reader, "member")
    assert (await find(services)).state is SubscriberState.STOPPED


async def test_a_reader_who_is_gone_is_not_told_of_it(reader: Reader, telegram: FakeTelegram) -> None:
    telegram.faults = [Forbidden("Forbidden: bot was blocked by the user")]
    assert await reader.say("/help") == []


async def test_someone_who_asks_waits_out_a_short_429(reader: Reader, telegram: FakeTelegram, clock: Clock) -> None:
    asked_at = clock()
    telegram.faults = [{"error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 1}}]
    assert "موجز" in only(await reader.say("/help")).text
    assert clock() - asked_at >= timedelta(seconds=1)


async def test_each_choice_is_confirmed_by_the_page_on_which_it_was_made(reader: Reader, services: Services) -> None:
    await reader.say("/start")
    settings = only(await reader.say("/settings"))
    assert "بتوقيت الرياض" in settings.text
    for data, page, says in (
        ("s:topics", "المواضيع", "✓"),
        ("topics:turkey", "المواضيع", "✓"),
        ("s:time", "ساعة الموجز", "08:00"),
        ("time:21:00", "ساعة الموجز", "21:00"),
        ("s:zone", "التوقيت", "الرياض"),
        ("zone:Africa/Cairo", "التوقيت", "القاهرة"),
        ("s:alerts", "التنبيهات", "لا تصلك تنبيهات الآن"),
        ("alerts:csto", "التنبيهات", "تنبيهات موضوع واحد"),
        ("s:quiet", "ساعات الهدوء", "لا ساعات هدوء"),
        ("quiet:23:00-07:00", "ساعات الهدوء", "من 23:00 إلى 07:00"),
        ("s:pause", "إيقاف مؤقت", "كم يومًا"),
        ("pause:3", "إيقاف مؤقت", "يعود الإرسال: 13 يناير، 17:00"),
        ("s:settings", "إعداداتك", "الإرسال متوقف، ويعود: 13 يناير، 17:00"),
        ("settings:nothing_new", "إعداداتك", "أخبرك بذلك"),
        ("pause:none", "إيقاف مؤقت", "كم يومًا"),
    ):
        answered, edited = await reader.press(data)
        assert answered.method == "answerCallbackQuery"  # first, before any work
        assert (edited.method, edited.parameters["message_id"]) == ("editMessageText", "1000")
        assert edited.text.startswith(f"<b>{page}</b>")
        assert says in edited.text + "".join(button["text"] for button in edited.buttons)
    stored = await find(services)
    assert stored.muted == {"turkey"}
    assert stored.alerts == {"csto"}
    assert (stored.zone, stored.digest_time) == ("Africa/Cairo", time(21))
    assert (stored.quiet_from, stored.quiet_to) == (time(23), time(7))
    assert (stored.tells_nothing_new, stored.paused_until) == (True, None)
    assert stored.next_due_at == datetime(2022, 1, 11, 19, tzinfo=UTC)  # 21:00 in Cairo


async def test_what_can_be_pressed_can_be_written(reader: Reader, services: Services) -> None:
    await reader.say("/start")
    for words, says in (
        ("التوقيت القاهره", "بتوقيت القاهرة، والساعة هناك الآن 17:00"),
        ("/zone بيروط", "بتوقيت بيروت"),
        ("هدوء من 22 إلى 7", "من 22:00 إلى 07:00 لا أنبهك"),
        ("إيقاف مؤقت يومين", "يعود الإرسال: 12 يناير، 17:00"),
        ("استأنف", "أهلًا بعودتك"),
        ("/pause أسبوع", "يعود الإرسال: 17 يناير، 17:00"),
        ("/start", "أهلًا بعودتك"),
        ("/start", "مشترك بالفعل"),
    ):
        assert says in only(await reader.say(words)).text
    stored = await find(services)
    assert (stored.zone, stored.paused_until) == ("Asia/Beirut", None)
    assert (stored.quiet_from, stored.quiet_to) == (time(22), time(7))
    await reader.say("هدوء بلا")
    assert (await find(services)).quiet_from is None


async def test_what_cannot_be_read_is_asked_for_again_and_changes_nothing(reader: Reader, services: Services) -> None:
    await reader.say("/start")
    before = await find(services)
    for words, says in (
        ("/zone أطلنطس", "لا أعرف مدينة اسمها «أطلنطس»"),
        ("/zone سانتياغ", "هل تقصد:"),
        ("/quiet ليلًا", "لم أفهم الساعات «ليلًا»"),
        ("/pause 400", "لم أفهم عدد الأيام «400»"),
        ("/alerts", "لا تصلك تنبيهات"),
        ("/zone", "اختر مدينة أخرى"),
        ("/quiet", "اختر ساعات أخرى"),
        ("/pause", "كم يومًا"),
    ):
        asked = only(await reader.say(words))
        assert says in asked.text
        assert asked.buttons
    assert await find(services) == before


async def test_a_stranger_s_choices_are_answered_with_the_way_in(reader: Reader) -> None:
    for words in ("/zone القاهرة", "/alerts", "/quiet 22-7", "/pause 3", "/settings"):
        assert "لست مشتركًا بعد" in only(await reader.say(words)).text
    for data in ("s:zone", "zone:Africa/Cairo", "alerts:csto", "pause:1", "t:csto", "h:08:00"):
        _, answer = await reader.press(data)
        assert "لست مشتركًا بعد" in answer.text
