// The connection by which a phone sends its pictures. At most two are under way: what would wait is never sent, because
// posecoach judges what is, not what was.
import { socketAddress } from "../api.js";

const VERSION = 1; // of the message: version, capture time in seconds as a float64, JPEG
const HEADER_BYTES = 9;
const UNDER_WAY = 2;
const SILENT_MS = 5000; // without an answer for so long the network is gone, though nothing says so
const RETRY_MS = [500, 1000, 2000, 4000]; // pauses between attempts to connect
const REPLACED = 4409; // another page of this phone is the camera now
const SMOOTH = 0.1; // weight of the newest round trip in their mean

const SLOW_MS = 130; // with two pictures under way, fewer than 15 a second would arrive: holds would be less exact
const FAST_MS = 50;
const STEP_MS = 3000; // time to see what a smaller picture brings
const LEVELS = [ // longest side in pixels, and quality of the JPEG; with fewer than 360 lines joints are less exact
  { side: 640, quality: 0.8 },
  { side: 640, quality: 0.6 },
  { side: 480, quality: 0.6 },
  { side: 480, quality: 0.4 },
];

export class Link {
  #socket = null;
  #sentAt = []; // of the pictures under way, oldest first
  #failures = 0;
  #timer = 0;
  #level = 0;
  #changedAt = 0;
  #stopped = true;

  /** `changed` is called whenever `state` has another value. */
  constructor(changed) {
    this.changed = changed;
    this.state = "off"; // off, connecting, waiting, used, lost, replaced, refused
    this.sent = 0;
    this.roundTripMs = 0;
  }

  get free() {
    return this.#socket?.readyState === WebSocket.OPEN && this.#sentAt.length < UNDER_WAY;
  }

  /** Longest side and quality of the next picture. */
  get level() {
    return LEVELS[this.#level];
  }

  open() {
    this.close();
    this.#stopped = false;
    this.#failures = 0;
    this.#connect();
  }

  close() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#drop();
    this.#set("off");
  }

  /** Send a JPEG (a Blob) that was captured at `capturedMs` on the page's clock. */
  send(jpeg, capturedMs) {
    const header = new DataView(new ArrayBuffer(HEADER_BYTES));
    header.setUint8(0, VERSION);
    header.setFloat64(1, capturedMs / 1000, true);
    this.#socket.send(new Blob([header.buffer, jpeg]));
    this.#sentAt.push(performance.now());
    this.sent += 1;
    if (this.#sentAt.length === 1) this.#expectAnswer();
  }

  #connect() {
    if (this.state !== "lost") this.#set("connecting");
    const socket = new WebSocket(socketAddress("/phone/socket"));
    this.#socket = socket;
    socket.onopen = () => socket === this.#socket && this.#opened();
    socket.onmessage = (message) => socket === this.#socket && this.#answered(JSON.parse(message.data));
    socket.onclose = (event) => socket === this.#socket && this.#lost(event.code);
    this.#expectAnswer();
  }

  #opened() {
    clearTimeout(this.#timer);
    this.#set("waiting");
  }

  #expectAnswer() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#lost(0), SILENT_MS);
  }

  #answered({ used }) {
    clearTimeout(this.#timer);
    this.#failures = 0;
    const tripMs = performance.now() - this.#sentAt.shift();
    this.roundTripMs += (tripMs - this.roundTripMs) * (this.roundTripMs ? SMOOTH : 1);
    this.#adapt(performance.now());
    if (this.#sentAt.length) this.#expectAnswer();
    this.#set(used ? "used" : "waiting");
  }

  #adapt(now) {
    const step = this.roundTripMs > SLOW_MS ? 1 : this.roundTripMs < FAST_MS ? -1 : 0;
    const level = Math.min(Math.max(this.#level + step, 0), LEVELS.length - 1);
    if (level === this.#level || now - this.#changedAt < STEP_MS) return;
    this.#level = level;
    this.#changedAt = now;
  }

  async #lost(code) {
    clearTimeout(this.#timer);
    this.#drop();
    if (this.#stopped) return;
    if (code === REPLACED) return this.#set("replaced");
    this.#set("lost");
    const known = await isKnown();
    if (this.#stopped || this.#socket) return; // the person stopped or started meanwhile
    if (!known) return this.#set("refused");
    const pauseMs = RETRY_MS[Math.min(this.#failures++, RETRY_MS.length - 1)];
    this.#timer = setTimeout(() => this.#connect(), pauseMs);
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    this.#sentAt = [];
    this.roundTripMs = 0;
    socket?.close();
  }

  #set(state) {
    if (state === this.state) return;
    this.state = state;
    this.changed(state);
  }
}

/** Whether posecoach still lets this device be the camera; also true while it does not answer. */
async function isKnown() {
  try {
    const answer = await fetch("/phone", { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(SILENT_MS) });
    return answer.status !== 401 && answer.status !== 403;
  } catch {
    return true;
  }
}
