"""Each rule by which claims are linked, at its bound: what is just enough, and what is just too little."""

from typing import Any

import pytest

from briefings.clustering.claim import Claim
from briefings.clustering.linkage import may_be_of_one_time, must_stay_apart, score_link, weigh
from briefings.model import EventDate, Kind, Precision
from tests.briefings.clustering.claims import FRIDAY, SENTENCE, make_claim, make_pair

THURSDAY = EventDate("2022-01-06", None, Precision.DAY)
JANUARY = EventDate("2022-01", None, Precision.MONTH)
PLACES = frozenset({"place"})
DAM = "انهار سد ترابي قرب القرى الجبلية ظهر الجمعة."
DECIDES = (
    "قال الكرملين الخميس إن الرئيس لم يتخذ بعد قراره النهائي في شأن الرد على الهجوم، بعد اجتماع عقده مع كبار مستشاريه."
)
DECIDES_TOO = "أعلن الكرملين الخميس أن الرئيس لم يتخذ بعد قرارا نهائيا حول كيفية الرد الذي لقي تأييدا واسعا."
TWICE = frozenset({26, 164})


def score(a: Claim, b: Claim, places: frozenset[str] = PLACES) -> float:
    """Return the score of a link, the same from either side."""
    weights = {claim: weigh(claim.lemmas, claim.names, places) for claim in (a, b)}
    assert score_link(a, b, weights, places) == pytest.approx(score_link(b, a, weights, places))
    return score_link(a, b, weights, places)


@pytest.mark.parametrize(
    ("shared", "only_a", "only_b", "expected"),
    [
        (6, 3, 3, 6 / 12 + 6 / 9),
        (5, 3, 3, 0),
        (6, 0, 6, 6 / 12 + 1),
        (5, 0, 5, 0),
        (3, 2, 0, 3 / 5 + 1),
        (4, 1, 2, 0),
        (5, 0, 3, 5 / 8 + 1),
        (18, 7, 12, 18 / 37 + 18 / 25),
        (17, 8, 13, 0),
        (17, 0, 33, 17 / 50 + 1),
        (17, 0, 34, 0),
        (5, 0, 9, 0),
        (9, 0, 0, 2),
        (0, 9, 9, 0),
    ],
    ids=[
        "half of all words", "fewer than half", "half of all words, one claim has six", "half, one claim has five",
        "six in ten of two short ones", "fewer than six in ten of short ones", "a short one in a longer one",
        "most of the shorter, and much of all", "less of the shorter", "all of the shorter, a third of all",
        "all of the shorter, less than a third of all", "all of a short one, a third of all", "all", "none",
    ],
)  # fmt: skip
def test_words_in_common(shared: int, only_a: int, only_b: int, expected: float) -> None:
    assert score(*make_pair(shared, only_a, only_b)) == pytest.approx(expected)


def test_names_and_places_weigh_less_than_words() -> None:
    lemmas = ["word", "name", "place"]
    assert [weigh([lemma], frozenset({"name", "place"}), PLACES) for lemma in lemmas] == [10, 5, 2]
    assert weigh(lemmas, frozenset({"name"}), PLACES) == 17
    assert weigh([], frozenset(), PLACES) == 2
    # Six names in common of nine words each: half of the words, less than half of their weight.
    a, b = make_pair(6, 3, 3, names=frozenset(f"word{number}" for number in range(6)))
    assert score(a, b) == 0


def test_words_in_common_are_no_claim_in_common_if_the_sentences_differ() -> None:
    a, b = make_pair(9, 0, 0, text=[SENTENCE, DAM])
    assert score(a, b) == 0
    assert score(*make_pair(9, 0, 0, text=[SENTENCE, SENTENCE])) == 2


@pytest.mark.parametrize(
    ("fields", "shared", "is_linked"),
    [
        ({"explicit_date": [True, False]}, 8, True),
        ({"explicit_date": [False, True]}, 8, True),
        ({"explicit_date": [True, False]}, 7, False),
        ({"explicit_date": False}, 8, False),
        ({"explicit_date": True}, 8, False),
    ],
    ids=["a copy, one names the day", "a copy, the other names it", "no copy", "neither names it", "both name it"],
)
def test_of_two_days_only_copies_are_one(fields: dict[str, Any], shared: int, is_linked: bool) -> None:
    pair = make_pair(shared, 0, 2, when=[THURSDAY, FRIDAY], **fields)
    assert score(*pair) == pytest.approx((shared / (shared + 2) + 1) * is_linked)


@pytest.mark.parametrize(
    ("fields", "shared", "is_linked"),
    [
        ({"position": [0, 4]}, 9, True),
        ({"position": [4, 0]}, 9, True),
        ({"position": [0, 4]}, 8, False),
        ({"position": [0, 0]}, 9, False),
        ({"position": [4, 5]}, 9, False),
        ({"position": [1, 4]}, 9, False),
        ({"position": [0, 4], "article": ["a1", "a2"]}, 9, False),
        ({"position": [0, 4], "when": [THURSDAY, FRIDAY]}, 9, False),
        ({"position": [0, 4], "numbers": frozenset({26})}, 3, True),
        ({"position": [0, 4], "numbers": frozenset({26})}, 2, False),
        ({"position": [0, 4], "numbers": [TWICE, frozenset({164})]}, 3, True),
        ({"position": [0, 4], "numbers": [TWICE, frozenset()]}, 3, False),
        ({"position": [2, 4], "numbers": frozenset({26})}, 3, False),
    ],
    ids=[
        "opening and body", "body and opening", "too few words", "both open it", "both in the body", "no opening",
        "of two articles", "of two days", "a number in common",
        "too few words besides", "one of two numbers in common",
        "no number in common", "a number in common, both in the body",
    ],
)  # fmt: skip
def test_what_opens_an_article_is_said_again_in_its_body(fields: dict[str, Any], shared: int, is_linked: bool) -> None:
    pair = make_pair(shared, 20 - shared, 20 - shared, **{"article": "a1", "start": [0, 500]} | fields)
    assert score(*pair) == pytest.approx((shared / (40 - shared) + shared / 20) * is_linked)


def test_a_place_is_none_of_the_words_that_opening_and_body_share() -> None:
    words = ["one two place", "one two three"]
    for shared, is_linked in zip(words, (False, True), strict=True):
        lemmas = [f"{shared} {' '.join(f'{side}{number}' for number in range(9))}" for side in "ab"]
        pair = make_pair(0, 0, 0, article="a1", position=[0, 4], numbers=frozenset({26}), lemmas=lemmas)
        assert (score(*pair) > 0) == is_linked


@pytest.mark.parametrize(
    ("fields", "is_linked"),
    [
        ({}, True),
        ({"head": ["word0", "word1"]}, True),
        ({"head": ["left0", "word0"]}, False),
        ({"head": ["word0", "right0"]}, False),
        ({"kind": Kind.STATEMENT}, False),
        ({"kind": [Kind.EVENT, Kind.BACKGROUND]}, False),
        ({"kind": [Kind.BACKGROUND, Kind.EVENT]}, False),
        ({"when": JANUARY}, False),
        ({"when": [FRIDAY, JANUARY]}, False),
        ({"when": EventDate()}, False),
    ],
    ids=[
        "one verb", "two verbs, each has the other", "the verb of one alone",
        "the verb of the other alone", "two statements",
        "background", "background first", "of one month", "of a day and a month", "of no day",
    ],
)  # fmt: skip
def test_reports_of_one_day_that_begin_with_one_verb_share_three_words(fields: dict[str, Any], is_linked: bool) -> None:
    pair = make_pair(3, 10, 10, **{"head": "word0"} | fields)
    assert score(*pair) == pytest.approx((3 / 23 + 3 / 13) * is_linked)
    assert score(*make_pair(2, 10, 10, **{"head": "word0"} | fields)) == 0


def test_a_place_is_none_of_the_three_words() -> None:
    lemmas = [f"verb word place {' '.join(f'{side}{number}' for number in range(9))}" for side in "ab"]
    assert score(*make_pair(0, 0, 0, lemmas=lemmas, head="verb")) == 0
    assert score(*make_pair(0, 0, 0, lemmas=lemmas, head="verb"), places=frozenset()) > 0


@pytest.mark.parametrize(
    ("fields", "is_linked"),
    [
        ({}, True),
        ({"shared": 2}, False),
        ({"kind": Kind.PLAN}, True),
        ({"speaker": None}, False),
        ({"speaker": [None, "الكرملين"]}, False),
        ({"kind": [Kind.PLAN, Kind.STATEMENT]}, False),
        ({"when": [FRIDAY, EventDate()]}, False),
        ({"when": JANUARY}, False),
        ({"article": "a1", "start": [0, 500]}, False),
        ({"text": [DECIDES, DAM]}, False),
        ({"text": DAM}, True),
    ],
    ids=[
        "like sentences but for what trails", "too few words", "two plans", "no speaker",
        "the speaker of one", "a plan",
        "the day of one", "of one month", "in one article", "two sentences", "one sentence",
    ],
)  # fmt: skip
def test_what_one_speaker_said_on_one_day_needs_few_words(fields: dict[str, Any], is_linked: bool) -> None:
    given: dict[str, Any] = {
        "shared": 3,
        "speaker": "الكرملين",
        "kind": Kind.STATEMENT,
        "text": [DECIDES, DECIDES_TOO],
    } | fields
    shared = given.pop("shared")
    pair = make_pair(shared, 10 - shared, 13 - shared, **given)  # of three words in common: 3 of 20 in all
    assert score(*pair) == pytest.approx((shared / (23 - shared) + shared / 10) * is_linked)


def test_what_trails_may_be_what_two_statements_share() -> None:
    trailing = "، بعد اجتماع عقده مع كبار مستشاريه"
    texts = [f"قال الكرملين الخميس إن القمة أرجئت{trailing}.", f"قال الكرملين الخميس إن الوفد غادر{trailing}."]
    pair = make_pair(3, 7, 10, speaker="الكرملين", kind=Kind.STATEMENT, text=texts)
    assert score(*pair) == pytest.approx(3 / 20 + 3 / 10)


@pytest.mark.parametrize(
    ("fields", "is_apart"),
    [
        ({}, False),
        ({"negated": [True, False]}, True),
        ({"negated": [False, True]}, True),
        ({"negated": True}, False),
        ({"numbers": [frozenset({26}), frozenset({164})]}, True),
        ({"numbers": [frozenset({26}), TWICE]}, False),
        ({"numbers": [TWICE, frozenset({26})]}, False),
        ({"numbers": [frozenset(), TWICE]}, False),
        ({"speaker": ["الكرملين", "النقابة"]}, True),
        ({"speaker": ["الكرملين", None]}, False),
        ({"speaker": [None, "الكرملين"]}, False),
        ({"speaker": "الكرملين"}, False),
        ({"names": [frozenset("a"), frozenset("b")], "head": "met"}, True),
        ({"names": [frozenset("a"), frozenset("b")], "head": ["met", "called"]}, False),
        ({"names": [frozenset("a"), frozenset("ab")], "head": "met"}, False),
        ({"names": [frozenset("ab"), frozenset("a")], "head": "met"}, False),
        ({"kind": [Kind.PLAN, Kind.EVENT], "when": [THURSDAY, FRIDAY]}, True),
        ({"kind": [Kind.EVENT, Kind.PLAN], "when": [THURSDAY, FRIDAY]}, True),
        ({"kind": [Kind.PLAN, Kind.EVENT]}, False),
        ({"kind": Kind.PLAN, "when": [THURSDAY, FRIDAY]}, False),
        ({"kind": [Kind.EVENT, Kind.STATEMENT], "when": [THURSDAY, FRIDAY]}, False),
        ({"polarities": [frozenset({(1, 1)}), frozenset({(1, -1)})]}, True),
        ({"polarities": [frozenset({(1, 1)}), frozenset({(2, -1)})]}, False),
        ({"polarities": [frozenset({(1, 1)}), frozenset({(1, 1)})]}, False),
        ({"polarities": [frozenset({(1, 1), (1, -1)}), frozenset({(1, 1)})]}, False),
        ({"polarities": [frozenset({(1, 1)}), frozenset({(1, 1), (1, -1)})]}, False),
    ],
    ids=[
        "alike", "one denies", "the other denies", "both deny", "other numbers", "a number more",
        "a number less", "numbers",
        "two speakers", "a speaker", "a speaker of the other", "one speaker",
        "others did the same", "others did others",
        "a name more", "a name less", "planned and done", "done and planned",
        "planned and done on one day", "two plans",
        "an event and a statement", "up and down", "two axes", "both up", "up and down against up", "up against both",
    ],
)  # fmt: skip
def test_what_must_stay_apart(fields: dict[str, Any], is_apart: bool) -> None:
    a, b = make_pair(9, 0, 0, **fields)
    assert (must_stay_apart(a, b), must_stay_apart(b, a)) == (is_apart, is_apart)
    if is_apart:
        assert score(a, b) == 0


@pytest.mark.parametrize(
    ("a", "b", "is_one"),
    [
        (FRIDAY, FRIDAY, True),
        (FRIDAY, THURSDAY, False),
        (FRIDAY, EventDate(), True),
        (EventDate("2022-01-05", "2022-01-07", Precision.RANGE), FRIDAY, True),
        (EventDate("2022-01-07", "2022-01-09", Precision.RANGE), FRIDAY, True),
        (EventDate("2022-01-04", "2022-01-06", Precision.RANGE), FRIDAY, False),
        (EventDate("2022-01-08", "2022-01-09", Precision.RANGE), FRIDAY, False),
        (EventDate("2022-01-01", "2022-01-31", Precision.RANGE), FRIDAY, True),
        (EventDate(None, "2022-01-07", Precision.BEFORE), FRIDAY, True),
        (EventDate(None, "2022-01-06", Precision.BEFORE), FRIDAY, False),
        (EventDate(None, None, Precision.REPORTED), FRIDAY, False),
    ],
    ids=[
        "one day", "two days", "a day and none", "to that day", "from that day",
        "to the day before", "from the day after",
        "around it", "before it", "before the day before", "with nothing said of when",
    ],
)  # fmt: skip
def test_what_may_be_of_one_time(a: EventDate, b: EventDate, is_one: bool) -> None:
    pair = make_claim(when=a), make_claim(when=b)
    assert may_be_of_one_time(*pair) is is_one
    assert may_be_of_one_time(*reversed(pair)) is is_one
