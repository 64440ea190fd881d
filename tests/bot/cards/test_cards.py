import re
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import cards
from bot.cards import (
    Bar,
    Card,
    Chapter,
    Chart,
    Day,
    Entry,
    FiguresCard,
    Paper,
    Reference,
    Theme,
    TimelineCard,
    draw_figures,
    draw_timeline,
    fingerprint,
    print_paper,
)
from bot.cards.texts import clean, let_break, safe_url
from bot.rendering.truncation import truncate

Pixel = tuple[int, int, int]

_SHEET = (Path(cards.__file__).parent / "theme.typ").read_text(encoding="utf-8")


def _colours(name: str) -> dict[Theme, Pixel]:
    light, dark = (tuple(bytes.fromhex(code)) for code in re.findall(rf"\b{name}: rgb\(\"#(\w{{6}})\"\)", _SHEET))
    return {Theme.LIGHT: light[:3], Theme.DARK: dark[:3]}  # type: ignore[dict-item]  # six digits are three bytes


GROUND, ACCENT, ON_ACCENT, INK, FAINT = map(_colours, ("ground", "(?<!-)accent", "on-accent", "ink", "faint"))
MARGIN = 72

TIMELINE = TimelineCard(
    title="كازاخستان: الخط الزمني",
    subtitle="من 5 إلى 9 يناير 2022",
    days=(
        Day("الأربعاء 5 يناير", ("طلب توكاييف عون منظمة معاهدة الأمن الجماعي (CSTO).",)),
        Day("الأحد 9 يناير", ("وزارة الصحة: مقتل 164 شخصًا وإصابة 2200.",)),
    ),
    sources="المصادر: صدى السهوب، وكالة المدى",
    made_on="أُعد في 11 يناير 2022",
)
KILLED = Chart("القتلى", (Bar("7 يناير", 41, "41", "وزارة الداخلية"), Bar("9 يناير", 164, "164", "وزارة الصحة")), "")
FIGURES = FiguresCard("كازاخستان: الأرقام", "", (KILLED,), "المصادر: صدى السهوب", "")
PAPER = Paper(
    title="موجز كازاخستان",
    subtitle="من 2 إلى 11 يناير 2022",
    chapters=(
        Chapter("الاحتجاجات", (Entry("9 يناير", "مقتل 164 شخصًا.", (1, 2), ("كانت الداخلية قد أعلنت مقتل 26.",)),)),
    ),
    charts=(KILLED,),
    charts_heading="الأرقام",
    references=(
        Reference(1, "صدى السهوب", "9 يناير", "https://example.org/9?a=1&b=(2)"),
        Reference(2, "وكالة المدى", "", ""),
    ),
    references_heading="المصادر",
    made_on="أُعد في 11 يناير 2022",
    page_of="صفحة {page} من {pages}",
)

HOSTILE = [
    "#panic()",
    "$x$ *y* _z_ `q` <a> @b \\ // /* ~ -- [c] {page}",
    '"}\\u0022',
    "\u202eمقلوب\u2066\u2069\u2069",
    "W" * 5000,
    "م" * 5000,
    "W " * 2500,
    "e" + "\u0301" * 500,
    "\u0301",
    "\u064b\u0651",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 \u2620\ufe0f",
    "Қазақстан 哈萨克斯坦",
    "\x00\x1b\ud800\ufdd0\ufeff",
    "\u2028\u2029\n\t",
    "\ufdfd" * 9,
    "",
]


def test_fits_what_telegram_takes() -> None:
    for picture in (draw_timeline(TIMELINE, Theme.LIGHT), draw_figures(FIGURES, Theme.DARK)):
        width, height = _size(picture)
        assert width == 1080
        assert 154 < height < 1080
        assert len(picture) < 1_000_000


@pytest.mark.parametrize("theme", list(Theme))
def test_reads_from_the_right(theme: Theme) -> None:
    rows = _decode(draw_timeline(TIMELINE, theme))
    assert rows[0][0] == rows[-1][-1] == GROUND[theme]
    inked = [x for row in rows for x, pixel in enumerate(row) if pixel != GROUND[theme]]
    assert min(inked) >= MARGIN
    assert 1080 - MARGIN <= max(inked) < 1080 - MARGIN + 16  # the dots sit astride the edge of the texts
    assert sum(x >= 540 for x in inked) > len(inked) * 2 / 3


@pytest.mark.parametrize("theme", list(Theme))
def test_contrast_is_enough(theme: Theme) -> None:
    assert _contrast(INK[theme], GROUND[theme]) >= 12
    for colours in (FAINT, ACCENT):
        assert _contrast(colours[theme], GROUND[theme]) >= 4.5
    assert _contrast(ON_ACCENT[theme], ACCENT[theme]) >= 4.5
    drawn = {pixel for row in _decode(draw_figures(FIGURES, theme)) for pixel in row}
    assert {ACCENT[theme], GROUND[theme]} <= drawn


def test_bars_are_as_long_as_their_values() -> None:
    assert _bars(draw_figures(FIGURES, Theme.LIGHT)) == pytest.approx([936 / 4, 936], abs=2)


def test_each_chart_has_its_own_scale() -> None:
    arrested = Chart("الموقوفون", (Bar("", 26, "26", ""), Bar("", 6000, "نحو 6000", "")), "تختلف المصادر")
    lengths = _bars(draw_figures(replace(FIGURES, charts=(KILLED, arrested)), Theme.LIGHT))
    assert lengths == pytest.approx([936 / 4, 936, 936 * 26 / 6000, 936], abs=2)


def test_keeps_the_newest_days_of_many() -> None:
    day = Day("الأحد 9 يناير", ("وزارة الصحة: مقتل 164 شخصًا وإصابة 2200.",) * 2)
    many = replace(TIMELINE, days=(day,) * 100)
    picture = draw_timeline(many, Theme.LIGHT)
    assert 2300 < _size(picture)[1] <= 2560
    older = replace(many, days=(Day("السبت 1 يناير", ("خبر",)), *many.days))
    assert draw_timeline(older, Theme.LIGHT) == picture
    newer = replace(many, days=(*many.days, Day("الاثنين 10 يناير", ("خبر",))))
    assert draw_timeline(newer, Theme.LIGHT) != picture


def test_keeps_the_first_lines_of_a_day_too_long_and_the_newest_of_too_many_bars() -> None:
    long_day = replace(TIMELINE, days=(Day("الأحد 9 يناير", tuple(f"الخبر {number}" for number in range(500))),))
    assert 2400 < _size(draw_timeline(long_day, Theme.LIGHT))[1] <= 2560
    bars = tuple(Bar("", number, str(number), "") for number in range(500))
    long_chart = replace(FIGURES, charts=(replace(KILLED, bars=bars),))
    assert 2400 < _size(draw_figures(long_chart, Theme.LIGHT))[1] <= 2560


def test_same_card_same_bytes() -> None:
    assert draw_timeline(TIMELINE, Theme.DARK) == draw_timeline(replace(TIMELINE), Theme.DARK)
    assert draw_figures(FIGURES, Theme.DARK) == draw_figures(replace(FIGURES), Theme.DARK)
    assert print_paper(PAPER) == print_paper(replace(PAPER))


def test_may_be_called_from_many_threads() -> None:
    cards = [replace(TIMELINE, subtitle=str(number)) for number in range(12)]
    expected = [draw_timeline(card, Theme.LIGHT) for card in cards]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda card: draw_timeline(card, Theme.LIGHT), cards)) == expected


def test_paper_has_title_language_and_links() -> None:
    pdf = print_paper(PAPER)
    plain = _inflate(pdf)
    assert pdf.startswith(b"%PDF-1.7")
    assert re.search(rb"/Lang ?\(ar\)", plain)
    assert b"/Marked true" in plain
    assert f"/Title<FEFF{PAPER.title.encode('utf-16-be').hex().upper()}>".encode() in plain
    assert b"https://example.org/9?a=1&b=\\(2\\)" in plain or b"https://example.org/9?a=1&b=(2)" in plain
    assert len(re.findall(rb"/Type ?/Page\b", plain)) == 1
    assert b"CreationDate" not in plain
    assert _said(plain) >= set("القتلى26")


def test_paper_grows_by_pages_and_cuts_nothing() -> None:
    entry = Entry("9 يناير", "وزارة الصحة: مقتل 164 شخصًا وإصابة 2200.", (1, 9), ())
    long = replace(PAPER, chapters=(Chapter("الاحتجاجات", (entry,) * 100 + (replace(entry, text="خبر " * 2000),)),))
    assert 6 <= len(re.findall(rb"/Type ?/Page\b", _inflate(print_paper(long)))) <= 12


def test_paper_keeps_the_lines_under_an_entry_whole() -> None:
    def print_with(related: str) -> bytes:
        entry = Entry("9 يناير", "خبر.", (), (related,))
        return print_paper(replace(PAPER, chapters=(Chapter("الاحتجاجات", (entry,)),)))

    line = "كانت الداخلية قد أعلنت مقتل محتجين في المدينة. " * 8
    assert print_with(line) != print_with(f"{line}تتمة.")  # both are longer than the texts of a picture


def test_digits_of_a_paper_follow_those_of_its_day() -> None:
    assert not _said(_inflate(print_paper(PAPER))) & set("٠١٢٣٤٥٦٧٨٩")
    assert _said(_inflate(print_paper(replace(PAPER, made_on="١١ يناير")))) >= set("١٢")


def test_fingerprint_is_of_the_content() -> None:
    cards: list[Card] = [TIMELINE, replace(TIMELINE, title="آخر"), FIGURES, PAPER, TimelineCard("", "", (), "", "")]
    prints = [fingerprint(card, theme) for card in cards for theme in (None, *Theme)]
    assert len(set(prints)) == len(prints)
    assert fingerprint(replace(TIMELINE), Theme.DARK) == fingerprint(TIMELINE, Theme.DARK)
    assert re.fullmatch("[0-9a-f]{64}", fingerprint(replace(TIMELINE, title="\ud800")))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_stay_inside_the_margins(text: str) -> None:
    rows = _decode(draw_timeline(TimelineCard("", "", (Day("", (text,)),), "", ""), Theme.LIGHT))
    inked = {x for row in rows for x, pixel in enumerate(row) if pixel != GROUND[Theme.LIGHT]}
    assert min(inked) >= MARGIN // 2  # a letter may hang over the margin by a little


def test_text_is_no_markup() -> None:
    sums = replace(TIMELINE, title="#(1 + 1)")
    assert draw_timeline(sums, Theme.LIGHT) != draw_timeline(replace(TIMELINE, title="2"), Theme.LIGHT)


TEXTS = st.sampled_from(HOSTILE) | st.text(max_size=60) | st.text(st.sampled_from("م ا\u064b(«»)1٢W.،#$*\\_"))
BARS = st.builds(Bar, TEXTS, st.integers(), TEXTS, TEXTS)
CHARTS = st.lists(st.builds(Chart, TEXTS, st.lists(BARS, max_size=3).map(tuple), TEXTS), max_size=2).map(tuple)
DAYS = st.lists(st.builds(Day, TEXTS, st.lists(TEXTS, max_size=3).map(tuple)), max_size=4).map(tuple)
NUMBERS = st.integers(1, 3) | st.integers()
ENTRIES = st.builds(
    Entry, TEXTS, TEXTS, st.lists(NUMBERS, max_size=3).map(tuple), st.lists(TEXTS, max_size=2).map(tuple)
)
CHAPTERS = st.lists(st.builds(Chapter, TEXTS, st.lists(ENTRIES, max_size=2).map(tuple)), max_size=2).map(tuple)
URLS = TEXTS | st.sampled_from(["https://example.org/" + "a" * 1900, 'http://x/")#panic()', "javascript:alert(1)"])
REFERENCES = st.lists(st.builds(Reference, NUMBERS, TEXTS, TEXTS, URLS), max_size=3).map(tuple)


@settings(max_examples=25, deadline=None)
@given(st.builds(TimelineCard, TEXTS, TEXTS, DAYS, TEXTS, TEXTS), st.sampled_from(Theme))
def test_any_timeline_can_be_drawn(card: TimelineCard, theme: Theme) -> None:
    _check_limits(draw_timeline(card, theme))


@settings(max_examples=25, deadline=None)
@given(st.builds(FiguresCard, TEXTS, TEXTS, CHARTS, TEXTS, TEXTS), st.sampled_from(Theme))
def test_any_figures_can_be_drawn(card: FiguresCard, theme: Theme) -> None:
    _check_limits(draw_figures(card, theme))


@settings(max_examples=25, deadline=None)
@given(st.builds(Paper, TEXTS, TEXTS, CHAPTERS, CHARTS, TEXTS, REFERENCES, TEXTS, TEXTS, TEXTS))
def test_any_paper_can_be_printed(paper: Paper) -> None:
    assert print_paper(paper).startswith(b"%PDF")


def test_the_widest_texts_everywhere_stay_within_the_limits() -> None:
    wide = "W" * 20 + " " + "WWWW " * 1000
    _check_limits(draw_timeline(TimelineCard(wide, wide, (Day(wide, (wide,) * 9),) * 3, wide, wide), Theme.DARK))
    chart = Chart(wide, (Bar(wide, 1, wide, wide),) * 9, wide)
    _check_limits(draw_figures(FiguresCard(wide, wide, (chart,) * 3, wide, wide), Theme.DARK))


@given(st.text())
def test_clean_texts_are_one_visible_line(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert cleaned == " ".join(cleaned.split())
    assert not set(cleaned) & set("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\x00")


@given(st.text(), st.integers(1, 40))
def test_texts_are_cut_between_words(text: str, limit: int) -> None:
    short = truncate(clean(text), limit)
    assert len(short) <= limit or short == clean(text)
    assert max(map(len, let_break("س" * limit * 3).split("\u200b"))) <= 20


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://", "https://a b", "file:///x", "https://\u202ex", ""])
def test_links_lead_to_pages_only(url: str) -> None:
    assert safe_url(url) == ""


def _check_limits(picture: bytes) -> None:
    width, height = _size(picture)
    assert width == 1080
    assert width + height <= 10_000
    assert width / height <= 20
    assert len(picture) <= 10_000_000


def _size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def _decode(png: bytes) -> list[list[Pixel]]:
    """The rows of an RGBA picture, its transparency left out."""
    data, at = b"", 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + length]
        at += length + 12
    width, height = _size(png)
    raw, stride = zlib.decompress(data), width * 4
    above, rows = bytearray(stride), []
    for start in range(0, height * (stride + 1), stride + 1):
        above = _unfilter(raw[start], bytearray(raw[start + 1 : start + 1 + stride]), above)
        rows.append(list(zip(above[0::4], above[1::4], above[2::4], strict=True)))
    return rows


def _unfilter(kind: int, row: bytearray, above: bytearray) -> bytearray:
    """A row as it was before PNG's filter of this kind."""
    if kind == 0:
        return row
    if kind in {2, 4} and not any(row):
        return above  # most rows are as the one above
    if kind == 2:
        return bytearray((value + up) & 255 for value, up in zip(row, above, strict=True))
    for at in range(len(row)):
        left, corner = (row[at - 4], above[at - 4]) if at >= 4 else (0, 0)
        up = above[at]
        if kind == 1:
            guess = left
        elif kind == 3:
            guess = (left + up) // 2
        else:
            by_left, by_up, by_corner = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
            guess = left if by_left <= by_up and by_left <= by_corner else up if by_up <= by_corner else corner
        row[at] = (row[at] + guess) & 255
    return row


def _bars(png: bytes) -> list[int]:
    """How long the bars are, from the top: runs of rows that are accent at the right edge."""
    accent = ACCENT[Theme.LIGHT]
    lengths: list[int] = []
    rows = _decode(png)[200:]  # below the mark over the title
    for before, row in pairwise(rows):
        starts = row[1080 - MARGIN - 2] == accent != before[1080 - MARGIN - 2]
        if starts:
            lengths.append(0)
        if row[1080 - MARGIN - 2] == accent:
            lengths[-1] = max(lengths[-1], 1080 - MARGIN - row.index(accent))
    return lengths


def _contrast(one: Pixel, other: Pixel) -> float:
    """As WCAG 2 defines it."""

    def luminance(colour: Pixel) -> float:
        red, green, blue = (c / 3294.6 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _inflate(pdf: bytes) -> bytes:
    """The document with its compressed streams beside it."""
    parts = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(parts)


def _said(plain: bytes) -> set[str]:
    """The characters that its fonts map to: what can be searched and copied."""
    codes = re.findall(rb"<[0-9A-F]{4}> ?<((?:[0-9A-F]{4})+)>", plain)
    return set("".join(bytes.fromhex(code.decode()).decode("utf-16-be", "replace") for code in codes))
