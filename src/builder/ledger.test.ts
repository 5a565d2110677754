import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GID_BLOCKS } from '#base/gid.ts';
import { createLedger, loadLedger, parseLedger, writeLedger } from './ledger.ts';

describe('ledger', () => {
  it('gives the first id the first gid of its block and every id its own', () => {
    const ledger = createLedger();
    expect(ledger.gidOf('buildings', 'a')).toBe(GID_BLOCKS.buildings.start);
    expect(ledger.gidOf('buildings', 'b')).toBe(GID_BLOCKS.buildings.start + 1);
    expect(ledger.gidOf('buildings', 'a')).toBe(GID_BLOCKS.buildings.start);
    expect(ledger.gidOf('roads', 'a')).toBe(GID_BLOCKS.roads.start);
    expect(ledger.count('buildings')).toBe(2);
  });

  it('keeps every pairing through its text, whatever the ids hold', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ unit: 'binary' }), { maxLength: 30 }),
        fc.uniqueArray(fc.string()),
        (old, fresh) => {
          const before = createLedger();
          const gids = old.map((id) => before.gidOf('buildings', id));
          const after = parseLedger(before.toText(), 'ledger');
          for (const id of fresh) after.gidOf('buildings', id);
          expect(old.map((id) => after.gidOf('buildings', id))).toEqual(gids);
          expect(after.count('buildings')).toBe(new Set([...old, ...fresh]).size);
        },
      ),
    );
  });

  it('names line, expectation and value of a damaged ledger', () => {
    expect(() => parseLedger('hello', 'ledger "x"')).toThrow(
      'ledger "x": line 1: expected "spar-ledger 1", got "hello"',
    );
    expect(() => parseLedger('spar-ledger 1\ntrees 1\n"a"\n', 'l')).toThrow(
      'line 2: expected a theme and a count',
    );
    expect(() => parseLedger('spar-ledger 1\nbuildings 2\n"a"\n', 'l')).toThrow('line 4: expected an id');
    expect(() => parseLedger('spar-ledger 1\nbuildings 2\n"a"\n"a"\n', 'l')).toThrow(
      'expected each id once, got "a" again',
    );
  });

  it('starts empty without a file and comes back from one', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'spar-ledger-')), 'city.ledger');
    const ledger = await loadLedger(path);
    ledger.gidOf('buildings', 'osm:way/1');
    const hash = await writeLedger(ledger, path);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await readFile(path, 'utf8')).toBe('spar-ledger 1\nbuildings 1\n"osm:way/1"\n');
    expect((await loadLedger(path)).count('buildings')).toBe(1);
  });
});
