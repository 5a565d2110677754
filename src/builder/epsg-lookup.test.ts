import { describe, expect, it } from 'vitest';
import { createCrs } from '#base/geo/crs.ts';
import { lookupEpsg } from './epsg-lookup.ts';

/** Distance on the ground, m, good for small ones. */
function metres(a: [number, number], b: readonly [number, number]): number {
  return Math.hypot((a[0] - b[0]) * 111_320 * Math.cos((b[1] * Math.PI) / 180), (a[1] - b[1]) * 111_200);
}

const crs = (spec: string | number) => createCrs(spec, lookupEpsg);

describe('lookupEpsg', () => {
  it('answers null for a code that is not in the table', () => {
    expect(lookupEpsg(99_999)).toBeNull();
    expect(lookupEpsg(28_992)?.name).toBe('Amersfoort / RD New');
  });
});

describe('createCrs on the EPSG table', () => {
  // Self-validation points of RDNAPTRANS2018 (Kadaster): x, y in RD; lon, lat in ETRS89.
  it.each([
    [117_380.12, 575_040.34, 4.824761912, 53.160753042],
    [247_380.56, 604_580.78, 6.776726674, 53.41948205],
    [155_000, 463_000, 5.387203657, 52.155172897],
    [16_460.91, 377_380.23, 3.397588595, 51.368607152],
    [182_260.45, 311_480.67, 5.773795548, 50.792584916],
    [64_640.89, 440_700.0101, 4.072887101, 51.947393898],
  ])('puts RD New %d, %d within 0.25 m of the published place, compound or not', (x, y, lon, lat) => {
    for (const spec of [7415, 'EPSG:28992', 'EPSG:28992+5709']) {
      expect(metres(crs(spec).toLonLat(x, y), [lon, lat])).toBeLessThan(0.25);
    }
  });

  it('puts the worked example of swisstopo within 0.3 m of its place', () => {
    // "Formulas and constants for the calculation of the Swiss projection", ch. 4: 8°43'49.79" 46°02'38.87" ↔ 700 000, 100 000.
    const place: [number, number] = [8 + 43 / 60 + 49.79 / 3600, 46 + 2 / 60 + 38.87 / 3600];
    expect(metres(crs(2056).toLonLat(2_700_000, 1_100_000), place)).toBeLessThan(0.3);
  });

  // Computed with PROJ 9.5.1 without grids; lon, lat, x, y.
  it.each([
    [2326, 114.17, 22.3, 835_559.642, 817_895.755],
    [3857, 121.5, 31.2, 13_525_318.131, 3_658_750.28],
    [31467, 9.18, 48.78, 3_513_304.512, 5_404_737.597],
    [27700, -0.1276, 51.5072, 530_043.195, 180_358.209],
    [31370, 4.3517, 50.8466, 148_799.08, 170_688.564],
    [21781, 7.4386, 46.9511, 599_997.533, 200_001.916],
    [4549, 120.5, 31.3, 547_602.265, 3_464_343.845],
    [6677, 139.69, 35.28, -13_038.61, -79_868.281],
    [3547, -84.5, 38.03, 5_281_264.091, 3_901_027.093],
    [2263, -74, 40.7, 984_250, 194_305.339],
    [2180, 21, 52.23, 636_548.418, 486_767.502],
    [27572, 2.35, 48.85, 600_990.892, 2_427_961.512],
    [2193, 174.78, -41.29, 1_749_045.803, 5_427_521.383],
  ])('agrees with PROJ on EPSG:%d within 1 m, and comes back', (code, lon, lat, x, y) => {
    const system = crs(code);
    const place = system.toLonLat(x, y);
    expect(metres(place, [lon, lat])).toBeLessThan(1);
    const [x2, y2] = system.fromLonLat(place[0], place[1]);
    expect(Math.hypot(x2 - x, y2 - y)).toBeLessThan(0.01);
  });

  it('takes the Krovak projection (5514) within 2 m of PROJ', () => {
    expect(metres(crs(5514).toLonLat(-742_890.41, -1_042_941.73), [14.42, 50.088])).toBeLessThan(2);
  });

  it('tells heights and their unit from the vertical part of compound systems', () => {
    expect(crs(7415)).toMatchObject({ epsg: 7415, heights: 'orthometric', heightUnit: 1, geographic: false });
    expect(crs(6697)).toMatchObject({ heights: 'orthometric', geographic: true, northingFirst: true });
    expect(crs(6697).toLonLat(139.69, 35.28)).toEqual([139.69, 35.28]);
    expect(crs(5972)).toMatchObject({ heights: 'orthometric', geographic: false });
    expect(crs(4979).heights).toBe('ellipsoidal');
    expect(crs(28992).heights).toBe('unknown');
    // NAD83 / New York Long Island (ftUS) + NAVD88 height (ftUS)
    expect(crs('EPSG:2263+6360').heightUnit).toBeCloseTo(1200 / 3937, 9);
    expect(crs(3547).heightUnit).toBe(1200 / 3937);
  });

  it('names, bounds and orders axes as the table does', () => {
    expect(crs(7415).name).toBe('EPSG:7415 Amersfoort / RD New + NAP height');
    expect(crs(28992)).toMatchObject({ area: [3.2, 50.75, 7.22, 53.7], northingFirst: false });
    expect(crs(28992).shift).toBe('Amersfoort to WGS 84 (4) (EPSG)');
    expect(crs(4326).northingFirst).toBe(true);
    expect(crs('OGC:CRS84').northingFirst).toBe(false);
    expect(crs(4549).northingFirst).toBe(true);
    expect(crs(6677).northingFirst).toBe(true);
    expect(crs(25832).northingFirst).toBe(false);
  });

  it.each([
    '28992',
    'epsg:28992',
    'urn:ogc:def:crs:EPSG::28992',
    'urn:ogc:def:crs:EPSG:9.9.1:28992',
    'http://www.opengis.net/def/crs/EPSG/0/28992',
    'http://www.opengis.net/gml/srs/epsg.xml#28992',
    'urn:ogc:def:crs,crs:EPSG::28992,crs:EPSG::5709',
  ])('reads the spelling %s', (spec) => {
    expect(metres(crs(spec).toLonLat(155_000, 463_000), [5.387203657, 52.155172897])).toBeLessThan(0.25);
  });

  it.each(['urn:ogc:def:crs:OGC:1.3:CRS84', 'http://www.opengis.net/def/crs/OGC/1.3/CRS84', 'CRS:84'])(
    'reads the spelling %s',
    (spec) => {
      expect(crs(spec).toLonLat(7.4, 43.7)).toEqual([7.4, 43.7]);
    },
  );

  it('reads WKT 1 with and without codes, ESRI names, WKT 2 and proj4 strings', () => {
    const record = lookupEpsg(28_992)!;
    expect(metres(crs(record.wkt!).toLonLat(155_000, 463_000), [5.3872036, 52.1551729])).toBeLessThan(0.25);
    const esri =
      'PROJCS["RD_New",GEOGCS["GCS_Amersfoort",DATUM["D_Amersfoort",SPHEROID["Bessel_1841",6377397.155,299.1528128]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Double_Stereographic"],PARAMETER["False_Easting",155000.0],PARAMETER["False_Northing",463000.0],PARAMETER["Central_Meridian",5.38763888888889],PARAMETER["Scale_Factor",0.9999079],PARAMETER["Latitude_Of_Origin",52.15616055555555],UNIT["Meter",1.0]]';
    expect(metres(crs(esri).toLonLat(155_000, 463_000), [5.3872036, 52.1551729])).toBeLessThan(0.3);
    const cgcs =
      'PROJCS["CGCS2000_3_Degree_GK_CM_120E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",120.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]';
    expect(metres(crs(cgcs).toLonLat(547_602.265, 3_464_343.845), [120.5, 31.3])).toBeLessThan(0.01);
    const wkt2 =
      'PROJCRS["WGS 84 / UTM zone 51N",BASEGEOGCRS["WGS 84",DATUM["World Geodetic System 1984",ELLIPSOID["WGS 84",6378137,298.257223563,LENGTHUNIT["metre",1]]],PRIMEM["Greenwich",0,ANGLEUNIT["degree",0.0174532925199433]]],CONVERSION["UTM zone 51N",METHOD["Transverse Mercator",ID["EPSG",9807]],PARAMETER["Latitude of natural origin",0,ANGLEUNIT["degree",0.0174532925199433]],PARAMETER["Longitude of natural origin",123,ANGLEUNIT["degree",0.0174532925199433]],PARAMETER["Scale factor at natural origin",0.9996,SCALEUNIT["unity",1]],PARAMETER["False easting",500000,LENGTHUNIT["metre",1]],PARAMETER["False northing",0,LENGTHUNIT["metre",1]]],CS[Cartesian,2],AXIS["easting",east,ORDER[1]],AXIS["northing",north,ORDER[2]],LENGTHUNIT["metre",1]]';
    const expected = crs(32651).toLonLat(350_000, 3_450_000);
    expect(metres(crs(wkt2).toLonLat(350_000, 3_450_000), expected)).toBeLessThan(0.001);
    expect(
      metres(crs('+proj=utm +zone=51 +datum=WGS84').toLonLat(350_000, 3_450_000), expected),
    ).toBeLessThan(0.001);
  });

  it('says what is wrong with a specification that it cannot take', () => {
    expect(() => crs('EPSG:99999')).toThrow(
      'crs "EPSG:99999": expected a code of the EPSG table, got 99999, which is not in it',
    );
    expect(() => crs('Gauss')).toThrow(
      'crs "Gauss": expected an EPSG code, WKT or a proj4 string, got "Gauss"',
    );
    expect(() => crs(5773)).toThrow(
      'crs "EPSG:5773": expected a projected or geographic system, got VERT_CS',
    );
    expect(() => crs('PROJCS["cut",GEOGCS["x"')).toThrow('expected 2 more closing brackets');
    expect(() => crs('+proj=nonsense +a=1')).toThrow('expected a projection that proj4 knows');
    expect(() => crs(4978)).toThrow('expected a projected or geographic system');
  });
});
