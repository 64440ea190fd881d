"""What goes wrong: a refusal has Telegram's code and Telegram's words."""

from typing import Any


class PreviewError(Exception):
    """The preview cannot start; the message is one line for the operator."""


class ApiError(Exception):
    """A refused request: ``code`` is the HTTP status too, ``description`` is what the bot reads."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description

    def as_json(self) -> dict[str, Any]:
        """The body of the answer."""
        return {"ok": False, "error_code": self.code, "description": self.description}


def bad_request(reason: str) -> ApiError:
    """The request itself is wrong."""
    return ApiError(400, f"Bad Request: {reason}")


def unauthorized() -> ApiError:
    """A token that no bot has."""
    return ApiError(401, "Unauthorized")


def forbidden(reason: str) -> ApiError:
    """The chat does not let the bot write."""
    return ApiError(403, f"Forbidden: {reason}")


def not_found() -> ApiError:
    """No such method, or a path that is none of ours."""
    return ApiError(404, "Not Found")


def conflict() -> ApiError:
    """What the older of two pollers gets."""
    return ApiError(
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
