"""Claims of invented words, to try the rules of linkage one by one: each rule at its bound, all else alike."""

from datetime import date
from typing import Any

from briefings.clustering.claim import Claim, Traits, Wording
from briefings.model import EventDate, Kind, Precision
from tests.factories import make_span

SENTENCE = "أغلقت إدارة المطار المدرج الشمالي بعد انزلاق طائرة شحن."
FRIDAY = EventDate("2022-01-07", None, Precision.DAY)
_NO_TRAITS = dict.fromkeys(("recalls", "looks_back", "courtesy", "wish", "scene", "leaning", "looks_ahead"), False)


def make_claim(article: str = "a1", lemmas: str = "", *, start: int = 0, text: str = SENTENCE, **fields: Any) -> Claim:
    """Make a claim of these words: a report of an event on Friday, in the third sentence of its article.

    :param lemmas: with spaces between them.
    """
    values: dict[str, Any] = {
        "span": make_span(article, start, text),
        "wording": Wording(text),
        "outlet": "صدى السهوب",
        "agency": None,
        "published_on": date(2022, 1, 7),
        "topic": "protests",
        "kind": Kind.EVENT,
        "when": FRIDAY,
        "shown": FRIDAY,
        "explicit_date": False,
        "lemmas": frozenset(lemmas.split()),
        "head": None,
        "names": frozenset(),
        "numbers": frozenset(),
        "negated": False,
        "polarities": frozenset(),
        "position": 2,
        "said_by": None,
        "speaker": None,
        "named_in": None,
        "figures": (),
        "text": text,
        "traits": Traits(**_NO_TRAITS, vocabulary=1),
    }
    return Claim(**values | fields)


def make_pair(shared: int, only_a: int, only_b: int, **fields: Any) -> tuple[Claim, Claim]:
    """Make two claims of two articles that share so many words, and have so many of their own.

    :param fields: of both claims; a pair of values in a list is one for each of them.
    """
    common = [f"word{number}" for number in range(shared)]
    own = [f"left{number}" for number in range(only_a)], [f"right{number}" for number in range(only_b)]
    a, b = (
        make_claim(
            **{"article": f"a{which}", "lemmas": " ".join([*common, *own[which]])}
            | {name: value[which] if isinstance(value, list) else value for name, value in fields.items()}
        )
        for which in (0, 1)
    )
    return a, b
