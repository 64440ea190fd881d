"""Links that open something: t.me/…?start=t_turkey, …=u_12."""

import pytest

from bot.core.container import Services
from bot.services.corrections import retract
from tests.bot.fakes import FakeTelegram, Reader
from tests.bot.news import UPDATES, publish


async def test_a_link_subscribes_and_opens_a_topic(reader: Reader, services: Services) -> None:
    await publish(services)
    greeting, topic = await reader.say("/start t_turkey")
    assert "أهلًا بك" in greeting.text
    assert topic.text == (await reader.say("/turkey"))[0].text


async def test_a_link_opens_one_update_with_its_sources(reader: Reader, services: Services) -> None:
    await publish(services)
    await reader.say("/start")
    [update] = await reader.say("/start u_2")
    assert "استقالت الحكومة" in update.text
    assert "q:2" in [button.get("callback_data") for button in update.buttons]


async def test_what_a_link_opened_was_read(reader: Reader, services: Services) -> None:
    await reader.say("/start")
    await publish(services)
    await reader.say("/start u_5")
    new = (await reader.say("/new"))[0].text
    assert "استقالت الحكومة" in new
    assert "اتصل وزير الخارجية" not in new


async def test_in_a_forum_a_link_opens_where_it_was_asked(
    reader: Reader, services: Services, telegram: FakeTelegram
) -> None:
    telegram.roles[7] = "creator"
    await publish(services)
    group = {"id": -100, "type": "supergroup", "title": "غرفة الأخبار", "is_forum": True}
    sender = {"id": 7, "is_bot": False, "first_name": "يوسف"}
    entities = [{"type": "bot_command", "offset": 0, "length": len("/start@mujaz_bot")}]
    message = {"message_id": 5, "date": 1, "chat": group, "from": sender, "text": "/start@mujaz_bot u_2"}
    topic = {"message_thread_id": 3, "is_topic_message": True, "entities": entities}
    calls = await reader.receive({"message": message | topic})
    assert [(call.chat_id, call.parameters["message_thread_id"]) for call in calls] == [(-100, "3")] * 2


@pytest.mark.parametrize(
    "payload",
    [
        "t_", "T_turkey", "t_turkey x", "t_" + "x" * 500, "turkey",
        "u_", "u_0", "u_02", "u_-2", "u_٢", "u_2.0", "u_999999999999", "u_2u_2",
        "<b>u_2</b>", "u_2<script>", "\u202eu_2", "u_2\u200f", "&lt;", "../../etc", "%00",
    ],
)  # fmt: skip
async def test_a_payload_that_names_nothing_is_a_plain_start(reader: Reader, services: Services, payload: str) -> None:
    await publish(services)
    [greeting] = await reader.say(f"/start {payload}")
    assert "أهلًا بك" in greeting.text
    assert "script" not in greeting.text


async def test_an_update_that_was_retracted_is_not_opened(reader: Reader, services: Services) -> None:
    await publish(services)
    await retract(services, "2")
    await reader.say("/start")
    [nowhere] = await reader.say("/start u_2")
    assert "لم أجد ما يشير إليه الرابط" in nowhere.text
    assert "استقالت" not in nowhere.text


@pytest.mark.parametrize("payload", ["t_nope", "t_other", "u_99", "q_zz"])
async def test_a_link_to_what_is_not_there_says_so(reader: Reader, services: Services, payload: str) -> None:
    await publish(services)
    greeting, nowhere = await reader.say(f"/start {payload}")
    assert "أهلًا بك" in greeting.text
    assert {button["callback_data"] for button in nowhere.buttons} >= {"c:new"}


async def test_an_update_that_became_another_is_found_in_it(reader: Reader, services: Services) -> None:
    await publish(services, UPDATES[:2])
    await publish(services, UPDATES[1:2])
    calls = await reader.say("/start u_2")
    assert len(calls) == 2
