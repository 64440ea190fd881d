"""The articles that the project ships, as the preview replays them."""

from importlib import resources

from briefings.io.loader import read_articles
from briefings.model import Article


def read_samples() -> tuple[Article, ...]:
    """The sample articles in the order of their publication."""
    folder = resources.files("briefings").joinpath("samples")
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".txt")), key=lambda file: file.name)
    return tuple(
        article for file in files for article in read_articles(file.read_bytes(), file.name, zone="Asia/Almaty")
    )


SAMPLES = read_samples()
