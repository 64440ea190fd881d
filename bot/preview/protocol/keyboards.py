"""Keyboards under messages and reply keyboards, checked button by button."""

from typing import Any

from bot.preview.protocol.faults import bad_request

MAX_CALLBACK = 64  # bytes
MAX_BUTTONS = 100

# The actions of buttons under a message. The preview performs some of them, and stores the others.
_ACTIONS = ("url", "callback_data", "web_app", "login_url", "copy_text")
# These may be empty.
_SWITCHES = ("switch_inline_query", "switch_inline_query_current_chat", "switch_inline_query_chosen_chat")
_WHOLE = ("keyboard", "remove_keyboard", "force_reply")


def read_markup(markup: Any) -> dict[str, Any] | None:
    """Read the keyboard of a message, of any kind; return None if there is none, or an empty inline one."""
    if isinstance(markup, dict) and "inline_keyboard" not in markup and any(name in markup for name in _WHOLE):
        return _read_reply_keyboard(markup)
    return read_inline_keyboard(markup)


def read_inline_keyboard(markup: Any) -> dict[str, Any] | None:
    """Read a keyboard under a message; return None if there is none, or an empty one."""
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in markup:
        if any(name in markup for name in _WHOLE):
            raise bad_request("inline keyboard expected")
        return None
    rows = _read_rows(markup, "inline_keyboard")
    checked = [[_check_button(button) for button in row] for row in rows if row]
    if sum(map(len, checked)) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": checked} if checked else None


def _read_reply_keyboard(markup: dict[str, Any]) -> dict[str, Any]:
    """Read a reply keyboard. Buttons that are plain texts become objects."""
    if "keyboard" not in markup:
        return {name: True for name in _WHOLE if markup.get(name)}
    rows = [[_check_key(key) for key in row] for row in _read_rows(markup, "keyboard") if row]
    if not rows:
        raise bad_request("reply keyboard must have at least one button")
    return {**markup, "keyboard": rows}


def _read_rows(markup: dict[str, Any], name: str) -> list[list[Any]]:
    rows = markup[name]
    if not isinstance(rows, list):
        raise bad_request(f'field "{name}" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{name}" must be an Array of Arrays')
    return rows


def _check_button(button: Any) -> dict[str, Any]:
    checked, reason = _check_text(button, "InlineKeyboardButton")
    acts = any(checked.get(action) for action in _ACTIONS) or any(name in checked for name in _SWITCHES)
    if reason is None and (not checked["text"].strip() or not acts):
        reason = "Text buttons are unallowed in the inline keyboard"
    if reason is not None:
        raise bad_request(f"can't parse inline keyboard button: {reason}")
    if len(str(checked.get("callback_data", "")).encode()) > MAX_CALLBACK:
        raise bad_request("BUTTON_DATA_INVALID")
    return checked


def _check_key(key: Any) -> dict[str, Any]:
    checked, reason = _check_text({"text": key} if isinstance(key, str) else key, "KeyboardButton")
    if reason is None and not checked["text"].strip():
        reason = "Button text must be non-empty"
    if reason is not None:
        raise bad_request(f"can't parse keyboard button: {reason}")
    return checked


def _check_text(button: Any, what: str) -> tuple[dict[str, Any], str | None]:
    """Return the button, and the reason if it is invalid."""
    if not isinstance(button, dict):
        return {}, f"{what} must be an Object"
    if "text" not in button:
        return button, 'Can\'t find field "text"'
    if not isinstance(button["text"], str):
        return button, 'Field "text" must be of type String'
    return button, None
