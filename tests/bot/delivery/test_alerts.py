"""Alerts tell important news at once to readers who chose them, except in quiet hours and pauses."""

import pytest

from bot.core.container import Services
from bot.delivery.planner import plan_alerts
from bot.services.corrections import retract
from briefings.model import TopicUpdate
from tests.bot.fakes import Call, FakeTelegram, Mornings, Reader
from tests.bot.news import UPDATES, publish
from tests.factories import make_update

URGENT = make_update("urgent", topic="csto", text="بدأت القوة انسحابها.", score=6.0)
MINOR = make_update("minor", topic="csto", text="زار وفد مقر القوة.", score=1.0)
ELSEWHERE = make_update("elsewhere", topic="turkey", text="عُقد اجتماع في أنقرة.", score=6.0)
FLOOD = {"error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 30}}


@pytest.fixture
async def alerted(reader: Reader, services: Services, mornings: Mornings) -> Reader:
    """Make a reader with alerts on one topic, on the evening of 10 January, who was told all news so far."""
    await publish(services)
    await reader.say("/start")
    await reader.press("alerts:csto")
    assert await mornings.send() == []
    return reader


async def add(services: Services, *more: TopicUpdate) -> None:
    """Publish more news."""
    await publish(services, (*UPDATES, *more))


def heads(calls: list[Call]) -> list[str]:
    """Return the kind of each message."""
    kinds = {"<b>مستجدّ مهم</b>": "alert", "<b>موجز": "digest", "<b>تصحيح": "correction"}
    return [next(kind for head, kind in kinds.items() if call.text.startswith(head)) for call in calls]


async def test_what_is_important_in_a_chosen_topic_comes_at_once_and_never_again(
    alerted: Reader, services: Services, mornings: Mornings
) -> None:
    await add(services, URGENT, MINOR, ELSEWHERE)
    [alert] = await mornings.send(minutes=1)
    assert heads([alert]) == ["alert"]
    assert URGENT.text in alert.text
    assert MINOR.text not in alert.text
    assert ELSEWHERE.text not in alert.text
    assert await mornings.send(minutes=1) == []
    [digest] = await mornings.send_at(11, 8)
    assert URGENT.text not in digest.text
    assert MINOR.text in digest.text
    assert ELSEWHERE.text in digest.text
    assert await mornings.at(12, 8) == []


async def test_nobody_is_alerted_unasked_or_of_a_topic_that_is_off(
    alerted: Reader, services: Services, mornings: Mornings
) -> None:
    await alerted.press("topics:csto")
    await add(services, URGENT)
    assert await mornings.send(minutes=1) == []
    await alerted.press("alerts:csto")
    await alerted.press("topics:csto")
    await add(services, URGENT, make_update("later", topic="csto", text="خبر لاحق.", score=6.0))
    assert await mornings.send(minutes=1) == []
    assert len(await mornings.at(11, 8)) == 1


async def test_new_alerts_do_not_tell_what_was_told_or_offered_before(
    reader: Reader, services: Services, mornings: Mornings
) -> None:
    await publish(services)
    await reader.say("/start")
    many = [make_update(f"n{number}", topic="csto", text=f"خبر {number}.", score=9.0) for number in range(12)]
    await add(services, *many)
    [digest] = await mornings.send_at(11, 8)
    assert "وبقي أربعة أخبار أخرى." in digest.text
    await reader.press("alerts:csto")
    await mornings.send(minutes=1)
    assert await mornings.send(minutes=1) == []
    await add(services, *many, URGENT)
    [alert] = await mornings.send(minutes=1)
    assert URGENT.text in alert.text
    assert "خبر 1" not in alert.text


async def test_an_alert_leaves_out_what_was_read_before_it_was_sent(
    alerted: Reader, services: Services, mornings: Mornings
) -> None:
    await add(services, URGENT)
    await alerted.say("/new")
    assert await mornings.send(minutes=1) == []


async def test_an_alert_and_a_digest_at_one_moment_tell_it_once(
    alerted: Reader, services: Services, mornings: Mornings
) -> None:
    await add(services, URGENT, MINOR)
    sent = await mornings.send_at(11, 8)
    assert heads(sent) == ["alert", "digest"]
    assert sum(URGENT.text in call.text for call in sent) == 1
    assert sum(MINOR.text in call.text for call in sent) == 1
    [new] = await alerted.say("/new")
    assert "لا جديد" in new.text


async def test_in_quiet_hours_alerts_wait_for_their_end_and_come_as_one(
    alerted: Reader, services: Services, mornings: Mornings
) -> None:
    await alerted.say("هدوء من 22 إلى 7")
    await mornings.send_at(10, 23)
    await add(services, URGENT)
    assert await mornings.send_at(10, 23, 1) == []
    second = make_update("second", topic="csto", text="وصل المنسحبون.", score=6.0)
    await add(services, URGENT, second)
    assert await mornings.send_at(11, 3) == []
    assert await mornings.send_at(11, 6, 59) == []
    [alert] = await mornings.send_at(11, 7)
    assert URGENT.text in alert.text
    assert second.text in alert.text
    assert await mornings.at(11, 8) == []


async def test_an_alert_that_could_not_go_out_before_the_quiet_hours_waits_for_their_end(
    alerted: Reader, services: Services, telegram: FakeTelegram, mornings: Mornings
) -> None:
    await alerted.say("هدوء من 22 إلى 7")
    await mornings.send_at(10, 21, 58)
    await add(services, URGENT)
    telegram.faults = [FLOOD | {"parameters": {"retry_after": 120}}]
    assert await mornings.send_at(10, 21, 59) == []
    assert await mornings.send_at(10, 22, 30) == []
    assert heads(await mornings.send_at(11, 7)) == ["alert"]


async def test_an_alert_that_is_put_back_while_another_waits_is_lost_to_nobody(
    alerted: Reader, services: Services, telegram: FakeTelegram, mornings: Mornings
) -> None:
    await add(services, URGENT)
    second = make_update("second", topic="csto", text="وصل المنسحبون.", score=6.0)

    async def publish_more_and_refuse() -> dict[str, object]:
        await add(services, URGENT, second)
        await plan_alerts(services)
        return FLOOD

    telegram.faults = [publish_more_and_refuse]
    assert await mornings.send(minutes=1) == []
    [alert] = await mornings.send(minutes=1)
    assert URGENT.text in alert.text
    assert second.text in alert.text
    assert await mornings.send(minutes=1) == []


async def test_a_digest_scheduled_inside_quiet_hours_is_sent(
    alerted: Reader, services: Services, mornings: Mornings
) -> None:
    await alerted.say("هدوء من 22 إلى 9")
    await add(services, MINOR)
    assert heads(await mornings.send_at(11, 8)) == ["digest"]


async def test_a_late_digest_waits_for_the_end_of_the_quiet_hours(
    alerted: Reader, services: Services, mornings: Mornings
) -> None:
    await alerted.say("هدوء من 22 إلى 7")
    await add(services, MINOR)
    assert await mornings.at(12, 3) == []  # since the 11th, 08:00, nothing had run
    assert await mornings.at(12, 6, 59) == []
    assert len(await mornings.at(12, 7)) == 1
    await add(services, MINOR, URGENT)
    assert heads(await mornings.send_at(12, 8)) == ["alert"]
    assert len(await mornings.at(13, 8)) == 0


async def test_a_correction_in_quiet_hours_waits_for_their_end(
    alerted: Reader, services: Services, mornings: Mornings
) -> None:
    await alerted.say("هدوء من 22 إلى 7")
    await mornings.send_at(11, 0)
    await retract(services, "1")
    assert await mornings.send_at(11, 0, 1) == []
    assert heads(await mornings.send_at(11, 7)) == ["correction"]


async def test_a_pause_is_silent_and_the_first_digest_after_it_tells_all(
    alerted: Reader, services: Services, mornings: Mornings
) -> None:
    await alerted.say("إيقاف مؤقت 3 أيام")  # on the 10th at 18:00
    await retract(services, "1")
    for number, day in enumerate((11, 12, 13)):
        await add(services, *(make_update(f"n{n}", text=f"خبر {n}.") for n in range(number + 1)), URGENT)
        assert await mornings.at(day, 8) == []
    [asked] = await alerted.say("/turkey")
    assert "بنظيره" in asked.text
    assert heads(await mornings.send_at(13, 18, 1)) == ["correction"]
    [digest] = await mornings.send_at(14, 8)
    assert all(words in digest.text for words in ("خبر 0.", "خبر 1.", "خبر 2.", URGENT.text))
    assert await mornings.at(15, 8) == []


async def test_a_pause_stops_a_digest_that_is_planned_already(
    alerted: Reader, services: Services, telegram: FakeTelegram, mornings: Mornings
) -> None:
    await add(services, MINOR)
    telegram.faults = [FLOOD]
    assert await mornings.at(11, 8) == []
    await alerted.press("pause:1")
    assert await mornings.send(minutes=2) == []
    assert await mornings.at(12, 8) == []
    assert len(await mornings.at(13, 8)) == 1


async def test_a_reader_who_resumes_before_the_hour_gets_the_digest_at_the_hour(
    alerted: Reader, services: Services, mornings: Mornings
) -> None:
    await alerted.press("pause:7")
    await add(services, MINOR)
    await mornings.at(13, 6)
    await alerted.press("pause:none")
    assert await mornings.at(13, 7, 59) == []
    assert len(await mornings.at(13, 8)) == 1


async def test_a_reader_who_resumes_after_the_hour_gets_todays_digest_at_once(
    alerted: Reader, services: Services, mornings: Mornings
) -> None:
    await alerted.press("pause:7")
    await add(services, MINOR)
    await mornings.at(13, 15)
    await alerted.say("استأنف")
    assert len(await mornings.at(13, 15, 1)) == 1
    await add(services, MINOR, ELSEWHERE)
    assert await mornings.at(13, 20) == []
    assert len(await mornings.at(14, 8)) == 1


async def test_a_reader_who_resumes_after_todays_digest_gets_the_next_one_tomorrow(
    alerted: Reader, services: Services, mornings: Mornings
) -> None:
    await add(services, MINOR)
    assert len(await mornings.at(11, 8)) == 1
    await alerted.press("pause:3")
    await alerted.press("pause:none")
    await add(services, MINOR, ELSEWHERE)
    assert await mornings.at(11, 9) == []
    assert len(await mornings.at(12, 8)) == 1


async def test_another_hour_during_a_pause_does_not_end_it(
    alerted: Reader, services: Services, mornings: Mornings
) -> None:
    await alerted.press("pause:3")
    await add(services, MINOR)
    await alerted.press("time:20:00")
    await alerted.press("zone:Africa/Cairo")
    assert await mornings.at(11, 21) == []
    assert await mornings.at(13, 20) == []
    assert len(await mornings.at(13, 21)) == 1  # 20:00 in Cairo, three hours after the pause


async def test_a_reader_who_chose_so_gets_a_message_on_a_day_without_news(
    alerted: Reader, services: Services, mornings: Mornings
) -> None:
    await alerted.press("settings:nothing_new")
    [word] = await mornings.at(11, 8)
    assert word.endswith("لا جديد منذ موجزك الأخير.")
    assert await mornings.at(11, 9) == []
    await add(services, MINOR)
    assert MINOR.text in (await mornings.at(12, 8))[0]
    await alerted.press("settings:nothing_new")
    assert await mornings.at(13, 8) == []


async def test_a_late_digest_waits_at_most_until_the_chosen_hour(
    alerted: Reader, services: Services, mornings: Mornings
) -> None:
    await alerted.say("هدوء من 22 إلى 9")
    await add(services, MINOR)
    assert await mornings.at(12, 3) == []
    assert len(await mornings.at(12, 8)) == 1
    assert await mornings.at(12, 9) == []
