/**
 * Reads CBOR without `eval`, so that it works under a strict policy, and without trusting what it says of its sizes.
 */
import { Decoder, setSizeLimits } from 'cbor-x/decode-no-eval';

/** Bytes of a payload that are looked at; what is longer is refused unread. */
export const PAYLOAD_AT_MOST = 16 * 1_024 * 1_024;

/** A header of a few bytes may claim any length: what is longer than this is refused before memory is taken. */
const ITEMS_AT_MOST = 2_000_000;
setSizeLimits({ maxArraySize: ITEMS_AT_MOST, maxMapSize: ITEMS_AT_MOST, maxObjectSize: ITEMS_AT_MOST });

const decoder = new Decoder({ useRecords: false, mapsAsObjects: true });

/**
 * Reads one CBOR value. Typed arrays of RFC 8746 come as such, and as views of `bytes` where these lie well.
 *
 * @param scope - first in the message: `topic "city/…/state"`.
 * @param most - bytes that are allowed.
 * @throws Error when it is too long or no CBOR.
 */
export function decodeCbor(bytes: Uint8Array, scope: string, most = PAYLOAD_AT_MOST): unknown {
  if (bytes.length > most) throw new Error(`${scope}: expected at most ${most} bytes, got ${bytes.length}`);
  if (bytes.length === 0) throw new Error(`${scope}: expected CBOR, got nothing`);
  try {
    return decoder.decode(bytes);
  } catch (error) {
    const first = [...bytes.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    throw new Error(`${scope}: expected CBOR, got ${bytes.length} bytes that begin ${first}`, {
      cause: error,
    });
  }
}
