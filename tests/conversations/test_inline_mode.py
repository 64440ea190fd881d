"""Inline mode: «@bot words» in any chat."""

from tests.conversations.play import Play

HOSTILE = (
    "س" * 256,
    "كازاخستان " * 60,
    "<b>توكاييف</b> <script>",
    "{{ 7*7 }}",
    "' OR 1=1 --",
    '" NEAR( * AND NOT ^ : -',
    "u_0",
    "u_-1",
    "u_٣",
    "u_1\n",
    "\u202eتوكاييف\u202c\u2066",
    "\x00\x01",
    "%_%",
    "🙂" * 100,
    "*",
    "َُِ",
)


async def test_words_find_news_to_share(late: Play) -> None:
    salma, yusuf = late.salma, late.yusuf
    query, found = await salma.type("توكاييف")
    assert found.results
    for result in found.results:
        content = result["input_message_content"]
        assert content["parse_mode"] == "HTML"
        assert "?start=u_" + result["id"] in content["message_text"]
        assert result["title"]
    message = await salma.pick(query, found.results[0], yusuf.chat)
    assert message.via_bot
    links = [entity.url for entity in message.content.text.entities if entity.url]
    opened = await yusuf.say("/start " + str(links[-1]).partition("start=")[2])
    assert opened.texts[1].splitlines()[0]


async def test_a_part_of_a_name_is_enough(late: Play) -> None:
    whole = (await late.salma.type("نزارباييف"))[1].results
    part = (await late.salma.type("نزارب"))[1].results
    assert whole
    assert {each["id"] for each in whole} <= {each["id"] for each in part}


async def test_a_number_finds_the_one_update(late: Play) -> None:
    for typed in ("u_3", " u_3 "):
        assert [each["id"] for each in (await late.salma.type(typed))[1].results] == ["3"]
    for typed in ("u_999", "u_999999999"):
        assert (await late.salma.type(typed))[1].results == []


async def test_nothing_typed_offers_the_weightiest(late: Play) -> None:
    for typed in ("", "   "):
        found = (await late.salma.type(typed))[1]
        assert 5 <= len(found.results) <= 50
        assert found.next_offset == ""


async def test_page_after_page_nothing_comes_twice(late: Play) -> None:
    seen: list[str] = []
    offset, pages = "", 0
    while pages == 0 or offset:
        found = (await late.salma.type("كازاخستان", offset))[1]
        seen += [each["id"] for each in found.results]
        offset, pages = found.next_offset, pages + 1
        assert pages < 10
    assert len(seen) == len(set(seen)) > 5


async def test_hostile_queries_are_answered(late: Play) -> None:
    offsets = ("", "-1", "99999", "٥", "x" * 64, "1e9", "20\n")
    for typed, offset in (*((each, "") for each in HOSTILE), *(("كازاخستان", each) for each in offsets)):
        found = (await late.salma.type(typed, offset))[1]
        assert len(found.results) <= 50
    assert not late.salma.chat.messages


async def test_who_has_never_written_to_the_bot_may_ask_and_is_not_subscribed(play: Play) -> None:
    stranger = play.invite("غريب")
    assert (await stranger.type("توكاييف"))[1].results
    assert await play.look_for(stranger.chat) is None
