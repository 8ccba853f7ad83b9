"""The pages about recordings: what they show and hand out, and to whom."""

import shutil
import stat
import sys
from datetime import UTC, datetime

import fakes
import pytest
from analysed import new_analysis, state, wait_until
from web_app import client, web_services

from posecoach.web.analyses.queue import AnalysisQueue
from posecoach.web.analyses.record import Analysis, Wish
from posecoach.web.analyses.result_page import download_name

PATHS = ("", "/report", "/video", "/chapters.vtt", "/files/.json")
ENDINGS = (".annotated.mp4", ".html", ".json", ".csv", ".landmarks.npz", ".trc", ".mot")


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """The folder of an analysis that is done."""
    folder = tmp_path_factory.mktemp("done")
    queue = AnalysisQueue(folder / "analyses")
    queue.start(web_services(folder, analyses=queue, estimator=fakes.estimator))
    video = fakes.video(folder / "a.mp4", seconds=7.0).read_bytes()
    queue.add(analysis := new_analysis(queue, video, "Brücke <1>.mp4"))
    wait_until(lambda: state(queue, analysis) == "done")
    queue.close()
    return folder / "analyses"


@pytest.fixture
def services(tmp_path, done):
    shutil.copytree(done, tmp_path / "analyses")
    return web_services(tmp_path)


@pytest.fixture
def analysis(services):
    return services.analyses.store.all()[0]


def test_an_analysis_writes_everything_privately_and_under_the_persons_name(services, analysis):
    folder = services.analyses.store.folder_of(analysis)
    assert {file.name for file in folder.iterdir()} == {"analysis.json", "video", *(f"video{end}" for end in ENDINGS)}
    assert '"path": "Brücke <1>.mp4"' in (folder / "video.json").read_text("utf-8")
    if sys.platform != "win32":
        assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


def test_the_list_names_each_video_with_its_verdict_and_escapes_its_name(services):
    page = client(services).get("/analyses").text
    assert "Brücke &lt;1&gt;.mp4" in page and "<1>" not in page
    assert "Bridge: 1 attempt, " in page


def test_the_exercise_in_the_address_is_chosen_already(services):
    assert '<option value="leg_lift" selected>' in client(services).get("/analyses?exercise=leg_lift").text
    assert '<option value="auto" selected>' in client(services).get("/analyses").text


def test_a_result_shows_its_attempts_as_chapters(services, analysis):
    browser = client(services)
    page = browser.get(f"/analyses/{analysis.id}").text
    assert "1 attempt of Bridge." in page and 'data-until="' in page
    chapters = browser.get(f"/analyses/{analysis.id}/chapters.vtt")
    assert chapters.headers["content-type"].startswith("text/vtt")
    assert chapters.text.startswith("WEBVTT\n\n00:00:0") and "\nAttempt 1: Bridge, " in chapters.text


def test_the_video_can_be_read_from_anywhere(services, analysis):
    browser = client(services)
    whole = browser.get(f"/analyses/{analysis.id}/video")
    part = browser.get(f"/analyses/{analysis.id}/video", headers={"range": "bytes=100-199"})
    assert part.status_code == 206 and part.content == whole.content[100:200]
    assert part.headers["content-type"] == "video/mp4"
    assert browser.get(f"/analyses/{analysis.id}/video", headers={"range": "bytes=99999999-"}).status_code == 416


def test_the_report_reaches_nothing_of_the_app(services, analysis):
    report = client(services).get(f"/analyses/{analysis.id}/report")
    policy = report.headers["content-security-policy"].split("; ")
    assert {"sandbox allow-scripts", "default-src 'none'", "form-action 'none'"} <= set(policy)
    assert "<h1>Brücke &lt;1&gt;.mp4</h1>" in report.text


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_result_file_is_handed_out_under_the_name_of_the_persons_video(ending, services, analysis):
    answer = client(services).get(f"/analyses/{analysis.id}/files/{ending}")
    assert answer.headers["content-disposition"] == f"attachment; filename*=utf-8''Br%C3%BCcke%20_1_{ending}"
    assert answer.content == (services.analyses.store.folder_of(analysis) / f"video{ending}").read_bytes()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a/b\\c:d.mp4", "b_c_d.json"),
        ("..", "video.json"),
        ('x"\r\ny.mp4', "x_y.json"),
        ("con.tar.mp4", "con.tar.json"),
    ],
)
def test_a_downloads_name_is_one_on_every_system(name, expected):
    analysis = Analysis("0", name, "", datetime.now(UTC), Wish())
    assert download_name(analysis, ".json") == expected


@pytest.mark.parametrize("ending", ["", ".exe", "/../analysis.json", "/../video", "%2e%2e%2fanalysis.json"])
def test_nothing_but_a_result_file_is_handed_out(ending, services, analysis):
    assert client(services).get(f"/analyses/{analysis.id}/files/{ending}").status_code == 404


@pytest.mark.parametrize("name", ["0123456789abcdef", "%2e%2e", "..%2f..%2fetc", "analysis.json", "%00"])
@pytest.mark.parametrize("path", ["", "/video"])
def test_an_id_that_is_not_ours_leads_nowhere(name, path, services):
    assert client(services).get(f"/analyses/{name}{path}").status_code == 404


def test_a_device_sees_only_what_it_has_sent(services, analysis):
    phone, owner = client(services, frozenset({"send"})), client(services)
    for path in PATHS:
        assert owner.get(f"/analyses/{analysis.id}{path}").status_code == 200
        assert phone.get(f"/analyses/{analysis.id}{path}").status_code == 404
    for method, path in (("DELETE", ""), ("POST", "/cancel"), ("POST", "/again")):
        assert phone.request(method, f"/analyses/{analysis.id}{path}").status_code == 404
    assert phone.get("/analyses").status_code == 403
    assert phone.get("/analyses/state").json() == []

    content = (services.analyses.store.folder_of(analysis) / "video").read_bytes()
    sent = phone.post("/analyses?name=mine.mp4", content=content).json()["id"]
    assert [one["id"] for one in phone.get("/analyses/state").json()] == [sent]
    assert "mine.mp4" in phone.get("/send").text and "mine.mp4" in owner.get("/analyses").text
    assert phone.get(f"/analyses/{sent}").status_code == 200
    assert client(services, frozenset({"send"})).get(f"/analyses/{sent}").status_code == 404
    assert phone.delete(f"/analyses/{sent}").status_code == 200


@pytest.mark.parametrize("rights", [frozenset(), frozenset({"view", "control", "camera"})])
def test_who_may_not_send_sends_nothing(rights, services):
    browser = client(services, rights)
    assert browser.post("/analyses", content=b"x").status_code in (401, 403)
    assert browser.get("/send").status_code in (401, 403)
    assert browser.get("/analyses/state").status_code in (401, 403)


def test_deleted_is_gone(services, analysis):
    browser = client(services)
    assert browser.delete(f"/analyses/{analysis.id}").status_code == 200
    assert list(services.analyses.store.folder.iterdir()) == []
    assert browser.get(f"/analyses/{analysis.id}").status_code == 404


def test_again_takes_the_new_wish_and_removes_the_old_result(services, analysis):
    browser = client(services)
    assert browser.post(f"/analyses/{analysis.id}/again?exercise=press_up&height_cm=160&turn=auto").status_code == 200
    assert browser.get(f"/analyses/{analysis.id}/files/.json").status_code == 404
    assert browser.get("/analyses/state").json()[0]["state"] == "waiting"
    assert services.analyses.store.find(analysis.id).wish == Wish("press_up", 160.0, "auto")
    assert browser.post(f"/analyses/{analysis.id}/again?exercise=flying").status_code == 400
    assert browser.post(f"/analyses/{analysis.id}/cancel").status_code == 200
    assert browser.get("/analyses/state").json()[0]["state"] == "stopped"
    assert "Analyse it again" in browser.get(f"/analyses/{analysis.id}").text
