import type { Family, Rule } from './rule.ts';
import { gitops } from './rules/gitops/family.ts';
import { monitoring } from './rules/monitoring/family.ts';
import { network } from './rules/network/family.ts';
import { references } from './rules/references/family.ts';
import { refused } from './rules/refused/family.ts';
import { scale } from './rules/scale/family.ts';
import { security } from './rules/security/family.ts';
import { traffic } from './rules/traffic/family.ts';
import { versions } from './rules/versions/family.ts';
import { waivers } from './waivers/rules.ts';

/** Every rule, by what it is about. */
export const families: readonly Family[] = [
  refused,
  versions,
  references,
  traffic,
  network,
  scale,
  security,
  monitoring,
  gitops,
  waivers,
];

export const rules: readonly Rule[] = families.flatMap((family) => family.rules);
