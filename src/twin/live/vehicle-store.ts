import type { VehicleBatch } from '#base/live/wire.ts';
import type { LiveVehicle, VehiclePlace } from './live-view.ts';

const KEPT = 20_000;
/** City seconds between places, where the batch does not say. */
const INTERVAL = 10;
/** A vehicle that has not been seen for so many intervals is gone. */
const INTERVALS = 30;

export interface VehicleStore {
  put(batch: VehicleBatch): { changes: number; older: number; duplicate: number };
  /** Lets go of vehicles that nobody has seen for long. */
  sweep(cityMs: number): void;
  takeChanges(): { changed: LiveVehicle[]; removed: string[] } | null;
  clear(): void;
}

interface Kept {
  readonly vehicle: LiveVehicle;
  readonly ttl: number;
}

/** Keeps where vehicles were seen last, and before. */
export function createVehicleStore(): VehicleStore {
  const kept = new Map<string, Kept>();
  const changed = new Set<string>();
  const removed = new Set<string>();

  function remove(id: string): void {
    kept.delete(id);
    changed.delete(id);
    removed.add(id);
  }
  return {
    put({ t, id, kind, lon, lat, heading, speed, ttl = INTERVAL }) {
      const merged = { changes: 0, older: 0, duplicate: 0 };
      for (let at = 0; at < id.length; at++) {
        const key = id[at]!;
        const before = kept.get(key)?.vehicle;
        if (before && t <= before.to.t) {
          if (t < before.to.t) merged.older++;
          else merged.duplicate++;
          continue;
        }
        if (!before && kept.size >= KEPT) continue;
        const to: VehiclePlace = {
          t,
          lon: lon[at]!,
          lat: lat[at]!,
          heading: heading[at]!,
          speed: speed[at]!,
        };
        kept.set(key, { vehicle: { id: key, kind: kind[at]!, from: before?.to ?? to, to }, ttl });
        changed.add(key);
        removed.delete(key);
        merged.changes++;
      }
      return merged;
    },
    sweep(cityMs) {
      for (const [id, { vehicle, ttl }] of kept) {
        if (cityMs - vehicle.to.t > INTERVALS * ttl * 1_000) remove(id);
      }
    },
    takeChanges() {
      if (changed.size === 0 && removed.size === 0) return null;
      const changes = { changed: [...changed].map((id) => kept.get(id)!.vehicle), removed: [...removed] };
      changed.clear();
      removed.clear();
      return changes;
    },
    clear() {
      for (const id of [...kept.keys()]) remove(id);
    },
  };
}
