"""Why an update cannot be corrected."""

from enum import StrEnum


class Reason(StrEnum):
    """Why it cannot be done."""

    UNKNOWN = "unknown"  # no such update, or it was taken back already
    LENGTH = "length"  # the text is none, or too long
    SAME = "same"  # the update has this text


class EditingError(Exception):
    """It cannot be done; the message is one line for the editor."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason
