"""Text cases as data: a phenomenon, a text, what is to be read in it, and where such a thing was seen.

A case with a ``known_failure`` is run, and has to fail: whoever makes it pass takes the mark off.
"""

import json
from pathlib import Path
from typing import Any

import pytest

Case = dict[str, Any]


def read_cases(name: str) -> list[Any]:
    """The cases of a file as parameters, named by their phenomenon."""
    cases: list[Case] = json.loads((Path(__file__).parent / f"{name}.json").read_text(encoding="utf-8"))
    return [
        pytest.param(
            case,
            id=case["phenomenon"],
            marks=[pytest.mark.xfail(reason=case["known_failure"])] if "known_failure" in case else [],
        )
        for case in cases
    ]
