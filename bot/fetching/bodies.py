"""Bodies of answers, of bounded size: what comes, and what becomes of it when it is decompressed."""

import zlib
from collections.abc import AsyncIterator, Iterator

from aiohttp import ClientResponse

from bot.fetching.values import FetchError, FetchFault

_STEP = 64 * 1024  # bytes that are decompressed at a time: a thousandth of it may come as one small piece
_GZIP = b"\x1f\x8b"


async def read_body(answer: ClientResponse, most_bytes: int, *, cut: bool = False) -> bytes:
    """Read the body of an answer, decompressed.

    :param cut: read no more than so many bytes, instead of refusing a longer body.
    :raises FetchError: if it is longer than so many bytes, compressed otherwise than was asked for, or damaged.
    """
    if not cut and (answer.content_length or 0) > most_bytes:
        raise _too_large(most_bytes)
    parts: list[bytes] = []
    size = 0
    async for part in _list_parts(answer, most_bytes):
        size += len(part)
        if size > most_bytes:
            if cut:
                parts.append(part)
                break
            raise _too_large(most_bytes)
        parts.append(part)
    return b"".join(parts)[:most_bytes]


async def _list_parts(answer: ClientResponse, most_bytes: int) -> AsyncIterator[bytes]:
    """Yield a body in pieces of bounded size; what comes is bounded, too, whatever it becomes."""
    encoding = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in {"identity", "", "gzip", "x-gzip", "deflate"}:
        raise FetchError(FetchFault.UNREADABLE, "the answer is compressed in a way that was not asked for")
    inflater = _Inflater() if encoding not in {"identity", ""} else None
    came = 0
    async for piece in answer.content.iter_chunked(_STEP):
        came += len(piece)
        if inflater is None:
            yield piece
            continue
        if came > most_bytes:
            raise _too_large(most_bytes)
        for part in inflater.inflate(piece):
            yield part
    if inflater is not None and not inflater.is_complete:
        raise FetchError(FetchFault.UNREADABLE, "the answer ends in the middle of what is compressed")


class _Inflater:
    """Decompresses gzip, also several members of it, and deflate, with and without its header, in small pieces."""

    def __init__(self) -> None:
        self._stream: zlib._Decompress | None = None
        self._first = b""

    @property
    def is_complete(self) -> bool:
        """Whether the end that was announced has come; nothing at all is complete, too."""
        return self._stream is None or self._stream.eof

    def inflate(self, piece: bytes) -> Iterator[bytes]:
        """Yield what a piece becomes.

        :raises FetchError: if it is damaged.
        """
        if self._stream is None:
            self._first += piece
            if len(self._first) < len(_GZIP):
                return
            piece, self._first = self._first, b""
            self._stream = zlib.decompressobj(_choose_format(piece))
        try:
            yield from self._inflate(piece)
        except zlib.error:
            raise FetchError(FetchFault.UNREADABLE, "the answer cannot be decompressed") from None

    def _inflate(self, piece: bytes) -> Iterator[bytes]:
        stream = self._stream
        while stream is not None and piece:
            if stream.eof:
                if not piece.startswith(_GZIP):
                    return  # bytes behind the end, which some servers add
                stream = self._stream = zlib.decompressobj(_choose_format(piece))
            yield stream.decompress(piece, _STEP)
            piece = stream.unconsumed_tail or stream.unused_data


def _choose_format(start: bytes) -> int:
    """Return the window bits for gzip or zlib, or for deflate without a header (RFC 1950, section 2.2)."""
    has_header = start.startswith(_GZIP) or (start[0] & 0x0F == 8 and int.from_bytes(start[:2]) % 31 == 0)
    return zlib.MAX_WBITS | 32 if has_header else -zlib.MAX_WBITS


def _too_large(most_bytes: int) -> FetchError:
    return FetchError(FetchFault.TOO_LARGE, f"the answer is too large: more than {most_bytes // 1024} KiB")
