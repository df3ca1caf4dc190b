"""From an operator's settings to what the drivers take."""

import ssl
from typing import Any

import pytest

from appliance.config import read_settings
from appliance.dsn import parse_dsn
from appliance.errors import InvalidArgumentError
from appliance.models import connection
from appliance.models.dialect import Dialect


def postgres(options: str = "") -> dict[str, Any]:
    dsn = parse_dsn(f"postgres://u:p@db:5433/memos{options}", "postgres")
    return dict(connection.postgres(dsn))


def mysql(options: str = "") -> dict[str, Any]:
    return dict(connection.mysql(parse_dsn(f"u:p@tcp(db)/memos{options}", "mysql")))


@pytest.mark.parametrize(
    ("dsn", "dialect"),
    [
        ("/srv/x.db", Dialect.SQLITE),
        ("postgres://u@db/x", Dialect.POSTGRES),
        ("mysql://u@db/x", Dialect.MYSQL),
    ],
)
def test_the_driver_chooses_the_dialect(dsn: str, dialect: Dialect) -> None:
    settings = read_settings({"dsn": dsn}, {})
    assert connection.describe_database(settings).dialect is dialect


@pytest.mark.parametrize("mode", ["FULL", "NORMAL"])
def test_sqlite_is_as_durable_as_the_setting_says(mode: str) -> None:
    settings = read_settings({"dsn": "/srv/x.db", "sqlite_synchronous": mode}, {})
    credentials = connection.describe_database(settings).credentials
    assert credentials["synchronous"] == mode
    assert credentials["file_path"] == "/srv/x.db"


def test_postgres_takes_the_parts_of_the_dsn() -> None:
    credentials = postgres("?sslmode=require&search_path=notes")
    assert credentials["host"] == "db"
    assert credentials["port"] == 5433
    assert (credentials["user"], credentials["password"]) == ("u", "p")
    assert (credentials["ssl"], credentials["schema"]) == ("require", "notes")


def test_postgres_over_a_socket_needs_no_tls() -> None:
    dsn = parse_dsn("host=/run/postgresql dbname=memos sslmode=require", "postgres")
    credentials = connection.postgres(dsn)
    assert credentials["host"] == "/run/postgresql"
    assert credentials["ssl"] is False
    assert credentials["user"] is None


@pytest.mark.parametrize(
    ("mode", "named"), [("verify-ca", False), ("verify-full", True)]
)
def test_postgres_verifies_with_the_given_authority(mode: str, *, named: bool) -> None:
    authority = ssl.get_default_verify_paths().cafile
    if not authority:
        pytest.skip("this system has no certificate authorities to name")
    context = postgres(f"?sslmode={mode}&sslrootcert={authority}")["ssl"]
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname is named


def test_mysql_over_a_socket() -> None:
    dsn = parse_dsn("u@unix(/run/mysqld.sock)/memos", "mysql")
    assert connection.mysql(dsn)["unix_socket"] == "/run/mysqld.sock"


def test_mysql_options_of_the_go_driver_are_passed_over() -> None:
    assert mysql("?charset=latin1&parseTime=true&multiStatements=true") == mysql()


@pytest.mark.parametrize("mode", ["true", "1"])
def test_mysql_tls_verifies(mode: str) -> None:
    context = mysql(f"?tls={mode}")["ssl"]
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


def test_mysql_tls_verifies_nothing_only_when_told_so() -> None:
    assert mysql("?tls=skip-verify")["ssl"].verify_mode is ssl.CERT_NONE
    assert "ssl" not in mysql("?tls=false")


def test_what_would_weaken_the_connection_is_refused() -> None:
    with pytest.raises(InvalidArgumentError, match="sslmode"):
        postgres("?sslmode=verify_full")
    with pytest.raises(InvalidArgumentError, match="tls"):
        mysql("?tls=custom")
