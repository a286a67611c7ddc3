import { fileURLToPath } from 'node:url';
import { readPins } from '../charts/pins-file.ts';
import { type Given, implement } from '../command-line/command.ts';
import { Mistake } from '../command-line/mistake.ts';
import { quoted } from '../command-line/shell-line.ts';
import { fleetUnits, loadDeclaredFleet } from '../synth/units.ts';
import { Answers } from './answers.ts';
import { carryOut } from './carry-out.ts';
import { askCluster } from './cluster/ask.ts';
import { clusterNameMistake, planCluster } from './cluster/plan.ts';
import { askComponent } from './component/ask.ts';
import { findChart } from './component/chart.ts';
import { assertComponent, componentNameMistake, planComponent } from './component/plan.ts';
import type { Repository } from './fleet.ts';
import { assertFits } from './options.ts';
import { terminal } from './terminal.ts';
import { KINDS, newUsage } from './usage.ts';
import { askWorkload } from './workload/ask/ask.ts';
import { assertDestinations } from './workload/destinations.ts';
import { workloadNameMistake } from './workload/mistakes.ts';
import { planWorkload } from './workload/plan.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

type Kind = (typeof KINDS)[number];
type Options = Given<(typeof newUsage)['options'], Record<never, never>>['options'];

export const main = implement(newUsage, async ({ options, arguments: given }, { folder }) => {
  const asker = process.stdin.isTTY && process.stdout.isTTY ? await terminal() : undefined;
  const answers = new Answers({ ...options, ...given }, asker);
  try {
    return (await add({ options, answers, folder })) ? 0 : 1;
  } finally {
    // Nobody has to answer everything again.
    if (answers.asked.length > 0)
      say(
        `\nThe same without questions:\n  npx fleet ${[...process.argv.slice(2), ...answers.asked].map(quoted).join(' ')}`,
      );
  }
});

function say(line: string): void {
  process.stdout.write(line === '' ? '' : `${line}\n`);
}

/** @returns whether the checks found nothing */
async function add({ options, answers, folder }: Omit<Request, 'repository'>): Promise<boolean> {
  const kind = await answers.one('kind', '', { asks: 'What is new?', choices: KINDS });
  if (!isKind(kind))
    throw new Mistake(`Say what is new: npx fleet new KIND NAME, where KIND is one of ${KINDS.join(', ')}.`);
  assertFits(kind, options);
  const repository = repositoryAsItIs();
  const wrong = (answer: string) => nameMistake(kind, answer, repository);
  const name = await answers.one('name', '', { asks: `What is the name of the ${kind}?`, wrong });
  // Before a person answers a dozen questions about it.
  const mistake = answers.asks ? wrong(name) : undefined;
  if (mistake !== undefined) throw new Mistake(mistake);
  const { plan, ...course } = await planned(kind, name, { options, answers, repository, folder });
  say(`New ${kind} ${name}:`);
  return carryOut(ROOT, plan, { ...course, checks: !options['without-checks'], say });
}

function nameMistake(kind: Kind, name: string, repository: Repository): string | undefined {
  if (kind === 'cluster') return clusterNameMistake(name, repository);
  if (kind === 'component') return componentNameMistake(name, repository);
  return workloadNameMistake(kind, name);
}

interface Request {
  readonly options: Options;
  readonly answers: Answers;
  readonly repository: Repository;
  /** Where the user stands. */
  readonly folder: string;
}

async function planned(kind: Kind, name: string, { options, answers, repository, folder }: Request) {
  const command = `npx fleet new ${kind}`;
  const { from, 'expect-roles': expectsRoles } = options;
  const charts = from === undefined ? [] : [['charts', '--from', from]];
  if (kind === 'cluster') {
    const wanted = await askCluster(name, answers, repository, folder);
    answers.assertComplete(command);
    return { plan: planCluster({ ...wanted, expectsRoles }, repository), after: charts };
  }
  if (kind === 'component') {
    const wanted = await askComponent(name, answers, {
      from,
      digest: options.digest,
      everyNode: options['every-node'],
    });
    answers.assertComplete(command);
    assertComponent(wanted, repository);
    const found = await findChart(wanted.chart, readPins());
    const inReach = found.values === undefined ? [] : [['charts']];
    return {
      plan: planComponent(wanted, found, repository),
      after: from === undefined ? inReach : charts,
    };
  }
  const wanted = await askWorkload(kind, name, answers, repository);
  answers.assertComplete(command);
  assertDestinations(wanted, repository);
  return { plan: planWorkload({ ...wanted, expectsRoles }, repository) };
}

function isKind(kind: string): kind is Kind {
  return KINDS.some((each) => each === kind);
}

/** @throws Mistake where something is wrong before anything is added: it would be taken for a mistake of what is new */
function repositoryAsItIs(): Repository {
  try {
    const fleet = loadDeclaredFleet();
    return { root: ROOT, fleet, units: fleetUnits(fleet) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new Mistake(
      `Something is wrong already, and nothing was added to it. Correct it first:\n${error.message}`,
      {
        cause: error,
      },
    );
  }
}
