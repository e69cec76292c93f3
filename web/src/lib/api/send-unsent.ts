import { sendOnce } from './client';
import { sendCommand } from './command';
import { ApiProblem } from './problem';
import { clearUnsent, readUnsent } from './unsent';

/** Sends the changes that waited for a sign-in, in their order, each with its own Idempotency-Key. */
export async function sendUnsent(): Promise<{ saved: number; refused: number }> {
  const waiting = readUnsent();
  clearUnsent();
  let saved = 0;
  let refused = 0;
  for (const { method, url, body, headers } of waiting) {
    const attempt = async () => ({
      response: await sendOnce(new Request(url, { method, headers, ...(body ? { body } : {}) })),
    });
    try {
      await sendCommand(attempt);
      saved += 1;
    } catch (error) {
      // A refusal is an answer; anything else put the change back into the waiting list, or is past help.
      if (error instanceof ApiProblem) refused += 1;
    }
  }
  return { saved, refused };
}
