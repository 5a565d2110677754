import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPacketLimit } from './packet-limit.ts';

/** A packet whose body is so long, its length as MQTT writes it: seven bits a byte, the lowest first. */
function packet(length: number): Buffer {
  const header = [0x30];
  let rest = length;
  do {
    header.push((rest % 128) | (rest >= 128 ? 0x80 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return Buffer.concat([Buffer.from(header), Buffer.alloc(length, 0xff)]);
}

describe('the limit of a packet', () => {
  const lengths = fc.array(fc.oneof(fc.nat(200), fc.nat(20_000)), { minLength: 1, maxLength: 12 });

  it('lets packets up to the limit pass, however they are cut into pieces', () => {
    fc.assert(
      fc.property(lengths, fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1 }), (sizes, cuts) => {
        const bytes = Buffer.concat(sizes.map(packet));
        const look = createPacketLimit(20_000);
        for (let at = 0, i = 0; at < bytes.length; i++) {
          const end = at + cuts[i % cuts.length]!;
          expect(look(bytes.subarray(at, end))).toBe(0);
          at = end;
        }
      }),
    );
  });

  it('finds one beyond it behind any others, as soon as its length is there', () => {
    fc.assert(
      fc.property(lengths, fc.integer({ min: 20_001, max: 2_000_000 }), (sizes, long) => {
        const look = createPacketLimit(20_000);
        for (const size of sizes) expect(look(packet(size))).toBe(0);
        const header = packet(long).subarray(0, 4);
        const found = [...header].map((byte) => look(Uint8Array.of(byte))).find((length) => length > 0);
        // The lowest seven or fourteen bits may be over it already; what is said is never more than the length.
        expect(found).toBeGreaterThan(20_000);
        expect(found).toBeLessThanOrEqual(long);
      }),
    );
  });
});
