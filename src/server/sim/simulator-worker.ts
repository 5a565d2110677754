/** The thread of a city's simulator: says what has to be said, and ends when it is told to. */
import { parentPort, workerData } from 'node:worker_threads';
import { runSimulator, type SimulatorInput } from './run-simulator.ts';

const port = parentPort;
if (!port) throw new Error('simulator: expected a worker thread');
const fleet = await runSimulator(workerData as SimulatorInput, (message) => port.postMessage(message));
port.once('message', () => void fleet.close().then(() => process.exit(0)));
