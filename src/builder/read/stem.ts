/** Gives a file's stem, the default prefix of its features' ids: `data/Main St.geojson.gz` → `Main St`. */
export function stemOf(name: string): string {
  const base = name.split(/[/\\]/).pop()!;
  const plain = base.replace(/\.(gz|zip)$/i, '').replace(/\.[a-z0-9]{1,8}$/i, '');
  return plain || base;
}
