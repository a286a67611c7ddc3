import { Mistake } from '../command-line/mistake.ts';
import type { Repository } from './repository.ts';
import { type Scenario, wrongFiles } from './scenario.ts';

/** The last lines of a command's output are enough to find its mistake. */
const LINES = 40;

const SYNTH = 'npm run synth';

/**
 * What a user runs after a change.
 *
 * @param charts a folder with the charts; left out: inventories stay as they are, and their gate is left out
 */
export function commandsWith(charts: string | undefined): readonly string[] {
  const before = ['npm run format', SYNTH];
  return charts === undefined
    ? [...before, 'npm run ci -- --without inventories']
    : [...before, `npm run charts -- --from '${charts.replaceAll("'", "'\\''")}'`, 'npm run ci'];
}

/**
 * Makes the change of a scenario in a fresh state of the repository, and holds all gates against it.
 *
 * @param commands what the user runs afterwards
 * @returns what is wrong; nothing where everything holds
 */
export async function prove(
  scenario: Scenario,
  repository: Repository,
  commands: readonly string[],
): Promise<readonly string[]> {
  repository.reset();
  try {
    scenario.change(repository);
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    return [error.message];
  }
  const failed: string[] = [];
  for (const command of commands) {
    const { passed, output } = await repository.judge(command);
    if (!passed) failed.push(`${command} fails:\n${shortened(output)}`);
    if (!passed && command === SYNTH) break;
  }
  return [...failed, ...wrongFiles(scenario, repository.changes())];
}

/** The names of all failed tests, and the end. */
function shortened(output: string): string {
  const lines = output.trimEnd().split('\n');
  const end = lines.length - LINES;
  return lines.filter((line, index) => index >= end || line.startsWith(' FAIL ')).join('\n');
}
