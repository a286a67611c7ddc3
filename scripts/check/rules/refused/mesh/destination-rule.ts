import { fields, isFields, list, text } from '../../../state/read.ts';
import type { Fault } from '../fault.ts';
import { fault, type Judged, type Topic, word } from '../topic.ts';
import { isAddress, isMeshHost } from './hosts.ts';
import { policyFaults } from './traffic-policy.ts';

function* judge({ value }: Judged): Generator<Fault> {
  const spec = fields(value.spec);
  const host = text(spec.host);
  if (host !== undefined && host !== '' && !isMeshHost(host) && !isAddress(host))
    yield fault(
      ['spec', 'host'],
      `${JSON.stringify(host)} is no host`,
      'write the name of a Service, without scheme and port',
    );
  yield* policyFaults(spec.trafficPolicy, ['spec', 'trafficPolicy']);
  const names = new Set<unknown>();
  for (const [index, subset] of list(spec.subsets).entries()) {
    if (!isFields(subset)) continue;
    const path = ['spec', 'subsets', index];
    const { name } = subset;
    if (typeof name === 'string' && !/^[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?$/i.test(name))
      yield fault(
        [...path, 'name'],
        `${JSON.stringify(name)} is no name of a subset`,
        'write letters, digits and hyphens',
      );
    if (names.has(name))
      yield fault([...path, 'name'], `two subsets are called ${word(name)}`, 'write another name');
    names.add(name);
    yield* policyFaults(subset.trafficPolicy, [...path, 'trafficPolicy']);
  }
}

export const destinationRule: Topic = {
  id: 'refused-destination-rule',
  severity: 'error',
  summary: 'subsets, TLS and policies of a DestinationRule that istiod refuses',
  breaks: 'The webhook of istiod refuses the object, or the sidecars drop it: none of its policies count.',
  kinds: ['networking.istio.io/DestinationRule'],
  judge,
  failing: `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: shop
spec:
  host: shop
  trafficPolicy:
    tls: { mode: MUTUAL }
`,
  passing: `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: shop
spec:
  host: shop
  trafficPolicy:
    tls: { mode: ISTIO_MUTUAL }
`,
};
