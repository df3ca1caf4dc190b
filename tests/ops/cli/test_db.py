"""`appliance db` as an operator calls it."""

import sqlite3
from contextlib import closing

from tests.ops.cli.calling import Console
from tests.servers import chosen_database, prepared_server, sign_up


def test_a_healthy_database_is_good(instance: Console) -> None:
    assert instance.facts("db", "check", "--deep") == {
        "damage": [],
        "orphans": {},
        "miscounted": 0,
        "good": True,
    }
    assert "good" in instance.call("db", "check").stdout
    measured = instance.facts("db", "stats")
    assert measured["dialect"] == chosen_database()
    assert "appliance_memo" in {each["table"] for each in measured["tables"]}
    assert "appliance_memo" in instance.call("db", "stats").stdout
    assert instance.facts("db", "vacuum")["bytes"] > 0
    assert instance.facts("db", "analyze")["bytes"] > 0
    assert "Nothing to do" in instance.call("db", "migrate").stdout


def test_what_is_wrong_ends_with_1(console: Console) -> None:
    with prepared_server(database="sqlite") as server:
        server.start()
        sign_up(server)
        server.stop()
        console.place = ["--data", str(server.data)]
        with closing(sqlite3.connect(server.data / "appliance.db")) as connection:
            connection.execute(
                "INSERT INTO appliance_counter"
                " (creator_id, state, visibility, kind, name, value)"
                " VALUES (1, 1, 1, 1, '', 5)"
            )
            connection.commit()
        assert console.facts("db", "check", code=1)["miscounted"] == 1
        assert console.facts("memo", "reindex") == {"memos": 0}
        assert console.facts("db", "check")["good"]


def test_a_running_server_tidies_up_itself(console: Console) -> None:
    with prepared_server() as server:
        server.start()
        console.place = ["--data", str(server.data), *server.flags]
        assert console.facts("db", "vacuum")["bytes"] > 0
        assert '"act": "db.vacuum"' in server.log
