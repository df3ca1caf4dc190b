/** Degrees as people type and paste them. Pure. */

/** About ten centimetres: more says nothing of a place. */
const places = 6;

export function rounded(degrees: number): number {
  return Number(degrees.toFixed(places));
}

/** A number within `most` degrees; a comma may stand for the point. Null: it is none. */
export function coordinate(text: string, most: number): number | null {
  const plain = text.trim().replace(",", ".").replace(/°$/u, "");
  const degrees = Number(plain);
  return plain === "" || !Number.isFinite(degrees) || Math.abs(degrees) > most ? null : rounded(degrees);
}

/** Latitude and longitude in one text, as maps copy them: `52.5, 13.4`. */
export function coordinatePair(text: string): readonly [number, number] | null {
  const found = /^\s*(-?\d+(?:\.\d+)?)°?\s*[,;\s]\s*(-?\d+(?:\.\d+)?)°?\s*$/u.exec(text);
  const [north, east] = [coordinate(found?.[1] ?? "", 90), coordinate(found?.[2] ?? "", 180)];
  return north === null || east === null ? null : [north, east];
}
