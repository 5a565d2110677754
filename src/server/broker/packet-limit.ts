/**
 * Watches a stream of MQTT packets for one that is too long, from its header, before any of it is kept.
 *
 * A WebSocket's own limit is of a frame, and a packet may come in many.
 *
 * @param mostBytes - that a packet may have after its fixed header.
 * @returns takes the next bytes; gives the length that a packet announces when it is over the limit, else 0.
 */
export function createPacketLimit(mostBytes: number): (bytes: Uint8Array) => number {
  /** Bytes of the packet's body that are still to come; −1: its type is next; −2: its length is. */
  let rest = -1;
  let length = 0;
  let shift = 0;
  return (bytes) => {
    for (let at = 0; at < bytes.length; ) {
      if (rest >= 0) {
        const taken = Math.min(rest, bytes.length - at);
        at += taken;
        rest -= taken;
        if (rest === 0) rest = -1;
      } else if (rest === -1) {
        at++;
        rest = -2;
        length = 0;
        shift = 0;
      } else {
        const byte = bytes[at++]!;
        // Four bytes of length at most: a fifth is no MQTT, and the parser says so.
        length += (byte & 0x7f) * 2 ** shift;
        shift += 7;
        if (length > mostBytes) return length;
        if ((byte & 0x80) === 0 || shift > 28) rest = length > 0 ? length : -1;
      }
    }
    return 0;
  };
}
