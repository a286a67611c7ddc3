import { CLUSTER_LABEL } from '../../../platform/components/argocd/address.ts';
import { type Application, isPaused } from '../application.ts';
import { show, showSet } from '../commands.ts';
import type { DeclaredApplication } from '../declared.ts';
import type { Finding, Found } from '../finding.ts';
import { messageLines, type Setting } from '../look.ts';
import { duration, PATIENCE } from '../patience.ts';

/** Applications that `dist/` declares and the hub lacks. */
export function missing(
  declared: DeclaredApplication,
  live: ReadonlyMap<string, Application>,
  setting: Setting,
): Found {
  const { hub, now } = setting;
  const root = declared.root === undefined ? undefined : live.get(declared.root);
  const operation = root?.status.operationState;
  const running = operation?.phase === 'Running' ? operation : undefined;
  const late = running?.startedAt == null || now - running.startedAt > PATIENCE.operation;
  if (running !== undefined && !late) {
    return { findings: [], moving: [`not made yet: the sync of ${declared.root} runs (${running.message})`] };
  }
  return {
    moving: [],
    findings: [
      {
        kind: 'application-missing',
        severity: 'broken',
        cluster: declared.cluster,
        applications: [declared.name],
        summary: 'dist/ declares it, and the hub does not have it',
        details: whyMissing(declared, root, running?.message),
        meaning: 'Nobody applies or heals its objects. What ran before goes on; what is new is not there.',
        next: [declared.root === undefined ? showSet(hub.name) : show(hub.name, declared.root)],
        read: 'docs/repairs.md#what-argo-cd-has-is-not-what-is-merged',
      },
    ],
  };
}

function whyMissing(
  { root: name }: DeclaredApplication,
  root: Application | undefined,
  waits: string | undefined,
): readonly string[] {
  if (name === undefined) return ['It is a root: the ApplicationSet of the hub makes it.'];
  if (root === undefined) return [`Its root ${name}, which would make it, is missing too.`];
  if (isPaused(root)) return [`Its root ${name} is paused.`];
  if (waits !== undefined) return [`The sync of its root ${name} waits: ${messageLines(waits, 1).join('')}`];
  const { operationState, sync } = root.status;
  const phase = operationState === undefined || operationState === null ? 'never ran' : operationState.phase;
  return [`Its root ${name} is ${sync?.status ?? 'not compared'}; its last sync: ${phase}.`];
}

/** Applications that the hub has and `dist/` lacks. */
export function undeclared(
  live: Application,
  setting: Setting,
  hubOf: (name: string) => string | undefined,
): Finding {
  const { hub, now } = setting;
  const { name, labels, deletionTimestamp } = live.metadata;
  const cluster = labels?.[CLUSTER_LABEL] ?? live.spec.destination.name ?? live.spec.destination.server ?? '';
  const other = hubOf(name);
  const common = { cluster, applications: [name], next: [show(hub.name)] };
  if (deletionTimestamp != null) {
    return {
      ...common,
      kind: 'application-deleting',
      severity: now - deletionTimestamp > PATIENCE.operation ? 'broken' : 'noted',
      summary: `is being deleted since ${duration(now - deletionTimestamp)}`,
      details: [`finalizers: ${live.metadata.finalizers?.join(', ') ?? 'none'}`],
      meaning: isPaused(live)
        ? 'It is paused, so the controller never ends it: end the pause.'
        : 'Its finalizer deletes its objects first, and waits for the last of them.',
      read: 'docs/removal.md',
    };
  }
  if (other !== undefined) {
    return {
      ...common,
      kind: 'application-on-another-hub',
      severity: 'broken',
      summary: `it belongs on the hub ${other}`,
      details: [`${hub.name} has it as well, and applies it to ${cluster}.`],
      meaning:
        'Where both hubs have it, two controllers apply the same objects, and each may undo the other.',
      read: 'docs/failover.md#the-lost-hub-is-back',
    };
  }
  return {
    ...common,
    kind: 'application-undeclared',
    severity: 'differs',
    summary: 'the hub has it, and dist/ does not',
    details: [applierOf(live), `syncs: ${live.spec.syncPolicy?.automated == null ? 'by hand' : 'by itself'}`],
    meaning: consequenceOf(live),
    read: 'docs/removal.md',
  };
}

const TRACKED_BY = 'argocd.argoproj.io/tracking-id';

function rootName({ metadata }: Application): string | undefined {
  const [root] = (metadata.annotations?.[TRACKED_BY] ?? '').split(':');
  return root === '' ? undefined : root;
}

function applierOf(live: Application): string {
  const root = rootName(live);
  return root === undefined ? 'Nothing of ours has applied it: somebody made it.' : `${root} has applied it.`;
}

/** Whether its objects go or stay, by what the controller does with its finalizer. */
function consequenceOf(live: Application): string {
  const takes =
    live.metadata.finalizers?.some((each) => each.startsWith('resources-finalizer.argocd')) === true;
  const fate = takes
    ? 'its finalizer then deletes all of its objects'
    : 'its objects stay then, and nobody applies or heals them any more (orphans)';
  if (rootName(live) === undefined) return `Nobody takes it away by itself; whoever deletes it: ${fate}.`;
  return `The next sync of its root prunes it: ${fate}.`;
}
