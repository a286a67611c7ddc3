import { describe, expect, it } from 'vitest';
import { project } from '../../scripts/drift/project.ts';
import { openAt } from '../../scripts/drift/window-time.ts';
import { windowsAt } from '../../scripts/drift/windows.ts';
import {
  changed,
  drifted,
  HUB,
  healthy,
  minutesAgo,
  NOW,
  set,
  shopProject,
  told,
  wordsOf,
} from './fixture.ts';

const SHOP = 'tokyo-shop';
const windows = (...all: readonly object[]) => ({ ...shopProject, spec: { syncWindows: all } });
const [freeze] = shopProject.spec.syncWindows;
/** The look of these tests is at noon in Tokyo, on the first of March, a Sunday. */
const today = { ...freeze, schedule: '0 9 1 3 *' };
const good = { ...set, status: { conditions: [{ type: 'ErrorOccurred', status: 'False', reason: 'Fine' }] } };
const all = () => [...healthy(), good, shopProject];

describe('a sync window', () => {
  const saidOf = (...projects: readonly object[]) => drifted([...healthy(), good, ...projects]);

  it('that is closed holds nothing', () => {
    expect(told(saidOf(shopProject))).toEqual([]);
  });

  it('that somebody has set on the hub is said, with its reason and its end, of what it holds alone', () => {
    const drift = saidOf(windows(freeze ?? {}, today));
    expect(told(drift)).toEqual([`sync-window of ${SHOP}`]);
    expect(drift.findings[0]?.severity).toBe('held');
    const words = drift.findings.map(wordsOf).join('');
    expect(words).toContain('holds it until 2026-03-02 00:00 UTC: The spring sale');
    expect(words).toContain('dist/ does not have it: somebody has set it on the hub');
    expect(words).toContain('A sync by hand goes through');
  });

  it.each([
    ['all clusters', { clusters: ['*'] }, [`sync-window of osaka-shop`, `sync-window of ${SHOP}`]],
    ['an Application', { clusters: [], applications: ['tokyo-s*'] }, [`sync-window of ${SHOP}`]],
    ['a namespace', { clusters: ['tokyo'], namespaces: ['other'], andOperator: true }, []],
    ['another cluster', { clusters: ['busan'] }, []],
    ['nothing', { clusters: [] }, []],
  ])('is of %s', (_, more, expected) => {
    expect([...told(saidOf(windows({ ...today, ...more })))].sort()).toEqual(expected);
  });

  it('that allows a time holds what it is about at all others', () => {
    const closed = { ...freeze, kind: 'allow', manualSync: false };
    expect(told(saidOf(windows(closed)))).toEqual([`sync-window of ${SHOP}`]);
    expect(saidOf(windows(closed)).findings.map(wordsOf).join('')).toContain('Not even a sync by hand');
    expect(told(saidOf(windows(closed, { ...today, kind: 'allow' })))).toEqual([]);
    // What is denied is denied, whatever is allowed.
    expect(told(saidOf(windows(today, { ...today, kind: 'allow' })))).toEqual([`sync-window of ${SHOP}`]);
  });

  it('of dist/ is known for one, also where the hub was not asked for projects', () => {
    const declared = new Map([['shop', project.parse(windows(today))]]);
    for (const live of [undefined, [...declared.values()]]) {
      const [standing] = windowsAt(NOW, live, declared).get('shop') ?? [];
      expect(standing).toMatchObject({ declared: true, open: { until: NOW + 21 * 3_600_000 } });
    }
  });

  it('is not said of what is paused: it would hold nothing more', () => {
    const items = [...all().filter((each) => each !== shopProject), windows(today)];
    const shop = healthy().find(({ metadata }) => metadata.name === SHOP);
    Object.assign(shop?.metadata ?? {}, { annotations: { 'argocd.argoproj.io/skip-reconcile': 'true' } });
    const paused = items.map((each) => ('metadata' in each && each.metadata.name === SHOP ? shop : each));
    expect(told(drifted(paused))).toEqual([`paused of ${SHOP}`]);
  });
});

describe('when a window is open', () => {
  const at = (time: string) => Date.parse(time);
  it.each([
    ['0 18 * * 5', '60h', 'Asia/Tokyo', '2026-03-01T03:00:00Z', true],
    ['0 18 * * fri', '60h', 'Asia/Tokyo', '2026-03-01T21:00:00Z', false],
    ['0 18 * * 1-5', '1h', 'UTC', '2026-03-01T18:30:00Z', false],
    ['0 18 * * *', '1h', 'UTC', '2026-03-01T17:59:59Z', false],
    ['0 18 * * *', '1h', 'UTC', '2026-03-01T18:00:00Z', true],
    ['0 18 * * *', '1h', 'UTC', '2026-03-01T18:59:59Z', true],
    ['0 18 * * *', '1h', 'UTC', '2026-03-01T19:00:00Z', false],
    ['5/15 * * * *', '5m', '', '2026-03-01T03:22:00Z', true],
    ['*/15 * * * *', '5m', '', '2026-03-01T03:17:00Z', true],
    ['*/15 * * * *', '5m', '', '2026-03-01T03:21:00Z', false],
    // Either of both days, as cron has always read it.
    ['0 0 13 * sun', '24h', 'UTC', '2026-03-01T12:00:00Z', true],
    ['0 0 13 * sun', '24h', 'UTC', '2026-03-13T12:00:00Z', true],
    ['0 0 13 * sun', '24h', 'UTC', '2026-03-14T12:00:00Z', false],
    ['0 0 1 jan *', '744h', 'UTC', '2026-01-31T12:00:00Z', true],
    ['30 1 * * *', '1h30m', 'Europe/Berlin', '2026-07-01T00:45:00Z', true],
    ['nonsense', '1h', 'UTC', '2026-07-01T00:45:00Z', false],
    ['0 0 * * *', 'long', 'UTC', '2026-07-01T00:45:00Z', false],
    ['0 0 * * *', '1h', 'Mars/Olympus', '2026-07-01T00:45:00Z', false],
  ])('%s for %s (%s) at %s: %s', (schedule, duration, timeZone, time, open) => {
    expect(openAt({ schedule, duration, timeZone }, at(time)) !== undefined).toBe(open);
  });
});

describe('an ApplicationSet', () => {
  const without = (...more: readonly object[]) => drifted([...healthy(), shopProject, ...more]);
  const owned = () =>
    healthy().map((each) =>
      ['tokyo', 'osaka'].includes(each.metadata.name)
        ? {
            ...each,
            metadata: { ...each.metadata, ownerReferences: [{ kind: 'ApplicationSet', name: HUB }] },
          }
        : each,
    );

  it('that is as declared has nothing said of it, with what the controller adds', () => {
    expect(told(drifted(all()))).toEqual([]);
    const written = {
      ...good,
      spec: { ...good.spec, syncPolicy: {}, generators: [...good.spec.generators] },
    };
    expect(told(without(written))).toEqual([]);
  });

  it('is asked about only where the list has such objects', () => {
    expect(told(drifted(healthy()))).toEqual([]);
  });

  it('that dist/ has and the hub does not is drift, and the reverse', () => {
    expect(told(without())).toEqual(['application-set-missing of the hub']);
    const other = { ...good, metadata: { ...good.metadata, name: 'by-hand' } };
    expect(told(without(good, other))).toEqual(['application-set-undeclared of the hub']);
  });

  it('that fails is said of what it has made, in its own words', () => {
    const failing = {
      ...set,
      status: {
        conditions: [
          {
            type: 'ErrorOccurred',
            status: 'True',
            reason: 'RenderTemplateParamsError',
            message: 'map has no entry for key "cluster"',
          },
          { type: 'ParametersGenerated', status: 'True', reason: 'ParametersGenerated', message: '' },
          { type: 'RolloutProgressing', status: 'False', reason: 'None', message: '' },
        ],
      },
    };
    const drift = drifted([...owned(), shopProject, failing]);
    expect(told(drift)).toEqual(['application-set-failing of osaka, tokyo']);
    const words = drift.findings.map(wordsOf).join('');
    expect(words).toContain('RenderTemplateParamsError');
    expect(words).toContain('map has no entry for key "cluster"');
  });

  it.each([
    ['another cluster', { generators: [{ list: { elements: [{ cluster: 'tokyo' }] } }] }, /generators\[0\]/],
    [
      'another branch',
      { template: { ...set.spec.template, spec: { ...set.spec.template.spec, source: {} } } },
      /source/,
    ],
  ])('that is written for %s is not the declared one', (_, spec, says) => {
    const drift = without({ ...good, spec: { ...good.spec, ...spec } });
    expect(told(drift)).toEqual(['application-set-differs of the hub']);
    expect(drift.findings.map(wordsOf).join('')).toMatch(says);
  });

  it('that is being deleted is said before its Applications go', () => {
    const going = { ...good, metadata: { ...good.metadata, deletionTimestamp: minutesAgo(5) } };
    expect(told(without(going))).toEqual(['application-set-deleting of the hub']);
  });
});

describe('who has held it', () => {
  const by = (manager: string, fields: object, time = minutesAgo(600)) => ({
    manager,
    operation: 'Update',
    time,
    fieldsV1: fields,
  });
  const pause = by('kubectl-annotate', {
    'f:metadata': { 'f:annotations': { 'f:argocd.argoproj.io/skip-reconcile': {} } },
  });
  const root = by('argocd-controller', { 'f:spec': { 'f:syncPolicy': {} } }, minutesAgo(1));

  it('is said of a pause by what has set it, and when', () => {
    const drift = changed(SHOP, ({ metadata }) => {
      metadata.annotations = { 'argocd.argoproj.io/skip-reconcile': 'true' };
      metadata.managedFields = [root, by('argocd-server', { 'f:spec': {} }, minutesAgo(5)), pause];
    });
    expect(drift.findings.map(wordsOf).join('')).toContain('Set by kubectl-annotate, 2026-02-28 17:00 UTC.');
  });

  it('is the newest change of somebody else where nobody owns what is gone', () => {
    const drift = changed(SHOP, ({ metadata, spec }) => {
      spec.syncPolicy = { ...Object(spec.syncPolicy), automated: undefined };
      metadata.managedFields = [root, by('kubectl-edit', { 'f:spec': { 'f:project': {} } })];
    });
    expect(told(drift)).toEqual([`automatic-sync-off of ${SHOP}`]);
    expect(drift.findings.map(wordsOf).join('')).toContain(
      "The newest change that is not Argo CD's own: by kubectl-edit, 2026-02-28 17:00 UTC.",
    );
  });

  it('is not said where Argo CD alone has written, or the list does not show it', () => {
    for (const managedFields of [undefined, [root], ['what is this']]) {
      const drift = changed(SHOP, ({ metadata }) => {
        metadata.annotations = { 'argocd.argoproj.io/skip-reconcile': 'true' };
        metadata.managedFields = managedFields;
      });
      expect(drift.findings.map(wordsOf).join('')).not.toMatch(/Set by|newest change/);
    }
  });
});
