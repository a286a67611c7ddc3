import { fileURLToPath } from 'node:url';
import { implement } from '../command-line/command.ts';
import { fail } from '../command-line/tell.ts';
import { prove } from './prove.ts';
import { Repository } from './repository.ts';
import { scenarios } from './scenarios/index.ts';
import { changesProve } from './usage.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export const main = implement(changesProve, ({ options }) => {
  const chosen = scenarios.filter(({ name }) => options.scenario?.includes(name) ?? true);
  const repository = new Repository(ROOT);
  try {
    for (const scenario of chosen) {
      const start = performance.now();
      const wrong = prove(scenario, repository);
      const seconds = ((performance.now() - start) / 1000).toFixed(0);
      const verdict = wrong.length === 0 ? 'green' : 'RED';
      process.stdout.write(
        `${verdict.padEnd(5)} ${scenario.name.padEnd(20)} ${seconds.padStart(4)} s  ${scenario.purpose}\n`,
      );
      if (wrong.length > 0) fail(wrong.map((line) => `${scenario.name}: ${line}`).join('\n'));
    }
  } finally {
    if (options.keep) process.stdout.write(`The copy is ${repository.folder}\n`);
    else repository.remove();
  }
});
