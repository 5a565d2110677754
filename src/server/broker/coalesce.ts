import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { createPacketLimit } from './packet-limit.ts';

/** Bytes on their way to a client beyond which the writer has to wait. */
const MOST_IN_FLIGHT = 1 << 20;

interface Wire {
  send(bytes: Uint8Array, done: () => void): void;
  pause(): void;
  resume(): void;
  /** Ends it after what was sent. */
  end(tooLong: boolean): void;
  /** Ends it at once. */
  cut(): void;
}

/**
 * Makes a stream of MQTT packets over a wire that joins all that is written within a turn of the event loop: one frame
 * a turn, where the packet writer alone would make six of every message. Order and bytes stay as they are.
 *
 * @returns the stream, and what the wire has to tell: bytes that came, and its end.
 */
function createStream(
  wire: Wire,
  mostBytes: number,
): { stream: Duplex; take: (bytes: Buffer) => void; ended: () => void } {
  const tooLong = createPacketLimit(mostBytes);
  let waiting: Uint8Array[] = [];
  let held: (() => void)[] = [];
  let inFlight = 0;
  let scheduled = false;
  let open = true;

  const flush = (): void => {
    scheduled = false;
    if (waiting.length === 0 || !open) return;
    const joined = waiting.length === 1 ? waiting[0]! : Buffer.concat(waiting);
    waiting = [];
    inFlight += joined.length;
    wire.send(joined, () => {
      inFlight -= joined.length;
      if (inFlight > MOST_IN_FLIGHT || held.length === 0) return;
      const free = held;
      held = [];
      for (const done of free) done();
    });
  };
  const queue = (chunks: readonly Uint8Array[], done: () => void): void => {
    for (const chunk of chunks) waiting.push(chunk);
    if (!scheduled) {
      scheduled = true;
      setImmediate(flush);
    }
    if (inFlight > MOST_IN_FLIGHT) held.push(done);
    else done();
  };
  const stream = new Duplex({
    highWaterMark: MOST_IN_FLIGHT,
    read: () => wire.resume(),
    write: (chunk: Uint8Array, _encoding, done) => queue([chunk], done),
    writev: (chunks, done) =>
      queue(
        chunks.map(({ chunk }) => chunk as Uint8Array),
        done,
      ),
    final: (done) => {
      flush();
      done();
    },
    destroy: (error, done) => {
      flush();
      if (open) {
        open = false;
        if (inFlight > MOST_IN_FLIGHT) wire.cut();
        else wire.end(error instanceof RangeError);
      }
      held = [];
      done(error);
    },
  });
  return {
    stream,
    take: (bytes) => {
      if (stream.destroyed) return;
      const length = tooLong(bytes);
      if (length > 0) {
        stream.destroy(new RangeError(`packet: expected ${mostBytes} bytes at most, got ${length}`));
      } else if (!stream.push(bytes)) wire.pause();
    },
    ended: () => {
      open = false;
      if (stream.destroyed) return;
      stream.push(null);
      stream.destroy();
    },
  };
}

/**
 * Wraps a WebSocket as a stream of MQTT packets, one binary frame a turn of the event loop.
 *
 * @param mostBytes - of a packet; a longer one ends the connection before it is kept.
 */
export function streamOfWebSocket(socket: WebSocket, mostBytes: number): Duplex {
  const { stream, take, ended } = createStream(
    {
      send: (bytes, done) => socket.send(bytes, { binary: true }, done),
      pause: () => socket.pause(),
      resume: () => socket.resume(),
      end: (tooLong) => socket.close(tooLong ? 1009 : 1000),
      cut: () => socket.terminate(),
    },
    mostBytes,
  );
  socket.on('message', (data: RawData, isBinary: boolean) => {
    if (isBinary) take(Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer));
    else socket.close(1003);
  });
  socket.on('close', ended);
  // Its end follows, and tells all that is needed.
  socket.on('error', () => {});
  return stream;
}

/** Wraps a TCP connection in the same way. */
export function streamOfTcp(socket: Socket, mostBytes: number): Duplex {
  socket.setNoDelay(true);
  const { stream, take, ended } = createStream(
    {
      send: (bytes, done) => socket.write(bytes, () => done()),
      pause: () => socket.pause(),
      resume: () => socket.resume(),
      end: () => socket.end(),
      cut: () => socket.destroy(),
    },
    mostBytes,
  );
  socket.on('data', take);
  socket.on('close', ended);
  socket.on('end', ended);
  socket.on('error', () => {});
  return stream;
}
