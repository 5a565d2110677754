import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { detectReader } from './detect.ts';
import { parquetReader } from './parquet.ts';
import type { RawFeature, SourceOptions } from './source.ts';

const folder = mkdtempSync(join(tmpdir(), 'parquet-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Files that pyarrow 25 wrote. */
const FILES = {
  /** zstd, two row groups, GeoParquet 1.1 in WGS84. */
  geo:
    'UEFSMRUEFVAVQkwVBBUAEgAAKLUv/SAoxQAAgBAAAAA0NDAzMDUwMTE4MDECADcTuEAdFQAVEhUkLBUEFRAVBhUGHAAAACi1L/0g' +
    'CUkAAAIAAAAEAQEDAhUEFSgVOkwVBBUAEgAAKLUv/SAUoQAABgAAAOW4guaUvwYAAADkvpvnlLUVABUSFSQsFQQVEBUGFQYcAAAA' +
    'KLUv/SAJSQAAAgAAAAQBAQMCFQQVIBUyTBUEFQASAAAotS/9IBCBAAAAAAAAAAAlQAAAAAAAAChAFQAVEhUkLBUEFRAVBhUGHAAA' +
    'ACi1L/0gCUkAAAIAAAAEAQEDAhUEFSAVMkwVBBUAEgAAKLUv/SAQgQAAAQAAAAAAIAABAAAAAAAAABUAFRIVJCwVBBUQFQYVBhwA' +
    'AAAotS/9IAlJAAACAAAABAEBAwIVBBVkFVBMFQQVABIAACi1L/0gMv0AAJgVAAAAAQEAgFxAAIA2QPLSTWIQBADAaJ41QCAZMAIV' +
    'ABUSFSQsFQQVEBUGFQYcAAAAKLUv/SAJSQAAAgAAAAQBAQMCFQQVEBUiTBUEFQASAAAotS/9IAhBAACKOQAA9zoAABUAFRIVJCwV' +
    'BBUQFQYVBhwAAAAotS/9IAlJAAACAAAABAEBAwIVBBUoFTpMFQIVABIAACi1L/0gFKEAABAAAAA0NDAzMDUwMTE4MDAwMDAyFQAV' +
    'EhUkLBUCFRAVBhUGHAAAACi1L/0gCUkAAAIAAAACAQECABUEFQAVEkwVABUAEgAAKLUv/SAAAQAAFQAVDhUgLBUCFRAVBhUGHAAA' +
    'ACi1L/0gBzkAAAIAAAACAAAVBBUAFRJMFQAVABIAACi1L/0gAAEAABUAFQ4VICwVAhUQFQYVBhwAAAAotS/9IAc5AAACAAAAAgAA' +
    'FQQVEBUiTBUCFQASAAAotS/9IAhBAAACAAAAAAAAABUAFRIVJCwVAhUQFQYVBhwAAAAotS/9IAlJAAACAAAAAgEBAgAVBBUyFURM' +
    'FQIVABIAACi1L/0gGckAABUAAAABAQAAAOOlm8QggFxAAAAAAACANkAVABUSFSQsFQIVEBUGFQYcAAAAKLUv/SAJSQAAAgAAAAIB' +
    'AQIAFQQVCBUaTBUCFQASAAAotS/9IAQhAABlPAAAFQAVEhUkLBUCFRAVBhUGHAAAACi1L/0gCUkAAAIAAAACAQECABUEGXw1ABgG' +
    'c2NoZW1hFQwAFQwlAhgEY29kZSUATBwAAAAVDCUCGAVvd25lciUATBwAAAAVCiUCGAZoZWlnaHQAFQQlAhgDYmlnABUMJQIYCGdl' +
    'b21ldHJ5ABUCJQIYCWluc3RhbGxlZCUMTGwAAAAWBhksGWwmABwVDBk1AAYQGRgEY29kZRUMFgQWpAEWqAEmZiYIKSwVBBUAFQIA' +
    'FQAVEBUCADwWQBkGGSYABAAAACYAHBUMGTUABhAZGAVvd25lchUMFgQWfBagASaGAiawASksFQQVABUCABUAFRAVAgA8FhgZBhkm' +
    'AAQAAAAmABwVChk1AAYQGRgGaGVpZ2h0FQwWBBZ0FpgBJp4DJtACKSwVBBUAFQIAFQAVEBUCADwpBhkmAAQAAAAmABwVBBk1AAYQ' +
    'GRgDYmlnFQwWBBZ0FpgBJrYEJugDKSwVBBUAFQIAFQAVEBUCADwpBhkmAAQAAAAmABwVDBk1AAYQGRgIZ2VvbWV0cnkVDBYEFrgB' +
    'FrYBJuwFJoAFKSwVBBUAFQIAFQAVEBUCADwWVBkGGSYABAAAACYAHBUCGTUABhAZGAlpbnN0YWxsZWQVDBYEFmQWiAEm9AYmtgYp' +
    'LBUEFQAVAgAVABUQFQIAPCkGGSYABAAAABakBhYEJggWtgcAGWwmABwVDBk1AAYQGRgEY29kZRUMFgIWfBagASaUCCa+ByksFQQV' +
    'ABUCABUAFRAVAgA8FiAZBhkmAAIAAAAmABwVDBk1AAYQGRgFb3duZXIVDBYCFlAWdCaMCSbeCCksFQQVABUCABUAFRAVAgA8FgAZ' +
    'BhkmAgAAAAAmABwVChk1AAYQGRgGaGVpZ2h0FQwWAhZQFnQmgAom0gkpLBUEFQAVAgAVABUQFQIAPCkGGSYCAAAAACYAHBUEGTUA' +
    'BhAZGANiaWcVDBYCFmQWiAEmhAsmxgopLBUEFQAVAgAVABUQFQIAPCkGGSYAAgAAACYAHBUMGTUABhAZGAhnZW9tZXRyeRUMFgIW' +
    'hgEWqgEmrgwmzgspLBUEFQAVAgAVABUQFQIAPBYqGQYZJgACAAAAJgAcFQIZNQAGEBkYCWluc3RhbGxlZBUMFgIWXBaAASauDSb4' +
    'DCksFQQVABUCABUAFRAVAgA8KQYZJgACAAAAFuIEFgImvgcWugYAGRwYA2dlbxh9eyJ2ZXJzaW9uIjogIjEuMS4wIiwgInByaW1h' +
    'cnlfY29sdW1uIjogImdlb21ldHJ5IiwgImNvbHVtbnMiOiB7Imdlb21ldHJ5IjogeyJlbmNvZGluZyI6ICJXS0IiLCAiZ2VvbWV0' +
    'cnlfdHlwZXMiOiBbIlBvaW50Il19fX0AGCBwYXJxdWV0LWNwcC1hcnJvdyB2ZXJzaW9uIDI1LjAuMRlsHAAAHAAAHAAAHAAAHAAA' +
    'HAAAACYEAABQQVIx',
  /** snappy, GeoParquet in EPSG:4547. */
  epsg:
    'UEFSMRUEFQoVDkwVAhUAEgAABRABAAAAYRUAFRIVFiwVAhUQFQYVBhwAAAAJIAIAAAACAQECABUEFTIVMEwVAhUAEgAAGRgVAAAA' +
    'AQEACQEsgIQeQQAAAABI/0JBFQAVEhUWLBUCFRAVBhUGHAAAAAkgAgAAAAIBAQIAFQQZPDUAGAZzY2hlbWEVBAAVDCUCGARjb2Rl' +
    'JQBMHAAAABUMJQIYCGdlb21ldHJ5ABYCGRwZLCYAHBUMGTUABhAZGARjb2RlFQIWAhZeFmYmMiYIKSwVBBUAFQIAFQAVEBUCADwW' +
    'AhkGGSYAAgAAACYAHBUMGTUABhAZGAhnZW9tZXRyeRUCFgIWhgEWiAEmugEmbiksFQQVABUCABUAFRAVAgA8FioZBhkmAAIAAAAW' +
    '5AEWAiYIFu4BABkcGANnZW8YsQF7InZlcnNpb24iOiAiMS4xLjAiLCAicHJpbWFyeV9jb2x1bW4iOiAiZ2VvbWV0cnkiLCAiY29s' +
    'dW1ucyI6IHsiZ2VvbWV0cnkiOiB7ImVuY29kaW5nIjogIldLQiIsICJnZW9tZXRyeV90eXBlcyI6IFsiUG9pbnQiXSwgImNycyI6' +
    'IHsiaWQiOiB7ImF1dGhvcml0eSI6ICJFUFNHIiwgImNvZGUiOiA0NTQ3fX19fX0AGCBwYXJxdWV0LWNwcC1hcnJvdyB2ZXJzaW9u' +
    'IDI1LjAuMRksHAAAHAAAAKIBAABQQVIx',
  /** Plain, columns 经度, 纬度 and 高程. */
  columns:
    'UEFSMRUEFQoVCkwVAhUAEgAAAQAAAGEVABUSFRIsFQQVEBUGFQYcAAAAAgAAAAMBAQIAFQQVEBUQTBUCFQASAAAAAAAAAIBcQBUA' +
    'FRIVEiwVBBUQFQYVBhwAAAACAAAAAwEBAgAVBBUQFRBMFQIVABIAAAAAAAAAgDZAFQAVEhUSLBUEFRAVBhUGHAAAAAIAAAAEAQEE' +
    'ABUEFSAVIEwVBBUAEgAAAAAAAAAADEAAAAAAAADwPxUAFRIVEiwVBBUQFQYVBhwAAAACAAAABAEBAwIVBBlcNQAYBnNjaGVtYRUI' +
    'ABUMJQIYAmJtJQBMHAAAABUKJQIYBue7j+W6pgAVCiUCGAbnuqzluqYAFQolAhgG6auY56iLABYEGRwZTCYAHBUMGTUABhAZGAJi' +
    'bRUAFgQWXhZeJi4mCCksFQQVABUCABUAFRAVAgA8FgIZBhkmAgIAAAAmABwVChk1AAYQGRgG57uP5bqmFQAWBBZkFmQmkgEmZiks' +
    'FQQVABUCABUAFRAVAgA8KQYZJgICAAAAJgAcFQoZNQAGEBkYBue6rOW6phUAFgQWZBZkJvYBJsoBKSwVBBUAFQIAFQAVEBUCADwp' +
    'BhkmAAQAAAAmABwVChk1AAYQGRgG6auY56iLFQAWBBZ0FnQm6gImrgIpLBUEFQAVAgAVABUQFQIAPCkGGSYABAAAABaaAxYEJggW' +
    'mgMAKCBwYXJxdWV0LWNwcC1hcnJvdyB2ZXJzaW9uIDI1LjAuMRlMHAAAHAAAHAAAHAAAAHABAABQQVIx',
  /** gzip, a group of x and y. */
  group:
    'UEFSMRUEFQoVMkwVAhUAEgAAH4sIAAAAAAACA2NkYGBIBABjj/fBBQAAABUAFRIVOiwVAhUQFQYVBhwAAAAfiwgAAAAAAAIDY2Jg' +
    'YGBiZGRiAACYAHc5CQAAABUEFRAVNEwVAhUAEgAAH4sIAAAAAAACA2NgAIKGGAcAIZfF5AgAAAAVABUSFTosFQIVEBUGFQYcAAAA' +
    'H4sIAAAAAAACA2NiYGBgYmJkYgAAdq/CKwkAAAAVBBUQFTRMFQIVABIAAB+LCAAAAAAAAgNjYACCBjMHAAwU13sIAAAAFQAVEhU6' +
    'LBUCFRAVBhUGHAAAAB+LCAAAAAAAAgNjYmBgYGJiZGIAAHavwisJAAAAFQQZXDUAGAZzY2hlbWEVBAAVDCUCGARjb2RlJQBMHAAA' +
    'ADUCGARnZW9tFQQAFQolAhgBeAAVCiUCGAF5ABYCGRwZPCYAHBUMGTUABhAZGARjb2RlFQQWAhZeFq4BJlYmCCksFQQVABUCABUA' +
    'FRAVAgA8FgIZBhkmAAIAAAAmABwVChk1AAYQGSgEZ2VvbQF4FQQWAhZkFrABJoYCJrYBKSwVBBUAFQIAFQAVEBUCADwpBhk2AAAC' +
    'AAAAJgAcFQoZNQAGEBkoBGdlb20BeRUEFgIWZBawASa2AybmAiksFQQVABUCABUAFRAVAgA8KQYZNgAAAgAAABamAhYCJggWjgQA' +
    'KCBwYXJxdWV0LWNwcC1hcnJvdyB2ZXJzaW9uIDI1LjAuMRk8HAAAHAAAHAAAADABAABQQVIx',
} as const;

async function read(bytes: Uint8Array, options: SourceOptions = {}, name = 'lamps.parquet') {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  const reading = await parquetReader.read({ path, name, options }, new AbortController().signal);
  const batches: RawFeature[][] = [];
  for await (const batch of reading.features) batches.push(batch);
  return { reading, batches, features: batches.flat() };
}

const bytesOf = (name: keyof typeof FILES): Buffer => Buffer.from(FILES[name], 'base64');

describe('the Parquet reader', () => {
  it('reads GeoParquet row group by row group, nulls left out, dates and large numbers as texts', async () => {
    const { reading, batches, features } = await read(bytesOf('geo'));
    expect(reading).toMatchObject({ format: 'parquet', crs: { epsg: 4326 }, idPrefix: 'lamps' });
    expect(batches.map((batch) => batch.length)).toEqual([2, 1]);
    expect(features[0]).toEqual({
      id: null,
      place: 'row 1',
      geometry: { type: 'Point', coordinates: [114, 22.5] },
      tags: {
        code: '4403050118000000',
        owner: '市政',
        height: 10.5,
        installed: '2010-05-01',
        big: '9007199254740993',
      },
    });
    expect(features[2]!.place).toBe('row 3');
    expect(features[2]!.tags).toEqual({ code: '4403050118000002', installed: '2012-05-01', big: 2 });
  });

  it("takes the CRS from the file's own word", async () => {
    const { reading, features } = await read(bytesOf('epsg'));
    expect(reading.crs).toEqual({ epsg: 4547 });
    expect(features[0]!.geometry).toEqual({ type: 'Point', coordinates: [500_000, 2_490_000] });
  });

  it('finds columns of coordinates by name, and says which row has none', async () => {
    const { reading, features } = await read(bytesOf('columns'));
    expect(reading.crs).toBeNull();
    expect(features[0]!.geometry).toEqual({ type: 'Point', coordinates: [114, 22.5, 3.5] });
    expect(features[1]).toMatchObject({ place: 'row 2', flaw: { reason: 'bad-coordinate' } });
    const named = await read(bytesOf('columns'), { columns: { x: '高程', y: '纬度' } });
    expect(named.features[0]!.geometry).toEqual({ type: 'Point', coordinates: [3.5, 22.5] });
  });

  it('reads points that are groups of x and y', async () => {
    const { features } = await read(bytesOf('group'));
    expect(features[0]!.geometry).toEqual({ type: 'Point', coordinates: [114, 22.5] });
  });

  it('is found by its first bytes, gzipped too', async () => {
    writeFileSync(join(folder, 'noname'), bytesOf('columns'));
    expect((await detectReader(join(folder, 'noname'))).format).toBe('parquet');
    const { features } = await read(gzipSync(bytesOf('columns')), {}, 'lamps.parquet.gz');
    expect(features).toHaveLength(2);
  });

  it('says what it expected of a file that is cut, and of one without places', async () => {
    await expect(read(bytesOf('geo').subarray(0, 900))).rejects.toThrow(
      /^lamps\.parquet: expected a whole Parquet file, got one that ends in no footer: /,
    );
    const broken = bytesOf('geo');
    broken.fill(0xff, 10, 200);
    await expect(read(broken)).rejects.toThrow(
      /^lamps\.parquet: expected rows of Parquet, got, after row 0: /,
    );
    await expect(read(bytesOf('columns'), { columns: { x: 'bm2' } })).rejects.toThrow(
      'lamps.parquet: expected a column with geometry (geometry, wkb, wkt …) or two with coordinates (lon and lat, x and y, 经度 and 纬度 …), got bm, 经度, 纬度, 高程; name them by "columns" in the recipe',
    );
  });
});
