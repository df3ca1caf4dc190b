"""Connection strings, in the forms that operators have in their deployments."""

from pathlib import Path

import pytest

from appliance.dsn import Driver, Dsn, named_driver, parse_dsn
from appliance.errors import InvalidArgumentError


def server(**parts: object) -> Dsn:
    return Dsn(**{"user": "u", "password": "p", "database": "memos", **parts})  # type: ignore[arg-type] # parts of a Dsn


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("u:p@tcp(db:3307)/memos", server(host="db", port=3307)),
        ("u:p@tcp(db)/memos", server(host="db", port=3306)),
        ("u:p@tcp/memos", server(host="localhost", port=3306)),
        ("u:p@/memos", server(host="localhost", port=3306)),
        ("u:p@tcp([::1]:3307)/memos", server(host="::1", port=3307)),
        ("u@tcp(db)/memos", server(host="db", port=3306, password="")),
        (
            "u:a@b:c/d?e@tcp(db)/memos",
            server(host="db", port=3306, password="a@b:c/d?e"),
        ),
        ("u:a/b@/memos", server(host="localhost", port=3306, password="a/b")),
        (
            "u:p@unix(/run/mysqld/mysqld.sock)/memos",
            server(port=3306, unix_socket="/run/mysqld/mysqld.sock"),
        ),
        ("u:p@tcp(db)/me%2Fmos", server(host="db", port=3306, database="me/mos")),
        ("mysql://u:p%40%2F@db/memos", server(host="db", port=3306, password="p@/")),
        ("mariadb://u:p@db:1/memos", server(host="db", port=1)),
        (
            "mysql://u:p@/memos?unix_socket=/run/s",
            server(port=3306, unix_socket="/run/s"),
        ),
    ],
)
def test_mysql_is_understood_in_go_form_and_as_url(text: str, expected: Dsn) -> None:
    assert parse_dsn(text, "mysql") == expected


def test_options_are_decoded_once() -> None:
    dsn = parse_dsn(
        "u:p@tcp(db)/memos?parseTime=true&loc=Asia%2FTokyo&x=%2525", "mysql"
    )
    assert dsn.options == {"parseTime": "true", "loc": "Asia/Tokyo", "x": "%25"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("postgres://u:p@db/memos", server(host="db", port=5432)),
        ("postgresql://u:p@db:5433/memos", server(host="db", port=5433)),
        ("postgres://u:p@[fd00::1]/memos", server(host="fd00::1", port=5432)),
        (
            "postgres://u:p@/memos?host=/run/postgresql",
            server(port=5432, unix_socket="/run/postgresql"),
        ),
        (
            "postgres://u:p@%2Frun%2Fpostgresql/memos",
            server(port=5432, unix_socket="/run/postgresql"),
        ),
        (
            "host=db port=5433 user=u password=p dbname=memos",
            server(host="db", port=5433),
        ),
        (
            r"dbname = memos  user = u password = 'it\'s \\ here' host=/run/pg",
            server(port=5432, unix_socket="/run/pg", password=r"it's \ here"),
        ),
        ("user=u password=p dbname=memos", server(host="localhost", port=5432)),
    ],
)
def test_postgres_is_understood_as_url_and_as_words(text: str, expected: Dsn) -> None:
    assert parse_dsn(text, "postgres") == expected


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("/srv/notes.db", "/srv/notes.db"),
        ("notes.db", "notes.db"),
        ("sqlite:///srv/notes.db", "/srv/notes.db"),
        ("file:/srv/no%20tes.db?cache=shared", "/srv/no tes.db"),
    ],
)
def test_sqlite_is_understood_as_path_and_as_url(text: str, path: str) -> None:
    assert parse_dsn(text, "sqlite").path == Path(path)


@pytest.mark.parametrize(
    ("driver", "text"),
    [
        ("mysql", "u:secret@tcp(db)"),
        ("mysql", "u:secret@tcp(db)/"),
        ("mysql", "u:secret@pipe(db)/memos"),
        ("mysql", "u:secret@tcp(db:http)/memos"),
        ("mysql", "postgres://u:secret@db/memos"),
        ("postgres", "u:secret@tcp(db)/memos"),
        ("postgres", "mysql://u:secret@db/memos"),
        ("postgres", "postgres://u:secret@db:99999/memos"),
        ("postgres", "postgres://u:secret@[db/memos"),
        ("postgres", "postgres://u:secret@db"),
        ("postgres", "postgres://u:secret@a,b/memos"),
        ("postgres", "host=db password='secret"),
        ("postgres", "just words"),
        ("sqlite", "u:secret@tcp(db)/memos"),
        ("sqlite", "mysql://u:secret@db/memos"),
        ("sqlite", "host=db password=secret dbname=memos"),
        ("sqlite", "file:"),
        ("sqlite", ":memory:"),
    ],
)
def test_faults_are_refused_without_repeating_the_password(
    driver: Driver, text: str
) -> None:
    with pytest.raises(InvalidArgumentError) as refusal:
        parse_dsn(text, driver)
    assert "secret" not in str(refusal.value)


def test_printing_hides_the_password_and_the_options() -> None:
    dsn = parse_dsn("postgres://u:secret@db/memos?sslpassword=hidden", "postgres")
    assert "secret" not in repr(dsn)
    assert "hidden" not in repr(dsn)


@pytest.mark.parametrize(
    ("text", "driver"),
    [
        ("postgres://db/x", "postgres"),
        ("mariadb://db/x", "mysql"),
        ("/srv/notes.db", None),
        ("u:p@tcp(db)/memos", None),
        ("", None),
    ],
)
def test_the_scheme_names_the_driver(text: str, driver: Driver | None) -> None:
    assert named_driver(text) == driver
