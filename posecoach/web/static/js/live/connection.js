// The connection to the live view: pictures onto canvases, state and spoken words to whoever wants them.
import { socketAddress } from "../api.js";

const RETRY_MS = 1000; // a restart of posecoach takes about as long
const NOT_ALLOWED = 4403; // the computer has forgotten this device
const HEADER = 12; // bytes before each picture: its number, and the time at which it was captured

export class LiveConnection {
  /** `onState` and `onCue` take the parsed messages; `onLost` is called when the connection is lost. */
  constructor(onState, onCue, onLost) {
    Object.assign(this, { onState, onCue, onLost });
    this.canvas = null;
    this.last = null;
    this.unsent = null;
    this.open();
  }

  open() {
    this.socket = new WebSocket(socketAddress("/live/socket"));
    this.socket.binaryType = "arraybuffer";
    this.socket.onopen = () => this.unsent && this.tap(this.unsent);
    this.socket.onmessage = (message) => this.take(message.data);
    this.socket.onclose = ({ code }) => {
      this.onLost();
      if (code === NOT_ALLOWED) location.reload(); // the page says what this device may do now
      else setTimeout(() => this.open(), RETRY_MS);
    };
  }

  take(data) {
    if (data instanceof ArrayBuffer) {
      this.draw(data);
      return;
    }
    const message = JSON.parse(data);
    if (message.kind === "cue") this.onCue(message);
    else this.onState(message);
  }

  async draw(data) {
    const socket = this.socket;
    const sequence = new DataView(data).getUint32(0);
    try {
      const picture = await createImageBitmap(new Blob([new Uint8Array(data, HEADER)], { type: "image/jpeg" }));
      this.last?.close();
      this.last = picture;
      this.paint();
    } finally {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ kind: "seen", sequence }));
    }
  }

  /** Show the pictures on this canvas from now on. */
  showOn(canvas) {
    if (canvas === this.canvas) return;
    this.canvas = canvas;
    this.paint();
  }

  paint() {
    const { canvas, last } = this;
    if (!canvas || !last) return;
    if (canvas.width !== last.width || canvas.height !== last.height) {
      canvas.width = last.width;
      canvas.height = last.height;
    }
    canvas.getContext("2d", { alpha: false }).drawImage(last, 0, 0);
  }

  /** Send what was tapped; without a connection only that it hurts is kept, and sent as soon as there is one. */
  tap(action, question = 0) {
    const open = this.socket.readyState === WebSocket.OPEN;
    this.unsent = open || action !== "stop" ? null : action;
    if (open) this.socket.send(JSON.stringify({ kind: "tap", action, question }));
  }
}
