"""Opening a database: what works, and one clear line for everything that cannot."""

from __future__ import annotations

import socket
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.store.make import issue
from triage.errors import StoreError
from triage.store import Store, open_store
from triage.store.engine import parse_url
from triage.store.schema import VERSION_TABLE


def refused(url: str) -> str:
    with pytest.raises(StoreError) as caught:
        open_store(url)
    message = str(caught.value)
    assert "\n" not in message
    assert caught.value.hint
    return message


def test_a_new_file_is_for_its_owner_only(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/t.db") as store:
        store.save_issues([issue(1)])
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes["t.db"] == 0o600
    assert set(modes.values()) == {0o600}


def test_the_environment_names_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRIAGE_DB", f"sqlite:///{tmp_path}/here.db")
    open_store().close()
    assert (tmp_path / "here.db").exists()


def test_without_any_name_it_is_a_file_in_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TRIAGE_DB", raising=False)
    monkeypatch.chdir(tmp_path)
    open_store().close()
    assert (tmp_path / "triage.db").exists()


def test_a_store_in_memory_works() -> None:
    with open_store("sqlite://") as store:
        store.save_issues([issue(n) for n in range(1, 1001)])
        assert sum(1 for _ in store.issues()) == 1000


def test_sqlite_is_set_up_for_one_writer_beside_readers(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/t.db") as store, store._begin() as connection:
        values = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        }
    assert values == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 60_000}


def test_postgresql_urls_take_psycopg() -> None:
    for given in ("postgresql://u@h/d", "postgres://u@h/d", "postgresql+psycopg2://u@h/d"):
        assert str(parse_url(given)) == "postgresql+psycopg://u@h/d"


@pytest.mark.parametrize("url", ["triage.db", "://", "postgresql://u:pw@h:port/d", "sqlite", "  x"])
def test_a_url_that_cannot_be_read_gets_an_example(url: str) -> None:
    message = refused(url)
    assert "sqlite:///triage.db" in message
    assert "pw" not in message


def test_a_kind_of_database_that_is_not_supported_is_named() -> None:
    assert "'mysql'" in refused("mysql://root:secret@localhost/x")
    assert "secret" not in refused("mysql://root:secret@localhost/x")


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    assert "no such file or directory" in refused(f"sqlite:///{tmp_path}/none/t.db").lower()


def test_a_folder_in_the_place_of_a_file(tmp_path: Path) -> None:
    assert "is a folder" in refused(f"sqlite:///{tmp_path}")


AS_ANOTHER_USER = """
import os
from triage.errors import StoreError
from triage.store import open_store
open_store("sqlite://").close()  # loads all code while it can be read
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    open_store("sqlite:///t.db")
except StoreError as error:
    print(error)
"""


def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o555)
    done = subprocess.run(
        [sys.executable, "-c", AS_ANOTHER_USER],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "cannot be written: Permission denied" in done.stdout, done.stderr
    assert not list(folder.iterdir())


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "t.db"
    path.write_text("this is no database " * 100)
    assert "not a database" in refused(f"sqlite:///{path}")
    assert path.read_text().startswith("this is no")


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "t.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE issues (id INTEGER)")
    connection.close()
    assert "belongs to another program" in refused(f"sqlite:///{path}")
    with sqlite3.connect(path) as connection:
        names = connection.execute("SELECT name FROM sqlite_master").fetchall()
    connection.close()
    assert names == [("issues",)]


def test_a_database_of_a_newer_version_is_left_alone(store_url: str) -> None:
    open_store(store_url).close()
    engine = create_engine(parse_url(store_url))
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    engine.dispose()
    message = refused(store_url)
    assert "newer version (schema 9999)" in message
    assert "upgrade" in message.lower()


def test_a_server_that_cannot_be_reached_is_told_without_the_password() -> None:
    with socket.socket() as taken:  # bound, but nobody listens
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        message = refused(f"postgresql://triage:s3cr3t@127.0.0.1:{port}/kb?password=s3cr3t2")
    assert f"kb on 127.0.0.1:{port}" in message
    assert "s3cr3t" not in message


def test_a_database_beside_one_that_exists_is_not_made_up(store_url: str) -> None:
    open_store(store_url).close()
    message = refused(f"{store_url}/x").lower()
    assert "does not exist" in message or "not a directory" in message


def test_a_user_that_does_not_exist_is_told_without_the_password(store_url: str) -> None:
    url = store_url.replace("//triage@", "//nobody:hush@").replace("/triage.db", "/no/hush.db")
    message = refused(url)
    assert 'role "nobody" does not exist' in message or "No such file" in message
    assert ":hush" not in message


def test_a_locked_database_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("triage.store.engine.BUSY_SECONDS", 0)
    url = f"sqlite:///{tmp_path}/t.db"
    with open_store(url) as store:
        other = sqlite3.connect(tmp_path / "t.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked"):
            store.save_issues([issue(1)])
        other.close()
        store.save_issues([issue(1)])
        assert store.known_numbers("tensorflow/models") == {1}


def test_importing_the_package_loads_no_database_library() -> None:
    code = (
        "import sys, triage.store; "
        "print([m for m in ('sqlalchemy', 'alembic', 'psycopg', 'orjson') if m in sys.modules]); "
        "print(triage.store.Store)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[]", str(Store)]


def test_opening_a_database_that_is_up_to_date_does_not_load_alembic(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/t.db"
    open_store(url).close()
    code = (
        "import sys; from triage.store import open_store; open_store(sys.argv[1]).close(); "
        "print('alembic' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, url], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
