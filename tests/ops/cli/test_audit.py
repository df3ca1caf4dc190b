"""`appliance audit` as an operator calls it."""

import pytest

from tests.ops.cli.calling import Console


def test_it_tells_who_did_what(instance: Console) -> None:
    for name in ("anna", "ben"):
        instance.facts("user", "create", name)
    instance.facts("token", "create", "ben")
    instance.facts("user", "delete", "ben", "--yes")
    told = instance.facts("audit")
    assert [entry["kind"] for entry in told] == [
        "user.deleted",
        "token.created",
        "user.created",
        "user.created",
    ]
    assert (told[0]["name"], told[0]["actor"]) == ("users/ben", "(command)")
    assert (told[0]["outcome"], told[0]["count"]) == ("SUCCEEDED", 1)
    assert "token.created" in instance.call("audit", "--since", "1h").stdout
    assert instance.facts("audit", "--since", "2999-01-01") == []
    assert len(instance.facts("audit", "--since", "2020-01-01T00:00:00+02:00")) == 4
    assert len(instance.facts("audit", "--kind", "user", "--limit", "2")) == 2
    assert len(instance.facts("audit", "--until", "2020-01-01")) == 0
    assert instance.facts("audit", "--failed") == []
    assert instance.facts("audit", "--actor", "anna") == []
    assert len(instance.facts("audit", "--actor", "(command)")) == 4


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--since", "yesterday"), 2),
        (("--limit", "0"), 2),
        (("--actor", "nobody"), 1),
    ],
)
def test_wrong_use_is_explained(
    instance: Console, arguments: tuple[str, ...], code: int
) -> None:
    assert instance.refusal("audit", *arguments, code=code)
