"""A text of any kind is composed, or set aside, at a cost that grows with its length."""

import pytest

from benchmarks.hostile import KINDS, MOST_MEGABYTES, MOST_SECONDS, measure
from briefings.composition.composer import compose
from briefings.model import Role
from briefings.parsing.limits import LONGEST_SENTENCE, MOST_SENTENCES, MOST_TIMES
from briefings.story import load_story
from tests.factories import make_article

STORY = load_story("kazakhstan-2022")
_SIZE = 100_000  # bytes; `python -m benchmarks.hostile` measures a megabyte of each


@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_text_costs_little(kind: str) -> None:
    seconds, megabytes, _ = measure(kind, _SIZE)
    assert seconds < 2 * MOST_SECONDS  # a test may share its processor with others
    assert megabytes < MOST_MEGABYTES


def test_what_no_person_reads_aloud_is_no_prose() -> None:
    sentence = "أعلنت وزارة الداخلية في كازاخستان مقتل 26 محتجا في ألماتي."
    long = f"{sentence[:-1]} {'و' * LONGEST_SENTENCE}."
    briefing = compose(STORY, [make_article(text=f"{sentence} {long}\n{sentence}")])
    assert [each.role for each in briefing.sentences] == [Role.BODY, Role.UNREAD, Role.BODY]
    assert len(briefing.updates) == 1


def test_what_is_beyond_the_bounds_of_an_article_is_left_out_and_named() -> None:
    lines = [f"قال الوزير رقم {number} إن المرفأ مغلق." for number in range(MOST_SENTENCES + 50)]
    text = "\n".join(lines)
    sentences = compose(STORY, [make_article(text=text)]).sentences
    assert [each.role for each in sentences] == [Role.BODY] * MOST_SENTENCES + [Role.UNREAD]
    assert sentences[-1].span.text == text[text.index(lines[MOST_SENTENCES]) :]
    again = compose(STORY, [make_article(text=f"{lines[0]}\n" * (MOST_TIMES + 2))]).sentences
    assert [each.role for each in again] == [Role.BODY] * MOST_TIMES + [Role.UNREAD] * 2
