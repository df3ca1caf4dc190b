"""Converters are known by the package's name."""

import inspect

import pytest

from appliance.api import converters


@pytest.mark.parametrize("name", converters.__all__)
def test_package_offers_documented_functions(name: str) -> None:
    converter = getattr(converters, name)

    assert inspect.isfunction(converter)
    assert converter.__module__.startswith(f"{converters.__name__}.")
    assert converter.__doc__
