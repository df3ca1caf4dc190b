/** How much of something has been done, as a ring. */
interface ProgressRingProps {
  /** From 0 to 1; null: nobody knows. */
  readonly done: number | null;
  readonly label: string;
}

const radius = 9;
const around = 2 * Math.PI * radius;
const unknown = 0.25;

export function ProgressRing({ done, label }: ProgressRingProps) {
  return (
    <svg
      viewBox="0 0 24 24"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={done === null ? undefined : Math.round(done * 100)}
      className={done === null ? "size-6 animate-spin" : "size-6 -rotate-90"}
    >
      <circle cx="12" cy="12" r={radius} fill="none" stroke="var(--line)" strokeWidth="3" />
      <circle
        cx="12"
        cy="12"
        r={radius}
        fill="none"
        stroke="var(--accent)"
        strokeWidth="3"
        strokeLinecap="round"
        strokeDasharray={around}
        strokeDashoffset={around * (1 - (done ?? unknown))}
      />
    </svg>
  );
}
