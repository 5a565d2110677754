import { cityCalendar } from '#base/cases/city-calendar.ts';
import { casePlaces } from './case-places.ts';
import { createCaseReporter } from './case-reporter.ts';
import type { CaseSimulation, CaseSimulationOptions } from './cases/case-simulation.ts';
import { createCityHours } from './city-hours.ts';
import { createComponentReporter } from './component-reporter.ts';
import { createFaults, MINUTE_MS } from './faults.ts';
import { hash01 } from './hash.ts';
import type { Inventory } from './inventory.ts';
import { buildLightNetwork } from './light/circuits.ts';
import { createLampCommands, parseLampCommand } from './light/commands.ts';
import { type CircuitEvent, createLightModel } from './light/light-model.ts';
import { createLightReporter, gatewayName } from './light/light-reporter.ts';
import { cadenceOf, type SimMessage } from './message.ts';
import { createBins } from './traffic/bins.ts';
import { createNearestEdge } from './traffic/nearest-edge.ts';
import { createRoadGraph } from './traffic/road-graph.ts';
import { createRoadSpeeds } from './traffic/road-speeds.ts';
import { createRoadReporter, createVehicleReporter } from './traffic/traffic-reporter.ts';
import { createVehicles } from './traffic/vehicles.ts';

export interface SimulationOptions {
  readonly inventory: Inventory;
  readonly seed: number;
  /** ms since 1970 of the city's time. */
  readonly startAt: number;
  /** City seconds that pass in a second. */
  readonly rate: number;
  readonly createCases: (options: CaseSimulationOptions) => CaseSimulation;
}

/** A city's life, without clock and without broker: it follows from inventory, seed, start and commands. */
export interface Simulation {
  /** Who sends: the gateways of the lamps, then inspection, detectors, fleet and cases. */
  readonly sources: readonly string[];
  /** Topic filter of the commands that it obeys. */
  readonly commands: string;
  /** Goes on to an instant and tells what has changed or is due. */
  step(t: number): SimMessage[];
  /** Tells everything of a source, as one that has connected does. */
  full(source: number, t: number): SimMessage[];
  /** Whether a source is away: then it must not be connected. */
  isOffline(source: number, t: number): boolean;
  /** Obeys a command and acknowledges it. @throws Error saying what is wrong with it. */
  command(topic: string, payload: Uint8Array, t: number): SimMessage[];
}

/** Cases a day of a city of so many components, besides those of the components themselves. */
const CASES_A_DAY = 8_000;
const COMPONENTS_OF_THAT = 900_000;
const FEWEST_CASES_A_DAY = 40;
/** Vehicles start on their beats within the last half-hour. */
const SHIFT_MS = 1_800_000;
/** Minutes. */
const LONGEST_SLEEP = 3 * 1_440;
const AWAY_SLOT_MS = 6 * 3_600_000;
const AWAY_SHARE = 0.015;

/** Creates a city's life and lets the last day pass, so that cases and faults are under way. */
export function createSimulation({
  inventory,
  seed,
  startAt,
  rate,
  createCases,
}: SimulationOptions): Simulation {
  const { components, roads, network: roadNetwork, lon, lat, timeZone, division } = inventory;
  const hours = createCityHours(timeZone, lon);
  const network = buildLightNetwork(components, seed);
  const graph = createRoadGraph(roadNetwork);
  const nearestEdge = createNearestEdge(graph);
  const roadByGid = new Map(roads.map((road) => [road.gid, road]));
  const roadState = createRoadSpeeds(seed, hours);
  // Every start within a day goes over the same past.
  const pastAt = hours.startOf(hours.day(startAt) - 1);
  const cadence = cadenceOf(rate);

  const cases = createCases({
    seed,
    startAt: pastAt,
    places: casePlaces(inventory),
    perDay: Math.max(FEWEST_CASES_A_DAY, Math.round((CASES_A_DAY * components.length) / COMPONENTS_OF_THAT)),
    calendar: cityCalendar(timeZone, lon),
    language: timeZone === 'Asia/Shanghai' ? 'zh' : 'en',
  });
  const bins = createBins(components, nearestEdge, seed, startAt, hours);
  const binOf = new Map([...bins.bins].map((component, bin) => [component, bin]));
  const events = new Map<number, CircuitEvent>();
  const faults = createFaults({
    components,
    network,
    seed,
    hours,
    cases,
    circuits: events,
    roadOf: (row) => {
      const edge = nearestEdge(row.lon, row.lat);
      return edge < 0 ? null : (roadByGid.get(graph.edges[edge]!.gid)?.id ?? null);
    },
    onRestored: (component, t) => {
      const bin = binOf.get(component);
      if (bin !== undefined) bins.empty(bin, t);
    },
  });
  const faultOf = (component: number): number => faults.code[component]!;
  const lights = createLightModel({ network, seed, lon, lat, hours, faultOf, events });
  const vehicles = createVehicles({
    graph,
    seed,
    startAt: Math.floor(startAt / SHIFT_MS) * SHIFT_MS,
    timeZone,
    speedOf: (gid, t) => {
      const road = roadByGid.get(gid);
      return road ? roadState(road, t).speed : Number.POSITIVE_INFINITY;
    },
    onPassed: (kind, edge, t) => {
      if (kind === 'sanitation') bins.passed(edge, t);
    },
  });

  const gateways = network.gateways;
  const sources = [
    ...Array.from({ length: gateways }, (_, at) => gatewayName(at)),
    'inspection',
    'detectors',
    'fleet',
    'cases',
  ];
  const [inspection, detectors, fleet, desk] = [gateways, gateways + 1, gateways + 2, gateways + 3];
  const isOffline = (source: number, t: number): boolean => {
    if (source >= gateways) return false;
    const slot = Math.floor(t / AWAY_SLOT_MS);
    if (hash01(seed, 701, source, slot) >= AWAY_SHARE) return false;
    const begin = (slot + 0.8 * hash01(seed, 702, source, slot)) * AWAY_SLOT_MS;
    return t >= begin && t < begin + (5 + 10 * hash01(seed, 703, source, slot)) * 60_000;
  };
  const caseReporter = createCaseReporter(division, cases, desk!, cadence);
  const reporters = [
    createLightReporter({ inventory, network, model: lights, seed, cadence, faultOf, isOffline }),
    createComponentReporter(inventory, bins, faults.code, faults.changed, inspection!, cadence),
    createRoadReporter(inventory, roadState, detectors!, cadence),
    createVehicleReporter(inventory, vehicles, fleet!, rate),
    caseReporter,
  ];
  const lampCommands = createLampCommands(components, network, lights, isOffline);

  let minute = Math.floor(pastAt / MINUTE_MS);
  function goTo(t: number): void {
    const last = Math.floor(t / MINUTE_MS);
    // After days of sleep only the last of them is lived through.
    if (last - minute > LONGEST_SLEEP) minute = last - LONGEST_SLEEP;
    while (minute < last) {
      const now = ++minute * MINUTE_MS;
      faults.minute(now);
      vehicles.update(now);
      const { records, restored } = cases.step(now);
      faults.restore(restored);
      if (now > startAt) caseReporter.take(records);
    }
    vehicles.update(t);
    lights.update(t);
  }
  goTo(startAt);

  return {
    sources,
    commands: `city/${division}/light/+/group/+/cmd`,
    step(t) {
      goTo(t);
      return reporters.flatMap((reporter) => reporter.report(t));
    },
    full(source, t) {
      goTo(t);
      return reporters.flatMap((reporter) => reporter.report(t, source));
    },
    isOffline,
    command(topic, payload, t) {
      const scope = `topic "${topic}"`;
      const command = parseLampCommand(payload, scope);
      // A page may ask; where the answer goes must not give it more than that.
      if (!command.replyTo.startsWith(`city/${division}/`) || !/^[^#+\0]+\/ack$/.test(command.replyTo)) {
        throw new Error(`${scope}: replyTo: expected city/${division}/…/ack, got "${command.replyTo}"`);
      }
      goTo(t);
      const { replyTo, acks } = lampCommands.run(command, t);
      return acks.map(({ gateway, ack }) => ({
        source: gateway < 0 ? desk! : gateway,
        topic: replyTo,
        payload: JSON.stringify(ack),
        retain: false,
        qos: 1,
      }));
    },
  };
}
