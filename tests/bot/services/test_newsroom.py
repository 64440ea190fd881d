"""What an administrator hands in is read beside the answers to others, however large it is."""

import asyncio
import json
import time
from datetime import UTC, datetime

from telegram import Chat, Document, Message

from bot.core.container import Services
from bot.services.newsroom import read_material

_LINE = json.dumps({"text": "أغلقت البلدية المرفأ صباح الخميس بعد وصول السفينة. " * 8}, ensure_ascii=False)


async def test_a_large_file_keeps_nobody_waiting(services: Services) -> None:
    data = "\n".join([_LINE] * 12_000).encode()
    document = Document("f", "u", file_name="a.jsonl", file_size=len(data))
    message = Message(1, datetime(2022, 1, 7, tzinfo=UTC), Chat(7, Chat.PRIVATE), document=document)
    longest = 0.0

    async def download(_: Document) -> bytes:
        return data

    async def feel_the_pulse() -> None:
        nonlocal longest
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.001)
            longest = max(longest, time.monotonic() - before)

    pulse = asyncio.create_task(feel_the_pulse())
    await asyncio.sleep(0.05)
    longest, begun = 0.0, time.monotonic()
    contents = await read_material(services, message, download)
    took = time.monotonic() - begun
    pulse.cancel()
    assert len(contents.articles) == 12_000
    assert longest < took * 3 / 4, "others wait while the file is read"
