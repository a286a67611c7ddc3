import { implement } from '../command-line/command.ts';
import { diffOf } from './diff.ts';
import { jsonParts } from './report/json.ts';
import { sidesOf } from './sides/choose.ts';
import { diff } from './usage.ts';

export const main = implement(diff, ({ options, arguments: { base, head } }, { folder }) => {
  const [one, other] = sidesOf({ base, head, folder });
  const found = diffOf(one, other);
  for (const part of jsonParts(found)) process.stdout.write(part);
  return found.changes.length === 0 ? 0 : 1;
});
