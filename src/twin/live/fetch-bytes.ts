/**
 * Fetches an address whole.
 *
 * @throws Error naming the address and what came; an AbortError when `signal` says so.
 */
export async function fetchBytes(
  get: typeof fetch,
  url: string,
  signal: AbortSignal,
  timeoutMs: number,
): Promise<Uint8Array> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await get(url, { signal: AbortSignal.any([signal, timeout]), cache: 'no-store' });
    if (!response.ok) throw new Error(`"${url}": expected an answer, got ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    if (signal.aborted) throw new DOMException('aborted', 'AbortError');
    if (timeout.aborted) {
      throw new Error(`"${url}": expected an answer within ${timeoutMs / 1_000} s, got none`, {
        cause: error,
      });
    }
    const { message } = error as Error;
    if (message.startsWith('"')) throw error;
    throw new Error(`"${url}": expected an answer, got none (${message})`, { cause: error });
  }
}
