// The page speaks: one sentence at a time, the newest one next, and nothing that is too late.
const NORMAL_WPM = 175; // words per minute of a browser's voice at rate 1
const LONGEST_MS = 12000; // for seven words and a tone; some browsers never say that a sentence has ended
const LOUDNESS = 0.35; // of a tone, as a share of full scale: as loud as the voice
const EDGE_S = 0.012; // attack and decay of a note: shorter ones click

export class PageVoice {
  constructor({ rate, volume, language, tones }) {
    Object.assign(this, { rate: rate / NORMAL_WPM, volume: volume / 100, language, tones });
    this.on = false;
    this.waiting = null;
    this.speaking = false;
    this.began = 0;
    this.sound = null;
  }

  /** Switch on or off. Browsers let a page sound only after a tap, so call it from one. */
  turn(on) {
    this.on = on;
    if (!on) this.hush();
    if (on && window.AudioContext) {
      this.sound ||= new AudioContext();
      this.sound.resume();
    }
  }

  hush() {
    this.waiting = null;
    this.speaking = false;
    window.speechSynthesis?.cancel();
  }

  /** Take a spoken message of the session. */
  take(cue) {
    if (!this.on) return;
    const until = performance.now() + 1000 * (cue.fresh_s - cue.age_s);
    if (cue.urgent || (this.speaking && performance.now() - this.began > LONGEST_MS)) this.hush();
    this.waiting = { ...cue, until };
    if (!this.speaking) this.next();
  }

  next() {
    const cue = this.waiting;
    this.waiting = null;
    this.speaking = false;
    if (!cue || performance.now() > cue.until) return;
    const wait = cue.tone ? this.play(cue.tone) : 0;
    if (!cue.say || !window.speechSynthesis) return;
    this.speaking = true;
    this.began = performance.now();
    const words = new SpeechSynthesisUtterance(cue.say);
    Object.assign(words, { rate: this.rate, volume: this.volume, lang: this.language });
    words.onend = words.onerror = () => this.current === words && this.next();
    this.current = words;
    setTimeout(() => this.current === words && this.on && speechSynthesis.speak(words), 1000 * wait);
  }

  /** Play a tone; return its length in seconds. */
  play(name) {
    if (!this.sound) return 0;
    let at = this.sound.currentTime;
    const began = at;
    for (const [pitch, length] of this.tones[name]) {
      if (pitch) this.note(pitch, at, length);
      at += length;
    }
    return at - began;
  }

  note(pitch, at, length) {
    const tone = this.sound.createOscillator();
    const loudness = this.sound.createGain();
    tone.frequency.value = pitch;
    loudness.gain.setValueAtTime(0, at);
    loudness.gain.linearRampToValueAtTime(LOUDNESS * this.volume, at + EDGE_S);
    loudness.gain.setValueAtTime(LOUDNESS * this.volume, at + length - EDGE_S);
    loudness.gain.linearRampToValueAtTime(0, at + length);
    tone.connect(loudness).connect(this.sound.destination);
    tone.start(at);
    tone.stop(at + length);
  }
}
