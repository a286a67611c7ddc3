import { isPaused } from './application.ts';
import { collapsed } from './collapse.ts';
import { showPods } from './commands.ts';
import type { DeclaredHub } from './declared.ts';
import { type Finding, type Found, type Moving, SEVERITIES } from './finding.ts';
import type { Printed } from './hub.ts';
import { cannotBeCompared, conditions } from './kinds/conditions.ts';
import { health } from './kinds/health.ts';
import { held } from './kinds/held.ts';
import { operation } from './kinds/operation.ts';
import { missing, undeclared } from './kinds/presence.ts';
import { revision } from './kinds/revision.ts';
import { applicationSets } from './kinds/set.ts';
import { specification } from './kinds/specification.ts';
import { synchronization } from './kinds/synchronization.ts';
import { syncWindow } from './kinds/window.ts';
import type { Pair, Setting } from './look.ts';
import { duration, moment, PATIENCE } from './patience.ts';
import { windowsAt } from './windows.ts';

/** What a hub's Argo CD has. */
export interface View extends Printed {
  readonly hub: string;
}

/** How a hub differs from what is committed. */
export interface HubDrift {
  readonly hub: string;
  readonly clusters: readonly string[];
  /** The commit that it was held against. */
  readonly revision: string;
  /** When Argo CD compared an Application last; undefined where it never did. */
  readonly comparedAt: number | undefined;
  readonly declared: number;
  /** Those of which nothing is said. */
  readonly well: number;
  readonly moving: readonly Moving[];
  readonly findings: readonly Finding[];
}

/** Holds what a hub's Argo CD has against what is committed. */
export function driftOf(
  view: View,
  hubs: ReadonlyMap<string, DeclaredHub>,
  setting: Omit<Setting, 'hub' | 'windows'>,
): HubDrift {
  const hub = hubs.get(view.hub);
  if (hub === undefined) throw new Error(`${view.hub} is no hub.`);
  const windows = windowsAt(setting.now, view.projects, hub.projects);
  const whole: Setting = { ...setting, hub, windows };
  const live = new Map(view.applications.map((each) => [each.metadata.name, each]));
  const times = view.applications.flatMap(({ status }) => status.reconciledAt ?? []);
  const comparedAt = times.length === 0 ? undefined : times.reduce((a, b) => Math.max(a, b));
  const still = standstill(whole, comparedAt);
  const findings: Finding[] = still === undefined ? [] : [still];
  if (view.sets !== undefined)
    findings.push(
      ...applicationSets({ hub, live: view.sets, applications: view.applications, now: setting.now }),
    );
  const moving: Moving[] = [];
  const keep = (application: string, found: Found) => {
    findings.push(...found.findings);
    if (found.findings.length === 0 && found.moving.length > 0) {
      moving.push({ application, why: found.moving.join('; ') });
    }
  };
  for (const [name, declared] of hub.applications) {
    const one = live.get(name);
    const found =
      one === undefined
        ? missing(declared, live, whole)
        : look({ ...whole, declared, live: one }, still === undefined);
    keep(name, found);
  }
  const hubOf = (name: string) => [...hubs.values()].find(({ applications }) => applications.has(name))?.name;
  for (const [name, one] of live) {
    if (!hub.applications.has(name)) findings.push(undeclared(one, whole, hubOf));
  }
  const spokenOf = new Set([
    ...findings.flatMap(({ applications }) => applications),
    ...moving.map((each) => each.application),
  ]);
  const well = [...hub.applications.keys()].filter((name) => !spokenOf.has(name)).length;
  return {
    hub: hub.name,
    clusters: hub.clusters,
    revision: setting.history.main,
    comparedAt,
    declared: hub.applications.size,
    well,
    moving,
    findings: collapsed(findings, hub).sort(bySeverity),
  };
}

/** All that one Application shows; what follows from something that is said already, is not said again. */
function look(pair: Pair, argoCdCompares: boolean): Found {
  const stopped = held(pair);
  const own = [...stopped, ...specification(pair), ...(stopped.length > 0 ? [] : syncWindow(pair))];
  // A paused Application shows what was before.
  if (isPaused(pair.live)) return { findings: own, moving: [] };
  const told = [...own, ...operation(pair), ...conditions(pair)];
  if (cannotBeCompared(pair.live)) return { findings: told, moving: [] };
  const [merged, synced, well] = [revision(pair), synchronization(pair), health(pair)];
  const hasTold = (kind: string) => told.some((each) => each.kind === kind);
  const found = [
    ...told,
    ...(argoCdCompares ? [...merged.findings, ...stale(pair, merged)] : []),
    // Why it is out of sync stands in what the sync says.
    ...(hasTold('sync-failed') && synced.findings.every(({ kind }) => kind === 'out-of-sync')
      ? []
      : synced.findings),
    // So is an object that could not be applied.
    ...well.findings.filter(({ kind }) => kind !== 'missing' || !hasTold('sync-failed')),
  ];
  return { findings: found, moving: [...merged.moving, ...synced.moving, ...well.moving] };
}

/** One that is not compared any more while others are. */
function stale({ live, declared, hub, now }: Pair, merged: Found): readonly Finding[] {
  const { reconciledAt } = live.status;
  if (reconciledAt != null && now - reconciledAt <= PATIENCE.comparison) return [];
  if (merged.findings.some(({ kind }) => kind === 'behind')) return [];
  return [
    {
      kind: 'not-compared',
      severity: 'broken',
      cluster: declared.cluster,
      applications: [declared.name],
      summary:
        reconciledAt == null ? 'was never compared' : `was not compared for ${duration(now - reconciledAt)}`,
      details: [],
      meaning: 'Whatever else it shows is from before.',
      next: [showPods(hub.name)],
      read: 'docs/repairs.md#argo-cd-is-broken',
    },
  ];
}

/** Where no Application of the hub is compared any more. */
function standstill({ hub, now }: Setting, comparedAt: number | undefined): Finding | undefined {
  if (comparedAt !== undefined && now - comparedAt <= PATIENCE.comparison) return undefined;
  return {
    kind: 'argo-cd-stands-still',
    severity: 'broken',
    cluster: hub.name,
    applications: [],
    summary:
      comparedAt === undefined
        ? 'no Application of this hub was ever compared'
        : `no Application of this hub was compared since ${moment(comparedAt)}, ${duration(now - comparedAt)} ago`,
    details: ['Or what was read is old: --at says when it was taken.'],
    meaning: 'Everything keeps running. Nothing is delivered and nothing heals, on each cluster of this hub.',
    next: [showPods(hub.name)],
    read: 'docs/repairs.md#argo-cd-is-broken',
  };
}

function bySeverity(one: Finding, other: Finding): number {
  const rank = ({ severity }: Finding) => SEVERITIES.indexOf(severity);
  return (
    rank(one) - rank(other) ||
    one.cluster.localeCompare(other.cluster) ||
    one.kind.localeCompare(other.kind) ||
    (one.applications[0] ?? '').localeCompare(other.applications[0] ?? '')
  );
}

/** Whether anything has to be looked at. */
export function hasDrifted(all: readonly HubDrift[]): boolean {
  return all.some(({ findings }) => findings.length > 0);
}
