"""How the values of one figure stand to each other."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from briefings.model import FigureValue, Qualifier, Relation
from briefings.relations.comparison import relate

WAITING = FigureValue(14, Qualifier.EXACTLY, "سفينة", "مدير المرفأ", date(2024, 2, 20), None, ())


@pytest.mark.parametrize(
    ("other", "relation"),
    [
        ({"value": 9, "unit": "سفن", "as_of": date(2024, 2, 21)}, Relation.DEVELOPING),  # he counts anew
        ({"value": 9, "by": "شركة الأرصفة", "as_of": date(2024, 2, 21)}, Relation.CONFLICTING),
        ({"value": 20, "by": "شركة الأرصفة", "as_of": date(2024, 2, 21)}, Relation.DEVELOPING),
        ({"value": 9}, Relation.CONFLICTING),
        ({"unit": "سفن", "by": "شركة الأرصفة"}, Relation.AGREEING),
        ({"value": 9, "unit": "ناقلات"}, Relation.NOT_COMPARABLE),
        ({"value": 9, "period": "day"}, Relation.NOT_COMPARABLE),
        ({"value": 10, "qualifier": Qualifier.VAGUE}, Relation.SINGLE),
    ],
)
def test_how_a_second_value_stands_to_the_first(other: dict[str, Any], relation: Relation) -> None:
    assert relate([WAITING, replace(WAITING, **other)]) is relation
