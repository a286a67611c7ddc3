import { implement } from '../command-line/command.ts';
import { setVariable } from '../pipeline/hand-on.ts';
import { imageVersion } from './usage.ts';
import { versionOf } from './version.ts';

export const main = implement(imageVersion, ({ options }, { folder }) => {
  const version = versionOf(folder);
  if (options.variable !== undefined) setVariable(options.variable, version);
  process.stdout.write(`${version}\n`);
});
