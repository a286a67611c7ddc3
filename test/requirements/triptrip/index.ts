import type { Breakage } from '../breakage.ts';
import { amounts } from './amounts.ts';
import { delivery } from './delivery.ts';
import { entry } from './entry.ts';
import { mesh } from './mesh.ts';
import { network } from './network.ts';
import { observability } from './observability.ts';
import { pods } from './pods.ts';
import { secrets } from './secrets.ts';

/** What a reviewer, a slip of a hand or a change of the platform could take away: each refused by the row it breaks. */
export const triptripBreakages: readonly Breakage[] = [
  ...network,
  ...mesh,
  ...entry,
  ...pods,
  ...amounts,
  ...secrets,
  ...delivery,
  ...observability,
];
