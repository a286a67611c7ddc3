import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Mistake } from '../command-line/mistake.ts';

const running = new Set<ChildProcess>();
const places = new Set<string>();

/** Ends what is left and takes its folders away, however this process ends. */
function leaveNothing(): void {
  for (const child of running) child.kill('SIGKILL');
  for (const place of places) rmSync(place, { recursive: true, force: true });
}

let isWatching = false;

/** From the first program or folder on, and not before: who only reads this file keeps signals for itself. */
function watchTheEnd(): void {
  if (isWatching) return;
  isWatching = true;
  process.on('exit', leaveNothing);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => process.exit(1));
  }
}

/** A folder that is gone when this process is. */
export function temporaryFolder(name: string): string {
  const place = mkdtempSync(join(tmpdir(), `${name}-`));
  watchTheEnd();
  places.add(place);
  return place;
}

/** A port of the loopback interface that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

/** A program that runs until it is stopped. */
export interface Running {
  readonly stop: () => Promise<void>;
  /** @throws Mistake with the end of its log where it has ended by itself */
  readonly assertRunning: () => void;
}

/**
 * Starts a program that writes into a log of its own.
 *
 * @param environment besides that of this process
 */
export function start(
  program: string,
  args: readonly string[],
  log: string,
  environment: Readonly<Record<string, string | undefined>> = {},
): Running {
  const file = openSync(log, 'w');
  const child = spawn(program, args, {
    stdio: ['ignore', file, file],
    env: { ...process.env, ...environment },
  });
  closeSync(file);
  watchTheEnd();
  running.add(child);
  let ended: string | undefined;
  const end = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      ended = error.message;
      running.delete(child);
      resolve();
    });
    child.once('exit', (code, signal) => {
      ended = `exit code ${code ?? signal}`;
      running.delete(child);
      resolve();
    });
  });
  return {
    stop: async () => {
      child.kill('SIGTERM');
      const patience = setTimeout(() => child.kill('SIGKILL'), 3_000);
      await end;
      clearTimeout(patience);
    },
    assertRunning: () => {
      if (ended === undefined) return;
      const last = readFileSync(log, 'utf8').trim().split('\n').slice(-5).join('\n');
      throw new Mistake(`${program} has ended by itself (${ended}). ${log} ends with:\n${last}`);
    },
  };
}
