"""The table of commands: who may use each, and what a link may run."""

from bot.handlers.guards import Who
from bot.handlers.router import COMMANDS, find_row, list_buttons
from bot.input.commands import list_admin_commands, list_commands
from bot.rendering.wording import label
from briefings.story import load_story

STORY = load_story("kazakhstan-2022")


def test_every_command_has_a_row_and_every_row_its_words() -> None:
    worded = [command.name for command in (*list_commands(STORY), *list_admin_commands()) if not command.topic]
    assert sorted(worded) == sorted(COMMANDS)
    assert all(label(name) for name in COMMANDS)


def test_the_commands_of_administrators_are_their_menu() -> None:
    admins = [row.name for row in COMMANDS.values() if row.who is Who.ADMIN]
    assert admins == [command.name for command in list_admin_commands()]


def test_a_link_shows_something_and_changes_nothing() -> None:
    linkable = {row.name for row in COMMANDS.values() if row.linkable and row.who is not Who.ANYBODY}
    assert linkable == {"settings"}  # it shows what is set; its buttons have guards of their own


def test_anybody_may_read_a_topic() -> None:
    rows = [find_row(command) for command in list_commands(STORY) if command.topic]
    assert {(row.who, row.linkable) for row in rows} == {(Who.ANYBODY, True)}


def test_no_data_match_two_buttons() -> None:
    patterns = [button.pattern for button in list_buttons(STORY)]
    assert len(set(patterns)) == len(patterns)
