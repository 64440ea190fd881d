"""What a link or a button names, in few letters. Pure.

The payload of a link t.me/BOT?start=PAYLOAD has 1 to 64 of [A-Za-z0-9_-]. The data of a button have 64 bytes.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.calendar import Days
from bot.keyboards.callback_data import DETAILS, DETAILS_PAGE, PAGE, PICTURE, QUOTES, QUOTES_PAGE, RUN

_PACKED_DAYS = re.compile(r"(\d{8})-(\d{8})")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_BASE = len(_DIGITS)
_MOST = 12  # updates of a message: each takes at most four letters, so that all fit into the data of a button

_OF_UPDATES = {QUOTES: "q", QUOTES_PAGE: "q", DETAILS: "d", DETAILS_PAGE: "d"}
_COMMANDS = {RUN, PAGE, PICTURE}
_OTHERWISE = "timeline"

SEQUENCES = r"[1-9a-z][0-9a-z]{0,3}(?:-[1-9a-z][0-9a-z]{0,3}){0,11}"
_PAYLOAD = re.compile(
    rf"t_(?P<topic>[a-z][a-z0-9_]{{0,31}})|c_(?P<command>[a-z][a-z0-9_]{{0,31}})"
    rf"|u_(?P<number>[1-9][0-9]{{0,8}})|q_(?P<quotes>{SEQUENCES})|d_(?P<details>{SEQUENCES})"
)


@dataclass(frozen=True, slots=True)
class Link:
    """What a payload names; one field is set."""

    topic: str | None = None
    command: str | None = None
    update: int | None = None
    quotes: tuple[int, ...] = ()  # the sources of these updates
    details: tuple[int, ...] = ()  # the details of these updates


def read_payload(payload: str) -> Link | None:
    """Return what the payload of a link names; None if it names nothing.

    >>> read_payload("u_12"), read_payload("q_1-2s").quotes, read_payload("x")
    (Link(topic=None, command=None, update=12, quotes=(), details=()), (1, 100), None)
    """
    match = _PAYLOAD.fullmatch(payload)
    if match is None:
        return None
    topic, command, number, *packed = match.group("topic", "command", "number", "quotes", "details")
    quotes, details = (unpack(each) if each else () for each in packed)
    return Link(topic, command, int(number) if number else None, quotes, details)


def link_to_bot(username: str, data: str) -> str:
    """Return the URL that opens in the bot what a button shows. In a channel, everybody would see the answer.

    >>> link_to_bot("mujaz_bot", "q:1-2s"), link_to_bot("mujaz_bot", "p:turkey:2")
    ('https://t.me/mujaz_bot?start=q_1-2s', 'https://t.me/mujaz_bot?start=c_turkey')
    """
    kind, _, rest = data.partition(":")
    shown = rest.partition(":")[0]
    if kind in _OF_UPDATES:
        payload = f"{_OF_UPDATES[kind]}_{shown}"
    else:
        payload = f"c_{shown if kind in _COMMANDS else _OTHERWISE}"
    return f"https://t.me/{username}?start={payload}"


def link_to_update(username: str, sequence: int) -> str:
    """Return the URL that opens one update in the bot."""
    return f"https://t.me/{username}?start=u_{sequence}"


def pack(sequences: Iterable[int]) -> str:
    """Return sequences in few letters, as many sequences as a button has room for.

    >>> pack([1, 100]), unpack("1-2s")
    ('1-2s', (1, 100))
    """
    return "-".join(_write(sequence) for sequence in tuple(sequences)[:_MOST])


def unpack(packed: str) -> tuple[int, ...]:
    """Return the sequences that ``pack`` packed."""
    return tuple(int(part, _BASE) for part in packed.split("-"))


def pack_days(days: Days | None) -> str:
    """Return days as a button names them: «20220105-20220109»; "" stands for all days."""
    return f"{days.first:%Y%m%d}-{days.last:%Y%m%d}" if days else ""


def unpack_days(packed: str) -> Days | None:
    """Return the days that ``pack_days`` packed; None if the text names none.

    >>> unpack_days("20220105-20220109"), unpack_days("20220231-20220301")
    (Days(first=datetime.date(2022, 1, 5), last=datetime.date(2022, 1, 9)), None)
    """
    match = _PACKED_DAYS.fullmatch(packed)
    try:
        first, last = (date.fromisoformat(part) for part in match.groups()) if match else (None, None)
    except ValueError:
        return None
    return Days(first, last) if first and last and first <= last else None


def _write(number: int) -> str:
    letters: Sequence[str] = ()
    while number:
        number, digit = divmod(number, _BASE)
        letters = (_DIGITS[digit], *letters)
    return "".join(letters)
