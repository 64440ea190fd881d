from hypothesis import given
from hypothesis import strategies as st

from briefings.model import TopicUpdate
from storage.news.matching import match_updates
from tests.factories import make_span, make_update

UPDATES = st.lists(
    st.builds(
        make_update,
        st.sampled_from("uvwxyz"),
        topic=st.sampled_from(["protests", "turkey"]),
        sources=st.lists(st.builds(make_span, st.sampled_from("abcd")), min_size=1, max_size=3, unique=True).map(tuple),
    ),
    unique_by=lambda update: update.id,
)
A, B, C, D = (make_span(article, text=f"تجمع سكان الحي {article}.") for article in "abcd")


def test_an_update_is_the_one_with_its_id() -> None:
    matching = match_updates({1: make_update("x", sources=(A,))}, [make_update("x", sources=(B,))])
    assert matching.kept == {"x": 1}
    assert matching.left == {}


def test_an_update_with_a_new_id_is_the_one_whose_sentence_it_has() -> None:
    matching = match_updates({1: make_update("x", sources=(A,))}, [make_update("y", sources=(A, B))])
    assert matching.kept == {"y": 1}


def test_the_same_sentence_on_another_topic_is_another_update() -> None:
    stored = {1: make_update("x", topic="protests", sources=(A,))}
    matching = match_updates(stored, [make_update("y", topic="turkey", sources=(A,))])
    assert matching.kept == {}
    assert matching.left == {1: ()}


def test_another_sentence_of_the_same_article_is_another_update() -> None:
    later = make_span("a", start=100, text="عاد الهدوء إلى المدينة.")
    assert match_updates({1: make_update("x", sources=(A,))}, [make_update("y", sources=(later,))]).kept == {}


def test_an_id_counts_before_sentences() -> None:
    stored = {1: make_update("x", sources=(A, B)), 2: make_update("y", sources=(C,))}
    updates = [make_update("z", sources=(C,)), make_update("y", sources=(A, B, C))]
    matching = match_updates(stored, updates)
    assert matching.kept == {"y": 2}
    assert matching.left == {1: ("y",)}


def test_more_shared_sentences_count_before_fewer_and_older_before_newer() -> None:
    stored = {1: make_update("x", sources=(A,)), 2: make_update("y", sources=(B, C))}
    assert match_updates(stored, [make_update("z", sources=(A, B, C))]).kept == {"z": 2}
    assert match_updates(stored, [make_update("z", sources=(A, B))]).kept == {"z": 1}


def test_a_source_of_several_updates_tells_none_apart() -> None:
    speaker = make_span("a", start=500)
    stored = {1: make_update("x", sources=(A, speaker)), 2: make_update("y", sources=(B, speaker))}
    matching = match_updates(stored, [make_update("z", sources=(C, speaker)), make_update("w", sources=(B, speaker))])
    assert matching.kept == {"w": 2}
    assert matching.left == {1: ()}


def test_if_one_update_becomes_two_the_first_keeps_the_place() -> None:
    matching = match_updates(
        {1: make_update("x", sources=(A, B))},
        [make_update("y", sources=(A,)), make_update("z", sources=(B,))],
    )
    assert matching.kept == {"y": 1}
    assert matching.left == {}


def test_if_two_updates_become_one_it_has_the_sentences_of_both() -> None:
    stored = {
        1: make_update("x", sources=(A,)),
        2: make_update("y", sources=(B,)),
        3: make_update("w", sources=(D,)),
    }
    matching = match_updates(stored, [make_update("z", sources=(A, B, C))])
    assert matching.kept == {"z": 1}
    assert matching.left == {2: ("z",), 3: ()}


def test_the_copy_of_an_article_that_gave_way_carries_its_update() -> None:
    copy = make_span("copy", start=30, text=A.text.replace(" ", "\n"))
    assert match_updates({1: make_update("x", sources=(A,))}, [make_update("y", sources=(copy,))]).kept == {"y": 1}
    other_topic = make_update("y", sources=(copy,), topic="turkey")
    assert match_updates({1: make_update("x", topic="protests", sources=(A,))}, [other_topic]).kept == {}


def test_a_sentence_of_the_article_counts_before_its_copy() -> None:
    copy = make_span("copy", text=A.text)
    stored = {1: make_update("x", sources=(copy,)), 2: make_update("w", sources=(B,))}
    matching = match_updates(stored, [make_update("y", sources=(A, B))])
    assert matching.kept == {"y": 2}
    assert matching.left == {1: ("y",)}


@given(UPDATES, UPDATES)
def test_every_stored_update_is_one_new_one_or_left(before: list[TopicUpdate], after: list[TopicUpdate]) -> None:
    stored = dict(enumerate(before, start=1))
    matching = match_updates(stored, after)
    assert sorted([*matching.kept.values(), *matching.left]) == list(stored)
    assert matching.kept.keys() <= {update.id for update in after}
    taken = dict(enumerate(after, start=1))
    assert match_updates(taken, after).kept == {update.id: sequence for sequence, update in taken.items()}
