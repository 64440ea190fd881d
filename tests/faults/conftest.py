"""The server of a fault test, and the table of all deliveries that is printed at the end."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from storage.model.values import DeliveryState
from tests.faults.ledger_check import Account
from tests.faults.scale import SCALE, SEED
from tests.faults.telegram import Telegram, open_telegram

Report = Callable[[Account, str], None]

_ROWS = pytest.StashKey[list[str]]()


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    """Start a Bot API server for this test."""
    async with open_telegram() as telegram:
        yield telegram


@pytest.fixture
def report(request: pytest.FixtureRequest) -> Report:
    """Return a function that adds an account and a remark to the table."""
    rows = request.config.stash.setdefault(_ROWS, [])

    def add(account: Account, happened: str) -> None:
        counts = (account.readers, account.states.total(), *(account.states[state] for state in DeliveryState))
        rows.append(
            f"{request.node.name:64}"
            + "".join(f"{count:>10}" for count in (*counts, account.accepted, account.uncertain_accepted))
            + f"  {happened}"
        )

    return add


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print the table."""
    if not (rows := config.stash.get(_ROWS, [])):
        return
    heads = ("readers", "planned", *(state[:8] for state in DeliveryState), "accepted", "of unsure")
    terminalreporter.section(f"digests under faults ({'long' if SCALE.long else 'short'} form, seed {SEED})")
    terminalreporter.write_line(" " * 64 + "".join(f"{head:>10}" for head in heads) + "  what happened")
    for row in rows:
        terminalreporter.write_line(row)
