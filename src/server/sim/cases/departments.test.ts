import { describe, expect, it } from 'vitest';
import { classesOf } from '#base/catalogue/catalogue.ts';
import { departmentOf, isDaily, wrongDepartment } from './departments.ts';

describe('departments', () => {
  it.each([
    ['cjt214:0118', '路灯管理所', 'Street lighting'],
    ['cjt214:0103', '排水管理处', 'Drainage'],
    ['cjt214:0402', '园林绿化管理处', 'Parks and greenery'],
    ['cjt214-event:0505', '交通警察大队', 'Traffic police'],
    ['cjt214-event:0508', '城市管理执法大队', 'City enforcement'],
    ['lanwan:2101', '路灯管理所', 'Street lighting'],
    ['other:x', '市政设施管理处', 'Municipal works'],
  ])('%s is for %s', (key, zh, en) => {
    expect(departmentOf(key, 'zh')).toBe(zh);
    expect(departmentOf(key, 'en')).toBe(en);
  });

  it('that clean and keep order are about every day', () => {
    expect(
      ['cjt214-event:0104', 'cjt214-event:0501', 'cjt214:0305', 'cjt214-event:0505'].every(isDaily),
    ).toBe(true);
    expect(['cjt214:0118', 'cjt214-event:0110', 'other:x'].some(isDaily)).toBe(false);
  });

  it('are always others than the right one when a case goes astray', () => {
    for (const { key } of [...classesOf('cjt214'), ...classesOf('cjt214-event')]) {
      const right = departmentOf(key, 'zh');
      expect(wrongDepartment(right, 'zh'), key).not.toBe(right);
    }
    expect(wrongDepartment('街道办事处', 'zh')).toBe('市政设施管理处');
  });
});
