import { Mistake } from '../command-line/mistake.ts';
import type { KINDS } from './usage.ts';

type Kind = (typeof KINDS)[number];

const WORKLOAD = [
  ...[
    'into',
    'purpose',
    'namespace',
    'cluster',
    'connects-to',
    'cpu-request',
    'memory-request',
    'memory-limit',
  ],
  ...['secret', 'build', 'digest', 'expect-roles', 'without-checks'],
];
const BOUNDS = ['replicas', 'cpu-target'];

/** The options of each kind. */
const OPTIONS: Readonly<Record<Kind, readonly string[]>> = {
  service: [...WORKLOAD, ...BOUNDS, 'port', 'expose', 'requests-per-second'],
  worker: [...WORKLOAD, ...BOUNDS, 'queue'],
  job: [...WORKLOAD, 'queue', 'jobs'],
  cluster: [
    ...['outputs', 'like', 'environment', 'domain', 'hub', 'runs', 'linked-to', 'trust-domain'],
    ...['alert-source', 'heartbeat', 'expect-roles', 'from', 'without-checks'],
  ],
  component: [
    ...['purpose', 'namespace', 'chart', 'chart-version', 'repository', 'digest', 'every-node', 'from'],
    'without-checks',
  ],
};

/** @throws Mistake for options that are about something else */
export function assertFits(kind: Kind, options: Readonly<Record<string, unknown>>): void {
  const given = Object.keys(options).filter(
    (option) => options[option] !== undefined && options[option] !== false,
  );
  const strange = given.filter((option) => !OPTIONS[kind].includes(option));
  if (strange.length === 0) return;
  const mistakes = strange.map((option) => {
    const kinds = Object.entries(OPTIONS).flatMap(([each, known]) => (known.includes(option) ? [each] : []));
    return `--${option} belongs to ${kinds.join(', ')}. Leave it out with ${kind}.`;
  });
  throw new Mistake(mistakes.join('\n'));
}
