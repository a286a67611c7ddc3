import { describe, expect, it } from 'vitest';
import {
  BRANCH,
  changed,
  drifted,
  healthy,
  hubs,
  MAIN,
  minutesAgo,
  OLD,
  RECENT,
  type Reported,
  told,
  wordsOf,
} from './fixture.ts';

const SHOP = 'tokyo-shop';
const KEDA = 'tokyo-keda';
const resource = (more: object) => ({
  group: 'apps',
  kind: 'Deployment',
  name: 'api',
  namespace: 'shop',
  version: 'v1',
  ...more,
});

type Change = (application: Reported) => void;

const assign =
  (part: 'status' | 'spec' | 'metadata', more: object): Change =>
  (application) => {
    Object.assign(application[part], more);
  };

const condition = (type: string, message: string): Change =>
  assign('status', { conditions: [{ type, message, lastTransitionTime: minutesAgo(5) }] });

const unknown = { status: 'Unknown', comparedTo: {} };
const automated =
  (more: object | undefined): Change =>
  (application) => {
    application.spec.syncPolicy = { ...Object(application.spec.syncPolicy), automated: more };
  };

/** The kind of a finding, by what the controller writes, and what is so near to it that nobody has to get up for it. */
const kinds: readonly (readonly [kind: string, name: string, bad: Change, good: Change, says: RegExp])[] = [
  [
    'paused',
    SHOP,
    assign('metadata', { annotations: { 'argocd.argoproj.io/skip-reconcile': 'true' } }),
    assign('metadata', { annotations: { 'argocd.argoproj.io/skip-reconcile': 'false' } }),
    /a rollback included/,
  ],
  [
    'automatic-sync-off',
    SHOP,
    automated(undefined),
    automated({ prune: true, selfHeal: true }),
    /waits for a sync by hand/,
  ],
  [
    'automatic-sync-off',
    SHOP,
    automated({ prune: true, selfHeal: true, enabled: false }),
    automated({ prune: true, selfHeal: true, enabled: true }),
    /automatic sync is off/,
  ],
  [
    'self-heal-off',
    SHOP,
    automated({ prune: true }),
    automated({ prune: true, selfHeal: true }),
    /changes by hand stays/,
  ],
  [
    'prune-off',
    SHOP,
    automated({ selfHeal: true }),
    automated({ prune: true, selfHeal: true }),
    /stays in the cluster/,
  ],
  [
    'specification-differs',
    KEDA,
    ({ spec }) => {
      spec.sources = [{ ...Object(spec.sources)[0], targetRevision: '2.19.0' }, Object(spec.sources)[1]];
    },
    ({ spec }) => {
      spec.sources = [...Object(spec.sources)];
    },
    /spec\.sources\[0\]\.targetRevision: dist\/ has 2\.20\.2, Argo CD has 2\.19\.0/,
  ],
  [
    'specification-differs',
    SHOP,
    ({ spec }) => {
      spec.source = { ...Object(spec.source), targetRevision: 'try-it' };
    },
    // What the controller adds when it writes.
    ({ spec }) => {
      spec.source = { ...Object(spec.source), plugin: null, directory: { jsonnet: {}, recurse: true } };
    },
    /targetRevision: dist\/ has main, Argo CD has try-it/,
  ],
  [
    'specification-differs',
    SHOP,
    assign('spec', { destination: { name: 'osaka', namespace: 'shop' } }),
    assign('spec', { destination: { namespace: 'shop', name: 'tokyo' } }),
    /destination\.name: dist\/ has tokyo, Argo CD has osaka/,
  ],
  [
    'specification-differs',
    SHOP,
    assign('spec', { project: 'default' }),
    assign('spec', { info: [] }),
    /project: dist\/ has shop/,
  ],
  [
    'specification-differs',
    KEDA,
    assign('metadata', { finalizers: ['resources-finalizer.argocd.argoproj.io'] }),
    assign('metadata', { finalizers: ['post-delete-finalizer.argocd.argoproj.io'] }),
    /finalizers: dist\/ has nothing/,
  ],
  [
    'ignored-differences-differ',
    SHOP,
    assign('spec', {
      ignoreDifferences: [{ group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] }],
    }),
    assign('spec', { ignoreDifferences: [] }),
    /overlooks, and dist\/ does not: .*replicas/,
  ],
  [
    'ignored-differences-differ',
    KEDA,
    assign('spec', { ignoreDifferences: [] }),
    assign('spec', { ignoreDifferences: [{ kind: 'Secret', name: 'tls', jsonPointers: ['/data'] }] }),
    /does not overlook, and dist\/ does: .*Secret/,
  ],
  [
    'out-of-sync',
    SHOP,
    assign('status', {
      sync: { status: 'OutOfSync', revision: MAIN },
      resources: [resource({ status: 'OutOfSync' }), resource({ name: 'other', status: 'Synced' })],
    }),
    assign('status', {
      sync: { status: 'OutOfSync', revision: MAIN },
      operationState: { phase: 'Running', startedAt: minutesAgo(2), operation: {} },
    }),
    /OutOfSync: 1 resource\nDeployment\.apps api in shop\n/,
  ],
  [
    'prune-waits',
    SHOP,
    assign('status', {
      sync: { status: 'OutOfSync', revision: MAIN },
      resources: [
        resource({ status: 'OutOfSync', requiresPruning: true, requiresDeletionConfirmation: true }),
      ],
    }),
    assign('status', { resources: [resource({ status: 'Synced' })] }),
    /confirm[\s\S]*api in shop: not in dist\/ any more/,
  ],
  ['sync-unknown', SHOP, assign('status', { sync: unknown }), assign('status', {}), /says no reason/],
  [
    'degraded',
    SHOP,
    assign('status', { health: { status: 'Degraded', lastTransitionTime: minutesAgo(1) } }),
    assign('status', { health: { status: 'Healthy', lastTransitionTime: minutesAgo(1) } }),
    /Degraded for 1 min/,
  ],
  [
    'degraded',
    SHOP,
    // As it is where controller.resource.health.persist is true.
    assign('status', {
      health: { status: 'Degraded' },
      resources: [
        resource({
          status: 'Synced',
          health: { status: 'Degraded', message: 'exceeded its progress deadline' },
        }),
      ],
    }),
    assign('status', { resources: [resource({ status: 'Synced', health: { status: 'Healthy' } })] }),
    /api in shop: Degraded exceeded its progress deadline/,
  ],
  [
    'progressing',
    SHOP,
    assign('status', { health: { status: 'Progressing', lastTransitionTime: minutesAgo(45) } }),
    assign('status', { health: { status: 'Progressing', lastTransitionTime: minutesAgo(4) } }),
    /Progressing for 45 min/,
  ],
  [
    'missing',
    SHOP,
    assign('status', { health: { status: 'Missing', lastTransitionTime: minutesAgo(4) } }),
    assign('status', {}),
    /not in the cluster/,
  ],
  [
    'sync-failed',
    SHOP,
    assign('status', {
      operationState: {
        phase: 'Failed',
        message: 'one or more synchronization tasks completed unsuccessfully (retried 5 times).',
        startedAt: minutesAgo(90),
        finishedAt: minutesAgo(80),
        operation: {},
        syncResult: {
          revision: MAIN,
          resources: [
            resource({ status: 'Synced', message: 'serverside-applied' }),
            {
              group: 'batch',
              kind: 'Job',
              name: 'smoke',
              namespace: 'shop',
              version: 'v1',
              hookPhase: 'Failed',
              message: 'Job has reached the specified backoff limit',
            },
          ],
        },
      },
    }),
    assign('status', { operationState: null }),
    /retried 5 times[\s\S]*Job\.batch smoke in shop: Job has reached the specified backoff limit\n(?!.*serverside)/,
  ],
  [
    'sync-does-not-end',
    SHOP,
    assign('status', {
      operationState: {
        phase: 'Running',
        message: 'waiting for healthy state of apps/Deployment/api',
        startedAt: minutesAgo(55),
        operation: {},
      },
    }),
    assign('status', {
      operationState: {
        phase: 'Running',
        message: 'waiting for healthy state of apps/Deployment/api',
        startedAt: minutesAgo(5),
        operation: {},
      },
    }),
    /runs for 55 min[\s\S]*waiting for healthy state of apps\/Deployment\/api/,
  ],
  [
    'behind',
    SHOP,
    assign('status', { sync: { status: 'Synced', revision: OLD } }),
    assign('status', { sync: { status: 'Synced', revision: RECENT } }),
    /3 commits behind main for 1 h\n1 file of its own changed: dist\/tokyo\/shop/,
  ],
  [
    'behind',
    KEDA,
    assign('status', { sync: { status: 'Synced', revisions: ['2.20.2', OLD] } }),
    assign('status', { sync: { status: 'Synced', revisions: ['2.20.2', MAIN] } }),
    /None of these commits changes it/,
  ],
  [
    'not-merged',
    SHOP,
    assign('status', {
      operationState: { phase: 'Succeeded', operation: {}, syncResult: { revision: BRANCH } },
    }),
    assign('status', {
      operationState: { phase: 'Succeeded', operation: {}, syncResult: { revision: OLD } },
    }),
    /was last synced to dddddddd, which main does not have/,
  ],
  [
    'not-merged',
    SHOP,
    assign('status', { sync: { status: 'Synced', revision: 'e'.repeat(40) } }),
    assign('status', { sync: { status: 'Synced', revision: MAIN } }),
    /run git fetch/,
  ],
  [
    'not-compared',
    SHOP,
    assign('status', { reconciledAt: minutesAgo(95) }),
    assign('status', { reconciledAt: minutesAgo(3) }),
    /was not compared for 1 h 35 min/,
  ],
  [
    'cluster-unreachable',
    SHOP,
    (application) => {
      condition(
        'ComparisonError',
        'Failed to load live state: failed to get cluster info: dial tcp 10.1.2.3:443: i/o timeout',
      )(application);
      assign('status', { sync: unknown, health: { status: 'Unknown', lastTransitionTime: minutesAgo(5) } })(
        application,
      );
    },
    assign('status', { conditions: [] }),
    /cannot be reached[\s\S]*i\/o timeout[\s\S]*keeps running/,
  ],
  [
    'repository-unreadable',
    SHOP,
    (application) => {
      condition(
        'ComparisonError',
        'Failed to load target state: failed to generate manifest for source 1 of 1: rpc error: code = Unknown',
      )(application);
      assign('status', { sync: unknown, health: { status: 'Unknown' } })(application);
    },
    assign('status', { conditions: null }),
    /Git or the chart cannot be read/,
  ],
  [
    'invalid-spec-error',
    SHOP,
    condition(
      'InvalidSpecError',
      "application destination server 'tokyo' and namespace 'shop' do not match any of the allowed destinations in project 'shop'",
    ),
    assign('status', { conditions: [] }),
    /do not match any of the allowed destinations/,
  ],
  [
    'sync-error',
    SHOP,
    condition('SyncError', `Skipping sync attempt to [${MAIN}]: auto-sync will wipe out all resources`),
    assign('status', { conditions: [] }),
    /will wipe out all resources/,
  ],
  [
    'shared-resource-warning',
    SHOP,
    condition(
      'SharedResourceWarning',
      'Deployment/api is part of applications argocd/tokyo-shop and tokyo-keda',
    ),
    assign('status', { conditions: [] }),
    /is part of applications/,
  ],
  [
    'orphaned-resource-warning',
    SHOP,
    condition('OrphanedResourceWarning', 'Application has 2 orphaned resources'),
    assign('status', { conditions: [] }),
    /made them by hand/,
  ],
];

describe('a hub where all is well', () => {
  it('has nothing said of it', () => {
    const drift = drifted(healthy());
    expect(drift.findings).toEqual([]);
    expect(drift.moving).toEqual([]);
    expect(drift.well).toBe(drift.declared);
  });
});

describe.each(kinds)('%s of %s', (kind, name, bad, good, says) => {
  it('is found, alone, and said', () => {
    const drift = changed(name, bad);
    expect(told(drift)).toEqual([`${kind} of ${name}`]);
    expect(drift.findings.map(wordsOf).join('\n')).toMatch(says);
  });

  it('is not found where it is no drift', () => {
    expect(told(changed(name, good))).toEqual([]);
  });
});

describe('what is there and what is not', () => {
  const without = (name: string) => healthy().filter(({ metadata }) => metadata.name !== name);

  it('finds an Application that dist/ declares and the hub lacks', () => {
    const drift = drifted(without(SHOP));
    expect(told(drift)).toEqual([`application-missing of ${SHOP}`]);
    expect(drift.findings.map(wordsOf).join('')).toContain('Its root tokyo is Synced');
  });

  it('waits while the root is making it', () => {
    const items = without(SHOP);
    const running = {
      phase: 'Running',
      message: 'waiting for healthy state of argoproj.io/Application/tokyo-keda',
      operation: {},
    };
    const root = items.find(({ metadata }) => metadata.name === 'tokyo');
    Object.assign(root?.status ?? {}, { operationState: { ...running, startedAt: minutesAgo(4) } });
    expect(told(drifted(items))).toEqual([]);
    expect(drifted(items).moving).toHaveLength(1);
    Object.assign(root?.status ?? {}, { operationState: { ...running, startedAt: minutesAgo(90) } });
    expect(told(drifted(items))).toEqual([`application-missing of ${SHOP}`, 'sync-does-not-end of tokyo']);
    expect(drifted(items).findings.map(wordsOf).join('')).toContain('waits: waiting for healthy state');
  });

  it('tells of a cluster that the hub has nothing of, once', () => {
    const drift = drifted(healthy().filter(({ metadata }) => !metadata.name.startsWith('osaka-')));
    expect(told(drift)).toEqual(['application-missing of osaka-keda, osaka-shop']);
    expect(drift.findings[0]?.whole).toBe(true);
  });

  it('finds a root that the ApplicationSet has not made', () => {
    const drift = drifted(without('osaka'));
    expect(told(drift)).toEqual(['application-missing of osaka']);
    expect(drift.findings[0]?.next.join('')).toContain('applicationset/tokyo');
  });

  const extra = (change: Change): Reported[] => {
    const items = healthy();
    const model = structuredClone(items.find(({ metadata }) => metadata.name === SHOP));
    if (model === undefined) throw new Error('There is no such Application.');
    Object.assign(model.metadata, { name: 'tokyo-old' });
    change(model);
    return [...items, model];
  };

  it.each<readonly [string, Change, RegExp]>([
    [
      'with a finalizer, which its root prunes',
      () => {},
      /root prunes it: its finalizer then deletes all of its objects/,
    ],
    [
      'without one, whose objects are orphans then',
      assign('metadata', { finalizers: [] }),
      /objects stay then.*orphans/,
    ],
    [
      'that somebody made',
      assign('metadata', { annotations: {} }),
      /Nobody takes it away by itself.*deletes all of its objects/,
    ],
  ])('says what becomes of one that dist/ lacks, %s', (_, change, says) => {
    const drift = drifted(extra(change));
    expect(told(drift)).toEqual(['application-undeclared of tokyo-old']);
    expect(drift.findings.map(wordsOf).join('')).toMatch(says);
  });

  it('says of one that is being deleted how long its finalizer waits', () => {
    const drift = drifted(extra(assign('metadata', { deletionTimestamp: minutesAgo(50) })));
    expect(told(drift)).toEqual(['application-deleting of tokyo-old']);
    expect(drift.findings[0]).toMatchObject({ severity: 'broken', summary: 'is being deleted since 50 min' });
  });

  it('finds an Application of another hub, which two controllers then apply', () => {
    const [stray] = healthy(hubs.get('seoul')).filter(({ metadata }) => metadata.name === 'busan-shop');
    const drift = drifted([...healthy(), stray]);
    expect(told(drift)).toEqual(['application-on-another-hub of busan-shop']);
    expect(drift.findings.map(wordsOf).join('')).toContain('belongs on the hub seoul');
  });
});

describe('what is one cause is told once', () => {
  it('where a whole cluster cannot be reached', () => {
    const items = healthy();
    for (const item of items.filter(({ metadata }) => metadata.name.startsWith('osaka-'))) {
      condition(
        'ComparisonError',
        'Failed to load live state: dial tcp 10.9.0.1:443: connect: no route to host',
      )(item);
      assign('status', { sync: unknown, health: { status: 'Unknown', lastTransitionTime: minutesAgo(9) } })(
        item,
      );
    }
    const drift = drifted(items);
    expect(told(drift)).toEqual(['cluster-unreachable of osaka-keda, osaka-shop']);
    expect(drift.findings[0]?.whole).toBe(true);
  });

  it('where a cluster does not answer, which the controller says in three conditions', () => {
    const cause =
      'error synchronizing cache state : failed to get server version: dial tcp 127.0.0.1:7443: connection refused';
    const info = `failed to get cluster info for "https://127.0.0.1:7443": ${cause}`;
    const drift = changed(SHOP, (application) => {
      const conditions = [
        { type: 'ComparisonError', message: `Failed to load live state: ${info}` },
        {
          type: 'ComparisonError',
          message: `Failed to load target state: failed to get cluster version for cluster "https://127.0.0.1:7443": ${info}`,
        },
        { type: 'UnknownError', message: cause },
      ];
      // The health stays what it was.
      assign('status', { conditions, sync: unknown })(application);
    });
    expect(told(drift)).toEqual([`cluster-unreachable of ${SHOP}`]);
    expect(drift.findings[0]?.details).toHaveLength(1);
  });

  it('where an object could not be applied, and is missing therefore', () => {
    const drift = changed(
      SHOP,
      assign('status', {
        operationState: {
          phase: 'Failed',
          message: 'one or more objects failed to apply',
          startedAt: minutesAgo(9),
          operation: {},
        },
        sync: { status: 'OutOfSync', revision: MAIN },
        health: { status: 'Missing', lastTransitionTime: minutesAgo(9) },
        resources: [resource({ status: 'OutOfSync' })],
      }),
    );
    expect(told(drift)).toEqual([`sync-failed of ${SHOP}`]);
  });

  it('and what is out of sync, as nobody heals it, is not called tried', () => {
    const drift = changed(SHOP, (application) => {
      automated(undefined)(application);
      assign('status', {
        sync: { status: 'OutOfSync', revision: MAIN },
        resources: [resource({ status: 'OutOfSync' })],
      })(application);
    });
    expect(told(drift)).toEqual([`out-of-sync of ${SHOP}`, `automatic-sync-off of ${SHOP}`]);
    expect(drift.findings.map(wordsOf).join('')).not.toContain('attempts are used up');
  });

  it('where Argo CD itself stands still', () => {
    const items = healthy();
    for (const item of items)
      assign('status', { reconciledAt: minutesAgo(200), sync: { status: 'Synced', revision: OLD } })(item);
    expect(told(drifted(items))).toEqual(['argo-cd-stands-still of the hub']);
  });

  it('where a sync has failed, in its condition and in the state of its resources too', () => {
    const drift = changed(SHOP, (application) => {
      assign('status', {
        operationState: {
          phase: 'Error',
          message: 'admission webhook denied the request',
          startedAt: minutesAgo(70),
          operation: {},
        },
        sync: { status: 'OutOfSync', revision: MAIN },
        resources: [resource({ status: 'OutOfSync' })],
      })(application);
      condition(
        'SyncError',
        `Failed last sync attempt to ${MAIN}: admission webhook denied the request`,
      )(application);
    });
    expect(told(drift)).toEqual([`sync-failed of ${SHOP}`]);
  });

  it('where it is paused: what a paused Application shows is from before', () => {
    const drift = changed(SHOP, (application) => {
      assign('metadata', { annotations: { 'argocd.argoproj.io/skip-reconcile': 'true' } })(application);
      assign('status', {
        reconciledAt: minutesAgo(900),
        sync: { status: 'OutOfSync', revision: OLD },
        health: { status: 'Degraded' },
      })(application);
    });
    expect(told(drift)).toEqual([`paused of ${SHOP}`]);
    expect(drift.findings[0]?.next.join('')).toMatch(/skip-reconcile-$/);
  });

  it('the worst first', () => {
    const items = healthy();
    const [one, two] = items.filter(({ metadata }) => metadata.name.includes('-shop'));
    if (one === undefined || two === undefined) throw new Error('There are no such Applications.');
    automated(undefined)(one);
    assign('status', { health: { status: 'Degraded', lastTransitionTime: minutesAgo(9) } })(two);
    expect(drifted(items).findings.map(({ severity }) => severity)).toEqual(['broken', 'held']);
  });
});
