"""Serving the app."""

import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from sentiment.cli import main
from sentiment.settings import app_folder


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder without a database."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("POLYTONE_DB", raising=False)


def served(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> list[str]:
    """The command with which ``polytone app`` would serve."""
    commands: list[list[str]] = []
    monkeypatch.setattr(subprocess, "call", lambda command, **rest: commands.append(command) or 0)
    monkeypatch.setattr(sys, "argv", ["polytone", "app", *arguments])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 0
    return commands[0]


def after(command: list[str], option: str) -> str:
    return command[command.index(option) + 1]


def test_only_this_machine_is_served_unless_another_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    command = served(monkeypatch, "--port", "9000")
    assert after(command, "--server.port") == "9000"
    assert after(command, "--server.address") == "localhost"
    named = served(monkeypatch, "--host", "reviews.example")
    assert after(named, "--server.address") == "reviews.example"


def test_streamlit_never_has_to_look_up_its_own_address(monkeypatch: pytest.MonkeyPatch) -> None:
    assert after(served(monkeypatch), "--browser.serverAddress") == "localhost"
    config = tomllib.loads((app_folder() / ".streamlit" / "config.toml").read_text("utf-8"))
    assert config["server"]["address"] == "localhost"
    assert config["browser"]["gatherUsageStats"] is False


def test_the_database_goes_along(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    environments: list[dict[str, str]] = []

    def call(command: list[str], *, cwd: Path, env: dict[str, str]) -> int:
        environments.append(env)
        return 0

    monkeypatch.setattr(subprocess, "call", call)
    monkeypatch.setattr(sys, "argv", ["polytone", "app", "--db", str(tmp_path / "a.duckdb")])
    with pytest.raises(SystemExit):
        main()
    assert environments[0]["POLYTONE_DB"] == str(tmp_path / "a.duckdb")


def test_ended_from_outside_it_does_not_leave_the_app_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = signal.getsignal(signal.SIGTERM)
    # An exception while it waits makes subprocess.call end what it started.
    monkeypatch.setattr(subprocess, "call", lambda *_, **__: signal.raise_signal(signal.SIGTERM))
    monkeypatch.setattr(sys, "argv", ["polytone", "app"])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 128 + signal.SIGTERM
    assert signal.getsignal(signal.SIGTERM) is before


def test_what_is_no_database_is_not_served(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "reviews.csv").write_text("Review,Rating\ngood,5\n")
    monkeypatch.setattr(subprocess, "call", lambda *_, **__: pytest.fail("was served"))
    monkeypatch.setattr(sys, "argv", ["polytone", "app", "--db", "reviews.csv"])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 1
    assert "not a Polytone database" in capsys.readouterr().err
