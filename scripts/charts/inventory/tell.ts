import type { OldInventory } from './old.ts';
import type { UnitTrial, Updated } from './update.ts';

/** Says which inventories are old. @returns whether none is */
export function tellOld(old: readonly OldInventory[]): boolean {
  if (old.length === 0) {
    say('Every inventory is that of its chart and values.');
    return true;
  }
  const lines = shortened(old.map(({ path, why }) => `  ${path}: ${why}`));
  process.stderr.write(
    `${lines.join('\n')}\nThese inventories are old. Run npm run charts and commit the result.\n`,
  );
  return false;
}

/** Says what was brought up to date, and what was not. @returns whether everything is */
export function tellUpdated({ written, unchanged, missing, trials }: Updated): boolean {
  for (const line of shortened(written.map((path) => `dist/${path}  written`))) say(line);
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
  if (missing.length > 0) {
    const charts = [...new Set(missing.map(({ chart, version }) => `${chart} ${version}`))].sort();
    process.stderr.write(
      `${missing.length} inventories stay old, as these charts are not on this machine: ${charts.join(', ')}\n`,
    );
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

const LONGEST_LIST = 40;

function shortened(lines: readonly string[]): readonly string[] {
  const more = lines.length - LONGEST_LIST;
  return [...lines.slice(0, LONGEST_LIST), ...(more > 0 ? [`… and ${more} more`] : [])];
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
