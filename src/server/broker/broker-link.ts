/** The server's own way to a broker, be it the embedded one or another. */
export interface BrokerLink {
  /**
   * Listens; kept over lost connections.
   *
   * @param listener - the payload is the listener's only while it runs.
   * @returns the remover.
   */
  subscribe(filter: string, listener: (topic: string, payload: Uint8Array) => void): Promise<() => void>;
  /** Publishes at most once; what cannot be sent now is dropped. */
  publish(topic: string, payload: string | Uint8Array, retain: boolean): void;
  /** Calls back whenever the broker can be reached (again), and now if it can. @returns the remover. */
  onConnected(listener: () => void): () => void;
  close(): Promise<void>;
}
