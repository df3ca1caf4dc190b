/** The box of a task: it answers the finger at once, and follows the text again as soon as that changes. */
import { useState } from "react";

interface TaskBoxProps {
  readonly label: string;
  readonly checked: boolean;
  /** Missing where nothing may change. */
  readonly onTick: ((done: boolean) => void) | undefined;
}

export function TaskBox({ label, checked, onTick }: TaskBoxProps) {
  const [written, setWritten] = useState(checked);
  const [shown, setShown] = useState(checked);
  if (written !== checked) {
    setWritten(checked);
    setShown(checked);
  }
  return (
    <input
      type="checkbox"
      checked={shown}
      disabled={onTick === undefined}
      aria-label={label}
      onChange={(event) => {
        setShown(event.currentTarget.checked);
        onTick?.(event.currentTarget.checked);
      }}
    />
  );
}
