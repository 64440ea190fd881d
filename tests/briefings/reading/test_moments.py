"""What sources write for the time of a publication."""

from datetime import UTC, date, datetime

import pytest

from briefings.reading.moments import When, read_when
from briefings.reading.values import Origin

ORIGIN = Origin(zone="Asia/Riyadh", now=datetime(2022, 1, 7, 9, tzinfo=UTC))
DAY = When(None, date(2022, 1, 6))
AT = When(datetime(2022, 1, 6, 11, 30, tzinfo=UTC), date(2022, 1, 6))


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Thu, 06 Jan 2022 14:30:00 +0300", AT),
        ("Thu, 6 Jan 22 11:30 GMT", AT),
        ("Thu, 06 Jan 2022 06:30:00 EST", AT),
        ("Thu, 06 Jan 2022 14:30:00 AST", AT),  # Arabia's, where it is written; RFC 822 does not know it
        ("Thu, 06 Jan 2022 14:30:00", AT),
        ("Thu Jan 06 14:30:00 +0300 2022", AT),
        ("Thu, 06 Jan 2022 14:30:00 +0300 (AST)", AT),
        ("January 6, 2022 2:30 PM", AT),
        ("6 January 2022", DAY),
        ("Jan 6, 2022", DAY),
        ("2022-01-06T14:30:00+03:00", AT),
        ("2022-01-06T11:30:00Z", AT),
        ("2022-01-06T11:30:00.123Z", AT),
        ("2022-01-06 14:30", AT),
        ("2022-01-06 11:30:00 UTC", AT),
        ("2022-01-06 14:30:00 +0300", AT),
        ("٢٠٢٢-٠١-٠٦ ١٤:٣٠", AT),
        ("2022-01-06T22:30:00Z", When(datetime(2022, 1, 6, 22, 30, tzinfo=UTC), date(2022, 1, 7))),
        ("2022-01-06", DAY),
        ("06/01/2022", DAY),
        ("2022/01/06", DAY),
        ("الخميس، ٦ يناير ٢٠٢٢ - ١٤:٣٠", DAY),
        ("الخميس 06 كانون الثاني 2022", DAY),
        ("6 جانفي 2022", DAY),
        ("2022-01-08 08:00", When(datetime(2022, 1, 8, 5, tzinfo=UTC), date(2022, 1, 8))),  # not yet a day ahead
    ],
)
def test_a_time_is_read(text: str, when: When) -> None:
    assert read_when(text, ORIGIN) == when


@pytest.mark.parametrize(
    "text",
    [
        *("", "   ", "قريبا", "2022", "6", "Thursday", "1641479400", "2022-13-40", "Thu, 32 Jan 2022 14:30:00 +0300"),
        *(
            "2022-01-06T25:00:00Z",
            "2022-01-06T14:30:00+99:00",
            "0001-01-01T00:00:00+14:00",
            "9999-12-31T23:59:59-14:00",
        ),
        *("1970-01-01T00:00:00Z", "1989-12-31", "Thu, 01 Jan 1970 00:00:00 GMT", "2022-01-09", "2122-01-06T14:30:00Z"),
        *("الخميس", "6 يناير", "قبل ساعتين", "من 5 يناير 2022 إلى 7 يناير 2022", "5 يناير 2022 و6 فبراير 2021"),
        *("2022-01-06 " * 20, "9" * 5_000, "\x00"),
    ],
)
def test_what_names_no_day_of_publication_is_none(text: str) -> None:
    assert read_when(text, ORIGIN) == When()


def test_without_a_clock_no_day_is_too_late() -> None:
    assert read_when("2122-01-06", Origin()).on == date(2122, 1, 6)
