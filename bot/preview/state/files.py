"""Files: their kinds and limits, and finding them by id."""

import hashlib
import struct
from pathlib import PurePosixPath
from typing import Any

from bot.preview.protocol import Document, Parameters, Photo, Upload, bad_request
from bot.preview.state.record import Record

MAX_BYTES = 10 * 1024 * 1024
MAX_DOWNLOAD = 20 * 1024 * 1024
MAX_SIDES = 10_000  # width and height together
MAX_RATIO = 20

_UNKNOWN = "wrong file identifier/HTTP URL specified"
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
# JPEG markers that carry the size; C4, C8 and CC are tables.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def take_photo(record: Record, given: Parameters, name: str) -> Photo:
    """Return the picture that a parameter uploads, or names by id."""
    uploaded = given.upload(name)
    photo = read_photo(uploaded.data) if uploaded is not None else record.photos.get(given.text(name))
    if photo is None:
        raise bad_request(_UNKNOWN)
    return record.photos.setdefault(photo.file_id, photo)


def take_document(record: Record, given: Parameters, name: str) -> Document:
    """Return the file that a parameter uploads, or names by id."""
    uploaded = given.upload(name)
    document = read_document(uploaded) if uploaded is not None else record.documents.get(given.text(name))
    if document is None:
        raise bad_request(_UNKNOWN)
    return keep_document(record, document)


def keep_document(record: Record, document: Document) -> Document:
    """Store a file, so that its id finds it."""
    return record.documents.setdefault(document.file_id, document)


def describe_file(record: Record, file_id: str) -> dict[str, Any]:
    """Return the Bot API's File. Raises ``ApiError`` for an unknown file, or one that is too large to download."""
    file = record.photos.get(file_id) or record.documents.get(file_id)
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    size = len(file.data)
    if size > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return {"file_id": file_id, "file_unique_id": file_id, "file_size": size, "file_path": file.path}


def find_file(record: Record, path: str) -> Photo | Document | None:
    """Return the file with this path."""
    file_id = PurePosixPath(path).stem
    file = record.photos.get(file_id) or record.documents.get(file_id)
    return file if file is not None and file.path == path else None


def read_photo(data: bytes) -> Photo:
    """Read a PNG or JPEG within Telegram's limits. Raises ``ApiError`` for anything else."""
    if len(data) > MAX_BYTES:
        raise bad_request("file is too big")
    width, height = _measure(data)
    if not width or not height:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if width + height > MAX_SIDES or max(width, height) > MAX_RATIO * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return Photo(hashlib.sha256(data).hexdigest()[:32], width, height, data)


def read_document(upload: Upload) -> Document:
    """Read a file of any kind. Raises ``ApiError`` for an empty one."""
    if not upload.data:
        raise bad_request("file must be non-empty")
    file_id = hashlib.sha256(upload.name.encode() + upload.data).hexdigest()[:32]
    return Document(file_id, upload.name, upload.kind, upload.data)


def _measure(data: bytes) -> tuple[int, int]:
    """Return width and height; zeros if the data is no picture."""
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
