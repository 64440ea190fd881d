"""Check that an article is about the story: by the story's title, its names and its topics' vocabulary. Pure."""

from briefings.model import Article
from briefings.parsing.limits import UnreadableError
from briefings.parsing.roles import Document
from briefings.parsing.topics import count_vocabulary, find_names
from briefings.routing.title_words import find_title_words
from briefings.story import Story
from briefings.text import ParsedText

# Of 177 articles that a search for three stories brought, people called one off the story, and these bounds take that
# one alone. It had .37; of the others without a word of the story's title in theirs the least was .45, of those with
# one .31.
_LEAST = 0.4  # of an article's sentences speak of the story
_LEAST_IF_TITLED = 0.25  # if its title has a word of the story's title


def check_is_about(article: Article, document: Document, story: Story) -> None:
    """Check that an article is about the story. An article that was included by hand is.

    :raises UnreadableError: if too few of its sentences speak of the story.
    """
    body = [part.text for part in document.body()]
    if article.included or not body or not _can_tell(story):
        return
    speaking = sum(_speaks_of(sentence, story) for sentence in body)
    is_titled = bool(find_title_words(ParsedText(article.title or ""), story))
    if speaking < (_LEAST_IF_TITLED if is_titled else _LEAST) * len(body):
        raise UnreadableError(f"is not about the story: {speaking} of {len(body)} sentences speak of it")


def _can_tell(story: Story) -> bool:
    return any(topic.vocabulary for topic in story.topics)


def _speaks_of(text: ParsedText, story: Story) -> bool:
    return bool(count_vocabulary(text, story) or find_names(text, story) or find_title_words(text, story))
