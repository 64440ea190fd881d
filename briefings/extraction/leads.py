"""Find the leads of an article: the sentences that open it, in which its outlet tells what is new."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from briefings.clustering.claim import Claim
from briefings.extraction.extract import Lead
from briefings.parsing.content_words import find_content
from briefings.parsing.quantities import find_numbers
from briefings.story import Story
from briefings.text import ParsedText

LEADS = 2  # sentences of an article; what is new seldom stands in a later one first


def find_leads(
    claims: Iterable[Claim], sentences: Sequence[ParsedText], title: frozenset[str], story: Story
) -> tuple[Lead, ...]:
    """Find the leads of an article: its first sentences that make a claim, those that only recall behind the others.

    :param claims: of the article, in order.
    :param sentences: of its body, by the position that claims give.
    :param title: lemmas of the content words of its title.
    """
    leads: list[Lead] = []
    for position, said in groupby(claims, key=lambda claim: claim.position):
        if len(leads) == LEADS:
            break
        told, text = tuple(said), sentences[position]
        main = told[0]
        words, numbers = frozenset(find_content(text, story)), find_numbers(text)
        leads.append(Lead(main.span.article, main.published_on, len(leads), words, title, numbers, told))
    # If the first only recalls, the outlet tells its news behind it.
    leads.sort(key=lambda lead: lead.recalls)
    return tuple(replace(lead, place=place) for place, lead in enumerate(leads))
