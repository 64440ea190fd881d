"""A table of methods: name → what the method does in the world."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.preview.protocol import Parameters
from bot.preview.state.world import World

Method = Callable[[World, Parameters], Awaitable[Any]]


class Table(dict[str, Method]):
    """Methods by lower-case name: Telegram ignores the case."""

    def add(self, name: str) -> Callable[[Method], Method]:
        """Return a decorator that adds a function as the method of this name."""

        def register(function: Method) -> Method:
            self[name.lower()] = function
            return function

        return register
