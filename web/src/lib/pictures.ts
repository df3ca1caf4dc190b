/** Pictures that people choose, made small enough for their use. */

/** Draw a picture into a square of so many pixels and return it as a data URL. */
export async function squarePicture(file: Blob, side: number): Promise<string> {
  const picture = await createImageBitmap(file);
  try {
    const canvas = document.createElement("canvas");
    canvas.width = side;
    canvas.height = side;
    const edge = Math.min(picture.width, picture.height);
    const [left, top] = [(picture.width - edge) / 2, (picture.height - edge) / 2];
    canvas.getContext("2d")?.drawImage(picture, left, top, edge, edge, 0, 0, side, side);
    return canvas.toDataURL("image/webp", 0.9);
  } finally {
    picture.close();
  }
}
