"""Read articles in other processes, or on a cluster of Dask. What comes of it is what reading them here gives."""

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from enum import StrEnum
from importlib import import_module
from typing import Any

from briefings.extraction.analyse import read_article, read_here
from briefings.extraction.extract import Engine, Extract
from briefings.extraction.packing import pack, unpack
from briefings.model import Article
from briefings.story import Story

_LOGGER = logging.getLogger(__name__)

_FEW = 200  # articles: until other processes have begun, these are read here
_BATCH = 25  # articles that a worker gets at once


class EngineName(StrEnum):
    """Where articles are read."""

    AUTO = "auto"  # in other processes, if there are many articles and several cores
    PLAIN = "plain"
    DASK = "dask"


class EngineError(Exception):
    """An engine that cannot be used here; the message is one line for the operator."""


def choose_engine(name: EngineName) -> Engine:
    """Return an engine by its name.

    :raises EngineError: if a package that it needs is not installed.
    """
    if name is EngineName.DASK:
        try:
            import_module("distributed")
        except ImportError:
            raise EngineError("dask is not installed: pip install 'mujaz[dask]'") from None
        return read_with_dask
    return read_here if name is EngineName.PLAIN else read_in_processes


def read_in_processes(story: Story, articles: Sequence[Article]) -> Iterator[Extract]:
    """Read articles in as many processes as there are cores; a few are read here. If a process dies, go on here."""
    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if len(articles) < _FEW or workers < 2:
        yield from read_here(story, articles)
        return
    batches, done = _split(articles), 0
    # A process that is forked from one with threads may hang.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, context, _begin, (story,))
    try:
        for number, bodies in enumerate(pool.map(_read_own, batches)):
            yield from _unpack(bodies, batches[number], story)
            done = number + 1
    except BrokenProcessPool:
        _LOGGER.warning("A process that read articles ended early; the rest are read in this process")
        for batch in batches[done:]:
            yield from read_here(story, batch)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def read_with_dask(story: Story, articles: Sequence[Article]) -> Iterator[Extract]:
    """Read articles on the cluster that DASK_SCHEDULER_ADDRESS names; without it, on one of this machine's cores."""
    if not articles:
        return
    distributed, dask = import_module("distributed"), import_module("dask")
    address = dask.config.get("scheduler-address", None)
    local: dict[str, Any] = {} if address else {"threads_per_worker": 1, "dashboard_address": None}
    with distributed.Client(address, **local) as client:
        batches = _split(articles)
        futures = client.map(_read_batch, batches, story=client.scatter(story, hash=False, broadcast=True), pure=False)
        for batch, future in zip(batches, futures, strict=True):
            yield from _unpack(future.result(), batch, story)
            future.release()


def _split(articles: Sequence[Article]) -> list[Sequence[Article]]:
    return [articles[start : start + _BATCH] for start in range(0, len(articles), _BATCH)]


def _unpack(bodies: Iterable[bytes], articles: Sequence[Article], story: Story) -> Iterator[Extract]:
    for body, article in zip(bodies, articles, strict=True):
        yield unpack(body) or read_article(article, story)


def _read_batch(articles: Sequence[Article], story: Story) -> list[bytes]:
    return [pack(extract) for extract in read_here(story, articles)]


_stories: list[Story] = []  # of a worker: the one story whose articles it reads


def _begin(story: Story) -> None:
    """Begin as a worker: leave Ctrl-C to the parent, and end when it is gone, however it ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _stories[:] = [story]
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _read_own(articles: Sequence[Article]) -> list[bytes]:
    return _read_batch(articles, _stories[0])
