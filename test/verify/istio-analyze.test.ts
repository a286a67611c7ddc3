import { describe, expect, it } from 'vitest';
import { renderedClusters } from '../../scripts/synth/dist-index.ts';
import { known, whyKnown } from '../../scripts/verify/istio-analyze/known.ts';
import { objectsAtRest } from '../../scripts/verify/istio-analyze/objects.ts';
import { partOf } from '../../scripts/verify/istio-analyze/step.ts';

const message = {
  level: 'Error',
  code: 'IST0101',
  resource: 'Gateway a/b',
  says: 'Referenced host not found',
};
const report = { analyzers: 51, skipped: [], messages: [message] };

describe('what the analyzers of Istio say', () => {
  it.each(['Error', 'Warning'])('is a finding where it is the level %s', (level) => {
    const part = partOf('c', { ...report, messages: [{ ...message, level }] }, 3);
    expect(part.findings).toEqual([{ where: 'c', what: 'Gateway a/b', says: 'Referenced host not found' }]);
  });

  it('is none where it is a hint', () => {
    expect(partOf('c', { ...report, messages: [{ ...message, level: 'Info' }] }, 3).findings).toEqual([]);
  });

  it.each(known.map(({ code, has = '', reason }) => ({ code, has, reason })))(
    'is told with its reason where $code is known',
    ({ code, has, reason }) => {
      const says = `Warning [${code}] ${has}.`;
      const part = partOf('c', { ...report, messages: [{ ...message, code, says }] }, 3);
      expect(part.findings).toEqual([]);
      expect(part.exceptions[0]?.says).toContain(reason);
    },
  );

  it('is known by code and words together', () => {
    expect(whyKnown(message)).toBeUndefined();
    expect(whyKnown({ code: 'IST0133', says: 'another field is wrong' })).toBeUndefined();
  });

  it('counts for nothing of an analyzer that was left out', () => {
    expect(partOf('c', { ...report, messages: [], skipped: ['injection'] }, 3).findings).toHaveLength(1);
  });
});

describe('what is on a cluster at rest', () => {
  const [cluster = ''] = renderedClusters('dist');
  const objects = objectsAtRest(cluster, 'dist');

  it('has a pod of each workload, and no image that an injector would have to fill in', () => {
    const workloads = objects.filter(({ kind }) => ['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind));
    const pods = objects.filter(({ kind }) => kind === 'Pod');
    expect(pods.length).toBeGreaterThanOrEqual(workloads.length);
    expect(pods.filter((pod) => JSON.stringify(pod).includes('"image":"auto"'))).toEqual([]);
  });

  it('has the Secret that each Certificate and ExternalSecret makes', () => {
    const makers = objects.filter(({ kind }) => kind === 'Certificate' || kind === 'ExternalSecret');
    const secrets = objects.filter(({ kind }) => kind === 'Secret');
    expect(secrets.length).toBeGreaterThanOrEqual(makers.length);
  });
});
