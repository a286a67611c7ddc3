import { count } from '../../command-line/count.ts';
import type { HubDrift } from '../drift.ts';
import type { Finding } from '../finding.ts';
import { moment } from '../patience.ts';

/** As many names are told of one finding. */
const MOST_NAMES = 6;

/** The two lines that say how it is with a hub. */
export function headOf({ hub, clusters, declared, revision, comparedAt, well, moving, findings }: HubDrift): {
  readonly title: string;
  readonly sums: string;
} {
  const when = comparedAt === undefined ? 'never compared' : `last compared ${moment(comparedAt)}`;
  const concerned = new Set(findings.flatMap(({ applications }) => applications)).size;
  const sums = [
    `${well} as committed`,
    ...(moving.length > 0 ? [`${moving.length} on their way`] : []),
    ...(findings.length > 0 ? [`${count(findings.length, 'finding')} on ${concerned}`] : []),
  ];
  const others = clusters.filter((each) => each !== hub);
  const of = others.length === 0 ? '' : `, with ${others.join(', ')}`;
  return {
    title: `Hub ${hub}${of}: ${count(declared, 'Application')} against main ${revision.slice(0, 8)}, ${when}`,
    sums: sums.join(', '),
  };
}

/** Of which Applications it is said. */
export function whoOf({ cluster, applications, whole }: Finding): string {
  if (whole) return `all ${applications.length} Applications of ${cluster}`;
  if (applications.length === 0) return cluster;
  if (applications.length <= MOST_NAMES) return applications.join(', ');
  const shown = applications.slice(0, MOST_NAMES - 1).join(', ');
  return `${shown} and ${applications.length - MOST_NAMES + 1} more of ${cluster}`;
}

/** The commands, with the name where there is only one. */
export function nextOf({ next, applications }: Finding): readonly string[] {
  const [name = '', second] = applications;
  return second === undefined ? next.map((command) => command.replaceAll('APPLICATION', name)) : next;
}
