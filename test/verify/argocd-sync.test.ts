import { describe, expect, it } from 'vitest';
import type { ApplicationState } from '../../scripts/verify/argocd/application-state.ts';
import { withoutCharts } from '../../scripts/verify/argocd/chart-stand-ins.ts';
import { Order } from '../../scripts/verify/argocd/first-sync.ts';
import { settingsFrom } from '../../scripts/verify/argocd/settings.ts';

const WELL: Partial<ApplicationState['status']> = {
  sync: { status: 'Synced' },
  health: { status: 'Healthy' },
};

function state(
  name: string,
  wave: number,
  status: Partial<ApplicationState['status']> = {},
  cluster = 'one',
): ApplicationState {
  return {
    metadata: {
      name,
      labels: { 'fleet/cluster': cluster },
      annotations: { 'argocd.argoproj.io/sync-wave': String(wave) },
      finalizers: [],
    },
    spec: { project: 'platform' },
    status: { conditions: [], resources: [], ...status },
  };
}

describe('the order of Applications', () => {
  const seen = (...moments: readonly (readonly ApplicationState[])[]) => {
    const order = new Order();
    for (const moment of moments) order.see(moment);
    return order.findings.map(({ what }) => what);
  };

  it('is kept where all of the earlier wave were well', () => {
    expect(seen([state('a', -5)], [state('a', -5, WELL), state('b', 0)])).toEqual([]);
  });

  it('is kept where one that was well is at work again', () => {
    expect(seen([state('a', -5, WELL)], [state('a', -5), state('b', 0)])).toEqual([]);
  });

  it('is kept where one has been synced and is not compared again yet', () => {
    const behind = {
      ...WELL,
      sync: { status: 'OutOfSync' },
      operationState: { phase: 'Succeeded', message: '' },
    };
    expect(seen([state('a', -5, behind), state('b', 0)])).toEqual([]);
  });

  it('is broken where one of the earlier wave was never well', () => {
    expect(seen([state('a', -5)], [state('a', -5), state('b', 0)])).toEqual(['b']);
  });

  it('is that of each cluster', () => {
    expect(seen([state('a', -5), state('b', 0, {}, 'two')])).toEqual([]);
  });

  it('is not kept by a sync that still runs', () => {
    const atWork = { ...WELL, operationState: { phase: 'Running', message: '' } };
    expect(seen([state('a', -5, atWork), state('b', 0)])).toEqual(['b']);
  });
});

describe('an Application without the internet', () => {
  const own = { repoURL: 'file:///here', targetRevision: 'main', path: 'dist/one/keda' };
  const chart = { repoURL: 'https://charts.example.com', chart: 'keda', targetRevision: '1.0.0' };
  const without = (spec: object) =>
    withoutCharts({ metadata: { name: 'one-keda' }, spec }, 'file:///here', 'main');
  const folder = { repoURL: 'file:///here', targetRevision: 'main', path: 'charts/one-keda' };

  it('is as it was where it has no chart', () => {
    expect(without({ source: own })).toEqual({
      application: { metadata: { name: 'one-keda' }, spec: { source: own } },
    });
  });

  it('has a folder in place of its chart, beside its own', () => {
    const { application, standIn } = without({ sources: [chart, { ...own, ref: 'values' }], project: 'p' });
    expect(application).toMatchObject({ spec: { sources: [folder, own], project: 'p' } });
    expect(standIn?.path.startsWith(`${folder.path}/`)).toBe(true);
  });

  it('has that folder alone where its own source only lent the values', () => {
    const { path: _path, ...lender } = own;
    expect(without({ sources: [chart, { ...lender, ref: 'values' }] }).application).toMatchObject({
      spec: { sources: [folder] },
    });
  });
});

describe('what Argo CD is told', () => {
  const configs = {
    cm: { 'resource.customizations.health.x_Y': 'return {}', 'a.switch': false },
    params: { 'controller.diff.server.side': 'true', 'applicationsetcontroller.policy': 'create-update' },
    clusterCredentials: { one: { server: 'https://one', config: {} } },
  };
  const settings = settingsFrom({ configs }, 'values.yaml');

  it('is what the chart would tell it', () => {
    expect(settings).toMatchObject({
      controller: ['--server-side-diff-enabled=true'],
      applicationSet: ['--policy=create-update'],
      clusters: ['one'],
    });
    expect(settings.objects).toContainEqual(
      expect.objectContaining({
        metadata: expect.objectContaining({ name: 'argocd-cm' }),
        data: { ...configs.cm, 'a.switch': 'false' },
      }),
    );
  });

  it('is nothing that would be left out in silence', () => {
    const params = { ...configs.params, 'controller.new': '1' };
    expect(() => settingsFrom({ configs: { ...configs, params } }, 'values.yaml')).toThrow(
      'values.yaml: configs.params has controller.new',
    );
  });
});
