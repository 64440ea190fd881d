"""The values of each template: exactly the variables of its file."""

from dataclasses import fields
from importlib import import_module, resources
from pkgutil import iter_modules

import pytest
from jinja2 import Environment, meta

from bot import views
from bot.rendering import html
from bot.rendering.message import Fixed, Template

# What every template gets: the blocks of its format, and the reader's preferences.
GIVEN_TO_ALL = {"b", "display"}


def list_templates() -> list[type[Template]]:
    for module in iter_modules(views.__path__):
        import_module(f"bot.views.{module.name}")
    return [each for each in Template.__subclasses__() if each is not Fixed]


def find_variables(file: str) -> set[str]:
    environment: Environment = html._ENVIRONMENT  # noqa: SLF001 - the one that renders
    source, _, _ = environment.loader.get_source(environment, file)  # type: ignore[union-attr]  # it has a loader
    return meta.find_undeclared_variables(environment.parse(source)) - environment.globals.keys() - GIVEN_TO_ALL


@pytest.mark.parametrize("template", list_templates(), ids=lambda each: each.__name__)
def test_a_template_gets_exactly_its_variables(template: type[Template]) -> None:
    file = object.__new__(template).file
    assert {field.name for field in fields(template)} == find_variables(file)  # type: ignore[arg-type]  # see Template


def test_a_template_without_a_class_has_no_variables() -> None:
    typed = {object.__new__(template).file for template in list_templates()}
    files = {file.name for file in resources.files("bot.rendering").joinpath("templates").iterdir()}
    others = {file for file in files - typed - {"plain.j2", "rich.j2"} if file.endswith(".j2")}
    assert {file for file in others if find_variables(file)} == set()
