import { implement } from '../command-line/command.ts';
import { promote as promoteOne } from './promote.ts';
import { repository } from './repository.ts';
import { changeOf } from './request.ts';
import { promote } from './usage.ts';

export const main = implement(promote, ({ options, arguments: { cluster, image } }) => {
  const said = promoteOne({ cluster, image, change: changeOf(options) }, repository);
  process.stdout.write(`${said}\n`);
});
