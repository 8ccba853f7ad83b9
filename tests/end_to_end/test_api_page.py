"""What docs/api.md and the notebook show is what happens."""

from __future__ import annotations

from pathlib import Path

import pytest
from doc_pages import ROOT, blocks

from posecoach.errors import ModelError
from posecoach.vision import weights

pytestmark = pytest.mark.slow


@pytest.fixture
def checkout(tmp_path, monkeypatch) -> Path:
    """A folder like a checkout, in which a page may write."""
    try:
        weights.locate()
    except ModelError as missing:
        pytest.skip(f"the pose model is not here: {missing}")
    (tmp_path / "sample_videos").symlink_to(ROOT / "sample_videos", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_page_runs_from_top_to_bottom(checkout, capsys):
    names: dict[str, object] = {}
    for block in blocks("docs/api.md", "python"):
        exec(compile(block, "docs/api.md", "exec"), names)
    said = capsys.readouterr().out
    assert "2 attempts" in said and "bridge 195" in said and "is not an analysis of posecoach" in said
    assert (checkout / "results" / "bridge_hips_low.html").exists()


@pytest.mark.filterwarnings("ignore")  # of the notebook's own libraries
def test_the_notebook_runs(checkout, monkeypatch):
    monkeypatch.delenv("MPLBACKEND", raising=False)  # as a person's notebook, which shows plots on the page
    nbformat = pytest.importorskip("nbformat")
    from nbclient import NotebookClient

    notebook = nbformat.read(ROOT / "examples" / "analyse_a_video.ipynb", as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(checkout)}}).execute()
    shown = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert any("text/html" in output.get("data", {}) for output in shown)
    assert sum("image/png" in output.get("data", {}) for output in shown) == 1
    assert not [output for output in shown if output.output_type == "error"]
