"""``python -m bot`` and ``mujaz``: the entry point of the command line."""

import gc

from bot.cli import articles, database, newsroom, preview, replay, running, sources
from bot.cli.command_line import run_commands


def main() -> None:
    """Run the command that the arguments name."""
    run_commands(
        *(running.run, preview.preview),
        *(articles.ingest, articles.include, articles.compose, replay.replay),
        sources.fetch,
        *(newsroom.updates, newsroom.retract, newsroom.amend),
        *(database.backup, database.restore),
        groups=(sources.sources,),
    )


if __name__ == "__main__":
    gc.freeze()  # imported modules stay in memory: the collector need not look at them, which takes half a second
    main()
