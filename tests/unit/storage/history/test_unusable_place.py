"""A folder or disk that cannot be used costs no session that was saved before."""

import os
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace

import pytest
from session_records import SESSION

from posecoach.errors import UsageError
from posecoach.storage.history.database import BUSY_S, HistoryFile
from posecoach.storage.history.history import History

unix = pytest.mark.skipif(sys.platform == "win32", reason="needs the permissions and signals of Unix")
ordinary_user = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="permissions do not bind this user"
)


def test_a_place_that_cannot_be_used_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UsageError, match=r"history\.sqlite cannot be used"):
        History(tmp_path / "file" / "history.sqlite").save(SESSION)


@ordinary_user
def test_a_file_that_may_not_be_written_can_still_be_read(path):
    History(path).save(SESSION)
    path.chmod(0o400)
    path.parent.chmod(0o500)
    try:
        assert len(History(path).sessions()) == 1
        with pytest.raises(UsageError, match="readonly"):
            History(path).save(SESSION)
    finally:
        path.parent.chmod(0o700)


@unix
def test_a_full_disk_is_a_sentence_and_costs_no_earlier_session(path):
    import resource

    history = History(path)
    history.save(SESSION)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, before[1]))
    try:
        with pytest.raises(UsageError, match="cannot be used"):
            history.save(replace(SESSION, sets=SESSION.sets * 1_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert len(history.sessions()) == 1 and history.notice is None
    assert history.save(SESSION)


def test_a_program_that_holds_the_history_is_named_and_waited_for_only_once(path):
    History(path).save(SESSION)
    file = HistoryFile(path, busy_s=0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        for wait_s in (0.05, 0.0):
            assert file.wait_s == wait_s
            with pytest.raises(UsageError, match=r"history\.sqlite cannot be used: another program has locked it"):
                file.read(lambda connection: None, None)
        with pytest.raises(UsageError, match="another program has locked it"):
            file.vacuum()
    assert file.read(lambda connection: connection.execute("SELECT count(*) FROM sessions").fetchone(), None) == (1,)
    assert file.wait_s == 0.05, "the next one is waited for again"
    assert HistoryFile(path).wait_s == BUSY_S > 1, "another posecoach may delete years of sessions"
