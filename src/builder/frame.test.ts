import gcoord from 'gcoord';
import { describe, expect, it } from 'vitest';
import { undulation } from '#base/geo/geoid.ts';
import { lookupEpsg } from './epsg-lookup.ts';
import { applyFrame, createFrame } from './frame.ts';
import type { CrsHint, RawFeature, SourceOptions } from './read/source.ts';
import { resolveFrame, sampleCoordinates } from './resolve-frame.ts';

const point = (...coordinates: unknown[]): RawFeature => ({
  id: null,
  place: 'feature 1',
  geometry: { type: 'Point', coordinates: coordinates as number[] },
  tags: {},
});

function resolve(hint: CrsHint | null, sample: number[], options: SourceOptions = {}) {
  return resolveFrame(hint, options, Float64Array.from(sample), lookupEpsg, 'a.geojson');
}

function place(hint: CrsHint | null, sample: number[], options: SourceOptions = {}): number[] {
  const out = [0, 0];
  createFrame(resolve(hint, sample, options).spec, lookupEpsg).toLonLat(sample[0]!, sample[1]!, out);
  return out;
}

function near(found: number[], lon: number, lat: number, metres = 0.05): void {
  expect(
    Math.hypot((found[0]! - lon) * 111_320 * Math.cos((lat * Math.PI) / 180), (found[1]! - lat) * 111_200),
  ).toBeLessThan(metres);
}

describe('resolveFrame', () => {
  it('takes silent files as degrees when they can be, and asks for a crs when not', () => {
    const found = resolve(null, [121.5, 31.2]);
    expect(found).toMatchObject({
      description: 'OGC:CRS84',
      notes: ['the file names no crs: taken as longitude and latitude of WGS84'],
    });
    expect(createFrame(found.spec, lookupEpsg).identity).toBe(true);
    expect(() => resolve(null, [547_602.2, 3_464_343.8])).toThrow(
      'a.geojson: expected a "crs" for it in the recipe, since the file names none and its coordinates are not degrees, got 547602.2, 3464343.8',
    );
    expect(() => resolve({ epsg: 4326 }, [547_602.2, 3_464_343.8])).toThrow(
      'a.geojson: expected degrees of EPSG:4326 WGS 84, got 547602.2, 3464343.8',
    );
    expect(() => resolve({ epsg: 99_999 }, [1, 2])).toThrow(
      'a.geojson: crs "EPSG:99999": expected a code of the EPSG table',
    );
  });

  it("puts the recipe's crs over the file's own", () => {
    const found = resolve({ epsg: 4326 }, [155_000, 463_000], { crs: 'EPSG:28992' });
    expect(found.spec.crs).toBe('EPSG:28992');
    expect(found.notes[0]).toBe("the recipe's crs stands in for the file's own");
  });

  it('finds exchanged axes and says so', () => {
    near(place({ epsg: 28992 }, [463_000, 155_000]), 5.387203657, 52.155172897, 0.3);
    expect(resolve({ epsg: 28992 }, [463_000, 155_000]).notes.join()).toContain(
      'x and y are exchanged in the file: 463000, 155000 is read as y, x',
    );
    expect(place(null, [31.2, 121.5])).toEqual([121.5, 31.2]);
    expect(place({ epsg: 4549 }, [3_464_343.845, 547_602.265])[0]).toBeCloseTo(120.5, 6);
    expect(resolve({ epsg: 28992 }, [155_000, 463_000]).spec.swap).toBe(false);
  });

  it('follows latitude-first files and the recipe about axes', () => {
    expect(place({ epsg: 6697, latitudeFirst: true }, [35.28, 139.69])).toEqual([139.69, 35.28]);
    // The file says latitude first, but is not.
    expect(place({ epsg: 6697, latitudeFirst: true }, [139.69, 35.28])).toEqual([139.69, 35.28]);
    expect(place(null, [7.4, 43.7], { axes: 'yx' })).toEqual([43.7, 7.4]);
    expect(place({ epsg: 6697, latitudeFirst: true }, [10, 20], { axes: 'xy' })).toEqual([10, 20]);
  });

  it('takes zone prefixes off and puts them on', () => {
    // 120.5° E 31.3° N in the zone of 120° E.
    near(place({ epsg: 4549 }, [40_547_602.265, 3_464_343.845]), 120.5, 31.3);
    expect(resolve({ epsg: 4549 }, [40_547_602.265, 3_464_343.845]).notes.join()).toContain(
      'eastings such as 40547602.265 carry the zone prefix 40, which EPSG:4549 CGCS2000 / 3-degree Gauss-Kruger CM 120E has not: taken off',
    );
    near(place({ epsg: 4528 }, [547_602.265, 3_464_343.845]), 120.5, 31.3);
    expect(resolve({ epsg: 4528 }, [547_602.265, 3_464_343.845]).notes.join()).toContain(
      'lack the zone prefix 40',
    );
    near(place({ epsg: 4528 }, [40_547_602.265, 3_464_343.845]), 120.5, 31.3);
    near(place({ epsg: 4549 }, [3_464_343.845, 40_547_602.265]), 120.5, 31.3);
    const esri =
      'PROJCS["CGCS2000_3_Degree_GK_CM_120E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",120.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]';
    near(place({ text: esri }, [40_547_602.265, 3_464_343.845]), 120.5, 31.3);
  });

  it('takes the prefix of a zone of 6 degrees off (21 500 000, CM 123° E)', () => {
    const crs = '+proj=tmerc +lat_0=0 +lon_0=123 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80';
    near(place(null, [21_500_000, 3_464_343], { crs }), 123, 31.3, 300);
  });

  it('turns systems round that count west and south', () => {
    // Computed with PROJ 9.5.1: 19.1° E 33.9° S in Lo19, westing and southing.
    const lo19 = [-9249.292, 3_752_573.796];
    near(place({ epsg: 2048 }, lo19), 19.1, -33.9);
    expect(resolve({ epsg: 2048 }, lo19).notes.join()).toContain('run to the west and south: turned round');
    // Krovak, southing first.
    near(place({ epsg: 5513 }, [1_042_941.73, 742_890.41]), 14.42, 50.088, 5);
  });

  it('refuses eastings of another zone', () => {
    expect(() => resolve({ epsg: 4549 }, [39_547_602, 3_464_343])).toThrow(
      'a.geojson: expected eastings of a zone with central meridian 120°, as EPSG:4549 CGCS2000 / 3-degree Gauss-Kruger CM 120E says, got 39547602, of zone 39',
    );
  });

  it('warns of coordinates outside the area of use', () => {
    expect(resolve({ epsg: 28992 }, [2_155_000, 463_000]).notes.join()).toContain(
      'lie outside the area where EPSG:28992',
    );
  });

  it('turns local frames by four parameters', () => {
    const local = {
      kind: 'similarity',
      target: 28992,
      dx: 155_000,
      dy: 463_000,
      rotationDeg: 90,
      scale: 2,
    } as const;
    const frame = createFrame(resolve(null, [10, 0], { local }).spec, lookupEpsg);
    const direct = createFrame(resolve({ epsg: 28992 }, [155_000, 463_020]).spec, lookupEpsg);
    const [a, b] = [
      [0, 0],
      [0, 0],
    ];
    frame.toLonLat(10, 0, a);
    direct.toLonLat(155_000, 463_020, b);
    near(a, b[0]!, b[1]!, 1e-6);
  });

  it('turns local frames by seven parameters (those of DHDN)', () => {
    const local = {
      kind: 'helmert',
      source: '+proj=tmerc +lat_0=0 +lon_0=9 +k=1 +x_0=3500000 +y_0=0 +ellps=bessel +units=m',
      parameters: [598.1, 73.7, 418.2, 0.202, 0.045, -2.455, 6.7],
    } as const;
    near(
      place(null, [3_513_304.512, 5_404_737.597], { local: { ...local, parameters: [...local.parameters] } }),
      9.18,
      48.78,
      0.01,
    );
  });

  it('takes the shifts of GCJ-02 and BD-09 back on request', () => {
    for (const [shift, datum] of [
      ['gcj02', gcoord.GCJ02],
      ['bd09', gcoord.BD09],
    ] as const) {
      const shifted = gcoord.transform([121.4917, 31.2333], gcoord.WGS84, datum);
      const found = place(null, shifted, { shift });
      near(found, 121.4917, 31.2333, 0.5);
      near(shifted, found[0]!, found[1]!, 2000);
      expect(Math.abs(shifted[0] - found[0]!)).toBeGreaterThan(0.003);
    }
  });
});

describe('createFrame', () => {
  it('raises orthometric heights by the geoid and leaves ellipsoidal ones', () => {
    const height = (epsg: number, options: SourceOptions = {}) => {
      const frame = createFrame(resolve({ epsg }, [], options).spec, lookupEpsg);
      return frame.heightToEllipsoidal(10, 4.3, 52.1);
    };
    expect(height(7415)).toBeCloseTo(10 + undulation(4.3, 52.1), 9);
    expect(height(7415)).toBeGreaterThan(52);
    expect(height(4979)).toBe(10);
    expect(height(4979, { heights: 'orthometric' })).toBeGreaterThan(52);
    expect(height(28992, { heights: 'ellipsoidal' })).toBe(10);
    expect(height(3547, { heights: 'ellipsoidal' })).toBeCloseTo((10 * 1200) / 3937, 12);
  });
});

describe('applyFrame', () => {
  const degrees = createFrame(resolve(null, [1, 2], { heights: 'ellipsoidal' }).spec, lookupEpsg);

  it('drops what has no place on Earth, with the value', () => {
    const features = [
      point(7.4, 43.7),
      point(Number.NaN, 1),
      point(null, 1),
      point('7.4', 43.7),
      point(200, 10),
      point(),
      { ...point(1, 2), flaw: { reason: 'no-geometry', detail: 'expected a geometry, got null' } },
    ];
    const { features: kept, problems } = applyFrame(features, degrees, 'a.geojson');
    expect(kept).toEqual([point(7.4, 43.7)]);
    expect(problems.map(({ reason, detail }) => [reason, detail])).toEqual([
      ['bad-coordinate', 'expected two finite numbers, got ["NaN",1]'],
      ['bad-coordinate', 'expected two finite numbers, got [null,1]'],
      ['bad-coordinate', 'expected two finite numbers, got ["7.4",43.7]'],
      ['bad-coordinate', 'expected a place within ±180, ±90 degrees, got [200,10]'],
      ['bad-coordinate', 'expected two finite numbers, got []'],
      ['no-geometry', 'expected a geometry, got null'],
    ]);
    expect(problems[0]).toMatchObject({ action: 'dropped', file: 'a.geojson', place: 'feature 1' });
  });

  it('drops geometries that are nested wrongly or of no known type', () => {
    const odd = (geometry: unknown): RawFeature => ({
      ...point(),
      geometry: geometry as RawFeature['geometry'],
    });
    const { problems } = applyFrame(
      [
        odd({ type: 'Polygon', coordinates: [[1, 2]] }),
        odd({ type: 'Circle', coordinates: [1, 2] }),
        odd({ type: 'Polygon' }),
      ],
      degrees,
      'a',
    );
    expect(problems.map(({ detail }) => detail)).toEqual([
      'expected a coordinate, got 1',
      'expected a geometry of RFC 7946, got "Circle"',
      'expected a list of coordinates, got nothing',
    ]);
  });

  it('turns geometries and surfaces in place, heights with them', () => {
    const frame = createFrame(resolve({ epsg: 7415 }, [155_000, 463_000]).spec, lookupEpsg);
    const ring = Float64Array.from([155_000, 463_000, 2, 155_010, 463_000, 2, 155_000, 463_010, 5]);
    const feature: RawFeature = {
      ...point(155_000, 463_000, 2),
      surfaces: [{ kind: 'roof', rings: [ring], texture: -1, uv: [] }],
    };
    expect(applyFrame([feature], frame, 'a').problems).toEqual([]);
    const { coordinates } = feature.geometry as { coordinates: number[] };
    near(coordinates, 5.387203657, 52.155172897, 0.3);
    expect(coordinates[2]).toBeCloseTo(2 + undulation(coordinates[0]!, coordinates[1]!), 9);
    expect(ring[0]).toBe(coordinates[0]);
    expect(ring[2]).toBe(coordinates[2]);
    expect(ring[8]! - ring[2]!).toBeCloseTo(3, 3);
  });
});

describe('sampleCoordinates', () => {
  it('takes finite first coordinates of geometries and surfaces', () => {
    const surface: RawFeature = {
      ...point(),
      geometry: null,
      surfaces: [{ kind: 'wall', rings: [Float64Array.of(5, 6, 7)], texture: -1, uv: [] }],
    };
    expect(sampleCoordinates([point(1, 2, 3), point(null, 2), surface])).toEqual(Float64Array.of(1, 2, 5, 6));
  });

  it('passes over what is no geometry: that is told when the frame is applied', () => {
    const kinds: unknown[] = [
      'POINT (1 2)',
      7,
      [],
      { type: 'GeometryCollection' },
      { type: 'GeometryCollection', geometries: ['x'] },
      { type: 'toString', coordinates: [] },
    ];
    const features = kinds.map((geometry): RawFeature => ({ ...point(), geometry: geometry as never }));
    expect(sampleCoordinates([...features, point(1, 2)])).toEqual(Float64Array.of(1, 2));
    const frame = createFrame(resolve(null, [1, 2]).spec, lookupEpsg);
    expect(applyFrame(features, frame, 'a').problems.map(({ reason, detail }) => [reason, detail])).toEqual([
      ['bad-coordinate', 'expected a geometry of RFC 7946, got "POINT (1 2)"'],
      ['bad-coordinate', 'expected a geometry of RFC 7946, got 7'],
      ['bad-coordinate', 'expected a geometry of RFC 7946, got []'],
      ['bad-coordinate', 'expected a list of geometries, got nothing'],
      ['bad-coordinate', 'expected a geometry of RFC 7946, got "x"'],
      ['bad-coordinate', 'expected a geometry of RFC 7946, got "toString"'],
    ]);
  });
});
