"""Rich messages: for who chose them, with a footnote for every claim; HTML where they are refused or unknown."""

import re

from bot.preview.protocol.chats import Message
from bot.preview.protocol.faults import Faults
from tests.conversations.play import Play, Somebody, buttons, words_of

TROOPS, TOLL, RESIGNED = "قوات حفظ السلام", "26 محتجًا", "استقالة الحكومة"


async def choose_rich(reader: Somebody) -> None:
    """Subscribe, and choose rich messages."""
    await reader.say("/start")
    await reader.forge("look:rich")


def html_of(message: Message) -> str:
    """The rich HTML of a message, that has to have some."""
    assert message.content.rich_html is not None
    assert message.content.rich is not None
    return message.content.rich_html


async def test_who_chose_them_gets_them_everywhere(late: Play) -> None:
    salma = late.salma
    await choose_rich(salma)
    for asked in ("/new", "/timeline", "/figures", "/turkey", "/sources", "بحث توكاييف", "/settings", "/help", "هراء"):
        heard = await salma.say(asked)
        html_of(heard.last)
        assert "is_rtl" in str(heard.last.content.rich), asked
    await salma.say("/timeline")
    for label in ("اختر يومًا", "7 يناير"):
        html_of((await salma.press(label)).edited[0])
    await salma.say("/new")
    quotes = await salma.press("المصادر")
    assert "<blockquote>" in html_of(quotes.last)
    # Others get what they chose: nothing.
    assert (await late.yusuf.say("/start")).last.content.rich is None


async def test_every_claim_has_its_footnote(late: Play) -> None:
    salma = late.salma
    await choose_rich(salma)
    for asked in ("/new", "/timeline", "/turkey", "/figures", "بحث توكاييف"):
        html = html_of((await salma.say(asked)).last)
        referred = set(re.findall(r'<a href="#s(\d+)">', html))
        named = set(re.findall(r'<tg-reference name="s(\d+)">', html))
        assert referred == named != set(), asked
        claims = re.findall(r"<li>.*?</li>", html, re.DOTALL)
        assert all('<sup><a href="#s' in claim for claim in claims), asked
        assert claims or asked == "/figures"
    figures = html_of((await salma.say("/figures")).last)
    assert "<table" in figures
    assert "164 شخصًا" in figures


async def test_a_digest_is_rich_and_shows_the_same_words(play: Play) -> None:
    salma, yusuf = play.salma, play.yusuf
    await choose_rich(salma)
    await yusuf.say("/start")
    morning = await play.move("morning")
    rich, plain = (
        next(each for each in morning.sent if words_of(each) in morning.at(who.chat)) for who in (salma, yusuf)
    )
    assert "<h3>" in html_of(rich)
    assert plain.content.rich is None
    assert TROOPS in words_of(plain)
    assert TROOPS in words_of(rich)
    assert buttons(rich) == buttons(plain)


async def test_what_is_refused_goes_as_html_in_the_same_attempt(play: Play) -> None:
    salma = play.salma
    await choose_rich(salma)
    # Only a rich message has these tags.
    play.world.accidents.set(Faults(refused={"<h2>": "can't parse rich message: unsupported tag", "<h3>": "no"}))
    for asked, words in (("/timeline", RESIGNED), ("/protests", RESIGNED), ("/settings", "إعداداتك")):
        heard = await salma.say(asked)
        assert words in heard.text
        assert heard.last.content.rich is None
    await salma.say("/timeline")
    assert (await salma.press("اختر يومًا")).edited[0].content.rich is None
    digest = await play.move("morning")
    assert TROOPS in digest.text
    assert digest.last.content.rich is None
    assert play.world.accidents.counts["refused"] >= 5
    assert "لا جديد" in (await salma.say("/new")).text  # what was sent as HTML has been read
    # A refusal is no reason not to try again.
    play.world.accidents.set(Faults())
    assert (await salma.say("/timeline")).last.content.rich is not None


async def test_an_older_server_is_asked_once(play: Play) -> None:
    salma = play.salma
    await choose_rich(salma)
    play.world.missing.add("sendrichmessage")
    attempts = []
    original = play.app.bot.do_api_request

    async def count(endpoint: str, *args: object, **kwargs: object) -> object:
        attempts.append(endpoint)
        return await original(endpoint, *args, **kwargs)  # type: ignore[arg-type]

    object.__setattr__(play.app.bot, "do_api_request", count)
    for _ in range(2):
        heard = await salma.say("/timeline")
        assert RESIGNED in heard.text
        assert heard.last.content.rich is None
    assert "هذه الأيام" in (await salma.press("اختر يومًا")).edit
    digest = await play.move("morning")
    assert TROOPS in digest.text
    assert attempts == ["sendRichMessage"]


async def test_who_goes_back_to_plain_messages_gets_them(play: Play) -> None:
    salma = play.salma
    await choose_rich(salma)
    page = await salma.say("/settings")
    await salma.press("طريقة الكتابة", under=page.last)
    assert (await salma.press("رسائل عادية")).edited[0].content.rich is None
    assert (await salma.say("/timeline")).last.content.rich is None
