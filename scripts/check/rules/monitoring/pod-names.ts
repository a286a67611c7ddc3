import { numberAt } from '../../state/read.ts';
import type { Workload } from '../../state/workload.ts';

/** What Kubernetes draws the ends of names from, without vowels and what looks like one. */
const LETTERS = 'bcdfghjklmnpqrstvwxz2456789';
/** A drawn end has five letters; a name of at most 63 has to hold it. */
const LONGEST_START = 58;

const ENDS = ['x7k2p', 'bcdfg', '24567', 'zzzzz', 'q9wvn'];
const HASHES = ['6d4cf56db6', '7f9c8b5d4', '58b8d44c', 'bbbbbbbbbb', '5555555555'];
/** Minutes since 1970, of which a CronJob makes the names of its Jobs. */
const MINUTES = ['28912345', '29999999', '30540960'];

/** Names that the pods of a workload may have, of each form a few: a pattern that finds none of them finds no pod. */
export function podNamesOf({
  kind,
  name,
  resource,
}: Pick<Workload, 'kind' | 'name' | 'resource'>): readonly string[] {
  switch (kind) {
    case 'Pod':
      return [name];
    case 'Deployment':
    case 'Rollout':
      return HASHES.flatMap((hash) => ended(`${name}-${hash}-`));
    case 'CronJob':
      return MINUTES.flatMap((minute) => ended(`${name}-${minute}-`));
    case 'ScaledJob':
      return ENDS.flatMap((end) => ended(`${`${name}-`.slice(0, LONGEST_START)}${end}-`));
    case 'StatefulSet': {
      const first = numberAt(resource.value, 'spec', 'ordinals', 'start') ?? 0;
      const count = Math.min(numberAt(resource.value, 'spec', 'replicas') ?? 3, 50);
      return Array.from({ length: Math.max(count, 3) }, (_, index) => `${name}-${first + index}`);
    }
    case 'Prometheus':
    case 'Alertmanager':
      return [0, 1, 2].map((index) => `${kind.toLowerCase()}-${name}-${index}`);
    case 'Job':
      return [...ended(`${name}-`), ...ended(`${name}-0-`), ...ended(`${name}-1-`)];
    default:
      return ended(`${name}-`);
  }
}

/** The Jobs that an object makes. */
export function jobNamesOf({ kind, name }: Pick<Workload, 'kind' | 'name'>): readonly string[] {
  if (kind === 'Job') return [name];
  if (kind === 'CronJob') return MINUTES.map((minute) => `${name}-${minute}`);
  return kind === 'ScaledJob' ? ended(`${name}-`) : [];
}

function ended(start: string): readonly string[] {
  const cut = start.slice(0, LONGEST_START);
  return [...ENDS, LETTERS.slice(0, 5)].map((end) => `${cut}${end}`);
}
