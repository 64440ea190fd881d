"""What makes a text one article: its words, and its outlet."""

import hashlib


def make_article_id(body: str, outlet: str | None) -> str:
    """Return the id of an article: the same words of the same outlet are the same article.

    It does not matter where the text lies, and how its lines end.
    """
    words = " ".join(body.split())
    return "a" + hashlib.sha256(f"{outlet or ''}\n{words}".encode()).hexdigest()[:15]
