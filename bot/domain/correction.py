"""Why an update cannot be corrected."""

from enum import StrEnum


class Reason(StrEnum):
    """Why an update cannot be corrected."""

    UNKNOWN = "unknown"  # no such update, or it was retracted already
    LENGTH = "length"  # the text is empty or too long
    SAME = "same"  # the update has this text already


class EditingError(Exception):
    """An update cannot be corrected. The message is one line for the editor."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason
