import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fail, runCommand } from '../run-command.ts';
import { prove } from './prove.ts';
import { Repository } from './repository.ts';
import { scenarios } from './scenarios/index.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const HELP = `npm run changes:prove [-- --only NAME] [--keep]

Makes the changes of every week in a copy of the repository, as the documents say, and runs all gates on each: a new
service, a canary, another scale, a cluster that comes or goes. Ends with 1 where one of them is not green, or needs a
file that the documents do not name.

  --only NAME  only this one; may be repeated
  --keep       leaves the copy where it is, with the last change in it

${scenarios.map(({ name, purpose }) => `  ${name.padEnd(20)} ${purpose}`).join('\n')}
`;

function main(): void {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const names = new Set(scenarios.map(({ name }) => name));
  const unknown = (values.only ?? []).filter((name) => !names.has(name));
  if (unknown.length > 0) {
    fail(`There is no scenario ${unknown.join(', ')}. There are ${[...names].join(', ')}.`);
    return;
  }
  const chosen = scenarios.filter(({ name }) => values.only?.includes(name) ?? true);
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
    if (values.keep) process.stdout.write(`The copy is ${repository.folder}\n`);
    else repository.remove();
  }
}

runCommand(main);
