import { describe, expect, it } from 'vitest';
import { epsgOfWkt, findWkt, nameOfWkt, parseCrsWkt } from './crs-wkt.ts';
import { datumCodeByName, datumShift } from './datum-shifts.ts';

describe('parseCrsWkt', () => {
  it('reads names with quotes and brackets, numbers, words and nested nodes', () => {
    const tree = parseCrsWkt(
      'COMPD_CS["a ""b"" [c]", PROJCS["p",UNIT["m",1.5],AXIS["E",EAST],AUTHORITY["EPSG","28992"]],VERT_CS("v")]',
    );
    expect(nameOfWkt(tree)).toBe('a "b" [c]');
    const projected = findWkt(tree, 'PROJCS')!;
    expect(projected.text).toBe('PROJCS["p",UNIT["m",1.5],AXIS["E",EAST],AUTHORITY["EPSG","28992"]]');
    expect(epsgOfWkt(projected)).toBe(28992);
    expect(epsgOfWkt(tree)).toBeNull();
    expect(findWkt(tree, 'UNIT')?.values).toEqual(['m', 1.5]);
    expect(findWkt(tree, 'AXIS')?.values).toEqual(['E', 'EAST']);
    expect(findWkt(tree, 'VERT_CS')?.text).toBe('VERT_CS("v")');
    expect(findWkt(tree, 'DATUM')).toBeNull();
  });

  it('says where a text is no WKT', () => {
    expect(() => parseCrsWkt('PROJCS["a"')).toThrow('wkt: expected 1 more closing brackets');
    expect(() => parseCrsWkt('PROJCS["a"]]')).toThrow('wkt: expected no closing bracket at 12');
    expect(() => parseCrsWkt('["a"]')).toThrow('wkt: expected a keyword before the bracket at 1');
    expect(() => parseCrsWkt('hello')).toThrow('wkt: expected KEYWORD[…]');
  });
});

describe('datumShift', () => {
  it('gives the transformation that holds at a place', () => {
    // EPSG:4230, ED50: other parameters in Norway than in Spain.
    const norway = datumShift(4230, [10, 62])!;
    const spain = datumShift(4230, [-4, 40])!;
    expect(norway.parameters).not.toEqual(spain.parameters);
    // EPSG:1314, OSGB36 to WGS 84 (6), as published: position vector, arc seconds.
    expect(datumShift(4277, [-1, 52])?.parameters).toEqual([
      446.448, -125.157, 542.06, 0.15, 0.247, 0.842, -20.489,
    ]);
    expect(datumShift(4277, null)?.source).toBe('OSGB36 to WGS 84 (6)');
    expect(datumShift(4326, [0, 0])).toBeNull();
  });

  it("finds datums by EPSG's and ESRI's names", () => {
    expect(datumCodeByName('GCS_Amersfoort')).toBe(4289);
    expect(datumCodeByName('GCS_OSGB_1936')).toBe(4277);
    expect(datumCodeByName('D_Deutsches_Hauptdreiecksnetz')).toBe(4314);
    expect(datumCodeByName('CH1903+')).toBe(4150);
    expect(datumCodeByName('GCS_China_Geodetic_Coordinate_System_2000')).toBeNull();
  });
});
