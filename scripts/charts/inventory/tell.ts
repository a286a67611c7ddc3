import type { OldInventory } from './old.ts';
import type { UnitTrial, Updated } from './update.ts';

/** Says which inventories are old. @returns whether none is */
export function tellOld(old: readonly OldInventory[]): boolean {
  if (old.length === 0) {
    say('Every inventory is that of its chart and values.');
    return true;
  }
  const lines = old.map(({ path, why }) => `  ${path}: ${why}\n`).join('');
  process.stderr.write(`${lines}These inventories are old. Run npm run charts and commit the result.\n`);
  return false;
}

/** Says what was brought up to date, and what was not. @returns whether everything is */
export function tellUpdated({ written, unchanged, missing, trials }: Updated): boolean {
  for (const path of written) say(`dist/${path}  written`);
  const tried = trials.reduce((sum, trial) => sum + trial.tried, 0);
  say(`Inventories: ${written.length} written, ${unchanged} unchanged; ${tried} values tried.`);
  const wrong = trials.flatMap((trial) => [...unreadOf(trial), ...unusedOf(trial)]);
  for (const line of wrong) process.stderr.write(`${line}\n`);
  if (wrong.length > 0) {
    process.stderr.write(
      'The inventories of these units stay as they were. Correct or remove such values; where one has to stay, `unread` of the ' +
        "component's chart says why.\n",
    );
  }
  const places = missing.map(({ cluster, unit }) => `dist/charts/${cluster}/${unit}.json`);
  if (places.length > 0) {
    process.stderr.write(`These stay old, as their charts are not on this machine: ${places.join(', ')}\n`);
  }
  return wrong.length + missing.length === 0;
}

function unreadOf({ unit, chart, version, unread }: UnitTrial): readonly string[] {
  return unread.map(
    ({ path, clusters }) =>
      `${unit}: ${path}: nothing in ${chart} ${version} changes with this value (on ${clusters.join(', ')})`,
  );
}

function unusedOf({ unit, chart, version, unused }: UnitTrial): readonly string[] {
  return unused.map(
    ({ path }) =>
      `${unit}: ${path} is in \`unread\` of its chart, but every such value has an effect in ${chart} ${version}, or none is there. Take it out.`,
  );
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
