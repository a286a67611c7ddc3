import type { Part } from '../step.ts';
import { changedFile } from './changed-file.ts';
import { confirmedPrune } from './confirmed-prune.ts';
import { drift } from './drift.ts';
import { failedSmokeTest } from './failed-smoke-test.ts';
import { failingUnit } from './failing-unit.ts';
import { firstSync } from './first-sync.ts';
import type { Hub } from './hub.ts';
import { pause } from './pause.ts';
import { removedProduct } from './removed-product.ts';
import { scaledReplicas } from './scaled-replicas.ts';

type Outcome = Omit<Part, 'name' | 'seconds'>;

/** What Argo CD is put through, in this order, each on what the one before has left. */
const PROOFS: Readonly<Record<string, (hub: Hub) => Promise<Outcome>>> = {
  'from nothing': firstSync,
  'a changed file': changedFile,
  'a change by hand': drift,
  'replicas of an autoscaler': scaledReplicas,
  'a paused Application': pause,
  'a prune that waits': confirmedPrune,
  'a unit that fails': failingUnit,
  'a smoke test that fails': failedSmokeTest,
  'a product that leaves': removedProduct,
};

/** @param done called with each proof; after one that failed the others are not tried */
export async function proveSync(hub: Hub, done: (part: Part) => void): Promise<void> {
  for (const [what, prove] of Object.entries(PROOFS)) {
    const start = performance.now();
    const outcome = await prove(hub);
    done({
      name: `${hub.name}, ${what}`,
      seconds: Math.round((performance.now() - start) / 1000),
      ...outcome,
    });
    if (outcome.findings.length > 0) return;
  }
}
