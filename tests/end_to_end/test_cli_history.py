"""The history commands: show, export, delete; for the owner alone."""

from __future__ import annotations

import csv
import io
import json
import stat
import sys
import time
from dataclasses import replace
from datetime import datetime

import pytest
from session_records import SESSION

from posecoach.cli.app import run
from posecoach.cli.options import AppContext
from posecoach.storage.history.database import HistoryFile
from posecoach.storage.history.history import History
from posecoach.storage.history.tables import insert_session


@pytest.fixture
def path(tmp_path):
    return tmp_path / "posecoach" / "history.sqlite"


def history_command(path, capsys, *arguments):
    """Return the exit code, what was shown and what was complained of."""
    code = run(["history", *arguments], AppContext(history=path))
    return code, *capsys.readouterr()


def test_the_table_has_a_line_a_session(path, capsys):
    History(path).save(SESSION)
    code, out, err = history_command(path, capsys)
    head, line = out.splitlines()
    assert (code, err) == (0, "")
    assert " ".join(line.split()) == "1 2025-06-01 08:00 routine 10 3 52 ≥ 60% 70% 3 → 2 complete"
    assert max(map(len, (head, line))) <= 80


def test_an_interrupted_session_is_recovered_and_shown_as_such(path, capsys):
    with History(path).journal(replace(SESSION, ended="interrupted"), print):
        pass
    code, out, err = history_command(path, capsys)
    assert (code, err) == (0, "Your last session was interrupted: 2 sets recovered.\n")
    assert out.splitlines()[1].split()[-1] == "interrupted"
    assert max(map(len, out.splitlines())) <= 80


def test_a_history_that_cannot_be_used_is_named_once_though_a_session_waits_for_it(path, capsys):
    with History(path).journal(replace(SESSION, ended="interrupted"), print):
        pass
    path.mkdir()
    code, out, err = history_command(path, capsys)
    assert (code, out, err.count("cannot be used"), err.count("\n")) == (2, "", 1, 1)


def test_the_reason_for_stopping_early_stands_in_the_table_and_the_csv(path, capsys):
    History(path).save(replace(SESSION, ended="quit", reason="tired"))
    lines = history_command(path, capsys)[1].splitlines()
    assert lines[1].rstrip().endswith("quit, tired") and max(map(len, lines)) <= 80
    (row,) = csv.DictReader(history_command(path, capsys, "--csv")[1].splitlines())
    assert (row["ended"], row["reason"]) == ("quit", "tired")


def test_unknown_pain_is_no_number(path, capsys):
    History(path).save(replace(SESSION, pain_before=None, pain_after=4))
    History(path).save(replace(SESSION, pain_before=None, pain_after=None, name="untold"))
    _, out, _ = history_command(path, capsys)
    assert "? → 4" in out
    assert "→" not in next(line for line in out.splitlines() if "untold" in line)


def test_with_no_session_the_table_says_so(path, capsys):
    assert history_command(path, capsys) == (0, "No sessions yet. posecoach practice notes each one here.\n", "")
    assert json.loads(history_command(path, capsys, "--json")[1])["sessions"] == []


def test_csv_has_a_row_a_session_and_json_every_attempt(path, capsys):
    for name in ("first", "second", "third, =1+1"):
        History(path).save(replace(SESSION, name=name))
    rows = list(csv.DictReader(history_command(path, capsys, "--csv", "--limit", "2")[1].splitlines()))
    assert [row["name"] for row in rows] == ["third, =1+1", "second"]
    assert (rows[0]["reps"], rows[0]["faulty"], rows[0]["hold_s"], rows[0]["pain_before"]) == ("3", "1", "51.5", "3")
    sessions = json.loads(history_command(path, capsys, "--json", "--limit", "2")[1])["sessions"]
    assert [session["name"] for session in sessions] == ["third, =1+1", "second"]
    assert sessions[0]["sets"][1]["reps"][0]["faults"][0] == {"code": "leg_low", "value": -14.5, "unit": "deg"}
    assert history_command(path, capsys, "--json", "--csv")[0] == 2


def test_everything_can_be_exported_to_a_file_of_ones_own(path, capsys, tmp_path):
    for _ in range(30):
        History(path).save(SESSION)
    file = tmp_path / "mine.json"
    assert history_command(path, capsys, "export", str(file)) == (0, f"{file}\n", "")
    assert len(json.loads(file.read_text())["sessions"]) == 30
    assert sys.platform == "win32" or stat.S_IMODE(file.stat().st_mode) == 0o600
    assert json.loads(history_command(path, capsys, "export")[1])["schema"] == "posecoach.history/1"


def test_one_session_or_all_can_be_deleted(path, capsys):
    for _ in range(3):
        History(path).save(SESSION)
    assert history_command(path, capsys, "delete", "2")[0] == 0
    code, _, err = history_command(path, capsys, "delete", "2")
    assert code == 2 and "no session 2" in err
    assert [session.id for session in History(path).sessions()] == [3, 1]
    assert history_command(path, capsys, "purge", "--yes")[0] == 0
    assert History(path).sessions() == []


def test_nothing_is_purged_without_a_yes(path, capsys, monkeypatch):
    History(path).save(SESSION)
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    assert history_command(path, capsys, "purge")[0] != 0
    assert len(History(path).sessions()) == 1


def test_a_file_set_aside_is_reported_on_standard_error(path, capsys):
    path.parent.mkdir()
    path.write_bytes(b"no database" * 100)
    code, out, err = history_command(path, capsys)
    assert code == 0 and "No sessions yet" in out
    assert "damaged" in err and str(History(path).set_aside()[0]) in err


def test_ten_thousand_sessions_are_no_burden(path, capsys):
    """Half a second is promised for the whole command; here the machine may be four times as busy."""
    HistoryFile(path).write(lambda connection: [insert_session(connection, SESSION) for _ in range(10_000)])
    began_s = time.perf_counter()
    assert history_command(path, capsys)[1].count("\n") == 21
    assert time.perf_counter() - began_s < 1.5


def test_the_progress_page_can_be_read_by_its_owner_alone(path, tmp_path, capsys):
    today = datetime.now().astimezone().isoformat(timespec="seconds")
    for started in ("2020-02-01T08:00:00+02:00", today):
        History(path).save(replace(SESSION, started=started))
    page = tmp_path / "out" / "progress.html"
    for options, sessions in (([], "1 session on 1 day"), (["--all"], "2 sessions on 2 days")):
        assert run(["progress", "-o", str(tmp_path / "out"), *options], AppContext(history=path)) == 0
        assert capsys.readouterr().out == f"{page}\n"
        assert sessions in page.read_text()
    assert sys.platform == "win32" or stat.S_IMODE(page.stat().st_mode) == 0o600
