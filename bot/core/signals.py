"""Signals of the operating system."""

import asyncio
import signal
from contextlib import suppress


async def wait_for_signal() -> None:
    """Wait until the process gets SIGINT or SIGTERM."""
    stopped = asyncio.Event()
    for signum in (signal.SIGINT, signal.SIGTERM):
        # Windows has no such handlers; on Windows Ctrl-C cancels the task.
        with suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(signum, stopped.set)
    await stopped.wait()
