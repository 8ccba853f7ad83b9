"""The pages of the exercises: what is declared is shown, and the figure moves as on the screen."""

from dataclasses import replace
from html import escape

import numpy as np
import pytest
from web_app import client, web_services

from posecoach.exercises.registry import EXERCISES
from posecoach.exercises.simulation.demonstration import RATE_HZ, demonstrate
from posecoach.feedback.overlay.figure import LIMBS
from posecoach.web.moving_figure import STILL, WIDTH, moving_figure


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    return client(web_services(tmp_path_factory.mktemp("app")))


def test_the_list_names_every_exercise_and_shows_its_target(browser):
    text = browser.get("/exercises").text
    for one in EXERCISES.values():
        assert f'href="/exercises/{one.id}"' in text and one.title in text
    assert text.count('class="figure"') == len(EXERCISES)


@pytest.mark.parametrize("name", list(EXERCISES))
def test_the_page_shows_the_prescription_its_source_and_each_check_with_its_reason(browser, name):
    exercise, text = EXERCISES[name], browser.get(f"/exercises/{name}").text
    p = exercise.prescription
    for words in (p.start, p.movement, p.source, p.camera, *(w for c in exercise.checks for w in (c.say, c.why))):
        assert str(escape(words, quote=False)) in text.replace("&#39;", "'").replace("&#34;", '"')
    assert f"/practise?exercise={name}" in text


@pytest.mark.parametrize("name", ["nothing", "%3Cscript%3E", "..%2F..%2Fetc"])
def test_an_exercise_that_does_not_exist_has_no_page(browser, name):
    assert browser.get(f"/exercises/{name}").status_code == 404
    assert browser.get(f"/exercises/{name}/figure.json").status_code == 404


@pytest.mark.parametrize("name", list(EXERCISES))
def test_the_figure_moves_as_it_is_demonstrated_while_practising(browser, name):
    answer = browser.get(f"/exercises/{name}/figure.json")
    data, poses = answer.json(), demonstrate(EXERCISES[name])
    assert data["rate"] == pytest.approx(RATE_HZ) and len(answer.content) < 50_000
    frames = np.cumsum(data["changes"], axis=0).reshape(len(poses), -1, 2)
    limb = [frames[:, data["parts"][-len(LIMBS)][end]] for end in (0, 1)]  # the first near limb, drawn after the head
    start, end, _ = LIMBS[0]
    drawn = limb[1] - limb[0]
    meant = np.array([pose.xy[end["left"]] - pose.xy[start["left"]] for pose in poses])
    scale = np.linalg.norm(drawn, axis=1).mean() / np.linalg.norm(meant, axis=1).mean()
    assert np.abs(drawn - scale * meant).max() <= 2 * STILL
    assert frames.min() >= 0 and frames[..., 0].max() <= WIDTH and frames[..., 1].max() <= moving_figure(name).height


@pytest.mark.parametrize("name", list(EXERCISES))
def test_the_still_picture_shows_the_target_and_not_the_start_or_the_way(name):
    figure = moving_figure(name)
    around = figure.frames[figure.target - 5 : figure.target + 6]
    assert np.ptp(around, axis=0).max() <= STILL
    assert np.abs(figure.frames[figure.target] - figure.frames[0]).max() > 5 * STILL


def test_an_exercise_of_another_package_has_a_page_without_a_figure_and_cannot_bring_scripts(browser, monkeypatch):
    evil = "<script>alert(1)</script>"
    other = replace(EXERCISES["bridge"], id="of_a_package", title=evil, figure_start=None)
    monkeypatch.setitem(EXERCISES._found, other.id, other)
    monkeypatch.setitem(EXERCISES._origins, other.id, f"a package {evil}")
    for path in ("/exercises", f"/exercises/{other.id}"):
        text = browser.get(path).text
        assert "From the package a package &lt;script&gt;" in text and evil not in text
    assert "figure.json" not in text
    assert browser.get(f"/exercises/{other.id}/figure.json").status_code == 404
    moving_figure.cache_clear()
