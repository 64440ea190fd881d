"""Pictures and the printed story: drawn once, sent again by their ids, told as text where they cannot be sent."""

import pytest

from bot.handlers import pictures
from bot.preview.protocol.contents import Photo
from bot.preview.protocol.faults import Faults, bad_request
from bot.preview.state import files
from tests.conversations.play import Play, buttons

FAILED = "تعذّر إرسال الصورة، وهذه هي نصًا."


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was drawn, in order."""
    names: list[str] = []
    for name in ("draw_timeline", "draw_figures", "print_paper"):
        draw = getattr(pictures, name)

        def note(*given: object, name: str = name, draw: object = draw) -> bytes:
            names.append(name)
            return draw(*given)  # type: ignore[operator,no-any-return]

        monkeypatch.setattr(pictures, name, note)
    return names


async def test_the_timeline_and_the_figures_as_pictures(late: Play, drawn: list[str]) -> None:
    salma = late.salma
    await salma.say("/start")
    await salma.say("/timeline")
    heard = await salma.press("صورة")
    assert heard.kinds == ["answer", "action", "message"]
    assert heard.text == "الخط الزمني"
    light = heard.last.content.photo
    assert light
    assert light.data.startswith(b"\x89PNG")

    # Dark in the place of light, and back.
    turned = await salma.press("بخلفية داكنة")
    assert turned.kinds == ["answer", "action", "edit"]
    assert turned.last.id == heard.last.id
    dark = turned.last.content.photo
    assert dark
    assert dark.file_id != light.file_id
    back = await salma.press("بخلفية فاتحة")
    assert back.kinds == ["answer", "edit"]
    assert back.last.content.photo == light
    assert drawn == ["draw_timeline", "draw_timeline"]

    await salma.say("/figures")
    figures = await salma.press("صورة")
    assert figures.text == "الأرقام"
    assert figures.last.content.photo
    await salma.say("من 5 إلى 9 يناير")
    assert (await salma.press("صورة")).last.content.photo not in {light, dark, figures.last.content.photo}


async def test_the_second_reader_gets_it_without_drawing_or_uploading(
    late: Play, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    uploaded: list[int] = []

    def read(data: bytes) -> Photo:
        uploaded.append(len(data))
        return original(data)

    original = files.read_photo
    monkeypatch.setattr(files, "read_photo", read)
    for reader in (late.salma, late.yusuf, late.layla):
        await reader.say("/timeline")
        assert (await reader.press("صورة")).last.content.photo
        paper = await reader.press("ملف للطباعة")
        assert paper.last.content.document
    assert drawn == ["draw_timeline", "print_paper"]
    assert len(uploaded) == 1


async def test_the_story_as_a_file_to_be_printed(late: Play) -> None:
    salma = late.salma
    for heard in (await salma.say("/briefing"), await late.yusuf.say("ملف للطباعة")):
        document = heard.last.content.document
        assert document
        assert document.name == "موجز كازاخستان 2022-01-14.pdf"
        assert document.data.startswith(b"%PDF")
        assert "للقراءة والطباعة" in heard.text


async def test_a_picture_that_is_refused_is_told_as_text(late: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    salma = late.salma
    late.world.missing |= {"sendphoto"}
    await salma.say("/figures")
    notice, figures = (await salma.press("صورة")).texts
    assert notice == FAILED
    assert "164 شخصًا" in figures
    late.world.missing.clear()

    def refuse(_: bytes) -> Photo:
        raise bad_request("PHOTO_INVALID_DIMENSIONS")

    with monkeypatch.context() as patch:
        patch.setattr(files, "read_photo", refuse)
        timeline = await salma.say("من 5 إلى 9 يناير")
        notice, told = (await salma.press("صورة", under=timeline.last)).texts
        assert notice == FAILED
        assert told == timeline.text
    assert (await salma.press("صورة", under=timeline.last)).last.content.photo  # the next time it may do


async def test_a_picture_that_cannot_be_drawn_is_told_as_text(late: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise RuntimeError("the typesetter is at its end")

    monkeypatch.setattr(pictures, "draw_figures", fail)
    await late.salma.say("/figures")
    notice, told = (await late.salma.press("صورة")).texts
    assert notice == FAILED
    assert "164 شخصًا" in told


async def test_an_id_that_telegram_has_forgotten_is_drawn_again(late: Play, drawn: list[str]) -> None:
    await late.salma.say("/figures")
    await late.salma.press("صورة")
    late.world.photos.clear()
    await late.yusuf.say("/figures")
    assert (await late.yusuf.press("صورة")).last.content.photo
    assert drawn == ["draw_figures", "draw_figures"]


async def test_new_news_makes_a_new_picture(play: Play, drawn: list[str]) -> None:
    salma = play.salma
    await salma.say("/timeline")
    first = await salma.press("صورة")
    await play.move("next")
    await salma.say("/timeline")
    second = await salma.press("صورة")
    assert first.last.content.photo != second.last.content.photo
    assert drawn == ["draw_timeline"] * 2
    assert "بخلفية داكنة" in buttons(second.last)


async def test_a_busy_server_delays_a_picture_and_loses_none(late: Play) -> None:
    await late.salma.say("/figures")
    late.world.accidents.set(Faults(latency=0.05))
    assert (await late.salma.press("صورة")).last.content.photo
