/** Places on the earth, in words. */
export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

function degrees(value: number, positive: string, negative: string): string {
  const sign = value < 0 ? negative : positive;
  return `${Math.abs(value).toFixed(4)}° ${sign}`;
}

/** `48.1372° N, 11.5756° E` */
export function coordinates({ latitude, longitude }: Place): string {
  return `${degrees(latitude, "N", "S")}, ${degrees(longitude, "E", "W")}`;
}

export function isPlace({ latitude, longitude }: Place): boolean {
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
}

/** Where somebody may look the place up, if they want to. */
export function mapAddress({ latitude, longitude }: Place): string {
  const query = new URLSearchParams({ mlat: latitude.toFixed(6), mlon: longitude.toFixed(6) });
  return `https://www.openstreetmap.org/?${query.toString()}#map=14/${latitude.toFixed(5)}/${longitude.toFixed(5)}`;
}
