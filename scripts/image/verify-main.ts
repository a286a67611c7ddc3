import { loadFleet } from '../../clusters/index.ts';
import { implement } from '../command-line/command.ts';
import { run } from '../programs/run.ts';
import { imageVerify } from './usage.ts';
import { GITHUB_ISSUER, ownSigner, verified } from './verify.ts';

export const main = implement(imageVerify, async ({ options, arguments: { image, digest } }) => {
  const { clusters, repository } = loadFleet();
  const { cluster: named = [], identity = ownSigner(repository), issuer = GITHUB_ISSUER } = options;
  const told = await verified({ image, digest, clusters: named, identity, issuer }, clusters, run);
  process.stdout.write(told.map((line) => `${line}\n`).join(''));
});
