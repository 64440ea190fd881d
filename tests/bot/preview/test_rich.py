"""Rich messages: which are accepted, and which refused."""

from typing import Any

import pytest

from bot.preview.protocol.faults import ApiError
from bot.preview.protocol.rich import parse_rich


def test_a_rich_message_becomes_a_tree() -> None:
    html = '<h2>خبر</h2><p>نص<sup><a href="#s1">1</a></sup>&mdash;</p><hr/>'
    link = {"tag": "a", "attributes": {"href": "#s1"}, "children": ["1"]}
    assert parse_rich({"html": html, "is_rtl": True}) == {
        "is_rtl": True,
        "children": [
            {"tag": "h2", "attributes": {}, "children": ["خبر"]},
            {
                "tag": "p",
                "attributes": {},
                "children": ["نص", {"tag": "sup", "attributes": {}, "children": [link]}, "—"],
            },
            {"tag": "hr", "attributes": {}, "children": []},
        ],
    }


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ([], "must be an Object"),
        ({"markdown": "x"}, "only html"),
        ({"html": "x", "blocks": [1]}, "exactly one"),
        ({"html": " "}, "message text is empty"),
        ({"html": "x" * 32_769}, "too long"),
        ({"html": "<script>x</script>"}, 'Unsupported start tag "script"'),
        ({"html": "&copy;"}, "Unsupported entity &copy;"),
        ({"html": "<p>x"}, "Can't find end tag"),
        ({"html": "<p><b>x</p></b>"}, "Unmatched end tag"),
        ({"html": "x</p>"}, "Unexpected end tag"),
        ({"html": "<li>x</li>"}, 'Tag "li" is not allowed in ""'),
        ({"html": "<table><tr><td><p>x</p></td></tr></table>"}, "not allowed in a line of text"),
        ({"html": "<p></p>" * 501}, "More than 500 blocks"),
        ({"html": "<b>" * 17 + "</b>" * 17}, "More than 16 levels"),
        ({"html": "<img>" * 51}, "More than 50 media"),
        ({"html": f"<table><tr>{'<td></td>' * 19}<td colspan=2></td></tr></table>"}, "More than 20 columns"),
    ],
)
def test_what_is_not_allowed_is_refused(message: Any, reason: str) -> None:
    with pytest.raises(ApiError) as refusal:
        parse_rich(message)
    assert refusal.value.code == 400
    assert reason in refusal.value.description
