import { LEVELS, type Level, NEWEST_POLICY } from '../../../pod-security/standard.ts';
import type { ClusterState } from '../../state/cluster-state.ts';

const PREFIX = 'pod-security.kubernetes.io/';
const MODES = ['enforce', 'audit', 'warn'] as const;
type Mode = (typeof MODES)[number];

/** What holds for the pods of a namespace. */
export interface Policy {
  readonly level: Level;
  /** Minor of the policy. */
  readonly minor: number;
}

/** A label of Pod Security that the API server does not take. */
export interface WrongLabel {
  readonly key: string;
  readonly value: string;
  readonly wanted: string;
}

/** Of a mode; undefined where the namespace says nothing, or what the server would refuse. */
export function policyOf(state: ClusterState, namespace: string, mode: Mode): Policy | undefined {
  const labels = state.namespaces.get(namespace)?.labels ?? {};
  const level = LEVELS.find((each) => each === labels[`${PREFIX}${mode}`]);
  if (level === undefined) return undefined;
  const server = Number(/^1\.(\d+)$/.exec(state.kubernetes)?.[1] ?? NEWEST_POLICY);
  const pinned = Number(/^v1\.(\d+)$/.exec(labels[`${PREFIX}${mode}-version`] ?? '')?.[1] ?? server);
  return { level, minor: Math.min(pinned, server) };
}

/** What is wrong with the labels of a namespace. */
export function wrongLabels(labels: Readonly<Record<string, string>>): readonly WrongLabel[] {
  return Object.entries(labels).flatMap(([key, value]): readonly WrongLabel[] => {
    if (!key.startsWith(PREFIX)) return [];
    const name = key.slice(PREFIX.length);
    const mode = MODES.find((each) => name === each || name === `${each}-version`);
    if (mode === undefined)
      return [{ key, value, wanted: MODES.map((each) => `${PREFIX}${each}`).join(', ') }];
    if (name === mode)
      return LEVELS.some((level) => level === value) ? [] : [{ key, value, wanted: LEVELS.join(', ') }];
    return value === 'latest' || /^v1\.(0|[1-9]\d*)$/.test(value)
      ? []
      : [{ key, value, wanted: 'latest, or a version such as v1.34' }];
  });
}
