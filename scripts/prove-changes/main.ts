import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { green, red } from '../command-line/colours.ts';
import { implement } from '../command-line/command.ts';
import { Mistake } from '../command-line/mistake.ts';
import { fail } from '../command-line/tell.ts';
import { batches } from './batches.ts';
import { commandsWith, prove } from './prove.ts';
import { Repository } from './repository.ts';
import type { Scenario } from './scenario.ts';
import { scenarios } from './scenarios/index.ts';
import { changesProve } from './usage.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The tests of one scenario use one of two cores; more copies at a time would cost more memory than they save time. */
const AT_A_TIME = Math.min(2, availableParallelism());

export const main = implement(changesProve, async ({ options }) => {
  const waiting = chosen(options);
  for (const { name, within } of options['in-batches'] ? scenarios : [])
    if (within !== undefined)
      process.stderr.write(`Left out: ${name}, as ${within} makes such a change too.\n`);
  const verdicts: Verdict[] = [];
  const charts = options['charts-from'];
  if (charts === undefined) process.stderr.write(`${WITHOUT_CHARTS}\n`);
  const commands = commandsWith(charts);
  const work = async () => {
    const repository = new Repository(ROOT);
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const verdict = await judge(next, { repository, commands });
        verdicts.push(verdict);
        if (options.format === 'text') tell(verdict);
      }
    } finally {
      if (options.keep) process.stderr.write(`The copy is ${repository.folder}\n`);
      else repository.remove();
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_A_TIME, waiting.length) }, work));
  if (options.format === 'json') process.stdout.write(`${JSON.stringify(verdicts)}\n`);
  return verdicts.some(({ wrong }) => wrong.length > 0) ? 1 : 0;
});

/** What is made in one copy before the gates: a scenario, or a batch of them. */
function chosen(options: {
  readonly scenario?: readonly string[] | undefined;
  readonly 'in-batches'?: boolean | undefined;
}): (readonly Scenario[])[] {
  if (options['in-batches'] && options.scenario !== undefined)
    throw new Mistake('--in-batches takes every batch: leave --scenario or --in-batches out.');
  if (options['in-batches']) return [...batches];
  return scenarios.filter(({ name }) => options.scenario?.includes(name) ?? true).map((each) => [each]);
}

interface Verdict {
  readonly scenarios: readonly string[];
  readonly wrong: readonly string[];
  readonly seconds: number;
}

const WITHOUT_CHARTS =
  'Without the gate inventories: a change of values needs npm run charts, which needs the charts. With --charts-from DIR, ' +
  'where DIR has them, each change runs it.';

interface Place {
  readonly repository: Repository;
  readonly commands: readonly string[];
}

async function judge(made: readonly Scenario[], { repository, commands }: Place): Promise<Verdict> {
  const start = performance.now();
  const wrong = await prove(made, repository, commands);
  return {
    scenarios: made.map(({ name }) => name),
    wrong,
    seconds: Math.round((performance.now() - start) / 1000),
  };
}

function tell({ scenarios: names, wrong, seconds }: Verdict): void {
  const verdict = wrong.length === 0 ? green('green') : red('RED  ');
  process.stdout.write(`${verdict} ${String(seconds).padStart(4)} s  ${names.join(', ')}\n`);
  if (wrong.length > 0) fail(wrong.map((line) => `${names.join(', ')}: ${line}`).join('\n'));
}
