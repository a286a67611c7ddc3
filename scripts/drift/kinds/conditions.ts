import type { Application } from '../application.ts';
import { show, showPods } from '../commands.ts';
import type { Finding, Severity } from '../finding.ts';
import { finder, messageLines, type Pair } from '../look.ts';

interface Told {
  readonly kind: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly meaning: string;
  readonly read: string;
}

const KEEPS_RUNNING = 'What runs there keeps running; nothing is delivered and nothing heals.';
const FAILING = 'docs/runbooks.md#applicationsyncfailing';

/** What the controller says by each type of condition. */
const TYPES: Readonly<Record<string, Omit<Told, 'kind'>>> = {
  ComparisonError: {
    severity: 'broken',
    summary: 'Argo CD cannot compare it',
    meaning: KEEPS_RUNNING,
    read: FAILING,
  },
  InvalidSpecError: {
    severity: 'broken',
    summary: 'Argo CD refuses it: its project, destination or source is not allowed or not there',
    meaning: KEEPS_RUNNING,
    read: FAILING,
  },
  SyncError: {
    severity: 'broken',
    summary: 'Argo CD does not try to sync it',
    meaning: 'Nothing is delivered until the cause is gone and somebody syncs it, or the next commit comes.',
    read: 'docs/operations.md#sync-again',
  },
  DeletionError: {
    severity: 'broken',
    summary: 'Argo CD cannot delete it',
    meaning: 'Some of its objects are still there.',
    read: 'docs/removal.md',
  },
  SharedResourceWarning: {
    severity: 'differs',
    summary: 'shares an object with another Application',
    meaning: 'Its syncs fail as long as both have the object; otherwise they would undo each other.',
    read: FAILING,
  },
  OrphanedResourceWarning: {
    severity: 'noted',
    summary: 'its namespace has objects that are in no file',
    meaning: 'Somebody made them by hand. Nothing is deleted.',
    read: 'docs/delivery.md#what-is-in-no-file',
  },
};

/** A cluster that does not answer shows as three conditions: in its live state, in its version, and as an unknown error. */
const CAUSES: readonly (readonly [says: RegExp, told: Pick<Told, 'kind' | 'summary' | 'read'>])[] = [
  [
    /^failed to load live state|\bfailed to get cluster\b|\berror synchronizing cache state\b/i,
    { kind: 'cluster-unreachable', summary: 'its cluster cannot be reached', read: FAILING },
  ],
  [
    /^failed to load target state/i,
    {
      kind: 'repository-unreadable',
      summary: 'Git or the chart cannot be read or rendered',
      read: 'docs/repairs.md#the-git-host-is-down',
    },
  ],
];

/** What Argo CD itself complains about; what is one cause is told once, as it was said first. */
export function conditions(pair: Pair): readonly Finding[] {
  const { live, hub } = pair;
  const find = finder(pair);
  const found = new Map<string, Finding>();
  for (const { type, message } of live.status.conditions ?? []) {
    // The failed sync is told by itself, with more.
    if (type === 'SyncError' && message.startsWith('Failed last sync attempt') && hasFailed(live)) continue;
    const told = toldOf(type, message);
    const key = told.kind === 'cluster-unreachable' ? told.kind : `${told.kind} ${message}`;
    if (found.has(key)) continue;
    found.set(
      key,
      find({ ...told, details: messageLines(message), next: [show(hub.name), showPods(hub.name)] }),
    );
  }
  return [...found.values()];
}

/** Whether one of them explains why nothing else is known of it. */
export function cannotBeCompared({ status }: Application): boolean {
  return (status.conditions ?? []).some(({ type }) => /^(?:Comparison|InvalidSpec|Unknown)Error$/.test(type));
}

function hasFailed({ status: { operationState } }: Application): boolean {
  return operationState?.phase === 'Failed' || operationState?.phase === 'Error';
}

function toldOf(type: string, message: string): Told {
  const known = TYPES[type] ?? {
    severity: type.endsWith('Warning') ? ('noted' as const) : ('broken' as const),
    summary: `Argo CD reports ${type}`,
    meaning: type.endsWith('Warning') ? 'Argo CD goes on.' : KEEPS_RUNNING,
    read: FAILING,
  };
  const caused = type === 'ComparisonError' || type === 'UnknownError';
  const cause = caused ? CAUSES.find(([says]) => says.test(message))?.[1] : undefined;
  const kind = type.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
  return { kind, ...known, ...cause };
}
