"""How the server cleans a text before it stores the text."""

import pytest

from bot.preview.protocol.entities import MAX_ENTITIES, Entity, FormattedText, find_entities, finish


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("اكتب /new أو /time@mujaz_bot الآن", [("bot_command", "/new"), ("bot_command", "/time@mujaz_bot")]),
        ("/new، ثم (/turkey) ثم «/stop».", [("bot_command", f"/{name}") for name in ("new", "turkey", "stop")]),
        ("\u2068/new\u2069", [("bot_command", "/new")]),
        ("خبر/new و2022/new و/new/old و/اهلا", []),
        ("https://example.com/خبر؟ ثم http://a.org.", [("url", "https://example.com/خبر"), ("url", "http://a.org")]),
        ("@mujaz_bot و@abc", [("mention", "@mujaz_bot")]),
        ("#كازاخستان و#12", [("hashtag", "#كازاخستان")]),
    ],
    ids=["commands", "punctuation", "isolates", "no commands", "links", "mentions", "hashtags"],
)
def test_commands_and_links_are_found(text: str, found: list[tuple[str, str]]) -> None:
    entities = list(find_entities(text))
    assert [(entity.type, text[entity.offset : entity.end]) for entity in entities] == found


def test_offsets_are_utf16_units() -> None:
    assert list(find_entities("😀 /new")) == [Entity("bot_command", 3, 4)]


def test_nothing_is_found_inside_code() -> None:
    assert finish(FormattedText("/new", (Entity("code", 0, 4),))).entities == (Entity("code", 0, 4),)


def test_blanks_at_the_ends_go_and_entities_move_along() -> None:
    assert finish(FormattedText("\n 😀خبر \n", (Entity("bold", 4, 5),))) == FormattedText(
        "😀خبر", (Entity("bold", 2, 3),)
    )


def test_control_characters_and_bidi_overrides_go_isolates_stay() -> None:
    cleaned = finish(FormattedText("أ\r\u202eب\x07ج \u2068x\u2069", (Entity("bold", 3, 1),)))
    assert cleaned == FormattedText("أب ج \u2068x\u2069", (Entity("bold", 1, 1),))


def test_an_entity_of_blanks_is_dropped() -> None:
    assert finish(FormattedText("أ  ب", (Entity("bold", 1, 2),))).entities == ()


def test_only_a_hundred_entities_are_kept() -> None:
    many = tuple(Entity("bold", 2 * place, 1) for place in range(120))
    assert finish(FormattedText("أ " * 120, many)).entities == many[:MAX_ENTITIES]
