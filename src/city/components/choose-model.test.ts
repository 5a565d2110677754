import { describe, expect, it } from 'vitest';
import { classesOf, SCHEMES } from '#base/catalogue/catalogue.ts';
import { chooseModel } from './choose-model.ts';
import { MODEL_NAMES } from './model-mesh.ts';

describe('which model stands for a component', () => {
  it('has a model for every class of every scheme of components', () => {
    for (const { id, kind } of SCHEMES) {
      if (kind !== 'component') continue;
      for (const { key } of classesOf(id)) expect(MODEL_NAMES, key).toContain(chooseModel(key, {}));
    }
  });

  it('has one of its own for at least sixty classes of the standard table, a marker for the rest', () => {
    const models = classesOf('cjt214').map(({ key }) => chooseModel(key, {}));
    const own = models.filter((name) => !name.startsWith('marker-'));
    expect(new Set(own).size).toBeGreaterThanOrEqual(60);
    expect(chooseModel('cjt214:0208', {})).toBe('marker-traffic');
    expect(chooseModel('cjt214:0503', {})).toBe('marker-premises');
    expect(chooseModel('lanwan:2199', {})).toBe('marker-local');
    expect(chooseModel('other:0199 thing', {})).toBe('marker-other');
    expect(chooseModel('other:gizmo', {})).toBe('marker-other');
    expect(chooseModel('', {})).toBe('marker-other');
  });

  it('gives the newer table the models of the older one where the numbers are the same', () => {
    expect(chooseModel('gbt30428:01018', {})).toBe('lamp-road');
    expect(chooseModel('gbt30428:03005', {})).toBe('litter-bin');
    expect(chooseModel('gbt30428:05001', {})).toBe('marker-premises');
    expect(chooseModel('gbt30428:05001', {})).not.toBe(chooseModel('cjt214:0501', {}));
  });

  it.each([
    ['cjt214:0118', { arms: 2 }, 'lamp-road-double'],
    ['cjt214:0118', { lanternHeight: 25 }, 'lamp-high-mast'],
    ['cjt214:0118', { height: '4' }, 'lamp-post-top'],
    ['cjt214:0118', { laternHeight: 5.5 }, 'lamp-path'],
    ['cjt214:0118', { locationCategory: 'park' }, 'lamp-post-top'],
    ['cjt214:0118', { locationCategory: 'façade' }, 'lamp-wall'],
    ['cjt214:0118', { support: 'wall_mounted' }, 'lamp-wall'],
    ['cjt214:0118', { 类型: '庭院灯' }, 'lamp-post-top'],
    ['cjt214:0402', { species: 'Platanus × hispanica', height: 16 }, 'tree-plane-large'],
    ['cjt214:0402', { species: '香樟', size: 'small' }, 'tree-camphor-small'],
    ['cjt214:0402', { 'species:en': 'London plane tree' }, 'tree-plane-medium'],
    ['cjt214:0402', { genus: 'Salix', height: '4.2 m' }, 'tree-willow-small'],
    ['cjt214:0402', { leaf_type: 'needleleaved' }, 'tree-pine-medium'],
    ['cjt214:0402', { species: 'Cinnamomum camphora', circumference: 2 }, 'tree-camphor-large'],
    ['cjt214:0402', { circumference: 60 }, 'tree-broadleaf-medium'],
    ['cjt214:0401', { species: 'Ginkgo biloba' }, 'tree-ginkgo-large'],
    ['cjt214:0209', { traffic_sign: 'CN:warning' }, 'sign-triangle'],
    ['cjt214:0209', { highway: 'stop' }, 'sign-stop'],
    ['cjt214:0209', { shape: 'rectangle' }, 'sign-rectangle'],
    ['cjt214:0210', { kind: 'mast-arm' }, 'signal-mast'],
    ['cjt214:0210', { highway: 'traffic_signals' }, 'signal-post'],
    ['cjt214:0136', { kind: '卡口' }, 'camera-mast'],
    ['cjt214:0203', { highway: 'bus_stop' }, 'sign-bus-stop'],
    ['cjt214:0203', { highway: 'bus_stop', shelter: 'yes' }, 'bus-shelter'],
    ['cjt214:0203', {}, 'bus-shelter'],
    ['cjt214:0117', { power: 'pole' }, 'pole-power'],
    ['cjt214:0305', { amenity: 'recycling' }, 'recycling-bank'],
    ['cjt214:0305', { amenity: 'waste_basket' }, 'litter-bin'],
    ['cjt214:0407', { model: 'fountain' }, 'fountain'],
    ['cjt214:0407', { model: 'toString' }, 'bench'],
  ] as const)('takes for %s with %o the %s', (key, attributes, model) => {
    expect(chooseModel(key, attributes)).toBe(model);
  });
});
