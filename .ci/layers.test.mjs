import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkLayers } from './layers.mjs';

const folders = [];

function plant(files) {
  const folder = mkdtempSync(join(tmpdir(), 'spar-layers-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const GOOD = {
  'base/a.ts': 'export const a = 1;',
  'base/wire/w.ts': 'export const w = 1;',
  'city/c.ts':
    "import { a } from '#base/a.ts'; import { Vector3 } from 'three'; export const c = [a, Vector3];",
  'builder/read/b.ts':
    "import { readFile } from 'node:fs/promises'; import { c } from '#city/c.ts'; export { c, readFile };",
  'twin/state/s.ts': "import { createStore } from 'zustand/vanilla'; export const s = createStore;",
  'twin/scene/v.ts':
    "import { Cartesian3 } from 'cesium'; export const v = () => import('cesium') ?? Cartesian3;",
  'ui/u.tsx': "import { s } from '#twin/state/s.ts'; export const U = () => <p>{String(s)}</p>;",
  'sdk/k.ts':
    "import type { a } from '#base/a.ts'; import { w } from '#base/wire/w.ts'; export const k: typeof a = w;",
  'cli.ts': "import { c } from '#builder/read/b.ts'; console.log(c);",
  'main.tsx': "import { U } from '#ui/u.tsx'; import { v } from '#twin/scene/v.ts'; console.log(U, v);",
};

describe('checkLayers', () => {
  it('passes a tree that keeps the rules, and says how many files it read', () => {
    expect(checkLayers(plant(GOOD))).toEqual({ files: 10, violations: [] });
  });

  it.each([
    ['an upward import', 'base/x.ts', "import { c } from '#city/c.ts'; c;", 'base may not import city'],
    [
      'an upward type import',
      'base/x.ts',
      "import type { c } from '#city/c.ts';",
      'base may not import city',
    ],
    [
      'an inline type import',
      'city/x.ts',
      "export type T = import('#builder/read/b.ts').T;",
      'city may not import builder',
    ],
    ['a dynamic upward import', 'twin/x.ts', "await import('#ui/u.tsx');", 'twin may not import ui'],
    [
      'a re-export',
      'server/x.ts',
      "export { c } from '#builder/read/b.ts';",
      'server may not import builder',
    ],
    [
      'demo reaching the builder',
      'demo/x.ts',
      "export * from '#builder/read/b.ts';",
      'demo may not import builder',
    ],
    [
      'ui reaching the scene',
      'ui/x.ts',
      "import { v } from '#twin/scene/v.ts'; v;",
      "ui may import the twin's state alone",
    ],
    [
      'sdk taking code of base',
      'sdk/x.ts',
      "import { a } from '#base/a.ts'; a;",
      "sdk may import base's types",
    ],
    [
      'the page reaching the builder',
      'main.tsx',
      "import '#builder/read/b.ts';",
      'main.tsx may not import builder',
    ],
    [
      'a relative import across folders',
      'city/x.ts',
      "import { a } from '../base/a.ts'; a;",
      'expected #base/a.ts',
    ],
    [
      'Cesium outside the scene',
      'twin/state/x.ts',
      "import { Cartesian3 } from 'cesium'; Cartesian3;",
      'only twin/scene may import "cesium"',
    ],
    [
      'Cesium as a type',
      'ui/x.ts',
      "import type { Scene } from '@cesium/engine';",
      'only twin/scene may import "@cesium/engine"',
    ],
    [
      'deck.gl outside the scene',
      'twin/x.ts',
      "import { Deck } from '@deck.gl/core'; Deck;",
      'only twin/scene may import "@deck.gl/core"',
    ],
    [
      "three's renderer in city",
      'city/x.ts',
      "import { WebGLRenderer } from 'three'; WebGLRenderer;",
      'geometry and maths alone',
    ],
    [
      "three's renderer module in city",
      'city/x.ts',
      "import { WebGPURenderer } from 'three/webgpu'; WebGPURenderer;",
      'geometry and maths alone',
    ],
    [
      'three in base',
      'base/x.ts',
      "import { Vector3 } from 'three'; Vector3;",
      'only twin/scene may import "three"',
    ],
    [
      'a Node built-in in base',
      'base/x.ts',
      "import { join } from 'node:path'; join;",
      'base may not import Node\'s "node:path"',
    ],
    [
      'a Node built-in without its scheme',
      'twin/x.ts',
      "import fs from 'fs'; fs;",
      'twin may not import Node\'s "fs"',
    ],
    ['a default export', 'city/x.ts', 'export default 1;', 'has a default export'],
    [
      'a default export by another name',
      'city/x.ts',
      'const x = 1; export { x as default };',
      'has a default export',
    ],
    [
      'a folder that has no row',
      'utils/x.ts',
      "import { a } from '#base/a.ts'; a;",
      'expected a row for "utils"',
    ],
    [
      'a file that imports itself by way of another',
      'base/a.ts',
      "import { w } from './wire/w.ts'; export const a = w;",
      '',
    ],
  ])('catches %s', (_title, file, text, message) => {
    const extra =
      message === '' ? { 'base/wire/w.ts': "import { a } from '../a.ts'; export const w = a;" } : {};
    const { violations } = checkLayers(plant({ ...GOOD, [file]: text, ...extra }));
    expect(violations).toHaveLength(1);
    expect(violations[0].what).toContain(message || 'imports itself: base/a.ts → base/wire/w.ts → base/a.ts');
  });

  it('lets tests use Node, but not leave their layer', () => {
    const folder = plant({
      ...GOOD,
      'base/a.test.ts': "import { readFileSync } from 'node:fs'; readFileSync;",
      'base/b.test.ts': "import { c } from '#city/c.ts'; c;",
    });
    expect(checkLayers(folder).violations.map(({ file }) => file)).toEqual(['base/b.test.ts']);
  });

  it('names the file that does not parse', () => {
    expect(() => checkLayers(plant({ 'base/a.ts': 'import {' }))).toThrow('base/a.ts: does not parse');
  });

  it('exits with 1 on a violation and when it read nothing, and with 0 on the project itself', () => {
    const run = (...args) => spawnSync(process.execPath, ['.ci/layers.mjs', ...args], { encoding: 'utf8' });
    const bad = run(plant({ ...GOOD, 'base/x.ts': "import '#ui/u.tsx';" }));
    expect([bad.status, bad.stderr]).toEqual([1, 'base/x.ts: base may not import ui ("#ui/u.tsx")\n']);
    const empty = run(plant({ 'base/readme.md': '' }));
    expect(empty.status).toBe(1);
    expect(empty.stdout).toContain('0 files read');
    const own = run();
    expect([own.status, own.stderr]).toEqual([0, '']);
  });
});
