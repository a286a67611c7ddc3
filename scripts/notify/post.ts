import { setTimeout } from 'node:timers/promises';
import { Mistake } from '../command-line/mistake.ts';

/** How often it is tried, and how long is waited in between. */
export interface Patience {
  readonly attempts: number;
  readonly pauseMilliseconds: number;
  readonly answerMilliseconds: number;
}

const PATIENCE: Patience = { attempts: 4, pauseMilliseconds: 2_000, answerMilliseconds: 20_000 };

/**
 * Posts a line to a channel. The address lets whoever knows it write there, so no message of ours shows it.
 *
 * @throws Mistake where Slack refuses, or does not answer in the end
 */
export async function post(address: string, text: string, patience: Patience = PATIENCE): Promise<void> {
  const hidden = (message: string) => message.replaceAll(address, 'SLACK_WEBHOOK_URL');
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new Mistake('SLACK_WEBHOOK_URL is no address of a channel: it begins with https://.');
  }
  for (let attempt = 1; ; attempt++) {
    const failed = await once(address, text, patience.answerMilliseconds);
    if (failed === undefined) return;
    if (!failed.again || attempt === patience.attempts) {
      throw new Mistake(hidden(`Slack was told nothing: ${failed.why}.`));
    }
    await setTimeout(patience.pauseMilliseconds * attempt);
  }
}

async function once(address: string, text: string, most: number) {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ text }),
      signal: AbortSignal.timeout(most),
      // A channel answers itself; whoever else is asked would be told the line.
      redirect: 'error',
    });
    if (response.ok) return undefined;
    const said = (await response.text()).slice(0, 200);
    return { again: response.status === 429 || response.status >= 500, why: `${response.status} ${said}` };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { again: true, why: cause instanceof Error ? cause.message : String(cause) };
  }
}
