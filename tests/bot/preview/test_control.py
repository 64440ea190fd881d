"""The server alone, in another process, controlled over HTTP."""

import asyncio
import base64
import json
import signal
import sys
from collections.abc import AsyncIterator

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InlineQueryResultArticle, InputTextMessageContent
from telegram.error import ChatMigrated, EndPointNotFound, Forbidden, NetworkError


@pytest.fixture
async def server() -> AsyncIterator[dict[str, str]]:
    """Start the server; return its address and its token."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.preview.serve", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        yield json.loads(await process.stdout.readline())
    finally:
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0


async def test_another_process_deals_faults_to_a_bot(server: dict[str, str]) -> None:
    async with httpx.AsyncClient(base_url=f"{server['url']}/control/") as client:

        async def post(path: str, **given: object) -> dict[str, int]:
            answer = await client.post(path, json=given)
            assert answer.status_code == 200, answer.text
            result: dict[str, int] = answer.json()
            return result

        people = await post("people", count=3)
        assert people["last"] - people["first"] == 2
        group = (await post("groups", title="غرفة الأخبار"))["chat"]
        forum = (await post("groups", title="منتدى", kind="supergroup", forum=True))["chat"]
        thread = (await post(f"chats/{forum}/topics", name="كازاخستان"))["thread"]
        async with Bot(server["token"], base_url=f"{server['url']}/bot") as bot:
            await bot.send_message(people["first"], "أول")
            await bot.send_message(forum, "ثان", message_thread_id=thread)
            await post(f"chats/{people['last']}/say", text="/start")
            assert [each.message.text for each in await bot.get_updates() if each.message] == ["/start"]
            await post(f"chats/{people['last']}/status", status="kicked", quiet=True)
            with pytest.raises(Forbidden):
                await bot.send_message(people["last"], "خبر")
            moved = (await post(f"chats/{group}/migrate"))["chat"]
            with pytest.raises(ChatMigrated, match=str(moved)):
                await bot.send_message(group, "خبر")
            await post("faults", unanswered=1)
            with pytest.raises(NetworkError):
                await bot.send_message(people["first"], "ثالث")
        accepted = (await client.get("accepted")).json()
        rows = [dict(zip(accepted["fields"], row, strict=True)) for row in accepted["rows"]]
        assert [(row["chat_id"], row["thread_id"], row["text"]) for row in rows] == [
            (people["first"], None, "أول"),
            (forum, thread, "ثان"),
            (people["first"], None, "ثالث"),
        ]
        later = (await client.get("accepted", params={"since": 2, "text": "0"})).json()
        assert "text" not in later["fields"]
        assert len(later["rows"]) == 1
        assert (await client.get("accidents")).json()["unanswered"] == 1
        assert (await client.post("faults", json={"nonsense": 1})).status_code == 400
        assert (await client.post("faults", json={}, headers={"Origin": "http://evil.example"})).status_code == 403


async def test_people_do_there_whatever_people_do(server: dict[str, str]) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("الأرقام", callback_data="f")]])
    article = InlineQueryResultArticle("1", "تركيا", InputTextMessageContent("خبر"))
    async with (
        httpx.AsyncClient(base_url=f"{server['url']}/control/") as client,
        Bot(server["token"], base_url=f"{server['url']}/bot") as bot,
    ):

        async def post(path: str, **given: object) -> dict[str, int]:
            answer = await client.post(path, json=given)
            assert answer.status_code == 200, answer.text
            result: dict[str, int] = answer.json()
            return result

        people = await post("people", count=2)
        creator, other = people["first"], people["last"]
        group = (await post("groups", title="غرفة الأخبار", by=creator))["chat"]
        await post(f"chats/{group}/roles", person=other, role="administrator")
        assert len(await bot.get_chat_administrators(group)) == 2
        sent = await bot.send_message(group, "خبر", reply_markup=keyboard)
        await post(f"chats/{group}/press", message=sent.message_id, row=0, column=0, by=other)
        await post(f"chats/{group}/say", text="من قال؟", by=other, reply_to=sent.message_id, as_chat=True)
        data = base64.b64encode(b"text").decode()
        await post(f"chats/{creator}/document", name="a.txt", data=data, caption="/ingest")
        origin = {"type": "hidden_user", "date": 1_641_373_200, "sender_user_name": "مراسل"}
        await post(f"chats/{creator}/forward", text="خبر", origin=origin)
        await post(f"chats/{creator}/location", latitude=24.7, longitude=46.7)
        query = (await post(f"people/{creator}/inline", text="تركيا"))["query"]
        assert (await client.get(f"inline/{query}")).json() is None
        await bot.answer_inline_query(str(query), [article])
        assert (await client.get(f"inline/{query}")).json()["results"][0]["title"] == "تركيا"
        await post(f"chats/{group}/pick", query=query, result="1")
        updates = await bot.get_updates()
        pressed = [each.callback_query.from_user.id for each in updates if each.callback_query]
        assert pressed == [other]
        answer, document, forwarded, location, picked = [each.message for each in updates if each.message]
        assert answer.sender_chat is not None
        assert answer.reply_to_message is not None
        assert document.document is not None
        assert forwarded.forward_origin is not None
        assert location.location is not None
        assert picked.via_bot is not None
        await post("missing", methods=["sendRichMessage"])
        with pytest.raises(EndPointNotFound):
            await bot.do_api_request("sendRichMessage", {"chat_id": creator, "rich_message": {"html": "x"}})
