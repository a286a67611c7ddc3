import { at, fields, isFields, list, text } from '../../../state/read.ts';
import type { Fault } from '../fault.ts';
import { fault, type Judged, type Topic } from '../topic.ts';
import { authorizationFaults } from './authorization.ts';

function* requestFaults(spec: Readonly<Record<string, unknown>>): Generator<Fault> {
  for (const [index, rule] of list(spec.jwtRules).entries()) {
    if (!isFields(rule)) continue;
    const path = ['spec', 'jwtRules', index];
    if (!text(rule.issuer)) yield fault([...path, 'issuer'], 'it names no issuer', 'write issuer');
    if (text(rule.jwks) && text(rule.jwksUri))
      yield fault([...path, 'jwks'], 'stands beside jwksUri', 'keep one of them');
    const uri = text(rule.jwksUri);
    if (uri !== undefined && !/^https?:\/\/[^/]+/.test(uri))
      yield fault([...path, 'jwksUri'], `${JSON.stringify(uri)} is no address`, 'write https://HOST/PATH');
    const jwks = text(rule.jwks);
    if (jwks !== undefined && !isJson(jwks))
      yield fault([...path, 'jwks'], 'is no JSON', 'write the set of keys');
  }
}

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

function* judge({ kind, value }: Judged): Generator<Fault> {
  const spec = fields(value.spec);
  if (isFields(spec.selector) && (isFields(spec.targetRef) || list(spec.targetRefs).length > 0))
    yield fault(['spec', 'selector'], 'stands beside targetRefs', 'keep one of them');
  if (kind === 'AuthorizationPolicy') yield* authorizationFaults(spec);
  else if (kind === 'RequestAuthentication') yield* requestFaults(spec);
  else {
    const ports = Object.keys(fields(spec.portLevelMtls));
    if (ports.length > 0 && Object.keys(fields(at(spec, 'selector', 'matchLabels'))).length === 0)
      yield fault(
        ['spec', 'portLevelMtls'],
        'ports are those of a workload, so a selector is needed',
        'write selector.matchLabels',
      );
    for (const port of ports)
      if (!/^\d+$/.test(port) || Number(port) < 1 || Number(port) > 65535)
        yield fault(
          ['spec', 'portLevelMtls', port],
          `${port} is no port`,
          "write the number of a container's port",
        );
  }
}

export const meshSecurity: Topic = {
  id: 'refused-mesh-security',
  severity: 'error',
  summary:
    'AuthorizationPolicies, RequestAuthentications and PeerAuthentications that istiod refuses, or that never match',
  breaks:
    'The webhook of istiod refuses the object, or the sidecars allow or deny something else than is meant.',
  kinds: ['AuthorizationPolicy', 'RequestAuthentication', 'PeerAuthentication'].map(
    (kind) => `security.istio.io/${kind}`,
  ),
  judge,
  failing: `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata:
  name: shop
spec:
  rules:
    - from: [{ source: { principals: ['spiffe://cluster.local/ns/shop/sa/web'] } }]
      when: [{ key: request.header, values: [x] }]
`,
  passing: `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata:
  name: shop
spec:
  rules:
    - from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }]
      when: [{ key: 'request.headers[x-team]', values: [x] }]
`,
};
