"""An article that makes a step fail is set aside with its reason, and the others go on, wherever articles come in."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.core.container import Services
from bot.services.ingest import read_paths, take_in
from briefings.clustering.claim import Claim
from briefings.composition.composer import Composer, compose
from briefings.io.export import to_document
from briefings.model import Briefing
from briefings.story import load_story
from storage.news.articles import list_articles
from storage.news.updates import read_snapshot
from tests.briefings.samples import SAMPLES

STORY = load_story("kazakhstan-2022")
CULPRITS = {SAMPLES[2].id, SAMPLES[7].id}
GOOD = tuple(article for article in SAMPLES if article.id not in CULPRITS)


class BrokenError(Exception):
    """A mistake of ours that only some articles bring to light."""


def fail_on(monkeypatch: pytest.MonkeyPatch, module: str, step: str, is_broken: Callable[..., bool]) -> None:
    """Make a step of composing fail on some of what it is given."""
    own = __import__(module, fromlist=[step])
    works = getattr(own, step)

    def broken(*args: Any, **kwargs: Any) -> Any:
        if is_broken(*args):
            raise BrokenError
        return works(*args, **kwargs)

    monkeypatch.setattr(own, step, broken)


def is_culprit(article: Any, *_: object) -> bool:
    return article.id in CULPRITS


def is_claim_of_culprit(claim: Claim, *_: object) -> bool:
    return claim.span.article in CULPRITS


def has_claim_of_culprit(unit: Any, *_: object) -> bool:
    return any(is_claim_of_culprit(claim) for claim in unit.claims)


STEPS = (
    ("briefings.extraction.analyse", "split_article", is_culprit),
    ("briefings.extraction.analyse", "analyse", is_culprit),
    ("briefings.composition.composer", "condense", has_claim_of_culprit),
    ("briefings.composition.composer", "tally_figures", lambda claims, _: any(map(is_claim_of_culprit, claims))),
    ("briefings.composition.clusters", "score_link", is_claim_of_culprit),
)


def without_set_aside(briefing: Briefing) -> Briefing:
    kept = tuple(article for article in briefing.articles if article.id not in briefing.set_aside)
    return replace(briefing, articles=kept, set_aside={})


@pytest.mark.parametrize(("module", "step", "is_broken"), STEPS, ids=[step for _, step, _ in STEPS])
def test_the_others_are_composed_as_if_it_were_not_there(
    module: str, step: str, is_broken: Callable[..., bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = compose(STORY, GOOD)
    fail_on(monkeypatch, module, step, is_broken)
    at_once = compose(STORY, SAMPLES)
    assert at_once.set_aside.keys() == CULPRITS
    assert all(reason.startswith("cannot be read: BrokenError in briefings.") for reason in at_once.set_aside.values())
    assert without_set_aside(at_once) == expected
    one_by_one = Composer(STORY)
    for article in SAMPLES:
        one_by_one.add([article])
    assert without_set_aside(one_by_one.make_briefing()) == expected


def test_the_document_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    fail_on(monkeypatch, "briefings.extraction.analyse", "analyse", is_culprit)
    articles = to_document(compose(STORY, SAMPLES))["articles"]
    assert {article["id"] for article in articles if article["set_aside"]} == CULPRITS


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The harbour was closed on Friday because of the fog. " * 3, "is not in Arabic"),
        ("הנמל נסגר ביום שישי בגלל הערפל. " * 3, "is not in Arabic"),
        ("وزارت بهداشت گفت که چهار نفر در پی تیراندازی کشته و پنج نفر دیگر زخمی شدند. " * 3, "in another language"),
        ("😀 7 " * 50 + "a", "is not in Arabic"),
    ],
)
async def test_a_text_that_is_not_in_arabic_is_no_article_of_ours(
    text: str, reason: str, tmp_path: Path, services: Services
) -> None:
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (tmp_path / "b.txt").write_text(SAMPLES[0].text, "utf-8")
    report = await take_in(services, read_paths([tmp_path]).articles)
    [problem] = report.set_aside
    assert problem.path.name == "a.txt"
    assert reason in problem.reason
    assert report.changes.added


async def test_one_bad_line_of_a_file_drops_only_itself(tmp_path: Path, services: Services) -> None:
    lines = [json.dumps({"text": article.text[article.body_start :]}) for article in SAMPLES[:3]]
    (tmp_path / "a.jsonl").write_text("\n".join([lines[0], '{"text": "\\u0000"}', lines[1], "[", lines[2]]), "utf-8")
    intake = read_paths([tmp_path])
    assert [problem.reason.split(":")[0] for problem in intake.problems] == ["line 2", "line 4"]
    assert (await take_in(services, intake.articles)).new == 3


async def test_an_article_that_was_set_aside_is_stored_and_read_again(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        fail_on(patch, "briefings.extraction.analyse", "analyse", is_culprit)
        report = await take_in(services, SAMPLES)
        assert len(report.set_aside) == len(CULPRITS)
    later = await take_in(services, ())
    assert (later.set_aside, bool(later.changes.added)) == ((), True)
    async with services.database.begin() as session:
        assert len(await list_articles(session, services.story.name)) == len(SAMPLES)
        assert (await read_snapshot(session, services.story.name)).updates
