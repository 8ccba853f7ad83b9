// The page of a phone that is the camera: opens its camera and sends what it sees.
import { $, showProblem } from "../api.js";
import { Link } from "./link.js";
import { _, plural } from "../words.js";

const WANTED = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 } };
const UNUSED_MS = 500; // between pictures while nobody watches: shows that the connection works, and saves the battery
const FRAME_MS = 33; // where the browser does not say when a picture is new
const OLD_MS = 1000; // a time of capture further in the past is on another clock
const COUNT_MS = 1000;

const STATES = {
  off: _("The camera is off."),
  connecting: _("Connecting to the computer ..."),
  waiting: _("The camera is on. The computer is not practising yet: choose this phone as the camera there."),
  used: _("You are practising with this camera. Leave the phone where it is, and this page open."),
  lost: _("No connection to the computer. Trying again ..."),
  replaced: _("This phone's camera is on in another page. Close the other page, or press Start to go on here."),
  refused: _("The computer no longer lets this phone be the camera. Scan its code again."),
};
const REASONS = {
  NotAllowedError: _("The browser may not use the camera. Allow it for this page in the browser's settings, then press Start again."),
  NotFoundError: _("This device has no camera."),
  NotReadableError: _("The camera does not start. Close other apps that use it, then press Start again."),
};

const video = $("preview");
const canvas = document.createElement("canvas");
const context = canvas.getContext("2d", { alpha: false });
const link = new Link(show);
let stream = null;
let wakeLock = null;
let encoding = false;
let lastMs = -Infinity;

function show(state) {
  if (state === "replaced" || state === "refused") switchOff();
  $("state").textContent = STATES[state];
  $("state").dataset.state = state;
  const on = stream !== null;
  $("start").hidden = on;
  $("stop").hidden = !on;
  $("numbers").hidden = !on;
  video.hidden = !on;
  showNarrow();
}

function showNarrow() {
  $("narrow").hidden = video.hidden || video.videoHeight <= video.videoWidth;
}

async function start() {
  showProblem("");
  $("start").disabled = true;
  try {
    await openCamera();
    link.open();
    await stayAwake();
  } catch (error) {
    fail(error);
  } finally {
    $("start").disabled = false;
  }
}

async function openCamera() {
  closeCamera();
  const wanted = { ...WANTED, facingMode: { ideal: $("side").value } };
  const opened = await navigator.mediaDevices.getUserMedia({ audio: false, video: wanted });
  stream = opened;
  opened.getVideoTracks()[0].onended = () => stream === opened && reopen();
  video.srcObject = opened;
  await video.play();
  waitForFrame(opened);
}

function closeCamera() {
  stream?.getTracks().forEach((track) => track.stop());
  stream = null;
  video.srcObject = null;
}

function switchOff() {
  closeCamera();
  wakeLock?.release();
  wakeLock = null;
}

function stop() {
  switchOff();
  link.close();
  show("off");
}

function fail(error) {
  stop();
  showProblem(REASONS[error.name] || _("The camera does not start: {reason}", { reason: error.message }));
}

/** Open the camera again that the phone took away, as for a call; at once or when the page is looked at again. */
async function reopen() {
  if (document.hidden) return;
  try {
    await openCamera();
    showProblem("");
  } catch (error) {
    fail(error);
  }
}

async function stayAwake() {
  try {
    wakeLock = await navigator.wakeLock.request("screen");
  } catch {
    $("awake").hidden = false; // an older browser, or a battery that is nearly empty
  }
}

function waitForFrame(of) {
  if (stream !== of) return;
  const next = (now, about = {}) => {
    waitForFrame(of);
    if (stream === of) take(now, about.captureTime);
  };
  if (video.requestVideoFrameCallback) video.requestVideoFrameCallback(next);
  else setTimeout(() => next(performance.now()), FRAME_MS);
}

function take(now, captured) {
  if (encoding || !link.free || !video.videoWidth || (link.state !== "used" && now - lastMs < UNUSED_MS)) return;
  const capturedMs = captured <= now && captured > now - OLD_MS ? captured : now;
  const { side, quality } = link.level;
  const scale = Math.min(1, side / Math.max(video.videoWidth, video.videoHeight));
  const [width, height] = [Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale)];
  if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
  context.drawImage(video, 0, 0, width, height);
  encoding = true;
  lastMs = now;
  canvas.toBlob((jpeg) => {
    encoding = false;
    if (jpeg && link.free) link.send(jpeg, capturedMs);
  }, "image/jpeg", quality);
}

video.addEventListener("resize", showNarrow); // the phone was turned

let counted = 0;
setInterval(() => {
  const rate = link.sent - counted;
  counted = link.sent;
  const pictures = plural("{n} picture a second", "{n} pictures a second", rate);
  const trip = _("{n} ms to the computer and back", { n: Math.round(link.roundTripMs) });
  $("numbers").textContent = link.roundTripMs ? `${pictures}, ${trip}` : pictures;
}, COUNT_MS);

document.addEventListener("visibilitychange", async () => {
  if (document.hidden || stream === null) return;
  link.open(); // the phone slept: its clock may have stood still, and the connection be dead
  if (stream.getVideoTracks()[0].readyState === "ended") await reopen();
  await stayAwake();
});

if (navigator.mediaDevices?.getUserMedia) {
  $("start").addEventListener("click", start);
  $("stop").addEventListener("click", stop);
  $("side").addEventListener("change", () => stream && start());
} else {
  $("insecure").hidden = false;
  $("camera").hidden = true;
}
