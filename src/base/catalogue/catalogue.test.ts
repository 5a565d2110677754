import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { classesOf, componentClass, eventClass, majorOf, majorsOf, SCHEMES, schemeOf } from './catalogue.ts';

const data = path.resolve(process.env.SPAR_DATA ?? '../shared/data', 'component_codes_cjt214.json');

describe('the catalogue', () => {
  it.each(SCHEMES.map((scheme) => [scheme.id, scheme] as const))(
    'names every class of %s in both languages, once',
    (_, scheme) => {
      const codes = scheme.classes.map(([code]) => code);
      expect(new Set(codes).size).toBe(codes.length);
      for (const [code, zh, en] of [...scheme.majors, ...scheme.classes]) {
        expect(zh, code).toMatch(/^\p{Script=Han}[\p{Script=Han}()、]*$/u);
        expect(en, code).toMatch(/^[A-Z][\p{Script=Latin} -]+$/u);
      }
      for (const code of codes) {
        expect(code).toMatch(scheme.digits ? new RegExp(`^\\d{${2 + scheme.digits.minor}}$`) : /^[a-z_]+$/);
        expect(majorOf(`${scheme.id}:${code}`), code).not.toBeNull();
      }
      expect((scheme.digits?.minor ?? 0) + (scheme.digits?.sequence ?? 8)).toBe(8);
      expect(scheme.note).not.toBe('');
    },
  );

  it('has the 85 classes of the older table in six majors of 38, 17, 11, 10, 3 and 6', () => {
    const counts = majorsOf('cjt214').map(
      ({ major }) => classesOf('cjt214').filter((c) => c.major === major).length,
    );
    expect(counts).toEqual([38, 17, 11, 10, 3, 6]);
  });

  it('gives class and major by key', () => {
    expect(componentClass('cjt214:0118')).toEqual({
      key: 'cjt214:0118',
      kind: 'component',
      scheme: 'cjt214',
      code: '0118',
      major: '01',
      zh: '路灯',
      en: 'Streetlight',
    });
    expect(majorOf('cjt214:0118')).toEqual({
      scheme: 'cjt214',
      major: '01',
      zh: '公用设施',
      en: 'Public utilities',
    });
  });

  it('has five majors and minors of three digits in the newer table', () => {
    expect(majorsOf('gbt30428').map(({ zh }) => zh)).toEqual([
      '公用设施',
      '交通设施',
      '市容环境',
      '园林绿化',
      '其他设施',
    ]);
    expect(classesOf('gbt30428')).toHaveLength(76);
    expect(componentClass('gbt30428:01018')?.zh).toBe('路灯');
    expect(majorOf('gbt30428:05999')?.en).toBe('Other facilities');
  });

  it('tells the same number apart by scheme: majors 04 and 05 of events are exchanged', () => {
    expect(majorOf('cjt214-event:0402')?.zh).toBe('突发事件');
    expect(majorOf('gbt30428-event:0402')?.zh).toBe('街面秩序');
    expect(eventClass('cjt214-event:0402')?.zh).toBe('自来水管破裂');
    expect(eventClass('gbt30428-event:0501')?.zh).toBe('供水管道破裂');
    expect(eventClass('cjt214-event:0505')?.zh).toBe(eventClass('gbt30428-event:0409')?.zh);
  });

  it('finds what a city took over from the standard, and what it added', () => {
    expect(componentClass('lanwan:0118')?.key).toBe('cjt214:0118');
    expect(componentClass('lanwan:2101')?.en).toBe('Streetlight control cabinet');
    expect(componentClass('local:2104')?.zh).toBe('路灯灯光配电箱');
    expect(majorOf('local:0295')?.zh).toBe('道路交通');
    expect(classesOf('local')).toHaveLength(115);
    expect(majorsOf('local').at(-1)?.major).toBe('21');
  });

  it('puts what only OpenStreetMap knows under the nearest major', () => {
    expect(componentClass('osm:bollard')).toMatchObject({ zh: '隔离桩', major: '02' });
    expect(majorOf('osm:bollard')?.en).toBe('Roads and traffic');
    expect(majorOf('osm:unheard_of')).toBeNull();
  });

  it.each(['cjt214:9999', 'cjt214:2101', 'nowhere:0118', 'other:水马', '0118', '', 'cjt214:'])(
    'does not know %j',
    (key) => {
      expect(componentClass(key)).toBeNull();
      expect(eventClass(key)).toBeNull();
    },
  );

  it('does not take an event for a component, nor the other way round', () => {
    expect(componentClass('cjt214-event:0101')).toBeNull();
    expect(eventClass('cjt214:0101')).toBeNull();
  });

  it('knows its schemes by id', () => {
    expect(schemeOf('gbt30428')?.digits).toEqual({ minor: 3, sequence: 5, extension: 80 });
    expect(schemeOf('x')).toBeNull();
    expect(classesOf('x')).toEqual([]);
    expect(majorsOf('x')).toEqual([]);
  });
});

describe.skipIf(!existsSync(data))('the table of component codes in SPAR_DATA', () => {
  it('has the same codes and Chinese names', async () => {
    const rows = JSON.parse(await readFile(data, 'utf8')) as { code: string; zh: string }[];
    expect(classesOf('cjt214').map(({ code, zh }) => [code, zh])).toEqual(
      rows.map(({ code, zh }) => [code, zh]),
    );
  });
});
