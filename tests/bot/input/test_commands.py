"""Arabic words that mean a command."""

import pytest

from bot.handlers.guards import Who
from bot.handlers.router import COMMANDS
from bot.input.commands import find_command, list_commands, suggest_commands
from briefings.story import StoryError, load_story

STORY = load_story("kazakhstan-2022")
COMMANDS_OF_STORY = list_commands(STORY)


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("تركيا", "turkey", ""),
        ("تُركيا؟", "turkey", ""),
        ("تركيـــا", "turkey", ""),
        ("الاحتجاجات", "protests", ""),
        ("احتجاجات", "protests", ""),
        ("الخط الزمني", "timeline", ""),
        ("الخط الزمنى", "timeline", ""),
        ("خط زمني", "timeline", ""),
        ("الجديد", "new", ""),
        ("جديد", "new", ""),
        ("ما الجديد؟", "new", ""),
        ("آخر الاخبار", "new", ""),
        ("مساعدة", "help", ""),
        ("المساعده", "help", ""),
        ("المصادر", "sources", ""),
        ("الإعدادات", "settings", ""),
        ("اعدادات", "settings", ""),
        ("الساعة 8:30", "time", "8:30"),
        ("الساعة ٨ مساءً", "time", "٨ مساءً"),
        ("موعد الموجز 7", "time", "7"),
        ("الساعة", "time", ""),
        ("ابدأ", "start", ""),
        ("توقف", "stop", ""),
        ("تركي", "turkey", ""),
        ("الخط الزمنيي", "timeline", ""),
        ("المصاادر", "sources", ""),
        ("بحث عن ألماتي", "search", "ألماتي"),
        ("\u202eتركيا\u202c", "turkey", ""),
    ],
)
def test_words_do_what_the_command_does(text: str, name: str, rest: str) -> None:
    found = find_command(text, COMMANDS_OF_STORY)
    assert found is not None
    assert (found[0].name, found[1]) == (name, rest)


@pytest.mark.parametrize(
    "text",
    ["", "؟", "صباح الخير", "تركيا وروسيا", "الجديد 8:30", "Turkey!!", "توقففت", "محو بيانات", "روسيا", "تركمان"],
)
def test_other_words_are_no_command(text: str) -> None:
    assert find_command(text, COMMANDS_OF_STORY) is None


@pytest.mark.parametrize(
    ("text", "first"), [("تركييه", "turkey"), ("/trukey", "turkey"), ("توقففت", "stop"), ("طقس", "new")]
)
def test_what_is_near_is_suggested(text: str, first: str) -> None:
    assert suggest_commands(text, STORY)[0].name == first


def test_every_command_has_a_handler_and_a_line_in_the_menu() -> None:
    commands = list_commands(STORY)
    assert {command.name for command in commands if not command.topic} == {
        name for name, row in COMMANDS.items() if row.who is not Who.ADMIN
    }
    assert [command.name for command in commands if not command.about or not command.words] == []


def test_no_words_mean_two_commands() -> None:
    for command in list_commands(STORY):
        for word in command.words:
            found = find_command(word, COMMANDS_OF_STORY)
            assert found is not None
            assert found[0] == command


def test_a_story_cannot_take_the_bots_own_commands() -> None:
    topics = (STORY.topics[0].model_copy(update={"command": "start"}), *STORY.topics[1:])
    with pytest.raises(StoryError, match="/start is the bot's own"):
        list_commands(STORY.model_copy(update={"topics": topics}))
