import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openAtomicFolder, recoverFolder, restoreFolders } from './atomic-folder.ts';

/** No process has this number: Linux gives at most 2^22. */
const DEAD = 2 ** 22 + 7;

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'spar-atomic-'));
});

async function put(folder: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'a.txt'), text);
}

describe('atomic folder', () => {
  it('leaves the old folder whole until the new one is committed', async () => {
    const target = join(parent, 'city');
    await put(target, 'old');
    const folder = await openAtomicFolder(target);
    await writeFile(join(folder.path, 'a.txt'), 'new');
    expect(await readFile(join(target, 'a.txt'), 'utf8')).toBe('old');
    await folder.commit();
    expect(await readFile(join(target, 'a.txt'), 'utf8')).toBe('new');
    expect(await readdir(parent)).toEqual(['city']);
  });

  it('leaves nothing behind when it is discarded', async () => {
    const folder = await openAtomicFolder(join(parent, 'city'));
    await writeFile(join(folder.path, 'a.txt'), 'new');
    await folder.discard();
    expect(await readdir(parent)).toEqual([]);
  });

  it('takes folders made for it away when it is discarded, not what others put there', async () => {
    const deep = await openAtomicFolder(join(parent, 'a/b/city'));
    await deep.discard();
    expect(await readdir(parent)).toEqual([]);
    const shared = await openAtomicFolder(join(parent, 'a/b/city'));
    await put(join(parent, 'a/others'), 'theirs');
    await shared.discard();
    expect(await readdir(join(parent, 'a'))).toEqual(['others']);
  });

  it('takes the place of a folder that another build put there meanwhile', async () => {
    const target = join(parent, 'city');
    const folder = await openAtomicFolder(target);
    await writeFile(join(folder.path, 'a.txt'), 'mine');
    await put(target, 'theirs');
    await folder.commit();
    expect(await readFile(join(target, 'a.txt'), 'utf8')).toBe('mine');
    expect(await readdir(parent)).toEqual(['city']);
  });

  it('puts the old folder back when the new one cannot be put in its place', async () => {
    const target = join(parent, 'city');
    await put(target, 'old');
    const folder = await openAtomicFolder(target);
    await folder.discard();
    await expect(folder.commit()).rejects.toThrow('ENOENT');
    expect(await readFile(join(target, 'a.txt'), 'utf8')).toBe('old');
    expect(await readdir(parent)).toEqual(['city']);
  });

  it('removes what a killed build was writing', async () => {
    await put(join(parent, `.city.tmp-${DEAD}`), 'half');
    await put(join(parent, 'city'), 'whole');
    await recoverFolder(join(parent, 'city'));
    expect(await readdir(parent)).toEqual(['city']);
  });

  it('moves back a folder set aside by a build killed between its two renames', async () => {
    await put(join(parent, `.city.old-${DEAD}`), 'whole');
    await put(join(parent, `.city.tmp-${DEAD}`), 'half');
    await recoverFolder(join(parent, 'city'));
    expect(await readFile(join(parent, 'city', 'a.txt'), 'utf8')).toBe('whole');
    expect(await readdir(parent)).toEqual(['city']);
  });

  it('leaves a living process alone', async () => {
    await put(join(parent, `.city.tmp-${process.ppid}`), 'at work');
    await recoverFolder(join(parent, 'city'));
    expect(existsSync(join(parent, `.city.tmp-${process.ppid}`))).toBe(true);
  });

  it('moves back what killed builds set aside, for a server, and touches nothing else', async () => {
    await put(join(parent, `.lost.old-${DEAD}`), 'lost');
    await put(join(parent, `.there.old-${DEAD}`), 'older');
    await put(join(parent, 'there'), 'there');
    await put(join(parent, `.running.old-${process.ppid}`), 'its builder lives');
    await put(join(parent, `.half.tmp-${DEAD}`), 'half-done');
    await restoreFolders([parent]);
    expect((await readdir(parent)).sort()).toEqual(
      [`.half.tmp-${DEAD}`, `.running.old-${process.ppid}`, `.there.old-${DEAD}`, 'lost', 'there'].sort(),
    );
    expect(await readFile(join(parent, 'lost/a.txt'), 'utf8')).toBe('lost');
    expect(await readFile(join(parent, 'there/a.txt'), 'utf8')).toBe('there');
  });

  it('moves back one city that is named by itself, and passes over places that are not there', async () => {
    await put(join(parent, `.lost.old-${DEAD}`), 'lost');
    await put(join(parent, `.other.old-${DEAD}`), 'other');
    await restoreFolders([join(parent, 'lost'), join(parent, 'no/where')]);
    expect((await readdir(parent)).sort()).toEqual([`.other.old-${DEAD}`, 'lost']);
  });
});
