"""Text from outside is data: escaped, stripped of bidi controls, and the line reads from the right."""

import pytest

from bot.rendering.html import clean, count_units, cut, isolate, start_right, visible_units
from bot.rendering.message import render
from bot.views.service_messages import NotUnderstood

RLM, FSI, PDI = "\u200f", "\u2068", "\u2069"


def test_controls_that_turn_words_around_are_taken_out() -> None:
    assert clean("خبر\u202e عاجل\u2066\n\u200fجدًا") == "خبر عاجل جدًا"


@pytest.mark.parametrize(
    ("text", "isolated"),
    [
        ("قناة TRT عربي", f"قناة {FSI}TRT{PDI} عربي"),
        ("وكالة Steppe News (SN)", f"وكالة {FSI}Steppe News{PDI} ({FSI}SN{PDI})"),
        ("على example.org/a?b=1 اليوم", f"على {FSI}example.org/a?b=1{PDI} اليوم"),
        ("شبكة 4.5G وقناة Хабар 24", f"شبكة {FSI}4.5G{PDI} وقناة {FSI}Хабар 24{PDI}"),
        ("write @mujaz_bot or /stop", f"{FSI}write{PDI} @{FSI}mujaz_bot or{PDI} /{FSI}stop{PDI}"),
        ("لا لاتينية هنا، 12 مرة", "لا لاتينية هنا، 12 مرة"),
    ],
)
def test_latin_runs_are_isolated(text: str, isolated: str) -> None:
    assert isolate(text) == isolated


@pytest.mark.parametrize(
    ("line", "started"),
    [
        ("<b>موجز</b> Reuters", "<b>موجز</b> Reuters"),
        ("12 يناير", "12 يناير"),
        ("/new — الجديد", f"{RLM}/new — الجديد"),
        (f"{FSI}BBC{PDI} عربي", f"{RLM}{FSI}BBC{PDI} عربي"),
        (f"<b>{FSI}BBC{PDI}</b>", f"<b>{RLM}{FSI}BBC{PDI}</b>"),
        ("123", f"{RLM}123"),
        ("", ""),
    ],
)
def test_every_line_starts_right(line: str, started: str) -> None:
    assert start_right(line) == started


def test_words_of_a_reader_cannot_become_markup() -> None:
    text = render(NotUnderstood('<a href="x">&amp;'))
    assert "<a" not in text
    assert "&gt;&amp;" in text


def test_what_nobody_can_send_is_taken_out() -> None:
    assert clean("خبر\x00عاجل\x1b \ud800جدًا\x85") == "خبر عاجل جدًا"


def test_a_long_name_is_cut_between_words_and_within_its_length() -> None:
    assert cut("وكالة أنباء بعيدة جدًا", 13) == "وكالة أنباء…"
    for text in ("ط" * 900, "😀" * 900, "w ط " * 300, "1," * 900):
        assert count_units(isolate(cut(text, 80))) <= 80


def test_length_is_counted_as_telegram_counts() -> None:
    assert visible_units('<b>خبر</b> <a href="https://example.org/">😀</a> &lt;&#39;') == len("خبر ") + 2 + len(" <'")
