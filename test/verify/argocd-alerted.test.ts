import { describe, expect, it } from 'vitest';
import { isSelected, seriesOf } from '../../scripts/verify/argocd/alerted.ts';
import { soonTriedAgain } from '../../scripts/verify/argocd/retries.ts';

const METRICS = `# HELP argocd_app_info Information about application.
# TYPE argocd_app_info gauge
argocd_app_info{name="one",sync_status="OutOfSync"} 1
argocd_app_info{name="two",sync_status="Synced"} 0
argocd_app_info_of_another{name="three"} 1
`;

describe('what alerts look at', () => {
  it('are the series of a metric that are not 0', () => {
    const [one, ...others] = seriesOf(METRICS, 'argocd_app_info');
    expect(Object.fromEntries(one ?? [])).toEqual({ name: 'one', sync_status: 'OutOfSync' });
    expect(others).toEqual([]);
  });

  const series = new Map([
    ['name', 'one'],
    ['phase', 'Failed'],
  ]);
  it.each([
    ['m{phase="Failed"} > 0', true],
    ['m{phase="Fail"}', false],
    ['m{phase=~"Error|Failed"}', true],
    ['m{phase=~"Err"}', false],
    ['m{phase!="Succeeded", name="one"}', true],
    ['m{phase!~"F.*"}', false],
    ['m{other=""}', true],
    ['sum(other_m{phase="Failed"})', false],
    ['m{phase="Error"} or m{phase="Failed"}', true],
  ])('%s', (expression, selected) => {
    expect(isSelected(expression, 'm', series)).toBe(selected);
  });
});

describe('a sync that failed is tried again', () => {
  const retry = { limit: 5, backoff: { duration: '5s', factor: 2, maxDuration: '3m' } };
  const application = {
    metadata: { name: 'a' },
    spec: { project: 'p', syncPolicy: { automated: {}, retry } },
  };

  it('as often, and sooner', () => {
    const soon = { ...retry, backoff: { ...retry.backoff, maxDuration: '5s' } };
    const { syncPolicy } = application.spec;
    expect(soonTriedAgain(application)).toEqual({
      ...application,
      spec: { ...application.spec, syncPolicy: { ...syncPolicy, retry: soon } },
    });
  });

  it('or not at all where it is not', () => {
    expect(soonTriedAgain({ spec: { syncPolicy: {} } })).toEqual({ spec: { syncPolicy: {} } });
  });
});
