from pathlib import Path

import pytest

from briefings.story import StoryError, list_stories, load_story
from tests.briefings.stories import HARBOUR, write_story


def test_every_packaged_story_can_be_used() -> None:
    assert "kazakhstan-2022" in list_stories()
    for name in list_stories():
        assert load_story(name).name == name


def test_the_first_story_has_its_three_topics_with_their_commands() -> None:
    story = load_story("kazakhstan-2022")
    assert story.title == "كازاخستان"
    assert story.zone == "Asia/Almaty"
    assert [(topic.key, topic.command) for topic in story.topics] == [
        ("protests", "protests"),
        ("csto", "csto"),
        ("turkey", "turkey"),
    ]
    assert "تركيا" in story.topic("turkey").words


def test_no_two_topics_answer_to_one_word() -> None:
    words = [word for topic in load_story("kazakhstan-2022").topics for word in topic.words]
    assert len(words) == len(set(words))


def test_a_story_is_a_file_and_needs_no_vocabulary(tmp_path: Path) -> None:
    story = load_story(write_story(tmp_path))
    assert story.topic("court").name == "المحكمة"
    with pytest.raises(KeyError):
        story.topic("weather")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("format = 1", "format = ", "is no valid TOML"),
        ("format = 1", "format = 2", "format: "),
        ("format = 1", "", "format: Field required"),
        ("format = 1", "format = 1\nsubtitle = 'x'", "subtitle: Extra inputs are not permitted"),
        ('name = "harbour"', 'name = "Harbour!"', "name: "),
        ("Africa/Casablanca", "Africa/Atlantis", "zone: Value error, no time zone is called 'Africa/Atlantis'"),
        ("Africa/Casablanca", "../zone", "no time zone is called"),
        ('key = "court"', 'key = "trade"', "two topics share a key"),
        ('command = "court"', 'command = "trade"', "two topics share a command"),
        ('command = "court"', 'command = "المحكمة"', "topics.1.command: "),
        ('key = "court"', 'key = "other"', "'other' is the name of what no topic claims"),
        ('topics = ["court"]', 'topics = ["weather"]', "سامر الدالي: no topic is called 'weather'"),
        ('words = ["سفينة", "سفن"]', "words = []", "figures.0.words: "),
        ("[[people]]", "[[persons]]", "persons: "),
        (
            "zone =",
            "begins = 2022-02-01\nends = 2022-01-01\nzone =",
            "the story ends before it begins",
        ),
    ],
)
def test_a_story_that_cannot_be_used_says_why_in_one_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in HARBOUR
    with pytest.raises(StoryError) as refused:
        load_story(write_story(tmp_path, HARBOUR.replace(old, new)))
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", ["atlantis-2030", "", "/no/such/story.toml"])
def test_a_story_that_is_not_there_is_named_with_those_that_are(name: str) -> None:
    with pytest.raises(StoryError) as refused:
        load_story(name)
    assert "kazakhstan-2022" in str(refused.value)


def test_a_file_that_is_no_text_is_no_story(tmp_path: Path) -> None:
    path = tmp_path / "binary.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(StoryError):
        load_story(str(path))
