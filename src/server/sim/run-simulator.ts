import type { PublishedClock } from '#base/live/wire.ts';
import { cityTime } from '#base/live/wire.ts';
import type { Login } from '../broker/broker.ts';
import { createCaseSimulation } from './cases/case-simulation.ts';
import { type Fleet, runFleet } from './fleet.ts';
import { readInventory } from './inventory.ts';
import { createSimulation } from './simulation.ts';

/** All that a simulator needs to know; plain data, to be handed to a thread. */
export interface SimulatorInput {
  /** City folder. */
  readonly folder: string;
  readonly folderName: string;
  readonly seed: number;
  readonly clock: PublishedClock;
  readonly url: string;
  readonly login?: Login | undefined;
}

/**
 * Reads a city, lives through its last day, and lets its fleet speak.
 *
 * @throws Error when the folder cannot be read.
 */
export async function runSimulator(input: SimulatorInput, say: (message: string) => void): Promise<Fleet> {
  const { folder, folderName, seed, clock, url, login } = input;
  const inventory = await readInventory(folder, folderName);
  const startAt = Math.floor(cityTime(clock, Date.now()));
  const simulation = createSimulation({
    inventory,
    seed,
    startAt,
    rate: clock.rate,
    createCases: createCaseSimulation,
  });
  return runFleet({ simulation, division: inventory.division, url, login, clock, say });
}
