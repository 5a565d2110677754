/** The work on one tile of components, for a worker thread: place in the tile's frame, encode, gzip, write. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { MeshoptEncoder } from 'meshoptimizer/encoder';
import { createEnuFrame } from '#base/geo/ellipsoid.ts';
import { type ModelName, modelColour, modelMesh } from '#city/components/model-mesh.ts';
import { encodeDots, encodeModels, roleOfDot } from './encode-models.ts';
import { LIBRARY_FILES, modelLibrary } from './model-library.ts';

export interface ComponentTileInput {
  kind: 'dots' | 'coarse' | 'near';
  gids: Uint32Array;
  lon: Float64Array;
  lat: Float64Array;
  /** Feet, m ellipsoidal. */
  ground: Float64Array;
  /** m above the foot; 0: the model's own. */
  height: Float32Array;
  azimuth: Float32Array;
  /** Position in `names`. */
  models: Uint16Array;
  /** All models of the city, as its libraries have them. */
  names: ModelName[];
  origin: { lonDeg: number; latDeg: number; h: number };
  file: string;
}

export interface ComponentTileFile {
  /** In the tile's frame, east, north, up: least, then greatest; m. */
  bounds: Float64Array;
  features: number;
  bytes: number;
  bytesGz: number;
}

/** Smaller things are not scaled: what covers and plates give as height is often a depth. m */
const LEAST_SCALED = 0.4;
const SCALES = { min: 0.2, max: 5 };

/** By how much a model is scaled to have a height. */
function scaleOf(height: number, own: number): number {
  if (!(height >= LEAST_SCALED) || own < LEAST_SCALED) return 1;
  return Math.min(SCALES.max, Math.max(SCALES.min, height / own));
}

/** Makes and writes one tile. */
export async function componentTileTask(input: ComponentTileInput): Promise<ComponentTileFile> {
  await MeshoptEncoder.ready;
  const { gids, lon, lat, ground, height, names } = input;
  const { lonDeg, latDeg, h } = input.origin;
  const frame = createEnuFrame(lonDeg, latDeg, h);
  const count = gids.length;
  const feet = new Float64Array(count * 3);
  const scale = new Float32Array(count);
  const heights = names.map((name) => modelMesh(name, 0).height);
  for (let i = 0; i < count; i++) {
    frame.toEnu(lon[i]!, lat[i]!, ground[i]!, feet, i * 3);
    scale[i] = scaleOf(height[i]!, heights[input.models[i]!]!);
  }
  if (input.kind === 'dots') {
    const colours = new Uint8Array(count * 4);
    const looks = names.map((name) => Uint8Array.of(...modelColour(name), roleOfDot(name)));
    for (let i = 0; i < count; i++) {
      const model = input.models[i]!;
      colours.set(looks[model]!, i * 4);
      // A dot hangs where the thing's middle is.
      feet[i * 3 + 2]! += (heights[model]! * scale[i]!) / 2;
    }
    return write(input.file, count, encodeDots({ gids, places: feet, colours }));
  }
  const detail = input.kind === 'near' ? 0 : 1;
  const library = modelLibrary(names, detail);
  const models: ModelName[] = [];
  for (let i = 0; i < count; i++) models.push(names[input.models[i]!]!);
  const instances = { count, gids, feet, azimuth: input.azimuth, scale, models };
  return write(input.file, count, encodeModels(instances, library, `../models/${LIBRARY_FILES[detail]}`));
}

function write(
  path: string,
  features: number,
  { bytes, bounds }: { bytes: Uint8Array; bounds: Float64Array },
): ComponentTileFile {
  const packed = gzipSync(bytes, { level: 6 });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  writeFileSync(`${path}.gz`, packed);
  return { bounds, features, bytes: bytes.byteLength, bytesGz: packed.byteLength };
}
