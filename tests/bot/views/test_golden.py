"""Every message to the letter, in every format, within Telegram's limits; none is forgotten."""

from collections.abc import Iterator
from importlib import resources

import pytest
from jinja2 import Environment, Template

from bot.preview.protocol.rich import parse_rich
from bot.rendering.html import visible_units
from storage.model.values import DisplayPreferences, Format
from tests.bot.every_message import LEVANT, MAGHREB, MESSAGES, RICH, USUAL, build, build_all
from tests.bot.golden_files import check_golden, list_golden

# No messages, but what all of them are made of.
VOCABULARIES = {"plain.j2", "rich.j2"}
# What has no format: longest it may be.
TEXTS = {"stale-button": 200, "description": 512, "short-description": 120, "edition-refused": 4096}
TEXTS |= {name: 4096 for name in MESSAGES if name.startswith(("trouble-", "sources-notice"))}
# What is kept in the digits and month names of others, too: enough to see that they reach everywhere.
IN_ARABIC = ("digest", "timeline", "figures", "quotes", "sources", "choose-day", "page-settings-chosen", "page-look")
IN_MAGHREB = ("digest", "figures", "page-look")


def list_files() -> Iterator[tuple[str, str, DisplayPreferences]]:
    """Yield (file, message, preferences) of all golden files."""
    for name in MESSAGES:
        yield name, name, USUAL
        if name not in TEXTS and any(message.rich for message in build(name, RICH)):
            yield f"{name}.rich", name, RICH
    yield from ((f"{name}.arabic", name, LEVANT) for name in IN_ARABIC)
    yield from ((f"{name}.maghreb", name, MAGHREB) for name in IN_MAGHREB)


FILES = {file: (name, display) for file, name, display in list_files()}


@pytest.mark.parametrize("file", FILES)
def test_to_the_letter(file: str) -> None:
    name, display = FILES[file]
    check_golden(file, build(name, display), rich=display.format is Format.RICH)


def test_no_file_is_left_over() -> None:
    assert list_golden() == FILES.keys()


def test_every_template_is_a_message_that_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    rendered, get_template = set[str](), Environment.get_template

    def note(environment: Environment, name: str) -> Template:
        rendered.add(name)
        return get_template(environment, name)

    monkeypatch.setattr(Environment, "get_template", note)
    assert [*build_all(RICH)]
    templates = {file.name for file in resources.files("bot.rendering").joinpath("templates").iterdir()}
    assert {name for name in templates if name.endswith(".j2")} == rendered | VOCABULARIES


@pytest.mark.parametrize("name", MESSAGES)
def test_within_the_limits(name: str) -> None:
    for display in (USUAL, RICH, LEVANT, MAGHREB):
        for message in build(name, display):
            assert 1 <= visible_units(message.text) <= TEXTS.get(name, 4096)
            assert len(message.text.encode()) <= 32_768
            if message.rich:
                parse_rich({"html": message.rich, "is_rtl": True})  # raises where it is too long, broad or deep
            rows = message.keyboard.inline_keyboard if message.keyboard else None
            assert rows is None or (rows and all(rows))
            for button in (button for row in rows or () for button in row):
                assert button.text.strip()
                if button.callback_data is not None:
                    assert 1 <= len(str(button.callback_data).encode()) <= 64


def test_whoever_wants_rich_messages_gets_the_same_words_as_html() -> None:
    # It goes where the rich one is refused. The pages of the settings say which of the two it is.
    for name in MESSAGES:
        if not name.startswith(("page-settings", "page-look")):
            assert [message.text for message in build(name, RICH)] == [message.text for message in build(name, USUAL)]


def test_all_but_bare_texts_has_a_rich_form() -> None:
    bare = {name for name, message in build_all(RICH) if not message.rich}
    assert bare == {*TEXTS, "failure", "one-at-a-time"}  # for these two nobody is looked up
