"""What the command line reports about many videos: the summary, and what went wrong with each."""

from __future__ import annotations

import csv
import io

import fakes
import pandas
import pytest
from pyarrow import parquet
from watched import Watcher, analyse, rows

from posecoach.analysis.batch import Attempt, Findings, VideoOutcome
from posecoach.analysis.batch.summary import COLUMNS, KEY, ROWS_AT_ONCE, keyed_csv, write_attempts
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


# -- of a cluster: with keys, and a table of the attempts --------------------------------------------------------------


def attempt(index: int, **changes: object) -> Attempt:
    facts = {"side": None, "start_seen": True, "faults": (), "unjudged": ()} | changes
    times = dict.fromkeys(("start_s", "hold_start_s", "hold_end_s", "end_s", "hold_s", "good_s", "unseen_s"), 1.5)
    return Attempt(index=index, exercise="bridge", **(times | facts))


def outcome(name: str, attempts: int = 0, **facts: object) -> VideoOutcome:
    found = tuple(attempt(i + 1) for i in range(attempts))
    return VideoOutcome(
        name, 0, key=f"key of {name}", findings=Findings("bridge", found, 1, 1.5, 1.5, 9.0, 0.5, ""), **facts
    )


def table_of(outcomes) -> io.BytesIO:
    file = io.BytesIO()
    write_attempts(outcomes, file)
    file.seek(0)
    return file


def test_each_row_has_the_key_of_its_video_last():
    failed = VideoOutcome("b.mp4", 4, "b.mp4: it is empty.")
    rows = list(csv.DictReader(io.StringIO(keyed_csv([outcome("a.mp4", 2), failed]))))
    assert list(rows[0]) == [*COLUMNS, KEY]
    assert [row[KEY] for row in rows] == ["key of a.mp4", ""]
    assert (rows[0]["attempts"], rows[0]["hold_s"], rows[1]["attempts"]) == ("2", "1.5", "")
    assert rows[1]["problem"] == "b.mp4: it is empty."


@pytest.mark.parametrize("name", ["=1+1.mp4", "+x.mp4", "-x.mp4", "@x.mp4", "\t=x.mp4", "\n=x.mp4", "\r=x.mp4"])
def test_a_name_that_looks_like_a_formula_is_a_text(name):
    text = keyed_csv([VideoOutcome(name, 4, f"={name}", key="=key")])
    _, (file, *_, problem, _, key) = csv.reader(io.StringIO(text, newline=""))
    assert all(cell[0] in "'\ufffd" for cell in (file, problem, key))


def test_the_table_has_a_row_an_attempt_with_types_that_programs_understand():
    found = Findings(
        None, (attempt(1, side="left", faults=("hips_low", "short_hold")), attempt(2)), 1, 3.0, 3.0, 9.0, 0.5, ""
    )
    table = pandas.read_parquet(table_of([outcome("=a.mp4"), VideoOutcome("b.mp4", 0, "", found, "key")]))
    assert list(table.columns) == ["file", KEY, *Attempt.__slots__]
    assert list(table["file"]) == ["b.mp4", "b.mp4"] and list(table[KEY]) == ["key", "key"]
    assert list(table["index"]) == [1, 2] and table["side"][0] == "left" and pandas.isna(table["side"][1])
    assert [list(codes) for codes in table["faults"]] == [["hips_low", "short_hold"], []]
    assert table["hold_s"].sum() == 3.0 and table["start_seen"].all()
    kinds = {"index": "int32", "hold_s": "float64", "start_seen": "bool"}
    assert {column: str(table[column].dtype) for column in kinds} == kinds


def test_without_any_attempt_the_table_has_the_same_columns():
    empty, full = (parquet.read_table(table_of([outcome("a.mp4", attempts)])) for attempts in (0, 1))
    assert empty.num_rows == 0 and empty.schema.equals(full.schema)
    assert parquet.read_table(table_of([])).schema.equals(full.schema)


def test_the_table_is_written_while_the_outcomes_come():
    written = []

    class File(io.BytesIO):
        def write(self, content) -> int:
            written.append(len(content))
            return super().write(content)

    def outcomes():
        for i in range(3 * ROWS_AT_ONCE // 100):
            if i == 2 * ROWS_AT_ONCE // 100 + 1:
                assert sum(written) > 1000, "of the first ones"
            yield outcome(str(i), 100)

    file = File()
    write_attempts(outcomes(), file)
    file.seek(0)
    assert parquet.ParquetFile(file).metadata.num_rows == 3 * ROWS_AT_ONCE
