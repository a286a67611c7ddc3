import { type ChildProcess, spawn } from 'node:child_process';

/** How a synth ended. */
export interface Ended {
  /** Undefined where a signal ended it. */
  readonly status: number | undefined;
  readonly output: string;
  readonly milliseconds: number;
}

/** A synth that is on its way, with the processes and threads that it has started. */
export interface Started {
  readonly ended: Promise<Ended>;
  /** As a power cut would: nobody is asked, and nobody can tidy up. */
  readonly kill: () => void;
}

/** Starts a synth in a repository; whoever stops it, stops all of it. */
export function startSynth(folder: string): Started {
  const start = performance.now();
  const child = spawn(process.execPath, ['scripts/fleet.mjs', 'synth'], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      output += text;
    });
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      resolve({ status: code ?? undefined, output, milliseconds: performance.now() - start }),
    );
  });
  return { ended, kill: () => killGroup(child) };
}

function killGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  process.kill(-pid, 'SIGKILL');
}

/** Whether a program has stopped with words for people: with an exit code of its own, and without a stack trace. */
export function isOrderly({ status, output }: Pick<Ended, 'status' | 'output'>): boolean {
  return status === 1 && output.trim() !== '' && !/^\s+at .+:\d+:\d+\)?$/m.test(output);
}
