/** Images that a city model refers to: kept to the model's own folder. */
import { existsSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import type { Problem } from '../problem.ts';

export interface TextureList {
  /** Absolute paths, in order of first mention; owned by the reading. */
  paths: string[];
  /** Gives the index of an image, or -1 when it may not or cannot be used (said once an image). */
  index(image: unknown, place: string): number;
}

/**
 * Creates the list of a file's textures.
 *
 * @param path - the model's path; images are looked for beside it and below, nowhere else.
 * @param problems - where refused and missing images are told.
 */
export function createTextureList(path: string, file: string, problems: Problem[]): TextureList {
  const folder = dirname(resolve(path));
  const paths: string[] = [];
  const known = new Map<string, number>();
  const refuse = (reason: string, place: string, detail: string): number => {
    problems.push({ action: 'warning', reason, file, place, detail });
    return -1;
  };
  const add = (image: string, place: string): number => {
    if (/^[a-z][a-z0-9+.-]+:/i.test(image))
      return refuse(
        'remote-texture',
        place,
        `expected an image beside the file, got "${image}", which is not fetched`,
      );
    const local = image.replaceAll('\\', '/');
    const target = resolve(folder, local);
    const from = relative(folder, target);
    if (isAbsolute(local) || from === '' || from === '..' || from.startsWith(`..${sep}`) || isAbsolute(from))
      return refuse('texture-outside', place, `expected an image in the file's own folder, got "${image}"`);
    const found = existsSync(target) ? target : decoded(folder, local);
    if (!found) return refuse('missing-texture', place, `expected an image at "${image}", got no such file`);
    const same = paths.indexOf(found);
    return same >= 0 ? same : paths.push(found) - 1;
  };
  return {
    paths,
    index(image, place) {
      if (typeof image !== 'string' || image.trim() === '') return -1;
      const name = image.trim();
      const index = known.get(name) ?? add(name, place);
      known.set(name, index);
      return index;
    },
  };
}

/** URIs may be percent-encoded; the decoded one must stay inside as well. */
function decoded(folder: string, image: string): string | null {
  let plain: string;
  try {
    plain = decodeURIComponent(image);
  } catch {
    return null;
  }
  const target = resolve(folder, plain);
  return target.startsWith(folder + sep) && existsSync(target) ? target : null;
}
