"""`appliance settings` as an operator calls it."""

import json

import httpx

from tests.ops.cli.calling import Console
from tests.servers import prepared_server, sign_up

MAIL = {"smtpHost": "mail.example", "smtpPort": 25, "smtpPassword": "hush"}


def test_settings_are_written_by_the_rules_of_the_page(instance: Console) -> None:
    done = instance.facts("settings", "set", "GENERAL.customProfile.title", "Notes")
    assert done["value"]["customProfile"]["title"] == "Notes"
    instance.facts("settings", "set", "GENERAL.disallowUserRegistration", "true")
    told = instance.facts("settings", "get", "GENERAL")
    assert (told["name"], told["default"]) == ("GENERAL", False)
    general = told["value"]
    assert general["customProfile"]["title"] == "Notes"
    assert general["disallowUserRegistration"] is True
    title = instance.call("settings", "get", "GENERAL.customProfile.title")
    assert title.stdout == '"Notes"\n'
    assert "Notes" in instance.call("settings", "list").stdout
    blurred = '{"blurContent": true}'
    told = instance.facts("settings", "set", "TAGS.tags.work", blurred)
    assert told["value"]["tags"]["work"]["blurContent"] is True
    told = instance.facts("settings", "set", "TAGS.tags.new.blur_content", "true")
    assert told["value"]["tags"].keys() == {"work", "new"}
    # The other spelling is of the same part, and leaves those beside it.
    profile = "GENERAL.custom_profile"
    instance.facts("settings", "set", f"{profile}.description", "Ours")
    told = instance.facts("settings", "set", f"{profile}.title", "Other")
    wanted = {"title": "Other", "description": "Ours"}
    assert told["value"]["customProfile"] == wanted
    told = instance.facts("settings", "set", profile, '{"title": "Last"}')
    assert told["value"]["customProfile"] == {"title": "Last"}
    assert instance.facts("settings", "set", "access_mode", "PUBLIC")
    assert instance.facts("settings", "get", "access_mode")["value"] == "PUBLIC"


def test_what_cannot_be_is_refused(instance: Console) -> None:
    for name, value in (
        ("GENERAL.nope", "1"),
        ("NOPE", "{}"),
        ("GENERAL", "text"),
        ("access_mode", "OPEN"),
        ("secret_key", "mine"),
        ("GENERAL.disallowPasswordAuth", "true"),
    ):
        assert instance.refusal("settings", "set", name, value, code=2), name
    for command in (("get", "NOPE"), ("set", "NOPE", "{}")):
        refused = instance.refusal("settings", *command, code=2)
        assert "There are GENERAL, STORAGE" in refused
    refused = instance.refusal("settings", "get", "GENERAL.nope", code=2)
    assert "GENERAL has disallowUserRegistration" in refused
    refused = instance.refusal("settings", "set", "GENERAL.nope", "1", code=2)
    assert "GENERAL has disallowUserRegistration" in refused
    refused = instance.refusal("settings", "set", "TAGS.tags.a.nope", "1", code=2)
    assert "TAGS.tags.a has backgroundColor, blurContent" in refused
    for verb, more in (("get", ()), ("set", ("1",))):
        slip = "STORAGE.storageType.x"
        refused = instance.refusal("settings", verb, slip, *more, code=2)
        assert "STORAGE.storageType has no parts" in refused


def test_what_was_never_saved_is_told_by_its_default(instance: Console) -> None:
    for name, default in (
        ("MEMO_RELATED.contentLengthLimit", 8192),
        ("GENERAL.customProfile.title", ""),
        ("STORAGE.storageType", "LOCAL"),
        ("access_mode", "PRIVATE"),
        ("page", {}),
    ):
        done = instance.call("settings", "get", name)
        assert (done.returncode, json.loads(done.stdout)) == (0, default)
        assert "this is the default" in done.stderr
        told = instance.facts("settings", "get", name)
        assert told == {"name": name, "value": default, "default": True}
    # A part of what was saved can be one that was not.
    instance.facts("settings", "set", "GENERAL.customProfile.title", "Notes")
    told = instance.facts("settings", "get", "GENERAL.weekStartDayOffset")
    assert (told["value"], told["default"]) == (0, True)


def test_secrets_are_hidden_unless_asked_for(instance: Console) -> None:
    value = json.dumps({"email": MAIL})
    done = instance.call("settings", "set", "NOTIFICATION", value, "--json")
    assert (done.returncode, "hush" in done.stdout) == (0, False)
    for command in (("list",), ("get", "NOTIFICATION")):
        shown = instance.call("settings", *command, "--json").stdout
        assert "(hidden)" in shown
        assert "hush" not in shown
        shown = instance.call("settings", *command, "--show-secrets").stdout
        assert "hush" in shown


def test_a_running_server_takes_it_at_once(console: Console) -> None:
    with prepared_server(public=True) as server:
        server.start()
        console.place = ["--data", str(server.data), *server.flags[:-2]]
        sign_up(server)
        console.facts("settings", "set", "GENERAL.customProfile.title", "Ours")
        url = f"{server.base_url}/api/v1/instance/settings/GENERAL"
        profile = httpx.get(url).json()["generalSetting"]["customProfile"]
        assert profile["title"] == "Ours"
