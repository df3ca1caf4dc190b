/** One recording of the microphone: its level and length ten times a second, and a file at its end. */

const kinds = [
  { type: "audio/webm;codecs=opus", ending: "webm" },
  { type: "audio/webm", ending: "webm" },
  { type: "audio/mp4", ending: "m4a" },
  { type: "audio/ogg;codecs=opus", ending: "ogg" },
] as const;
const tick = 100;
/** So that a crash loses no more than this, in milliseconds. */
const slice = 1000;
/** Quiet speech still moves the bars. */
const gain = 4;

/** "3:07" */
export function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}

/** How loud a moment was, from 0 to 1. */
export function levelOf(samples: Uint8Array): number {
  const power = samples.reduce((sum, sample) => sum + ((sample - 128) / 128) ** 2, 0) / samples.length;
  return Math.min(1, Math.sqrt(power) * gain);
}

export class Recording {
  readonly #onTick: (level: number, seconds: number) => void;
  readonly #parts: Blob[] = [];
  #stream: MediaStream | null = null;
  #recorder: MediaRecorder | null = null;
  #context: AudioContext | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #seconds = 0;
  #isEnded = false;

  constructor(onTick: (level: number, seconds: number) => void) {
    this.#onTick = onTick;
  }

  /** Ask for the microphone and begin; rejects when there is none or it is refused. */
  async start(): Promise<void> {
    // Pages served over plain http have no microphone.
    if (!("mediaDevices" in navigator)) throw new DOMException("insecure", "NotAllowedError");
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    this.#stream = stream;
    if (this.#isEnded) return this.end();
    const kind = kinds.find(({ type }) => MediaRecorder.isTypeSupported(type));
    const recorder = new MediaRecorder(stream, kind === undefined ? {} : { mimeType: kind.type });
    recorder.addEventListener("dataavailable", ({ data }) => this.#parts.push(data));
    recorder.start(slice);
    this.#recorder = recorder;
    this.#watch(stream);
    return undefined;
  }

  pause(): void {
    this.#recorder?.pause();
  }

  resume(): void {
    this.#recorder?.resume();
  }

  stop(): Promise<File | null> {
    const recorder = this.#recorder;
    if (recorder === null) return Promise.resolve(null);
    return new Promise((resolve) => {
      recorder.addEventListener("stop", () => {
        const type = recorder.mimeType;
        const ending = kinds.find((kind) => type.startsWith(kind.type.split(";")[0] ?? ""))?.ending ?? "webm";
        const moment = new Date().toISOString().slice(0, 19).replaceAll(/[:T]/gu, "-");
        resolve(new File(this.#parts, `recording-${moment}.${ending}`, { type }));
        this.end();
      });
      recorder.stop();
    });
  }

  /** Let the microphone go. */
  end(): void {
    this.#isEnded = true;
    clearInterval(this.#timer);
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    if (this.#context !== null && this.#context.state !== "closed") void this.#context.close();
  }

  #watch(stream: MediaStream): void {
    const context = new AudioContext();
    this.#context = context;
    const analyser = context.createAnalyser();
    analyser.fftSize = 512;
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Uint8Array(analyser.fftSize);
    this.#timer = setInterval(() => {
      if (this.#recorder?.state !== "recording") return;
      this.#seconds += tick / 1000;
      analyser.getByteTimeDomainData(samples);
      this.#onTick(levelOf(samples), this.#seconds);
    }, tick);
  }
}
