/** Elevation out of a GeoTIFF. */
import type { fromArrayBuffer, GeoTIFFImage } from 'geotiff';
import type { Problem } from '../problem.ts';
import { SourceError } from '../problem.ts';
import { isZip, readElevationBytes } from './elevation-bytes.ts';
import { crsFromGeoKeys, type GeoKeys, heightsFromGeoKeys, heightUnitFromGeoKeys } from './geotiff-keys.ts';
import type { CrsHint, ElevationGrid, ElevationReader, SourceFile } from './source.ts';

/** More pixels than these are taken from the file's overviews. */
const MAX_PIXELS = 100e6;
/** Beyond these a value is no height, whatever the file says of it, m. */
const LOWEST = -12_000;
const HIGHEST = 9_000;
/** What programs write where there is nothing; no city lies that deep, said by the file or not. */
const VOID = -9_999;

/** Reads GeoTIFF elevation: strips or tiles, integer or float, any compression that geotiff.js knows; BigTIFF too. */
export const geoTiffReader: ElevationReader = {
  format: 'geotiff',
  probe(head, name) {
    if (isZip(head)) return /\.tiff?\.zip$/i.test(name);
    const order = String.fromCharCode(head[0] ?? 0, head[1] ?? 0);
    const magic = order === 'II' ? head[2] : order === 'MM' ? head[3] : 0;
    return magic === 42 || magic === 43;
  },
  async read(file, signal) {
    const { name, bytes } = await readElevationBytes(file, /\.tiff?$/, signal);
    try {
      const { fromArrayBuffer } = await import('geotiff');
      const tiff = await fromArrayBuffer(bytes.buffer, signal);
      const full = await tiff.getImage(0);
      const image = await chooseImage(file, tiff, full);
      await checkWhole(file, image, bytes.length);
      return await readGrid({ file, name, full, image, signal });
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof SourceError) throw error;
      const text = error instanceof Error ? error.message : String(error);
      throw new SourceError(
        `${file.name}: expected a whole TIFF, got ${bytes.length} bytes that fail: ${text}`,
        {
          cause: error,
        },
      );
    }
  },
};

type Tiff = Awaited<ReturnType<typeof fromArrayBuffer>>;

async function chooseImage(file: SourceFile, tiff: Tiff, full: GeoTIFFImage): Promise<GeoTIFFImage> {
  if (full.getWidth() * full.getHeight() <= MAX_PIXELS) return full;
  const count = await tiff.getImageCount();
  for (let i = 1; i < count; i++) {
    const image = await tiff.getImage(i);
    const type = Number(image.getFileDirectory().getValue('NewSubfileType') ?? 0);
    if (type === 1 && image.getWidth() * image.getHeight() <= MAX_PIXELS) return image;
  }
  throw new SourceError(
    `${file.name}: expected at most ${MAX_PIXELS / 1e6} million pixels or overviews, ` +
      `got ${full.getWidth()}×${full.getHeight()}; cut it to the city first`,
  );
}

/** The library reads zeros beyond the end of a file: see before that every block lies inside. */
async function checkWhole(file: SourceFile, image: GeoTIFFImage, length: number): Promise<void> {
  const directory = image.getFileDirectory();
  const kind = directory.hasTag('TileOffsets') ? 'Tile' : 'Strip';
  const offsets = (await directory.loadValue(`${kind}Offsets`)) as ArrayLike<number> | undefined;
  const counts = (await directory.loadValue(`${kind}ByteCounts`)) as ArrayLike<number> | undefined;
  if (!offsets || !counts) throw new SourceError(`${file.name}: expected ${kind}Offsets, got none`);
  for (let i = 0; i < offsets.length; i++) {
    const end = Number(offsets[i]) + Number(counts[i]);
    if (end <= length) continue;
    throw new SourceError(
      `${file.name}: ${kind.toLowerCase()} ${i}: expected to end within the file's ${length} bytes, got ${end}: the file is cut off`,
    );
  }
}

function refuseImagery(file: SourceFile, image: GeoTIFFImage): void {
  const colours: Record<number, string> = { 2: 'RGB', 3: 'palette colour', 5: 'CMYK', 6: 'YCbCr' };
  const colour = colours[Number(image.getFileDirectory().getValue('PhotometricInterpretation') ?? 1)];
  const bits = image.getBitsPerSample();
  const bytes =
    image.getSamplesPerPixel() >= 3 && bits <= 8 ? `${image.getSamplesPerPixel()} bands of bytes` : null;
  const found = colour ?? bytes;
  if (found) throw new SourceError(`${file.name}: expected elevation, got ${found} imagery`);
}

interface GridJob {
  file: SourceFile;
  name: string;
  full: GeoTIFFImage;
  image: GeoTIFFImage;
  signal: AbortSignal;
}

async function readGrid({ file, name, full, image, signal }: GridJob): Promise<ElevationGrid> {
  refuseImagery(file, image);
  const problems: Problem[] = [];
  const warn = (reason: string, detail: string): void => {
    problems.push({ action: 'warning', reason, file: file.name, place: name, detail });
  };
  const keys = full.getGeoKeys() as GeoKeys | null;
  if (keys?.GTModelTypeGeoKey === 3) {
    throw new SourceError(`${file.name}: expected a projected or geographic frame, got a geocentric one`);
  }
  const placed = placement(file, full, keys);
  const bands = full.getSamplesPerPixel();
  if (bands > 1) warn('more-bands', `expected one band of heights, got ${bands}; the first is taken`);
  const [scale, offset, unitName] = await bandMeaning(full);
  const unit = heightUnitFromGeoKeys(keys) ?? unitFromName(unitName) ?? 1;

  const [raw] = (await image.readRasters({ samples: [0], signal })) as unknown as ArrayLike<number>[];
  signal.throwIfAborted();
  const width = image.getWidth();
  const height = image.getHeight();
  const values = new Float32Array(width * height);
  const noData = full.getGDALNoData();
  const noDataSingle = noData === null ? Number.NaN : Math.fround(noData);
  let wild = 0;
  let undeclared = 0;
  for (let i = 0; i < values.length; i++) {
    const sample = (raw as ArrayLike<number>)[i] as number;
    const value = sample * scale + offset;
    const good = value * unit >= LOWEST && value * unit <= HIGHEST;
    const empty = sample === noData || sample === noDataSingle || Number.isNaN(sample);
    const hole = sample === VOID && !empty;
    if (hole) undeclared++;
    else if (!good && !empty) wild++;
    values[i] = good && !empty && !hole ? value : Number.NaN;
  }
  if (wild > 0) {
    warn(
      'bad-elevation',
      `expected heights from ${LOWEST} to ${HIGHEST} m, got ${wild} pixels beyond; taken as no data`,
    );
  }
  if (undeclared > 0) {
    warn(
      'undeclared-no-data',
      `expected GDAL_NODATA to say what stands for no data, got ${undeclared} pixels of ${VOID}; taken as such`,
    );
  }
  const shrinkX = full.getWidth() / width;
  const shrinkY = full.getHeight() / height;
  if (image !== full) {
    warn(
      'elevation-overview',
      `${full.getWidth()}×${full.getHeight()} pixels: its overview of ${width}×${height} is taken`,
    );
  }
  const stepX = placed.stepX * shrinkX;
  const stepY = placed.stepY * shrinkY;
  return {
    file: file.name,
    crs: frameOf(file, keys, placed),
    width,
    height,
    originX: placed.cornerX + stepX / 2,
    originY: placed.cornerY + stepY / 2,
    stepX,
    stepY,
    values,
    unit,
    heights: file.options.heights ?? heightsFromGeoKeys(keys) ?? 'orthometric',
    problems,
  };
}

/** The recipe's word, else the keys'; a file without either must be in degrees. */
function frameOf(file: SourceFile, keys: GeoKeys | null, { cornerX, cornerY }: Placement): CrsHint {
  const { crs } = file.options;
  if (crs !== undefined) {
    const epsg = typeof crs === 'number' ? crs : Number(/^(?:EPSG:)?(\d+)$/i.exec(crs)?.[1] ?? Number.NaN);
    return Number.isFinite(epsg) ? { epsg } : { text: String(crs) };
  }
  const hint = crsFromGeoKeys(keys);
  if (hint) return hint;
  if (Math.abs(cornerX) <= 360 && Math.abs(cornerY) <= 90) return { epsg: 4326 };
  throw new SourceError(
    `${file.name}: expected a "crs" for it in the recipe, since its GeoKeys name none and its corner is not in degrees, ` +
      `got ${cornerX}, ${cornerY}`,
  );
}

interface Placement {
  /** Outer corner of the first pixel. */
  cornerX: number;
  cornerY: number;
  stepX: number;
  stepY: number;
}

function placement(file: SourceFile, image: GeoTIFFImage, keys: GeoKeys | null): Placement {
  const directory = image.getFileDirectory();
  const matrix = directory.getValue('ModelTransformation') as ArrayLike<number> | undefined;
  const scale = directory.getValue('ModelPixelScale') as ArrayLike<number> | undefined;
  const tie = directory.getValue('ModelTiepoint') as ArrayLike<number> | undefined;
  let placed: Placement;
  if (scale && tie && tie.length >= 6) {
    const [stepX, stepY] = [scale[0] as number, -(scale[1] as number)];
    const [i, j, , x, y] = [tie[0], tie[1], tie[2], tie[3], tie[4]] as [
      number,
      number,
      number,
      number,
      number,
    ];
    placed = { cornerX: x - i * stepX, cornerY: y - j * stepY, stepX, stepY };
  } else if (matrix && matrix.length >= 16) {
    if (matrix[1] !== 0 || matrix[4] !== 0) {
      throw new SourceError(`${file.name}: expected rows along an axis of its frame, got a turned raster`);
    }
    placed = {
      cornerX: matrix[3] as number,
      cornerY: matrix[7] as number,
      stepX: matrix[0] as number,
      stepY: matrix[5] as number,
    };
  } else {
    const got = tie ? `${tie.length / 6} tie points alone` : 'neither';
    throw new SourceError(
      `${file.name}: expected a georeferenced TIFF (ModelPixelScale and ModelTiepoint, or ModelTransformation), got ${got}`,
    );
  }
  const numbers = [placed.cornerX, placed.cornerY, placed.stepX, placed.stepY];
  if (!numbers.every(Number.isFinite) || placed.stepX === 0 || placed.stepY === 0) {
    throw new SourceError(`${file.name}: expected a pixel size and an origin, got ${numbers.join(', ')}`);
  }
  // PixelIsPoint: the position given is that of the pixel's centre.
  if (keys?.GTRasterTypeGeoKey === 2) {
    placed.cornerX -= placed.stepX / 2;
    placed.cornerY -= placed.stepY / 2;
  }
  return placed;
}

/** Scale, offset and unit that GDAL writes beside a band. */
async function bandMeaning(image: GeoTIFFImage): Promise<[number, number, string]> {
  const items = ((await image.getGDALMetadata(0)) ?? {}) as Record<string, unknown>;
  const number = (key: string, otherwise: number): number => {
    const value = Number(items[key] ?? otherwise);
    return Number.isFinite(value) ? value : otherwise;
  };
  return [number('SCALE', 1), number('OFFSET', 0), typeof items.UNITTYPE === 'string' ? items.UNITTYPE : ''];
}

function unitFromName(name: string): number | null {
  const lower = name.toLowerCase().trim();
  if (/^(us[- _]?(survey)?[- _]?(ft|foot|feet)|us survey foot|ftus)$/.test(lower)) return 1200 / 3937;
  if (/^(ft|foot|feet|international foot)$/.test(lower)) return 0.3048;
  return /^(m|metre|meter|metres|meters)$/.test(lower) ? 1 : null;
}
