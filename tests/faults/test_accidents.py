"""A digest during faults: floods, broken connections, lost answers, errors of the server, long waits."""

from pathlib import Path
from random import Random

import pytest

from bot.preview.protocol.faults import Faults
from storage.engine.database import Database
from tests.faults.bot_process import BotProcess
from tests.faults.conftest import Report
from tests.faults.ledger_check import check_ledger
from tests.faults.readership import NEWS, add_readers, publish, read_the_rest, settle
from tests.faults.scale import SCALE, SEED
from tests.faults.telegram import Telegram

_FATES = ("unread", "unprocessed", "unanswered", "failed", "flooded")
_IN_FLIGHT = 32  # requests that may run when a 429 arrives, and get a 429, too

_WEATHERS = {
    "dropped_before_it_is_read": Faults(unread=SCALE.share, seed=SEED),
    "dropped_before_it_is_done": Faults(unprocessed=SCALE.share, seed=SEED),
    "answers_lost": Faults(unanswered=SCALE.share, seed=SEED),
    "dropped_whatever_is_asked": Faults(unprocessed=SCALE.share, methods="", seed=SEED),
    "errors_500": Faults(failed=SCALE.share, seed=SEED),
    "floods_429": Faults(flooded=SCALE.floods, seed=SEED),
    "slow": Faults(latency_spread=SCALE.latency_s, seed=SEED),
}
_CHANGING = {"all_in_turn": tuple(_WEATHERS.values())}
_EACH = {name: (weather,) for name, weather in _WEATHERS.items()}
_TESTED = _EACH | _CHANGING if SCALE.long else _CHANGING


def list_fates(weather: Faults) -> set[str]:
    """Return which faults were dealt out, and how often."""
    return {name for name in _FATES if getattr(weather, name)}


@pytest.mark.timeout(900)
@pytest.mark.parametrize("weathers", _TESTED.values(), ids=_TESTED)
async def test_a_digest_during_faults(
    database: Database,
    database_url: str,
    telegram: Telegram,
    tmp_path: Path,
    report: Report,
    weathers: tuple[Faults, ...],
) -> None:
    random = Random(SEED)
    await publish(database, NEWS)
    chats = await add_readers(database, telegram.world, SCALE.readers, random)
    bot = BotProcess(telegram, database_url, tmp_path)
    async with bot.running(rate=SCALE.readers):
        for number, weather in enumerate(weathers):
            telegram.suffer(weather)
            # Not all digests arrive: some are lost, and some readers have blocked the bot.
            await telegram.accept(round(0.7 * SCALE.readers * (number + 1) / len(weathers)), within=200)
            await telegram.meet(list_fates(weather), within=200)  # among few requests, a rare fault may be missing
        await settle(database, chats)
        account = await check_ledger(database, telegram.world, chats)
        counts = telegram.world.accidents.counts
        report(account, ", ".join(f"{name} {count}" for name, count in sorted(counts.items())))
        assert account.at_rest
        assert counts["too_early"] <= counts["flooded"] * _IN_FLIGHT
        telegram.suffer(Faults())
        await read_the_rest(database, telegram.world, random.sample(account.uncertain, min(5, len(account.uncertain))))
    await check_ledger(database, telegram.world, chats)
    assert "Traceback" not in bot.read_log()
