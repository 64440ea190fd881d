"""The server by itself, in another process, moved over HTTP."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator

import httpx
import pytest
from telegram import Bot
from telegram.error import ChatMigrated, Forbidden, NetworkError


@pytest.fixture
async def server() -> AsyncIterator[dict[str, str]]:
    """Where it is and for which token."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.preview.serve", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        yield json.loads(await process.stdout.readline())
    finally:
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0


async def test_a_bot_is_tortured_from_another_process(server: dict[str, str]) -> None:
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
            await post(f"chats/{people['last']}/standing", standing="kicked", quiet=True)
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
