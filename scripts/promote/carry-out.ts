import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Cluster, type Fleet, loadFleet, type PastImage } from '../../clusters/index.ts';
import type { Unit } from '../../platform/unit/unit.ts';
import { Mistake } from '../command-line/mistake.ts';
import { lockWhenFree } from '../synth/lock.ts';
import { type Plan, plan } from './plan.ts';
import type { Request } from './request.ts';
import type { Ground } from './stages.ts';
import { writeAll } from './write-all.ts';

/** What a promotion looks at besides the contract. */
export interface Surroundings {
  /** The clusters' folder. */
  readonly directory: string;
  /** What a cluster ran of an image before, newest first. */
  history(cluster: string, image: string): readonly PastImage[];
  /** Every unit of the fleet. */
  units(fleet: Fleet): readonly Unit[];
}

/** Another command is done in a second or two; with so much patience a whole queue of pipelines gets its turn. */
const PATIENCE_SECONDS = 120;

/**
 * Changes `images.yaml` of clusters as requested: of all of them, or of none where one request is a mistake. Another command that
 * changes them at the same moment waits, so that neither loses what the other has written.
 *
 * @param requestsOf what is asked for, in view of what runs; each is of another cluster
 * @throws Mistake with those of all requests, or ContractError when the contract has a mistake before the change; nothing is
 *   written then
 */
export function carryOut(
  requestsOf: (ground: Ground) => readonly Request[],
  { directory, history, units }: Surroundings,
): readonly Plan[] {
  const release = lockWhenFree(join(directory, '.promoting'), PATIENCE_SECONDS);
  try {
    const fleet = loadFleet(directory);
    const ground = groundOf(fleet, history, () => units(fleet));
    const pathOf = (cluster: string) => join(directory, cluster, 'images.yaml');
    const plans = every(requestsOf(ground), (request) =>
      plan(request, ground, (cluster) => readFileSync(pathOf(cluster), 'utf8')),
    );
    const changed = plans.filter((each) => each.changed);
    writeAll(changed.map(({ cluster, text }) => ({ path: pathOf(cluster), text })));
    return plans;
  } finally {
    release();
  }
}

function groundOf(
  { clusters }: Fleet,
  before: Surroundings['history'],
  units: () => readonly Unit[],
): Ground {
  let known: readonly Unit[] | undefined;
  const of = (name: string): Cluster['images'] => clusters.find((each) => each.name === name)?.images ?? {};
  return {
    clusters,
    // What ends a canary or goes back needs none of them, so a mistake in a declaration does not stop it.
    units: () => {
      known ??= units();
      return known;
    },
    deployed: {
      now: (cluster, image) => (Object.hasOwn(of(cluster), image) ? of(cluster)[image] : undefined),
      before,
    },
  };
}

/** @throws Mistake with each line once, at its last place: what several have in common is said at their end */
function every<From, To>(list: readonly From[], make: (from: From) => To): readonly To[] {
  const mistakes: string[] = [];
  const made = list.flatMap((from) => {
    try {
      return [make(from)];
    } catch (error) {
      if (!(error instanceof Mistake)) throw error;
      mistakes.push(...error.message.split('\n'));
      return [];
    }
  });
  const told = mistakes.filter((line, index) => !mistakes.includes(line, index + 1));
  if (told.length > 0) throw new Mistake(told.join('\n'));
  return made;
}
