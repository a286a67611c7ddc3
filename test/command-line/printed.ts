import { vi } from 'vitest';
import type { Command, Raw } from '../../scripts/command-line/command.ts';
import { run, type Surroundings } from '../../scripts/command-line/run.ts';

/** What came of a command line. */
export interface Ran {
  readonly status: number;
  readonly printed: string;
  /** What reached the work of the command; undefined where it was never begun. */
  readonly begun: Raw | undefined;
}

/** Runs a command whose work only says that it was begun. */
export async function tryOut(
  command: Command,
  args: readonly string[],
  surroundings?: Surroundings,
): Promise<Ran> {
  let [printed, begun]: [string, Raw | undefined] = ['', undefined];
  const print = (text: unknown) => {
    printed += `${text}\n`;
  };
  const spies = (['log', 'error'] as const).map((method) =>
    vi.spyOn(console, method).mockImplementation(print),
  );
  try {
    const status = await run(
      command,
      args,
      async (raw) => {
        begun = raw;
        return 0;
      },
      surroundings,
    );
    return { status, printed, begun };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** The exit code of a mistake: where 1 is an answer of a command, a script would take a slip for it. */
export function mistakeCode({ answers }: Command): 1 | 2 {
  return answers ? 2 : 1;
}
