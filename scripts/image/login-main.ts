import { implement } from '../command-line/command.ts';
import { Mistake } from '../command-line/mistake.ts';
import { setVariable } from '../pipeline/hand-on.ts';
import { run } from '../programs/run.ts';
import { logIn, ownRegistry } from './registry.ts';
import { imageLogin } from './usage.ts';

export const main = implement(imageLogin, async ({ options: { region, variable } }) => {
  if (region === undefined || !/^[a-z]{2}(?:-[a-z]+)+-\d$/.test(region)) {
    throw new Mistake('Name the region of the registry: --region ap-northeast-1.');
  }
  const registry = await ownRegistry(region, run);
  await logIn(registry, region, run);
  if (variable !== undefined) setVariable(variable, registry);
  process.stdout.write(`${registry}\n`);
});
