/** Reads JSON payloads. */
import { show } from '../state/describe-issue.ts';
import { PAYLOAD_AT_MOST } from './cbor.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Reads UTF-8 text of a payload. @throws Error when it is too long or no UTF-8. */
export function decodeText(bytes: Uint8Array, scope: string, most = PAYLOAD_AT_MOST): string {
  if (bytes.length > most) throw new Error(`${scope}: expected at most ${most} bytes, got ${bytes.length}`);
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Error(`${scope}: expected UTF-8, got ${bytes.length} bytes of something else`);
  }
}

/** Reads JSON of a payload. @throws Error `topic "…": expected JSON, got "{\"id\":"`. */
export function decodeJson(bytes: Uint8Array, scope: string, most?: number): unknown {
  const text = decodeText(bytes, scope, most);
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${scope}: expected JSON, got ${show(text)}`);
  }
}
