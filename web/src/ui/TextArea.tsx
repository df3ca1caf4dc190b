/** A text area that is as tall as its text. */
import { type ComponentProps, type RefObject, useLayoutEffect } from "react";

import { cx } from "../lib/cx";

const growsByItself = typeof CSS !== "undefined" && CSS.supports("field-sizing", "content");

interface TextAreaProps extends ComponentProps<"textarea"> {
  readonly ref: RefObject<HTMLTextAreaElement | null>;
  readonly value: string;
}

export function TextArea({ ref, value, className, ...rest }: TextAreaProps) {
  // Browsers without `field-sizing` are told the height after each change.
  useLayoutEffect(() => {
    const element = ref.current;
    if (growsByItself || element === null) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight}px`;
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- the text makes the height
  }, [ref, value]);
  return (
    <textarea
      ref={ref}
      value={value}
      dir="auto"
      className={cx("field-sizing-content w-full resize-none bg-transparent outline-none", className)}
      {...rest}
    />
  );
}
