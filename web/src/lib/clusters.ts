/** Places that lie too near to each other to be told apart on a map, as one. Pure. */
import type { Place } from "./place";

export interface Cluster<T> extends Place {
  readonly members: readonly T[];
}

/** Where a place lies on the map, in whatever the map measures. */
export type Projection = (place: Place) => readonly [x: number, y: number];

/** Gather what falls into one square of the map; each cluster lies in the middle of its members. */
export function clustered<T extends Place>(places: readonly T[], project: Projection, size: number): Cluster<T>[] {
  const squares = new Map<string, T[]>();
  for (const place of places) {
    const square = project(place)
      .map((value) => Math.floor(value / size))
      .join(" ");
    const members = squares.get(square);
    if (members === undefined) squares.set(square, [place]);
    else members.push(place);
  }
  return [...squares.values()].map((members) => ({
    latitude: members.reduce((sum, { latitude }) => sum + latitude, 0) / members.length,
    longitude: members.reduce((sum, { longitude }) => sum + longitude, 0) / members.length,
    members,
  }));
}
