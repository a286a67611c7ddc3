import type { Rule } from '../rule.ts';
import { clusters } from './clusters.ts';
import { code } from './code.ts';
import { delivery } from './delivery.ts';
import { logic } from './logic.ts';
import { promotion } from './promotion.ts';
import { strangers } from './strangers.ts';
import { tokens } from './tokens.ts';

/** Every rule that workflows and actions keep, those of the callers in docs/delivery.md included. */
export const rules: readonly Rule[] = [
  ...tokens,
  ...strangers,
  ...code,
  ...logic,
  ...clusters,
  ...delivery,
  ...promotion,
];
