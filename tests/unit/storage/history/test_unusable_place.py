"""A folder or disk that cannot be used costs no session that was saved before."""

import os
import sys
from dataclasses import replace

import pytest
from session_records import SESSION

from posecoach.errors import UsageError
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
