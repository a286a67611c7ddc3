import { ChangeError, type Repository } from './repository.ts';
import { type Scenario, wrongFiles } from './scenario.ts';

/** The last lines of a command's output are enough to find its mistake. */
const LINES = 60;

/**
 * Makes the change of a scenario in a fresh state of the repository, and holds all gates against it.
 *
 * @returns what is wrong; nothing where everything holds
 */
export function prove(scenario: Scenario, repository: Repository): readonly string[] {
  repository.reset();
  try {
    scenario.change(repository);
  } catch (error) {
    if (!(error instanceof ChangeError)) throw error;
    return [error.message];
  }
  for (const command of [
    'npm run format',
    'npm run synth',
    'npm run env:examples',
    'npm run rows',
    'npm run ci',
  ]) {
    const { passed, output } = repository.run(command);
    if (!passed) return [`${command} fails:\n${output.trimEnd().split('\n').slice(-LINES).join('\n')}`];
  }
  return wrongFiles(scenario, repository.changes());
}
