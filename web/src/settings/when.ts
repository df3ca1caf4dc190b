/** Times of the server in the words of the chosen language. */
import { type Timestamp, timestampDate } from "@bufbuild/protobuf/wkt";

import { dateFormat } from "../i18n/formats";

/** "3 Mar 2026, 14:05", or what is said where there is no time. */
export function moment(time: Timestamp | undefined, otherwise: string): string {
  return time === undefined
    ? otherwise
    : dateFormat({ dateStyle: "medium", timeStyle: "short" }).format(timestampDate(time));
}

/** "3 Mar 2026", or what is said where there is no time. */
export function day(time: Timestamp | undefined, otherwise: string): string {
  return time === undefined ? otherwise : dateFormat({ dateStyle: "medium" }).format(timestampDate(time));
}

/** "March 2026"; empty where there is no time. */
export function month(time: Timestamp | undefined): string {
  return time === undefined ? "" : dateFormat({ month: "long", year: "numeric" }).format(timestampDate(time));
}
