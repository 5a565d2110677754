/** Live things that are no features of the city, as layers and lists read them. */
import type { CaseRecord } from '#base/cases/case.ts';

export interface LiveCases {
  /** By id: those that are open, and those closed a short while ago. */
  all(): ReadonlyMap<string, CaseRecord>;
  /** Hears of changed ones, together, at most four times a second. @returns the remover. */
  onChange(listener: (changed: readonly CaseRecord[]) => void): () => void;
}

/** Where a vehicle was seen. */
export interface VehiclePlace {
  /** ms since 1970 of the city's time. */
  readonly t: number;
  readonly lon: number;
  readonly lat: number;
  /** From north clockwise. */
  readonly heading: number;
  /** km/h */
  readonly speed: number;
}

export interface LiveVehicle {
  readonly id: string;
  readonly kind: string;
  /** The last place and the one before; the same at first. */
  readonly from: VehiclePlace;
  readonly to: VehiclePlace;
}

export interface LiveVehicles {
  all(): ReadonlyMap<string, LiveVehicle>;
  /** Hears that places are new. @returns the remover. */
  onChange(listener: () => void): () => void;
}

export interface LiveView {
  readonly cases: LiveCases;
  readonly vehicles: LiveVehicles;
  /** The instant that the picture shows, ms since 1970 of the city's time. */
  cityNow(): number;
  /** City seconds that pass in a second; 0 while time stands still. */
  cityRate(): number;
}
