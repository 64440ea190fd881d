"""Uploaded files: what they are and how large."""

import hashlib
import struct

from bot.preview.chats import Document, Photo
from bot.preview.faults import bad_request
from bot.preview.parameters import Upload

MAX_BYTES = 10 * 1024 * 1024
MAX_SIDES = 10_000  # width and height together
MAX_RATIO = 20

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
# JPEG markers that carry the size; C4, C8 and CC are tables.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def read_photo(data: bytes) -> Photo:
    """A PNG or JPEG within Telegram's limits. Raises ``ApiError`` for anything else."""
    if len(data) > MAX_BYTES:
        raise bad_request("file is too big")
    width, height = _measure(data)
    if not width or not height:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if width + height > MAX_SIDES or max(width, height) > MAX_RATIO * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return Photo(hashlib.sha256(data).hexdigest()[:32], width, height, data)


def read_document(upload: Upload) -> Document:
    """Any file at all, but an empty one. Raises ``ApiError`` for that."""
    if not upload.data:
        raise bad_request("file must be non-empty")
    file_id = hashlib.sha256(upload.name.encode() + upload.data).hexdigest()[:32]
    return Document(file_id, upload.name, upload.kind, upload.data)


def _measure(data: bytes) -> tuple[int, int]:
    """Width and height; zeros where the data is no picture."""
    try:
        if data.startswith(_PNG):
            return struct.unpack_from(">II", data, 16)
        if data.startswith(_JPEG):
            return _measure_jpeg(data)
    except struct.error:
        pass
    return 0, 0


def _measure_jpeg(data: bytes) -> tuple[int, int]:
    at = 2
    while True:
        start, marker, size = struct.unpack_from(">BBH", data, at)
        if start != 0xFF:
            return 0, 0
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        at += 2 + size
