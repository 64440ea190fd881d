"""Claims → clusters of claims that tell one thing. Pure; the order in which claims come does not matter."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from briefings.arabic import fold
from briefings.model import Claim, EventDate, Kind, Precision
from briefings.story import Story

_JACCARD = 0.5  # as alike as this, two claims tell the same
_CONTAINED = 0.72  # or the shorter says so much of the longer,
_CONTAINED_JACCARD = 0.34  # and the longer not too much more
_COPY = 0.8  # as alike as this, one is a copy of the other
_SAME_EVENT = 3  # content words that two reports of one day share when they begin with the same verb
_REPEATED = 0.45  # what the opening of an article says, its body says again in more words
_SHORT = 6  # claims with fewer content words have to be more alike
_NAME, _PLACE = 0.5, 0.2  # weights: names are in everything a story says, its places even more
_COMMON = 0.2  # a word in more than this share of the claims finds no candidates (among many claims)
_MANY = 200

# Words on both sides of an axis: the same news does not say one side here and the other there.
_AXES = tuple(
    (frozenset(fold(a).split()), frozenset(fold(b).split()))
    for a, b in (
        (
            "إرسال ارسل أرسلت دخول دخل دخلت وصول نشر انتشار",
            "سحب انسحاب مغادرة غادر غادرت ستغادر عودة بدأت ستبدأ",
        ),
        ("ارتفاع ارتفع ارتفعت زيادة صعود", "انخفاض انخفض انخفضت تراجع خفض هبوط"),
        ("أكد أكدت", "نفى نفت"),
        ("اعتقال اعتقلت توقيف أوقفت", "إفراج أفرجت إطلاق"),
        ("فتح افتتاح", "إغلاق أغلقت إقفال"),
        ("قبل قبول وافق وافقت", "رفض رفضت"),
        ("فاز فوز", "خسر خسارة هزيمة"),
        ("فرض فرضت إعلان", "رفع رفعت إلغاء إنهاء"),
    )
)


def claim_key(claim: Claim) -> tuple[str, int]:
    """What identifies a claim: where it stands."""
    return claim.span.article, claim.span.start


def earliest_first(claim: Claim) -> tuple[date, str, int]:
    """The order of a cluster: by day of publication, undated last, then by where it stands."""
    return claim.published_on or date.max, *claim_key(claim)


def merge_claims(claims: Iterable[Claim], story: Story) -> list[list[Claim]]:
    """Cluster claims, the most alike pairs first, never putting two that contradict into one cluster.

    :return: clusters, each in the order of :func:`earliest_first`, sorted by their first claim.
    """
    ordered = sorted(claims, key=claim_key)
    places = frozenset(place.name for place in story.places)
    pairs = sorted(
        (
            (-score, left, right)
            for left, right in _candidates(ordered)
            if (score := _likeness(ordered[left], ordered[right], places)) > 0
        )
    )
    cluster_of = list(range(len(ordered)))
    members: dict[int, list[int]] = {index: [index] for index in cluster_of}
    for _, left, right in pairs:
        a, b = cluster_of[left], cluster_of[right]
        if a == b or any(_contradict(ordered[x], ordered[y]) for x in members[a] for y in members[b]):
            continue
        for index in members[b]:
            cluster_of[index] = a
        members[a] += members.pop(b)
    clusters = [sorted((ordered[index] for index in group), key=earliest_first) for group in members.values()]
    return sorted(clusters, key=lambda cluster: earliest_first(cluster[0]))


def _candidates(claims: Sequence[Claim]) -> set[tuple[int, int]]:
    """Pairs that share a word which not every claim has."""
    postings: dict[str, list[int]] = defaultdict(list)
    for index, claim in enumerate(claims):
        for lemma in claim.lemmas:
            postings[lemma].append(index)
    most = len(claims) * _COMMON if len(claims) > _MANY else len(claims)
    shared: Counter[tuple[int, int]] = Counter()
    for indexes in postings.values():
        if len(indexes) <= most:
            shared.update((a, b) for position, a in enumerate(indexes) for b in indexes[position + 1 :])
    return {pair for pair, count in shared.items() if count >= 2}


def _likeness(a: Claim, b: Claim, places: frozenset[str]) -> float:
    """0 where two claims are not to be merged, else how alike they are (for which pairs go first)."""
    if _contradict(a, b):
        return 0.0
    shared = a.lemmas & b.lemmas
    common = _weigh(shared, a, places)
    weight_a, weight_b = _weigh(a.lemmas, a, places), _weigh(b.lemmas, b, places)
    jaccard = common / (weight_a + weight_b - common)
    contained = common / min(weight_a, weight_b)
    short = min(len(a.lemmas), len(b.lemmas)) < _SHORT
    alike = jaccard >= _JACCARD + 0.1 * short or (
        not short and contained >= _CONTAINED and jaccard >= _CONTAINED_JACCARD
    )
    if not _same_day(a, b):
        alike = alike and jaccard >= _COPY and a.explicit_date != b.explicit_date
    if not alike and _same_article(a, b):
        alike = contained >= _REPEATED or (bool(a.numbers & b.numbers) and len(shared - places) >= _SAME_EVENT)
    if not alike and _same_event(a, b):
        alike = len(shared - places) >= _SAME_EVENT
    return jaccard + contained if alike else 0.0


def _weigh(lemmas: frozenset[str], claim: Claim, places: frozenset[str]) -> float:
    return sum(_PLACE if lemma in places else _NAME if lemma in claim.names else 1.0 for lemma in lemmas) or _PLACE


def _same_day(a: Claim, b: Claim) -> bool:
    """Whether two claims may be of one time: one has no date, or they overlap."""
    if a.when == EventDate() or b.when == EventDate() or a.when == b.when:
        return True
    ranges = [(claim.when.start or "", claim.when.end or claim.when.start or "") for claim in (a, b)]
    return ranges[0][0] <= ranges[1][1] and ranges[1][0] <= ranges[0][1]


def _same_event(a: Claim, b: Claim) -> bool:
    """Two reports of what happened on one day, each with the word that the other begins with."""
    return (
        a.head in b.lemmas
        and b.head in a.lemmas
        and a.kind == b.kind == Kind.EVENT
        and a.when == b.when
        and a.when.precision is Precision.DAY
    )


def _same_article(a: Claim, b: Claim) -> bool:
    """Whether one claim is from the opening of an article, and the other from its body."""
    return a.span.article == b.span.article and (a.position == 0) != (b.position == 0) and _same_day(a, b)


def _contradict(a: Claim, b: Claim) -> bool:
    """Whether two claims cannot be one: other numbers, one negated, another speaker, direction or plan."""
    if a.negated != b.negated or (a.numbers - b.numbers and b.numbers - a.numbers):
        return True
    if a.speaker and b.speaker and a.speaker != b.speaker:
        return True
    if (a.kind is Kind.PLAN) != (b.kind is Kind.PLAN) and a.when != b.when:
        return True
    return _opposed(a.span.text, b.span.text)


_WORDS = re.compile(r"\w+")


def _opposed(a: str, b: str) -> bool:
    words_a, words_b = (
        frozenset(word.removeprefix("و").removeprefix("ال") for word in _WORDS.findall(fold(text))) for text in (a, b)
    )
    return any(
        (words_a & left and words_b & right and not (words_a & right or words_b & left))
        or (words_a & right and words_b & left and not (words_a & left or words_b & right))
        for left, right in _AXES
    )
