"""Cut a text that is too long: the only function of the bot that does."""

from collections.abc import Callable


def truncate(text: str, limit: int, measure: Callable[[str], int] = len) -> str:
    """Return a text of at most ``limit`` units. A longer text is cut between words if that leaves half of it.

    :param measure: counts the units of a text, at most four a character; without it, characters are counted.

    >>> truncate("غادرت القوات البلاد", 15)
    'غادرت القوات…'
    """
    if measure(text) <= limit:
        return text
    text = text[:limit]
    while (over := measure(text) - limit + 1) > 0:  # one for «…»
        text = text[: -max(1, over // 4)]
    words = text.rpartition(" ")[0]
    return f"{(words if 2 * len(words) > len(text) else text).rstrip('،,;:. ')}…"
