/** Writes what goes over the wire as CBOR (`wire.ts`): for servers, gateways and tests; pages only read. */
import { Encoder } from 'cbor-x/encode';
import type { LiveSnapshot, StateBatch, VehicleBatch } from './wire.ts';

const encoder = new Encoder({ useRecords: false, tagUint8Array: true });

/** Writes states of many things. @returns bytes of its own. */
export function encodeBatch(batch: StateBatch): Uint8Array {
  return encoder.encode(batch);
}

/** Writes where vehicles are. @returns bytes of its own. */
export function encodeVehicles(batch: VehicleBatch): Uint8Array {
  return encoder.encode(batch);
}

/** Writes the city's state. @returns bytes of its own. */
export function encodeSnapshot(snapshot: LiveSnapshot): Uint8Array {
  return encoder.encode(snapshot);
}
