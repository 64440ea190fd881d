"""A table of methods: name → what it does in the world."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.preview.protocol.parameters import Parameters
from bot.preview.state.world import World

Method = Callable[[World, Parameters], Awaitable[Any]]


class Table(dict[str, Method]):
    """By lower-case name: Telegram does not mind the case."""

    def add(self, name: str) -> Callable[[Method], Method]:
        """Decorates the function that does what the method of this name does."""

        def register(function: Method) -> Method:
            self[name.lower()] = function
            return function

        return register
