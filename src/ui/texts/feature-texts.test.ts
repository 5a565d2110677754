import { describe, expect, it } from 'vitest';
import { addressOf, classOf, nameOf, sourceOf, titleOf } from './feature-texts.ts';

describe('texts of a feature', () => {
  it('writes an address in the order of its language', () => {
    const attributes = {
      'addr:street': '滨海大道',
      'addr:street:en': 'Binhai Avenue',
      'addr:housenumber': '500',
    };
    expect(addressOf({ attributes }, 'zh')).toBe('滨海大道 500 号');
    expect(addressOf({ attributes }, 'en')).toBe('500 Binhai Avenue');
    expect(addressOf({ attributes: { 'addr:housenumber': '6b' } }, 'en')).toBeNull();
    expect(addressOf({ attributes: { 'addr:full': 'Kade 1, Den Haag' } }, 'zh')).toBe('Kade 1, Den Haag');
  });

  it('takes the name in the language when there is one', () => {
    const feature = { name: '南岬灯塔', attributes: { 'name:en': 'South Cape Light' } };
    expect(nameOf(feature, 'en')).toBe('South Cape Light');
    expect(nameOf(feature, 'zh')).toBe('南岬灯塔');
  });

  it('calls a component by its name, else by its class', () => {
    const component = {
      class: 'cjt214:0118',
      code: '9901010118000001',
      model: 'lamp-road',
      condition: 'intact',
      owner: null,
      department: null,
      grid: null,
      installed: null,
    };
    expect(titleOf({ name: null, attributes: {}, component }, 'zh')).toBe('路灯');
    expect(titleOf({ name: null, attributes: {}, component }, 'en')).toBe('Streetlight');
    expect(titleOf({ name: '钟楼', attributes: {}, component }, 'en')).toBe('钟楼');
    expect(titleOf({ name: null, attributes: {} }, 'en')).toBeNull();
    expect(classOf('other:gizmo', 'zh')).toBe('gizmo');
  });

  it('names the source by what stands before the colon', () => {
    expect(sourceOf('osm:way/123')).toBe('OpenStreetMap');
    expect(sourceOf('lanwan:b00014')).toBe('lanwan');
    expect(sourceOf('b00014')).toBeNull();
  });
});
