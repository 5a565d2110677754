/** Which rectangles of which images an atlas needs. */

/** [u0, v0, u1, v1], v up; beyond 0…1 the image repeats. */
export type Region = readonly [number, number, number, number];

export interface AtlasImage {
  /** Absolute path. */
  path: string;
  /** What of the image is used. */
  region: Region;
}

export interface Crop {
  path: string;
  region: Region;
}

/** Where a request went: a crop, and by how many whole images it was moved to get there. */
export interface CropUse {
  crop: number;
  shiftU: number;
  shiftV: number;
}

/** A joined rectangle may be this much larger than its pieces. */
const SLACK = 1.15;

/**
 * Joins requests for the same image whose rectangles overlap or nearly fill their hull.
 *
 * Requests are first moved by whole images to start within 0…1, so that repeats of one pattern coincide.
 *
 * @returns the crops, sorted by path and place, and a use a request; null for a region that is not four numbers.
 */
export function joinRegions(images: readonly AtlasImage[]): { crops: Crop[]; uses: (CropUse | null)[] } {
  const byPath = new Map<string, { request: number; region: Region }[]>();
  const shifts = images.map(({ path, region }, request) => {
    if (!region.every(Number.isFinite)) return null;
    // A hair outside is rounding, not another image.
    const shiftU = Math.floor(region[0] + 1e-6);
    const shiftV = Math.floor(region[1] + 1e-6);
    const moved: Region = [region[0] - shiftU, region[1] - shiftV, region[2] - shiftU, region[3] - shiftV];
    const list = byPath.get(path);
    if (list) list.push({ request, region: moved });
    else byPath.set(path, [{ request, region: moved }]);
    return { shiftU, shiftV };
  });
  const crops: Crop[] = [];
  const uses: (CropUse | null)[] = images.map(() => null);
  for (const path of [...byPath.keys()].sort()) {
    for (const { region, requests } of join(byPath.get(path)!)) {
      const crop = crops.push({ path, region }) - 1;
      for (const request of requests) uses[request] = { crop, ...shifts[request]! };
    }
  }
  return { crops, uses };
}

interface Group {
  region: Region;
  requests: number[];
}

function join(pieces: readonly { request: number; region: Region }[]): Group[] {
  const sorted = pieces.toSorted((a, b) => compare(a.region, b.region));
  let groups: Group[] = [];
  for (const { request, region } of sorted) {
    const last = groups.at(-1);
    if (last && compare(last.region, region) === 0) last.requests.push(request);
    else groups.push({ region, requests: [request] });
  }
  // Hundreds of pieces of one image are as good as the whole of it.
  if (groups.length > 256) groups = [groups.reduce(merged)];
  for (let again = true; again; ) {
    again = false;
    const next: Group[] = [];
    for (const group of groups) {
      const at = next.findIndex((other) => worthJoining(other, group));
      if (at < 0) next.push(group);
      else {
        next[at] = merged(next[at]!, group);
        again = true;
      }
    }
    groups = next;
  }
  return groups;
}

const compare = (a: Region, b: Region): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3];

const areaOf = ([u0, v0, u1, v1]: Region): number => Math.max(u1 - u0, 1e-9) * Math.max(v1 - v0, 1e-9);

const hull = (a: Region, b: Region): Region => [
  Math.min(a[0], b[0]),
  Math.min(a[1], b[1]),
  Math.max(a[2], b[2]),
  Math.max(a[3], b[3]),
];

function worthJoining(a: Group, b: Group): boolean {
  return areaOf(hull(a.region, b.region)) <= SLACK * (areaOf(a.region) + areaOf(b.region));
}

function merged(a: Group, b: Group): Group {
  return { region: hull(a.region, b.region), requests: [...a.requests, ...b.requests] };
}
