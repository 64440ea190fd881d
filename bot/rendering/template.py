"""The values of each template, typed: a subclass for a file of ``templates/``, a field for each variable in the file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import dataclass_transform

_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


@dataclass_transform(frozen_default=True)
class Template:
    """A template with its values. The class ``NothingNew`` belongs to the file ``nothing_new.j2``.

    A test compares the fields of each subclass with the variables of its file.
    """

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        dataclass(frozen=True)(cls)

    @property
    def file(self) -> str:
        """The name of the file in ``templates/``."""
        return f"{_CAPITAL.sub('_', type(self).__name__).lower()}.j2"

    @property
    def values(self) -> Mapping[str, object]:
        """The variables of the file."""
        return vars(self)


class Fixed(Template):
    """A template without variables, by the name of its file: ``Fixed("ask_to_forget")``."""

    name: str

    @property
    def file(self) -> str:
        """The name of the file in ``templates/``."""
        return f"{self.name}.j2"

    @property
    def values(self) -> Mapping[str, object]:
        """Return nothing: there are no variables."""
        return {}
