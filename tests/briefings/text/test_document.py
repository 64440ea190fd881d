"""A text is parsed once: a slice takes over what has been parsed, and no cache grows with what people write."""

from hypothesis import given
from hypothesis import strategies as st

from briefings.text.document import ParsedText, once
from briefings.text.tables import LONGEST, WordTable

TEXTS = st.text(st.sampled_from('ابتلوفسألإى ةَُـ٥7.،«»“”"() \u200f-'), max_size=40)


@given(TEXTS, st.integers(0, 40), st.integers(0, 40))
def test_a_slice_is_what_parsing_it_anew_gives(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    parsed = ParsedText(text)
    assert parsed.words is not None
    part, anew = parsed.cut(start, end), ParsedText(text[start:end])
    assert (part.raw, part.folded, list(part.words)) == (anew.raw, anew.folded, list(anew.words))
    assert parsed.fold_between(start, end) == anew.folded
    assert parsed.fold_before(start) == ParsedText(text[:start]).folded


@given(TEXTS)
def test_quoted_is_what_stands_behind_an_open_mark(text: str) -> None:
    parsed = ParsedText(text)
    for position in range(len(text) + 1):
        before = text[:position]
        open_marks = [before.count(a) > before.count(b) for a, b in ("«»", "“”", "()")]
        assert parsed.is_quoted(position) == (before.count('"') % 2 == 1 or any(open_marks))


@given(TEXTS, st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), max_size=3))
def test_words_outside_touch_no_stretch(text: str, stretches: list[tuple[int, int]]) -> None:
    taken = [(start, start + length) for start, length in stretches]
    parsed = ParsedText(text)
    expected = [word for word in parsed.words if all(word.end <= start or end <= word.start for start, end in taken)]
    assert list(parsed.words_outside(taken)) == expected


def test_a_step_reads_a_text_once() -> None:
    read: list[str] = []

    @once
    def count_letters(text: ParsedText, letter: str) -> int:
        read.append(letter)
        return text.raw.count(letter)

    text = ParsedText("باب")
    assert [count_letters(text, "ب"), count_letters(text, "ب"), count_letters(text, "ا")] == [2, 2, 1]
    assert read == ["ب", "ا"]


def test_a_table_remembers_so_many_words_and_no_long_one() -> None:
    computed: list[str] = []

    def measure(word: str) -> int:
        computed.append(word)
        return len(word)

    table = WordTable(measure, size=2)
    assert [table[word] for word in ("a", "bb", "a", "ccc", "a", "bb")] == [1, 2, 1, 3, 1, 2]
    assert computed == ["a", "bb", "ccc"]
    long = "d" * (LONGEST + 1)
    assert (table[long], table[long], long in table, len(table) <= 2) == (LONGEST + 1, LONGEST + 1, False, True)
    assert computed == ["a", "bb", "ccc", long, long]
