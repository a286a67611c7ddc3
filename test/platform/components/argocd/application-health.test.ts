import { describe, expect, it } from 'vitest';
import { liveFleet } from '../../../live-fleet.ts';
import { at, type Json } from '../../../manifest-reader.ts';
import { healthBy } from './lua.ts';

const { fleet, ofKind, valuesOf } = liveFleet;

const CHECK = ['configs', 'cm', 'resource.customizations.health.argoproj.io_Application'] as const;
const hubs = [...new Set(fleet.clusters.map(({ hub }) => hub))];

/** The check that a hub runs, as it stands in the values of its chart. */
function checkOf(hub: string): string {
  const found = CHECK.reduce((value: unknown, key) => Object(value)[key], valuesOf('argocd', hub));
  return String(found);
}

type Fields = Readonly<Record<string, unknown>>;

/** What Argo CD writes of a spec into the status: without what is false, empty or nothing, and with the one source that is not used. */
function recordOf({ source, sources }: Fields): Fields {
  return JSON.parse(
    JSON.stringify({ source: source ?? { repoURL: '' }, sources }, (_, value) =>
      value === false || value === '' ? undefined : value,
    ),
  );
}

/** An Application after its last sync, and with it what the case says. */
function settled(spec: Fields, change: { status?: Fields; operation?: Fields; spec?: Fields } = {}): Fields {
  const comparedTo = { ...recordOf(spec), destination: spec.destination };
  return {
    spec: { ...spec, ...change.spec },
    ...(change.operation && { operation: change.operation }),
    status: {
      health: { status: 'Healthy' },
      sync: { status: 'Synced', comparedTo },
      operationState: { phase: 'Succeeded', syncResult: recordOf(spec) },
      ...change.status,
    },
  };
}

function newer(spec: Fields): Fields {
  const next = (source: object) => ({ ...source, targetRevision: 'another' });
  const { source, sources } = spec;
  return Array.isArray(sources) ? { sources: sources.map(next) } : { source: next(Object(source)) };
}

const applications = ofKind('Application').map(({ json }): Json => JSON.parse(JSON.stringify(json)));
const specs: readonly (readonly [string, Fields])[] = [
  ['with one source', applications.find((json) => at(json, 'spec.source') !== undefined)],
  ['with a chart and our values', applications.find((json) => at(json, 'spec.sources') !== undefined)],
].flatMap(([name, json]) => (json === undefined ? [] : [[String(name), Object(at(json, 'spec'))] as const]));

const [check = ''] = hubs.map(checkOf);
const judge = (application: unknown) => healthBy(check, application);
const failed = (spec: Fields) => ({ phase: 'Failed', message: 'one refused', syncResult: recordOf(spec) });

it('each hub runs one and the same check', () => {
  expect(new Set(hubs.map(checkOf)).size).toBe(1);
  expect(specs.length).toBeGreaterThan(0);
});

it('every Application of the fleet is healthy once it is compared, applied and well', async () => {
  const distinct = new Map(applications.map((json) => [JSON.stringify(at(json, 'spec')), json]));
  for (const json of distinct.values()) {
    const spec: Fields = Object(at(json, 'spec'));
    expect(await judge(settled(spec)), JSON.stringify(spec)).toMatchObject({ status: 'Healthy' });
  }
});

describe.each(specs)('the gate between waves, for an Application %s', (_, spec) => {
  const status = async (change: Parameters<typeof settled>[1]) => (await judge(settled(spec, change))).status;

  it('passes on what the Application says of itself when nothing is pending', async () => {
    for (const health of ['Healthy', 'Progressing', 'Degraded', 'Missing', 'Suspended']) {
      expect(await status({ status: { health: { status: health } } })).toBe(health);
    }
  });

  it('does not open on a verdict about an older spec, good or bad', async () => {
    for (const health of ['Healthy', 'Degraded']) {
      expect(await status({ spec: newer(spec), status: { health: { status: health } } })).toBe('Progressing');
    }
    expect(await status({ spec: { destination: { name: 'elsewhere', namespace: 'x' } } })).toBe(
      'Progressing',
    );
    expect(await status({ spec: { source: undefined, sources: [{ repoURL: 'https://other' }] } })).toBe(
      'Progressing',
    );
  });

  it('does not open between the comparison and the sync that it asks for', async () => {
    const comparedTo = { ...recordOf(spec), destination: spec.destination };
    const before = { phase: 'Succeeded', syncResult: recordOf({ ...spec, ...newer(spec) }) };
    for (const sync of ['OutOfSync', 'Unknown']) {
      const change = { sync: { status: sync, comparedTo }, operationState: before };
      expect(await status({ status: change })).toBe('Progressing');
      expect(await status({ status: { ...change, operationState: undefined } })).toBe('Progressing');
    }
    // The new spec renders the same objects: there is nothing to sync.
    expect(await status({ status: { operationState: before } })).toBe('Healthy');
    // Somebody changed an object by hand, which is no matter of order.
    expect(await status({ status: { sync: { status: 'OutOfSync', comparedTo } } })).toBe('Healthy');
  });

  it('does not open during an operation, nor while a failed one is tried again', async () => {
    expect(await status({ operation: { sync: {} } })).toBe('Progressing');
    for (const phase of ['Running', 'Terminating']) {
      expect(await status({ status: { operationState: { phase } } })).toBe('Progressing');
    }
    const retry = { phase: 'Running', finishedAt: '2026-01-01T00:00:00Z', retryCount: 2 };
    expect(await status({ status: { operationState: retry } })).toBe('Progressing');
  });

  it('opens while all that a sync waits for is a word about what leaves', async () => {
    const comparedTo = { ...recordOf(spec), destination: spec.destination };
    const leaves = { kind: 'Namespace', name: 'old', status: 'OutOfSync', requiresPruning: true };
    const stays = { kind: 'Namespace', name: 'new', status: 'Synced' };
    const hook = { kind: 'Job', name: 'migration', hook: true };
    const verdict = (
      change: { message?: string; phase?: string; applied?: Fields; resources?: readonly Fields[] },
      health = 'Healthy',
    ) => {
      const { message = 'Waiting for pruning confirmation of v1/Namespace/old', phase = 'Running' } = change;
      const operationState = { phase, message, syncResult: change.applied ?? recordOf(spec) };
      const { resources = [leaves, stays, hook] } = change;
      return status({
        // Argo CD takes it away when the operation is over.
        operation: { sync: {} },
        status: {
          health: { status: health },
          sync: { status: 'OutOfSync', comparedTo },
          operationState,
          resources,
        },
      });
    };
    expect(await verdict({})).toBe('Healthy');
    expect(await verdict({ resources: [leaves, { ...leaves, kind: 'CustomResourceDefinition' }] })).toBe(
      'Healthy',
    );
    // It says how its objects are, as ever.
    expect(await verdict({}, 'Degraded')).toBe('Degraded');
    // A later commit asks for something that nobody has applied.
    expect(await verdict({ resources: [leaves, { ...stays, status: 'OutOfSync' }] })).toBe('Progressing');
    expect(await verdict({ applied: recordOf({ ...spec, ...newer(spec) }) })).toBe('Progressing');
    for (const message of [
      '',
      'one or more tasks are running',
      'waiting for healthy state of apps/Deployment/one',
      'waiting for completion of hook batch/Job/smoke-test',
      'waiting for deletion of /Namespace/old',
    ]) {
      expect(await verdict({ message })).toBe('Progressing');
    }
    expect(await verdict({ phase: 'Terminating' })).toBe('Progressing');
  });

  it('does not open after an operation that failed: a later wave must not build on it', async () => {
    for (const phase of ['Failed', 'Error']) {
      expect(await status({ status: { operationState: { phase } } })).toBe('Progressing');
      // Of this very spec: it is not tried again, and ends the sync of the root, which takes the next commit.
      const state = { ...failed(spec), phase };
      expect(await judge(settled(spec, { status: { operationState: state } }))).toEqual({
        status: 'Degraded',
        message: 'one refused',
      });
      // Corrected in the meantime, and compared: the next attempt is about to start.
      const old = { ...failed({ ...spec, ...newer(spec) }), phase };
      expect(await status({ status: { operationState: old } })).toBe('Progressing');
    }
  });

  it('opens after one that failed with what is taken back since: no sync follows that would end well', async () => {
    const applied = { status: 'Synced', syncPhase: 'Sync', hookPhase: 'Running' };
    const one = { status: 'SyncFailed', syncPhase: 'Sync', hookPhase: 'Failed' };
    const migration = { syncPhase: 'PreSync', hookType: 'PreSync', hookPhase: 'Failed' };
    const smokeTest = { syncPhase: 'PostSync', hookType: 'PostSync', hookPhase: 'Failed' };
    const comparedTo = { ...recordOf(spec), destination: spec.destination };
    const verdict = (resources: readonly Fields[], sync = 'Synced') =>
      status({
        status: {
          sync: { status: sync, comparedTo },
          operationState: { ...failed(spec), syncResult: { ...recordOf(spec), resources } },
        },
      });
    expect(await verdict([applied, one])).toBe('Healthy');
    expect(await verdict([migration])).toBe('Healthy');
    // It is still asked for.
    expect(await verdict([applied, one], 'OutOfSync')).toBe('Degraded');
    // What runs is what failed.
    expect(await verdict([applied, smokeTest])).toBe('Degraded');
    expect(await verdict([one, smokeTest])).toBe('Degraded');
    expect(await verdict([{ ...applied, hookPhase: 'Failed' }])).toBe('Degraded');
    expect(await verdict([applied])).toBe('Degraded');
  });

  it('waits for what no controller has looked at yet', async () => {
    for (const change of [{}, { health: undefined }, { health: {} }, { sync: undefined }]) {
      const whole = settled(spec, { status: change });
      const one = Object.keys(change).length === 0 ? { ...whole, status: undefined } : whole;
      expect((await judge(one)).status).toBe('Progressing');
    }
  });
});
