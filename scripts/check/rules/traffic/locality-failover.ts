import type { ClusterRule, Said } from '../../rule.ts';
import { type Fields, fields, fieldsAt, listAt, type Path, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { destinationRulesIn, policiesOf } from './destination-rules.ts';
import { CART } from './sample.ts';

const rule = (from: string, to: string) => `---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: cart, namespace: shop }
spec:
  host: cart
  trafficPolicy:
    outlierDetection: { consecutive5xxErrors: 5 }
    loadBalancer: { localityLbSetting: { failover: [{ from: ${from}, to: ${to} }] } }
`;

/** Istio compares `from` with regions, and knows only by ejection that one is down. */
export const localityFailover: ClusterRule = {
  id: 'locality-failover',
  severity: 'warning',
  summary:
    'Locality settings that never do anything: zones in place of regions, no ejection, shares that do not add up',
  breaks: 'When a region is down, requests still go there; everything looks configured until then.',
  pitfalls: ['X-64'],
  failing: CART + rule('eu-west-1a', 'eu-west-1b'),
  passing: CART + rule('eu-west-1', 'eu-central-1'),
  *judge(state) {
    for (const each of destinationRulesIn(state)) {
      const whole = each.policy;
      for (const { policy, path } of policiesOf(each)) {
        const setting = fieldsAt(policy, 'loadBalancer', 'localityLbSetting');
        if (Object.keys(setting).length === 0 || setting.enabled === false) continue;
        const place = [...path, 'loadBalancer', 'localityLbSetting'];
        // A subset without ejection of its own has that of the whole.
        const ejects = policy.outlierDetection ?? whole.outlierDetection;
        yield* judgeSetting(each.resource, setting, place, ejects !== undefined);
      }
    }
  },
};

/** A zone of AWS, Google Cloud or Azure; a region has no letter or number of a zone at its end. */
const ZONE = /^(?:[a-z]{2}(?:-[a-z]+)+-\d+[a-z]|[a-z]+(?:-[a-z]+)+\d+-[a-z]|[a-z]+\d?-\d+)$/;

function* judgeSetting(resource: Resource, setting: Fields, path: Path, ejects: boolean): Generator<Said> {
  const failover = listAt(setting, 'failover');
  const hasPriority = listAt(setting, 'failoverPriority').length > 0;
  const distribute = listAt(setting, 'distribute');
  if ((failover.length > 0 || hasPriority) && !ejects) {
    yield {
      resource,
      path,
      message:
        'There is no outlierDetection, so Istio never takes a place for down and turns the failover off.',
      fix: 'Add outlierDetection, such as { consecutive5xxErrors: 5, interval: 10s, baseEjectionTime: 30s }, to the same trafficPolicy.',
    };
  }
  for (const [index, each] of failover.entries()) {
    const [from, to] = [textAt(each, 'from'), textAt(each, 'to')];
    if (from !== undefined && from === to) {
      yield {
        resource,
        path: [...path, 'failover', index, 'to'],
        message: `It fails over from ${from} to ${from}: Istio refuses it.`,
        fix: 'Write another region under to.',
        severity: 'error',
      };
    }
    for (const [field, place] of [
      ['from', from],
      ['to', to],
    ] as const) {
      if (place === undefined || !ZONE.test(place)) continue;
      yield {
        resource,
        path: [...path, 'failover', index, field],
        message: `${place} is a zone, and Istio compares it with regions: the entry is never used.`,
        fix: 'Write regions, or failoverPriority: [topology.kubernetes.io/region, topology.kubernetes.io/zone] in place of failover.',
      };
    }
  }
  if (
    [failover.length > 0, hasPriority && failover.length > 0, distribute.length > 0].filter(Boolean).length >
      1 &&
    distribute.length > 0
  ) {
    yield {
      resource,
      path: [...path, 'distribute'],
      severity: 'error',
      message: 'Istio takes either distribute or failover, and refuses both together.',
      fix: 'Take one of them out.',
    };
  }
  for (const [index, each] of distribute.entries()) {
    const shares = Object.values(fields(fieldsAt(each, 'to'))).filter((value) => typeof value === 'number');
    const sum = shares.reduce((total, share) => total + share, 0);
    if (shares.length === 0 || sum === 100) continue;
    yield {
      resource,
      path: [...path, 'distribute', index, 'to'],
      severity: 'error',
      message: `The shares from ${textAt(each, 'from') ?? 'there'} add up to ${sum}, and Istio refuses all but 100.`,
      fix: 'Write shares that add up to 100.',
    };
  }
}
