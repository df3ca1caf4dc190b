/** Records a voice: level, length, pause; then it is attached, or written down where the instance can. */
import { useQuery } from "@tanstack/react-query";
import { Mic, Pause, Play, Square, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";

import { explain } from "../api/errors";
import { transcriptionQuery } from "../api/limits";
import { useT } from "../i18n";
import { Button } from "../ui/Button";
import { IconButton } from "../ui/IconButton";
import { clock, Recording } from "./recording";

interface RecorderProps {
  readonly onAttach: (file: File) => void;
  readonly onText: (text: string) => void;
  readonly onClose: () => void;
}

type Step = "asking" | "recording" | "paused" | "done" | "writing";

const bars = 28;

/** The last levels as bars; the newest is at the end. */
function Levels({ levels }: { readonly levels: readonly number[] }) {
  return (
    <svg viewBox={`0 0 ${bars * 4} 24`} aria-hidden className="h-7 min-w-0 flex-1 text-accent">
      {levels.map((level, index) => {
        const height = Math.max(2, level * 24);
        // oxlint-disable-next-line react/no-array-index-key -- a bar is its place
        return <rect key={index} x={index * 4} y={(24 - height) / 2} width="2.4" height={height} rx="1.2" fill="currentColor" />;
      })}
    </svg>
  );
}

export default function Recorder({ onAttach, onText, onClose }: RecorderProps) {
  const t = useT();
  const recording = useRef<Recording | null>(null);
  const [step, setStep] = useState<Step>("asking");
  const [problem, setProblem] = useState("");
  const [seconds, setSeconds] = useState(0);
  const [levels, setLevels] = useState<readonly number[]>(() => Array.from({ length: bars }, () => 0));
  const [file, setFile] = useState<File | null>(null);
  const { data: canWrite = false } = useQuery(transcriptionQuery);

  // The microphone is outside of React, and must be let go with this part.
  useEffect(() => {
    const made = new Recording((level, length) => {
      setSeconds(length);
      setLevels((before) => [...before.slice(1), level]);
    });
    recording.current = made;
    made.start().then(
      () => setStep("recording"),
      (error: unknown) => setProblem(error instanceof DOMException && error.name === "NotFoundError" ? "none" : "refused"),
    );
    return () => made.end();
  }, []);

  const stop = async (): Promise<void> => {
    const made = await recording.current?.stop();
    setStep("done");
    setFile(made ?? null);
  };
  const togglePause = (): void => {
    if (step === "paused") recording.current?.resume();
    else recording.current?.pause();
    setStep(step === "paused" ? "recording" : "paused");
  };
  const writeDown = async (): Promise<void> => {
    if (file === null) return;
    setStep("writing");
    try {
      const { transcribe } = await import("../api/transcription");
      onText(await transcribe(file));
      onClose();
    } catch (error) {
      setProblem(explain(error).sentence);
      setStep("done");
    }
  };
  const attach = (): void => {
    if (file !== null) onAttach(file);
    onClose();
  };
  const isRunning = step === "recording" || step === "paused";
  const told = problem === "none" ? t("editor.noMicrophone") : problem === "refused" ? t("editor.microphoneRefused") : problem;
  return (
    <section aria-label={t("editor.record")} className="mx-3 mb-2 rounded-xl border border-line bg-surface p-2 sm:mx-4">
      {told !== "" && (
        <p role="alert" className="px-2 py-1 text-sm text-danger">
          {told}
        </p>
      )}
      <div className="flex items-center gap-2">
        <Mic aria-hidden size={18} strokeWidth={1.75} className={step === "recording" ? "text-danger" : "text-muted"} />
        <span role="timer" aria-label={t("editor.length")} className="w-12 text-sm tabular-nums">
          {clock(seconds)}
        </span>
        <Levels levels={levels} />
        {isRunning && (
          <>
            <IconButton
              icon={step === "paused" ? Play : Pause}
              label={t(step === "paused" ? "editor.goOn" : "editor.pause")}
              onClick={togglePause}
            />
            <IconButton icon={Square} filled label={t("editor.stop")} className="text-danger!" onClick={() => void stop()} />
          </>
        )}
        <IconButton icon={X} label={t("editor.dropRecording")} onClick={onClose} />
      </div>
      {(step === "done" || step === "writing") && (
        <div className="flex flex-wrap justify-end gap-2 pt-1">
          {canWrite && (
            <Button kind="quiet" disabled={step === "writing"} onClick={() => void writeDown()}>
              {t(step === "writing" ? "editor.writingDown" : "editor.writeDown")}
            </Button>
          )}
          <Button kind="primary" disabled={step === "writing"} onClick={attach}>
            {t("editor.attachRecording")}
          </Button>
        </div>
      )}
    </section>
  );
}
