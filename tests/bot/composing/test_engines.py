"""Wherever articles are read, the briefing is the same, byte for byte."""

import json
import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import dask
import pytest
from distributed import LocalCluster

from bot.composing.engines import EngineName, choose_engine, read_in_processes
from briefings.composition.composer import compose
from briefings.extraction.analyse import read_here
from briefings.extraction.extract import Engine
from briefings.extraction.extracts import Extracts
from briefings.io.export import to_document
from briefings.model import Article
from briefings.story import load_story
from tests.briefings.samples import SAMPLES
from tests.factories import make_article

STORY = load_story("kazakhstan-2022")


def make_articles(count: int) -> list[Article]:
    """Articles of one sample sentence or two each, over some weeks; the last is in another language."""
    texts = [article.text[article.body_start :] for article in SAMPLES]
    sentences = [line for text in texts for line in text.split("\n\n") if line.strip()]
    first = make_article().published_on
    assert first
    return [
        *(
            make_article(
                f"a{number:04}",
                text=f"{sentences[number % len(sentences)]}\n\n{sentences[number * 7 % len(sentences)]}",
                published_on=first + timedelta(days=number // 40),
                outlet=f"صحيفة {number % 9}",
            )
            for number in range(count)
        ),
        make_article("z", text="The government resigned on Wednesday."),
    ]


def write(articles: list[Article], engine: Engine) -> bytes:
    document = to_document(compose(STORY, articles, Extracts(STORY, engine)), analysis=True)
    return json.dumps(document, ensure_ascii=False).encode()


def test_processes_read_what_is_read_here() -> None:
    articles = make_articles(240)
    assert write(articles, read_in_processes) == write(articles, read_here)


@pytest.mark.filterwarnings("default")  # of Dask's own
def test_dask_reads_what_is_read_here() -> None:
    articles = make_articles(120)
    cluster = LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1")  # type: ignore[no-untyped-call]
    with cluster, dask.config.set({"scheduler-address": cluster.scheduler_address}):
        assert write(articles, choose_engine(EngineName.DASK)) == write(articles, read_here)


STRIKE = """
import multiprocessing, os, signal, sys, threading, time
sys.path.insert(0, {folder!r})
from bot.composing.engines import read_in_processes
from briefings.extraction.analyse import read_here
from tests.bot.composing.test_engines import make_articles, write

def strike():
    while len(multiprocessing.active_children()) < 2:
        time.sleep(0.01)
    print(*(child.pid for child in multiprocessing.active_children()), flush=True)
    time.sleep(0.3)
    {strike}

if __name__ == "__main__":
    articles = make_articles(240)
    threading.Thread(target=strike).start()
    print(write(articles, read_in_processes) == write(articles, read_here))
"""
needs_cores = pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="one core reads in this process")


def strike(tmp_path: Path, blow: str) -> tuple[list[int], str]:
    """Read articles in processes that are struck while they read; return the ids of the workers, and what was said."""
    script = tmp_path / "reading.py"
    script.write_text(STRIKE.format(folder=str(Path.cwd()), strike=blow), "utf-8")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=100, check=False)  # noqa: S603 - our own
    workers, _, said = done.stdout.partition("\n")
    return [int(pid) for pid in workers.split()], said


@needs_cores
def test_workers_that_die_take_no_article_along(tmp_path: Path) -> None:
    _, said = strike(tmp_path, "[child.kill() for child in multiprocessing.active_children()]")
    assert said == "True\n"


@needs_cores
def test_no_worker_outlives_its_parent(tmp_path: Path) -> None:
    workers, said = strike(tmp_path, "os.kill(os.getpid(), signal.SIGKILL)")
    assert said == ""
    assert len(workers) >= 2
    deadline = time.monotonic() + 20
    while any(Path(f"/proc/{pid}").exists() for pid in workers):
        assert time.monotonic() < deadline
        time.sleep(0.05)
