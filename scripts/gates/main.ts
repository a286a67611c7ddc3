import { fileURLToPath } from 'node:url';
import { green, red } from '../command-line/colours.ts';
import { implement } from '../command-line/command.ts';
import { Mistake } from '../command-line/mistake.ts';
import { setVariable } from '../pipeline/hand-on.ts';
import { watch } from '../programs/run.ts';
import { choose } from './choose.ts';
import type { Gate } from './gate.ts';
import { install, missing } from './install.ts';
import { gates } from './list.ts';
import { ci } from './usage.ts';

const FLEET = fileURLToPath(new URL('../fleet.mjs', import.meta.url));

interface Verdict {
  readonly gate: string;
  readonly passed: boolean;
  readonly seconds: number;
}

export const main = implement(ci, async ({ options, arguments: { gates: names } }) => {
  const chosen = choose(gates, { ...options, names, without: options.without ?? [] });
  const asJson = options.format === 'json';
  if (options.variable !== undefined) {
    if (!options.list) throw new Mistake('--variable belongs to --list.');
    setVariable(options.variable, JSON.stringify(chosen));
  }
  if (options.list) {
    process.stdout.write(asJson ? `${JSON.stringify(chosen)}\n` : list(chosen));
    return 0;
  }
  const say = (line: string) => (asJson ? process.stderr : process.stdout).write(`${line}\n`);
  const verdicts: Verdict[] = [];
  for (const gate of chosen) {
    const mirrors = { definitions: options.from, charts: options['charts-from'] };
    const command = commandOf(gate, mirrors, options.fast);
    say(`\n=== ${gate.name}: npx fleet ${command.join(' ')}`);
    const start = performance.now();
    if (options['apt-install']) await install([...(gate.needs ?? []), ...(gate.builds ?? [])]);
    const lacks = missing(gate.needs ?? []);
    for (const line of lacks) say(line);
    const shows = asJson ? 'all, to stderr' : 'all';
    const passed =
      lacks.length === 0 && (await watch(process.execPath, [FLEET, ...command], { shows })) === 0;
    verdicts.push({
      gate: gate.name,
      passed,
      seconds: Math.round((performance.now() - start) / 1000),
    });
  }
  const failed = verdicts.filter(({ passed }) => !passed).length;
  process.stdout.write(
    asJson
      ? `${JSON.stringify(verdicts)}\n`
      : `\n${verdicts.map(line).join('')}${chosen.length - failed} passed, ${failed} failed\n`,
  );
  return failed > 0 ? 1 : 0;
});

type Mirrors = Readonly<Record<NonNullable<Gate['takesMirror']>, string | undefined>>;

function commandOf(
  { command, fast = [], takesMirror }: Gate,
  mirrors: Mirrors,
  inShort: boolean,
): readonly string[] {
  const mirror = takesMirror && mirrors[takesMirror];
  return [...command, ...(inShort ? fast : []), ...(mirror === undefined ? [] : ['--from', mirror])];
}

function list(chosen: readonly Gate[]): string {
  return chosen.map(({ name, command }) => `${name.padEnd(12)} npx fleet ${command.join(' ')}\n`).join('');
}

function line({ gate, passed, seconds }: Verdict): string {
  const verdict = passed ? green('passed') : red('FAILED');
  return `${verdict}  ${gate.padEnd(12)} ${String(seconds).padStart(5)} s\n`;
}
