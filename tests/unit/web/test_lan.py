"""Other devices of the house: how they join, what they may ask for, and whom the house's certificate vouches for."""

import stat

import pytest
from cryptography import x509
from starlette.testclient import TestClient
from web_app import Clock, client, web_services

from posecoach.web.app import make_app
from posecoach.web.lan.certificates import Authority
from posecoach.web.lan.joining import CODE_S, MAX_REQUESTS, REQUEST_S, AccessRequests, JoinCode
from posecoach.web.lan.network import HOUSE_NETWORKS, Network, house_name

VIEW = frozenset({"view"})


@pytest.fixture
def clock():
    return Clock()


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06}"


def test_a_code_works_once(clock):
    codes = JoinCode(clock)
    code = codes.new()
    assert len(code) == 6 and codes.redeem(wrong(code)) is False
    assert codes.redeem(code) is True
    assert codes.redeem(code) is False


def test_a_code_works_for_some_minutes_and_ends_with_the_next(clock):
    codes = JoinCode(clock)
    first, code = codes.new(), codes.new()
    assert first == code or codes.redeem(first) is False
    clock.s += CODE_S
    assert codes.redeem(code) is False


def test_before_there_is_a_code_none_is_right(clock):
    assert JoinCode(clock).redeem("") is False


def test_guessing_is_slow_for_all_together_and_then_the_right_code_does_not_help_either(clock):
    codes = JoinCode(clock)
    code = codes.new()
    assert [codes.redeem(wrong(code)) for _ in range(5)] == [False] * 5
    assert codes.redeem(code) is None
    clock.s += 60
    assert codes.redeem(code) is True


def test_only_the_request_that_the_owner_saw_is_allowed(clock):
    requests = AccessRequests(clock)
    seen = requests.ask("phone", "iPhone", "camera")
    now = requests.ask("phone", "iPhone", "control")
    now.code = f"{(int(seen.code) + 1) % 10**4:04}"  # by chance it could be the same
    assert requests.answer("phone", seen.code, allow=True) is None
    assert requests.answer("phone", now.code, allow=True) == "control"
    assert requests.answer("phone", now.code, allow=True) is None


def test_a_request_waits_for_some_minutes(clock):
    requests = AccessRequests(clock)
    requests.ask("phone", "iPhone", "camera")
    clock.s += REQUEST_S
    assert not requests.waiting() and requests.of("phone") is None


def test_not_any_number_of_devices_can_ask_at_once(clock):
    requests = AccessRequests(clock)
    assert all(requests.ask(str(n), "x", "camera") for n in range(MAX_REQUESTS))
    assert requests.ask("another", "x", "camera") is None
    assert requests.ask("0", "x", "control")


# -- pages ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def services(tmp_path):
    """Return the services of an app that listens in the house."""
    services = web_services(tmp_path)
    services.house.network = Network(8000, 8001, ("192.168.1.5", "10.0.0.5"), name="laptop")
    return services


@pytest.fixture
def owner(services):
    return client(services)


def test_a_device_joins_with_the_code_asks_for_the_camera_and_gets_it(services, owner):
    phone = client(services, frozenset())
    assert phone.post("/pair", json={"right": "camera"}).status_code == 401
    code = owner.post("/devices/invite").json()["code"]
    assert phone.post("/join", json={"code": wrong(code)}).status_code == 403
    assert phone.post("/join", json={"code": code}).status_code == 200
    number = phone.post("/pair", json={"right": "camera"}).json()["code"]
    (asked,) = owner.get("/devices/state").json()["asking"]
    assert asked["code"] == number and asked["question"].endswith("asks: may it be the camera?")
    assert owner.post(f"/devices/{asked['id']}/answer", json={"code": number, "allow": True}).status_code == 200
    assert phone.get("/pair").json()["rights"] == ["camera", "view"]
    assert phone.get("/pair").json()["state"] == "allowed"


def test_a_refused_device_gets_nothing_and_sees_it(services, owner):
    tablet = client(services, VIEW)
    number = tablet.post("/pair", json={"right": "control"}).json()["code"]
    (asked,) = owner.get("/devices/state").json()["asking"]
    owner.post(f"/devices/{asked['id']}/answer", json={"code": number, "allow": False})
    assert tablet.get("/pair").json()["rights"] == ["view"]
    assert tablet.get("/pair").json()["state"] == "refused"
    answered = owner.post(f"/devices/{asked['id']}/answer", json={"code": number, "allow": True})
    assert answered.status_code == 409


@pytest.mark.parametrize("right", ["own", "anyone", "x", ["camera"]])
def test_nobody_can_ask_for_everything(services, right):
    assert client(services, VIEW).post("/pair", json={"right": right}).status_code == 400


@pytest.mark.parametrize(
    "body", [{"code": "12345"}, {"code": "1234567"}, {"code": 123456}, {"code": "123456", "x": 1}, []]
)
def test_what_is_no_code_is_no_try(services, body):
    assert client(services, frozenset()).post("/join", json=body).status_code == 400


def test_after_many_tries_a_sentence_says_to_wait(services):
    tv = client(services, frozenset())
    answers = [tv.post("/join", json={"code": "000000"}) for _ in range(6)]
    assert answers[-1].status_code == 429 and "Wait a minute" in answers[-1].json()["problem"]


def test_the_picture_leads_to_the_address_in_the_house_and_makes_a_viewer(services, owner):
    invitation = owner.post("/devices/invite").json()
    assert invitation["picture"].startswith("data:image/svg+xml")
    assert "192.168.1.5:8000" in owner.get("/devices").text


PAGE = {"accept": "text/html"}
"""What a browser sends that opens a page, and no script does."""


def test_whoever_types_the_address_in_the_house_is_asked_for_the_code(services):
    app = make_app(services, lambda: frozenset({"192.168.1.5:8000"}))
    tv = TestClient(app, base_url="http://192.168.1.5:8000", headers=PAGE, follow_redirects=False)
    for path in ("/", "/live", "/practise"):
        assert tv.get(path).headers["location"] == "/join"
    assert "six digits" in tv.get("/join").text


def test_another_browser_of_this_computer_is_not_asked_for_a_code(services):
    answer = client(services, frozenset()).get("/", headers=PAGE)
    assert answer.status_code == 401 and "once more" in answer.text


def test_the_first_page_of_another_device_is_what_it_may_do(services):
    tablet = client(services, VIEW)
    assert tablet.get("/", headers=PAGE).headers["location"] == "/join"
    assert tablet.get("/settings", headers=PAGE).status_code == 403


def test_a_forgotten_device_is_a_stranger(services, owner):
    tablet = client(services, VIEW)
    (known,) = [one for one in owner.get("/devices/state").json()["devices"] if not one["here"]]
    owner.request("DELETE", f"/devices/{known['id']}")
    assert tablet.get("/pair").status_code == 401


def test_without_a_house_nobody_is_invited_and_the_page_says_how(tmp_path):
    browser = client(web_services(tmp_path))
    assert browser.post("/devices/invite").json()["problem"] == "Let other devices in first."
    assert "Let other devices in" in browser.get("/devices").text


def test_the_page_about_the_certificate_may_try_https_and_nothing_else(services, tmp_path):
    services.house.authority = Authority(tmp_path, "laptop")
    browser = client(services, frozenset())
    browser.base_url = "http://127.0.0.1:8000"
    assert "connect-src 'self';" in browser.get("/ca").headers["content-security-policy"]
    assert browser.get("/ca/posecoach.cer").headers["content-type"] == "application/x-x509-ca-cert"
    assert browser.get("/ca/posecoach.crt").headers["content-disposition"] == "attachment"
    assert x509.load_der_x509_certificate(browser.get("/ca/posecoach.cer").content)


def test_before_there_is_a_certificate_there_is_none(services):
    assert client(services, frozenset()).get("/ca/posecoach.cer").status_code == 404


# -- network and certificates --------------------------------------------------------------------------------------


def test_the_app_answers_to_its_addresses_and_names_in_the_house_only_once_it_listens_there():
    network = Network(8000, 8001, name="laptop")
    assert network.hosts() == {"127.0.0.1:8000", "localhost:8000"}
    network.addresses = ("192.168.1.5",)
    assert {"192.168.1.5:8000", "192.168.1.5:8001", "laptop.local:8000", "laptop:8001"} < network.hosts()
    assert "192.168.1.5" not in network.hosts()


def test_a_usual_port_need_not_be_named_as_browsers_leave_it_out():
    assert Network(80).hosts() == {"127.0.0.1:80", "127.0.0.1", "localhost:80", "localhost"}


@pytest.mark.parametrize(
    ("host", "name"), [("Laptop", "laptop"), ("mac.local", "mac"), ("a_b", ""), ("", ""), ("évil", ""), ("a" * 64, "")]
)
def test_a_name_that_fits_into_an_address_is_used(host, name):
    assert house_name(host) == name


def test_the_authority_is_kept_for_the_user_alone_and_used_again(tmp_path):
    first = Authority(tmp_path, "laptop").fingerprint
    assert Authority(tmp_path, "laptop").fingerprint == first
    (file,) = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_text("damaged")
    assert Authority(tmp_path, "laptop").fingerprint != first


def test_the_authority_vouches_for_houses_only(tmp_path):
    certificate = x509.load_der_x509_certificate(Authority(tmp_path, "laptop").der)
    constraints = certificate.extensions.get_extension_for_class(x509.NameConstraints)
    allowed = {one.value for one in constraints.value.permitted_subtrees}
    assert constraints.critical and {"local", "laptop", *HOUSE_NETWORKS} < allowed
    assert all(isinstance(one, str) or one.is_private or str(one) == "100.64.0.0/10" for one in allowed)
