import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { green, red } from '../command-line/colours.ts';
import { implement } from '../command-line/command.ts';
import { fail } from '../command-line/tell.ts';
import { commandsWith, prove } from './prove.ts';
import { Repository } from './repository.ts';
import type { Scenario } from './scenario.ts';
import { scenarios } from './scenarios/index.ts';
import { changesProve } from './usage.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The tests of one scenario use one of two cores; more copies at a time would cost more memory than they save time. */
const AT_A_TIME = Math.min(2, availableParallelism());

export const main = implement(changesProve, async ({ options }) => {
  const chosen = scenarios.filter(({ name }) => options.scenario?.includes(name) ?? true);
  const waiting = chosen.filter(({ within }) => !options.widest || within === undefined);
  for (const { name, within } of chosen.filter((scenario) => !waiting.includes(scenario)))
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
        if (options.format === 'text') tell(verdict, next);
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

interface Verdict {
  readonly scenario: string;
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

async function judge(scenario: Scenario, { repository, commands }: Place): Promise<Verdict> {
  const start = performance.now();
  const wrong = await prove(scenario, repository, commands);
  return { scenario: scenario.name, wrong, seconds: Math.round((performance.now() - start) / 1000) };
}

function tell({ scenario, wrong, seconds }: Verdict, { purpose }: Scenario): void {
  const verdict = wrong.length === 0 ? green('green') : red('RED  ');
  process.stdout.write(`${verdict} ${scenario.padEnd(20)} ${String(seconds).padStart(4)} s  ${purpose}\n`);
  if (wrong.length > 0) fail(wrong.map((line) => `${scenario}: ${line}`).join('\n'));
}
