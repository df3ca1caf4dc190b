/** Plays a recording: where it is, how long it is, how fast it goes. */
import { Pause, Play } from "lucide-react";
import { useRef, useState } from "react";

import { useT } from "../../i18n";
import { playTime } from "../../lib/media";

interface AudioPlayerProps {
  readonly address: string;
  readonly name: string;
}

const speeds = [1, 1.5, 2] as const;

export function AudioPlayer({ address, name }: AudioPlayerProps) {
  const t = useT();
  const audio = useRef<HTMLAudioElement>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [time, setTime] = useState(0);
  const [length, setLength] = useState(Number.NaN);
  const [speed, setSpeed] = useState(0);
  const [hasFailed, setFailed] = useState(false);
  const Icon = isPlaying ? Pause : Play;
  const toggle = (): void => {
    const element = audio.current;
    if (element === null) return;
    if (element.paused) void element.play().catch(() => setFailed(true));
    else element.pause();
  };
  const faster = (): void => {
    const next = (speed + 1) % speeds.length;
    setSpeed(next);
    if (audio.current !== null) audio.current.playbackRate = speeds[next] ?? 1;
  };
  return (
    <div role="group" aria-label={name} className="flex items-center gap-2 rounded-lg border border-line bg-sunken/50 py-1.5 pr-2 pl-1.5">
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- what somebody said into their own note */}
      <audio
        ref={audio}
        src={address}
        preload="metadata"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onTimeUpdate={(event) => setTime(event.currentTarget.currentTime)}
        onDurationChange={(event) => setLength(event.currentTarget.duration)}
        onError={() => setFailed(true)}
      />
      <button
        type="button"
        aria-label={t(isPlaying ? "memo.media.pause" : "memo.media.play")}
        onClick={toggle}
        disabled={hasFailed}
        className="grid size-9 shrink-0 place-items-center rounded-full bg-accent text-on-accent hover:bg-accent-strong disabled:bg-sunken disabled:text-muted pointer-coarse:size-11"
      >
        <Icon aria-hidden size={16} strokeWidth={2} fill="currentColor" />
      </button>
      <div className="min-w-0 flex-1">
        <p className="truncate text-xs text-muted" dir="auto">
          {hasFailed ? t("memo.media.cannotPlay", { name }) : name}
        </p>
        <input
          type="range"
          aria-label={t("memo.media.position")}
          aria-valuetext={t("memo.media.place", { index: playTime(time), total: playTime(length) })}
          min={0}
          max={Number.isFinite(length) ? length : 0}
          step="any"
          value={time}
          disabled={hasFailed}
          onChange={(event) => {
            if (audio.current !== null) audio.current.currentTime = Number(event.currentTarget.value);
          }}
          className="block h-4 w-full accent-(--accent) pointer-coarse:-my-2 pointer-coarse:h-11"
        />
      </div>
      <span className="text-xs text-muted tabular-nums">
        {playTime(time)} / {playTime(length)}
      </span>
      <button
        type="button"
        aria-label={t("memo.media.speed", { speed: speeds[speed] ?? 1 })}
        onClick={faster}
        className="min-h-9 min-w-9 rounded-lg text-xs text-muted tabular-nums hover:bg-sunken hover:text-ink pointer-coarse:min-h-11"
      >
        {speeds[speed]}×
      </button>
    </div>
  );
}
