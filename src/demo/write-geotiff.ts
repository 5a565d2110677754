/** A raster of heights with the place of its first pixel's centre and its steps, degrees. */
export interface Raster {
  columns: number;
  rows: number;
  /** Row-major from the north-west, m; `noData` where there is none. */
  values: Float32Array;
  west: number;
  north: number;
  stepLon: number;
  stepLat: number;
  noData: number;
}

/**
 * Writes a GeoTIFF: one band of float32, uncompressed strips, EPSG:4326, pixel is area, orthometric heights in metres.
 *
 * Tags: TIFF 6.0; OGC GeoTIFF 1.1 (19-008r4): ModelPixelScale, ModelTiepoint, GeoKeyDirectory; GDAL's no-data tag.
 */
export function writeGeoTiff(raster: Raster): Uint8Array {
  const { columns, rows } = raster;
  const perStrip = 32;
  const strips = Math.ceil(rows / perStrip);
  const noData = new TextEncoder().encode(`${raster.noData}\0`);
  // Code, type, values; types: 2 ASCII, 3 SHORT, 4 LONG, 12 DOUBLE.
  const entries: [number, number, ArrayLike<number>][] = [
    [256, 4, [columns]],
    [257, 4, [rows]],
    [258, 3, [32]],
    [259, 3, [1]],
    [262, 3, [1]],
    [273, 4, new Array<number>(strips).fill(0)],
    [277, 3, [1]],
    [278, 4, [perStrip]],
    [279, 4, Array.from({ length: strips }, (_, s) => Math.min(perStrip, rows - s * perStrip) * columns * 4)],
    [284, 3, [1]],
    [339, 3, [3]],
    [33550, 12, [raster.stepLon, raster.stepLat, 0]],
    [33922, 12, [0, 0, 0, raster.west - raster.stepLon / 2, raster.north + raster.stepLat / 2, 0]],
    // Geographic, pixel is area, WGS 84; 4096–4099: heights above EGM96 in metres.
    [
      34735,
      3,
      [1, 1, 0, 5, 1024, 0, 1, 2, 1025, 0, 1, 1, 2048, 0, 1, 4326, 4096, 0, 1, 5773, 4099, 0, 1, 9001],
    ],
    [42113, 2, noData],
  ];
  const size: Record<number, number> = { 2: 1, 3: 2, 4: 4, 12: 8 };
  let end = 8 + 2 + entries.length * 12 + 4;
  const places = entries.map(([, type, values]) => {
    const bytes = size[type]! * values.length;
    if (bytes <= 4) return 0;
    end += end % 2;
    const place = end;
    end += bytes;
    return place;
  });
  end += (8 - (end % 8)) % 8;
  const offsets = entries.find(([code]) => code === 273)![2] as number[];
  for (let s = 0; s < strips; s++) offsets[s] = end + s * perStrip * columns * 4;
  const bytes = new Uint8Array(end + columns * rows * 4);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0x4949);
  view.setUint16(2, 42, true);
  view.setUint32(4, 8, true);
  view.setUint16(8, entries.length, true);
  for (const [i, [code, type, values]] of entries.entries()) {
    const at = 10 + i * 12;
    view.setUint16(at, code, true);
    view.setUint16(at + 2, type, true);
    view.setUint32(at + 4, values.length, true);
    let place = places[i] || at + 8;
    if (places[i]) view.setUint32(at + 8, place, true);
    for (let k = 0; k < values.length; k++) {
      if (type === 2) view.setUint8(place, values[k]!);
      else if (type === 3) view.setUint16(place, values[k]!, true);
      else if (type === 4) view.setUint32(place, values[k]!, true);
      else view.setFloat64(place, values[k]!, true);
      place += size[type]!;
    }
  }
  for (let i = 0; i < raster.values.length; i++) view.setFloat32(end + i * 4, raster.values[i]!, true);
  return bytes;
}
