"""Set aside the articles that a step cannot read, each with the reason, so that the others go on."""

import traceback
from collections.abc import Callable, Mapping
from typing import TypeVar

from briefings.parsing.limits import UnreadableError

T = TypeVar("T")

_MISTAKE = "cannot be read:"


class SetAside:
    """The articles that were set aside, by id, each with the reason in one line."""

    def __init__(self) -> None:
        self._reasons: dict[str, str] = {}

    @property
    def reasons(self) -> Mapping[str, str]:
        """The reasons, by the id of the article."""
        return dict(sorted(self._reasons.items()))

    @property
    def has_mistakes(self) -> bool:
        """Whether one of them was set aside by a mistake of ours, which may be gone the next time."""
        return any(reason.startswith(_MISTAKE) for reason in self._reasons.values())

    def __contains__(self, article_id: str) -> bool:
        return article_id in self._reasons

    def reason_of(self, article_id: str) -> str | None:
        """Return why an article was set aside; None if it was not."""
        return self._reasons.get(article_id)

    def attempt(self, article_id: str, read: Callable[[], T]) -> T | None:
        """Return what a step reads off an article; if the step fails, set the article aside and return None."""
        try:
            return read()
        except Exception as error:  # noqa: BLE001 - a mistake of ours in one text must not take the others along
            self.put(article_id, explain(error))
            return None

    def put(self, article_id: str, reason: str) -> None:
        """Set an article aside."""
        self._reasons[article_id] = reason

    def forget(self, article_id: str) -> None:
        """Give an article another chance, or forget it."""
        self._reasons.pop(article_id, None)


def explain(error: Exception) -> str:
    """Say why an article cannot be read: which error it is and where it was raised, without the article's words."""
    if isinstance(error, UnreadableError):
        return str(error)
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    ours = [frame for frame in frames if str(frame.f_globals.get("__name__", "")).startswith("briefings.")]
    where = f" in {ours[-1].f_globals['__name__']}, line {ours[-1].f_lineno}" if ours else ""
    return f"{_MISTAKE} {type(error).__name__}{where}"
