import { Mistake } from '../command-line/mistake.ts';
import type { Repository } from './repository.ts';
import { type Scenario, unexpectedFiles, wrongFiles } from './scenario.ts';

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
 * Makes the changes of scenarios, one after the other, in a fresh state of the repository, and holds all gates against them.
 *
 * @param commands what the user runs afterwards
 * @returns what is wrong; nothing where everything holds
 */
export async function prove(
  scenarios: readonly Scenario[],
  repository: Repository,
  commands: readonly string[],
): Promise<readonly string[]> {
  repository.reset();
  const wrong: string[] = [];
  for (const { name, change, touches } of scenarios) {
    const before = repository.commit();
    try {
      change(repository);
    } catch (error) {
      if (!(error instanceof Mistake)) throw error;
      return [...wrong, `${name}: ${error.message}`];
    }
    const files = wrongFiles(touches, repository.changes(before));
    wrong.push(...files.map((problem) => `${name} ${problem}`));
  }
  const changed = repository.commit();
  for (const command of commands) {
    const { passed, output } = await repository.judge(command);
    if (!passed) wrong.push(`${command} fails:\n${shortened(output)}`);
    if (!passed && command === SYNTH) break;
  }
  const touches = scenarios.flatMap((scenario) => scenario.touches);
  return [...wrong, ...unexpectedFiles(touches, repository.changes(changed))];
}

/** The names of all failed tests, and the end. */
function shortened(output: string): string {
  const lines = output.trimEnd().split('\n');
  const end = lines.length - LINES;
  return lines.filter((line, index) => index >= end || line.startsWith(' FAIL ')).join('\n');
}
