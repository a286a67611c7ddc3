import { existsSync } from 'node:fs';
import { readTrees } from '../cluster-model/cluster.ts';
import { implement } from '../command-line/command.ts';
import { checkTrees } from './check.ts';
import { explained, ruleNamed } from './explain.ts';
import type { Located } from './finding.ts';
import { githubOf } from './report/github.ts';
import { jsonOf } from './report/json.ts';
import { sarifOf } from './report/sarif.ts';
import { textOf } from './report/text.ts';
import { rules } from './rules.ts';
import { check } from './usage.ts';
import { OWN_EXEMPTIONS, readExemptions } from './waivers/exemption.ts';

export const main = implement(check, ({ options, arguments: { dirs } }) => {
  if (options.explain !== undefined) {
    process.stdout.write(explained(ruleNamed(options.explain, rules)));
    return 0;
  }
  const { kubernetes, format = 'text' } = options;
  const asked = options.rule?.map((id) => ruleNamed(id, rules)) ?? rules;
  const own = dirs.length === 0 && existsSync(OWN_EXEMPTIONS) ? OWN_EXEMPTIONS : undefined;
  const list = options.exemptions ?? own;
  const exemptions = list === undefined ? [] : readExemptions(list);
  const trees = readTrees(dirs.length === 0 ? ['dist'] : dirs);
  const found = checkTrees(trees, { rules: asked, kubernetes, exemptions });
  const sums = {
    clusters: trees.length,
    objects: trees.reduce((sum, { objects }) => sum + objects.length, 0),
    rules: asked.length,
  };
  const told = { text: () => [textOf(found, sums)], json: () => jsonOf(found) };
  const forPlatforms = { github: () => [githubOf(found)], sarif: () => [sarifOf(found, rules)] };
  for (const part of { ...told, ...forPlatforms }[format]()) process.stdout.write(part);
  return found.some(isFault) ? 1 : 0;
});

function isFault({ finding: { severity } }: Located): boolean {
  return severity !== 'info';
}
