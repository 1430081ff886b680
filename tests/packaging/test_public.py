"""Every public object is exposed once and documented."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections import defaultdict
from functools import cache
from types import ModuleType

import pytest

import partnersite


@cache
def _modules() -> tuple[ModuleType, ...]:
    names = [module.name for module in pkgutil.walk_packages(partnersite.__path__, "partnersite.")]
    kept = [name for name in names if not name.startswith(("partnersite.starter", "partnersite.theme"))]
    return (partnersite, *(importlib.import_module(name) for name in kept if not name.endswith("__main__")))


def _is_public(name: str) -> bool:
    return not any(part.startswith("_") for part in name.split("."))


def _defined(module: ModuleType) -> dict[str, object]:
    """The public classes and functions that a module defines itself."""
    return {
        name: value
        for name, value in vars(module).items()
        if _is_public(name)
        and (inspect.isclass(value) or inspect.isfunction(value))
        and value.__module__ == module.__name__
    }


OBJECTS = [
    pytest.param(value, id=f"{module.__name__}.{name}")
    for module in _modules()
    if _is_public(module.__name__)
    for name, value in _defined(module).items()
]


@pytest.mark.parametrize("module", _modules(), ids=lambda module: module.__name__)
def test_a_module_says_what_it_is(module: ModuleType) -> None:
    assert _first_sentence(module)


@pytest.mark.parametrize("value", OBJECTS)
def test_a_public_object_says_what_it_is_or_does(value: object) -> None:
    assert _first_sentence(value)


def _first_sentence(value: object) -> bool:
    """Whether there is a docstring whose first paragraph is a sentence, ending as sentences and lists end."""
    docstring = inspect.cleandoc(getattr(value, "__doc__", None) or "")
    return docstring.partition("\n\n")[0].rstrip().endswith((".", ":", "?"))


def test_a_public_object_is_exposed_by_one_package() -> None:
    exposed: dict[object, list[str]] = defaultdict(list)
    for module in _modules():
        if hasattr(module, "__path__"):
            for name, value in vars(module).items():
                own = getattr(value, "__module__", "")
                if _is_public(name) and isinstance(own, str) and own.startswith(f"{module.__name__}."):
                    exposed[value].append(f"{module.__name__}.{name}")
    twice = [places for places in exposed.values() if len(places) > 1]
    assert not twice


@pytest.mark.parametrize(
    "module",
    [module for module in _modules() if hasattr(module, "__all__")],
    ids=lambda module: module.__name__,
)
def test_a_list_of_exports_is_true(module: ModuleType) -> None:
    assert len(module.__all__) == len(set(module.__all__))
    for name in module.__all__:
        assert hasattr(module, name), name
