import { setTimeout as wait } from 'node:timers/promises';
import { phaseOf } from '../api-servers/order.ts';
import type { Finding, Part } from '../step.ts';
import { type ApplicationState, applicationStates, isWell, stateText } from './application-state.ts';
import type { Hub } from './hub.ts';

const ROUND = 250;

/** How long nothing may change before what is not well counts as stuck. */
const PATIENCE = 120_000;

const WAVE = 'argocd.argoproj.io/sync-wave';

/**
 * Waits until everything is applied from nothing, and watches that no Application is there before all of an earlier wave of its
 * cluster were well.
 */
export async function firstSync(hub: Hub): Promise<Omit<Part, 'name' | 'seconds'>> {
  const order = new Order();
  let [before, changed, states] = ['', performance.now(), [] as readonly ApplicationState[]];
  for (;;) {
    hub.assertRunning();
    states = await applicationStates(hub.client);
    order.see(states);
    const names = new Set(states.map(({ metadata }) => metadata.name));
    if (hub.applications.every(({ name }) => names.has(name)) && states.every(isWell)) break;
    const now = states.map((each) => `${each.metadata.name} ${stateText(each)}`).join('\n');
    if (now !== before) [before, changed] = [now, performance.now()];
    if (performance.now() - changed > PATIENCE) break;
    await wait(ROUND);
  }
  const there = new Set(states.map(({ metadata }) => metadata.name));
  const objects = states.flatMap(({ status }) => status.resources);
  return {
    counts: { applications: states.length, waves: order.waves, objects: objects.length },
    findings: [
      ...states
        .filter((each) => !isWell(each))
        .map((each) => ({ where: hub.name, what: each.metadata.name, says: stateText(each) })),
      ...hub.applications
        .filter(({ name }) => !there.has(name))
        .map(({ name }) => ({ where: hub.name, what: name, says: 'nothing has made it' })),
      ...missing(hub, states),
      ...order.findings.map((each) => ({ where: hub.name, ...each })),
    ],
    exceptions: [],
  };
}

/** Objects of the tree that no Application has applied. */
function missing(hub: Hub, states: readonly ApplicationState[]): readonly Finding[] {
  const applied = new Set(
    states.flatMap(({ status }) =>
      status.resources.map(({ kind, namespace, name }) => `${kind} ${namespace ?? ''} ${name}`),
    ),
  );
  return hub.applications.flatMap(({ name: application, members }) =>
    members
      .filter(({ object }) => phaseOf(object) === 'Sync')
      .filter(({ object: { kind, metadata } }) =>
        [metadata.namespace ?? '', ''].every(
          (namespace) => !applied.has(`${kind} ${namespace} ${metadata.name}`),
        ),
      )
      .map(({ file }) => ({ where: hub.name, what: file, says: `${application} has not applied it` })),
  );
}

/** Whether its sync is over and its objects are well; the comparison that says `Synced` comes a moment later. */
function isDone(each: ApplicationState): boolean {
  const { operationState, health } = each.status;
  return isWell(each) || (operationState?.phase === 'Succeeded' && health?.status === 'Healthy');
}

/** The order in which Applications appear. */
export class Order {
  readonly findings: Pick<Finding, 'what' | 'says'>[] = [];
  readonly #seen = new Set<string>();
  readonly #well = new Set<string>();
  readonly #waves = new Set<number>();

  get waves(): number {
    return this.#waves.size;
  }

  /** All Applications at one moment. */
  see(states: readonly ApplicationState[]): void {
    const members = states.filter(({ metadata }) => metadata.annotations[WAVE] !== undefined);
    for (const each of members) if (isDone(each)) this.#well.add(each.metadata.name);
    for (const each of members) {
      const { name } = each.metadata;
      if (this.#seen.has(name)) continue;
      this.#seen.add(name);
      this.#waves.add(waveOf(each));
      const early = members.filter(
        (other) =>
          clusterOf(other) === clusterOf(each) &&
          waveOf(other) < waveOf(each) &&
          !this.#well.has(other.metadata.name),
      );
      if (early.length === 0) continue;
      const waited = early.map(({ metadata }) => metadata.name).join(', ');
      this.findings.push({ what: name, says: `it was made before ${waited} of an earlier wave was well` });
    }
  }
}

function waveOf({ metadata }: ApplicationState): number {
  return Number(metadata.annotations[WAVE]);
}

function clusterOf({ metadata }: ApplicationState): string | undefined {
  return metadata.labels['fleet/cluster'];
}
