"""What the command line reports about many videos: the summary, and what went wrong with each."""

from __future__ import annotations

import fakes
from watched import Watcher, analyse, rows

from posecoach.cli.app import run
from posecoach.cli.options import AppContext


def test_a_summary_tells_of_every_video_also_of_one_that_failed(videos, watcher, tmp_path, capfd):
    (videos / "b.MP4").write_text("no video")
    assert analyse(watcher, videos, "-o", tmp_path) == 4
    err = capfd.readouterr().err
    assert err.count("\n") == 1 and "b.MP4" in err and "(exit code 4)" in err
    found = rows(tmp_path)
    assert list(found) == ["a.mp4", "b.MP4"]
    assert (found["a.mp4"]["exit_code"], found["a.mp4"]["attempts"], found["a.mp4"]["problem"]) == ("0", "0", "")
    assert (found["b.MP4"]["exit_code"], found["b.MP4"]["attempts"]) == ("4", "") and found["b.MP4"]["problem"]


def test_the_summary_says_why_a_video_has_no_attempt(videos, tmp_path):
    nobody = AppContext(estimator=lambda model: fakes.estimator(model, fakes.nobody), silent=True)
    assert run(["analyze", "--no-video", str(videos), "-o", str(tmp_path)], nobody) == 0
    assert rows(tmp_path)["a.mp4"]["remark"] == (
        "None of the exercises was recognised. "
        "Nobody was found in any of 15 pictures: is the whole body in the picture, is it light enough?"
    )


def test_a_video_whose_table_would_be_taken_for_the_summary_is_refused(videos, watcher, tmp_path, capfd):
    (videos / "a.mp4").rename(videos / "summary.mp4")
    assert analyse(watcher, videos, "-o", tmp_path) == 2
    assert "summary.mp4" in capfd.readouterr().err


def test_one_video_has_no_summary(videos, watcher, tmp_path):
    assert analyse(watcher, videos / "a.mp4", "-o", tmp_path) == 0
    assert not (tmp_path / "summary.csv").exists()


def test_an_internal_error_in_one_video_does_not_stop_the_others(videos, tmp_path, capfd):
    class Stumbling(Watcher):
        def __call__(self, model):
            if not self.opened:
                self.opened += 1
                raise ZeroDivisionError("oops")
            return super().__call__(model)

    assert analyse(Stumbling(), videos, "-o", tmp_path) == 1
    assert [row["exit_code"] for row in rows(tmp_path).values()] == ["1", "0"]
    assert "Internal error" in capfd.readouterr().err


def test_json_on_standard_output_takes_no_folder_of_several(videos, watcher, capfd):
    assert analyse(watcher, videos, "--json", "-") == 2
