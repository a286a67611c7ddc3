import { fileURLToPath } from 'node:url';
import { readPins } from '../charts/pins-file.ts';
import { type Given, implement } from '../command-line/command.ts';
import { Mistake } from '../command-line/mistake.ts';
import { fleetUnits, loadDeclaredFleet } from '../synth/units.ts';
import { Answers } from './answers.ts';
import { carryOut } from './carry-out.ts';
import { askCluster } from './cluster/ask.ts';
import { planCluster } from './cluster/plan.ts';
import { askComponent } from './component/ask.ts';
import { findChart } from './component/chart.ts';
import { assertComponent, planComponent } from './component/plan.ts';
import type { Repository } from './fleet.ts';
import { assertFits } from './options.ts';
import { terminal } from './terminal.ts';
import { KINDS, newUsage } from './usage.ts';
import { askWorkload } from './workload/ask.ts';
import { planWorkload } from './workload/plan.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

type Kind = (typeof KINDS)[number];
type Options = Given<(typeof newUsage)['options'], Record<never, never>>['options'];

export const main = implement(newUsage, async ({ options, arguments: given }, { folder }) => {
  const asker = process.stdin.isTTY && process.stdout.isTTY ? await terminal() : undefined;
  const answers = new Answers({ ...options, ...given }, asker);
  const kind = await answers.one('kind', '', { asks: 'What is new?', choices: KINDS });
  if (!isKind(kind)) {
    answers.assertComplete('npx fleet new');
    throw new Mistake(`There is no kind ${kind}.`);
  }
  assertFits(kind, options);
  const name = await answers.one('name', '', { asks: `What is the name of the ${kind}?` });
  const repository = repositoryAsItIs();
  const { plan, ...course } = await planned(kind, name, { options, answers, repository, folder });
  const say = (line: string) => process.stdout.write(line === '' ? '' : `${line}\n`);
  say(`New ${kind} ${name}:`);
  const passed = await carryOut(ROOT, plan, { ...course, checks: !options['without-checks'], say });
  return passed ? 0 : 1;
});

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
