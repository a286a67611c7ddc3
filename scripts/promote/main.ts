import { fileURLToPath } from 'node:url';
import { ContractError } from '../../clusters/index.ts';
import { committedBuilds } from './history.ts';
import { promote } from './promote.ts';
import { HELP, PromotionError, readRequest } from './request.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

try {
  const request = readRequest(process.argv.slice(2));
  const said =
    request === undefined
      ? HELP
      : promote(request, fileURLToPath(new URL('../../clusters/', import.meta.url)), (cluster, image) =>
          committedBuilds(ROOT, cluster, image),
        );
  process.stdout.write(`${said.trimEnd()}\n`);
} catch (error) {
  if (!(error instanceof PromotionError || error instanceof ContractError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
