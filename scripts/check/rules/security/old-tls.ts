import type { ClusterRule } from '../../rule.ts';
import { places, textAt } from '../../state/read.ts';

const OLD = /^(?:TLSV1_[01]|VersionTLS1[01]|VersionTLS10|TLSv1(?:\.[01])?|TLS_?1[._][01]|1\.[01])$/i;
const OLD_POLICY =
  /^ELBSecurityPolicy-(?:2015-05|2016-08|TLS-1-0-.*|TLS-1-1-.*|FS-2018-06|FS-1-1-.*|TLS13-1-0-.*|TLS13-1-1-.*)$/;
/** Where the least version of TLS stands in the kinds that have one. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  'networking.istio.io/Gateway': ['spec.servers[].tls.minProtocolVersion'],
  'traefik.io/TLSOption': ['spec.minVersion'],
  'monitoring.coreos.com/ServiceMonitor': ['spec.endpoints[].tlsConfig.minVersion'],
  'monitoring.coreos.com/Prometheus': ['spec.web.tlsConfig.minVersion'],
};
const ANNOTATIONS = [
  'alb.ingress.kubernetes.io/ssl-policy',
  'service.beta.kubernetes.io/aws-load-balancer-ssl-negotiation-policy',
];
const NGINX = 'nginx.ingress.kubernetes.io/ssl-protocols';
const gateway = (version: string) => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: shop, namespace: shop }
spec: { servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [shop.example.com], tls: { mode: SIMPLE, credentialName: shop, minProtocolVersion: ${version} } }] }
`;

/** Versions that browsers no longer speak and attackers can. */
export const oldTls: ClusterRule = {
  id: 'old-tls',
  severity: 'warning',
  summary: 'TLS 1.0 or 1.1 at a gateway, an Ingress or a load balancer',
  breaks:
    'What is said can be read by whoever makes a client fall back to it; audits and browsers refuse it.',
  failing: gateway('TLSV1_0'),
  passing: gateway('TLSV1_2'),
  *judge(state) {
    for (const [kind, patterns] of Object.entries(FIELDS)) {
      for (const resource of state.of(kind)) {
        for (const { path, value } of patterns.flatMap((pattern) => [...places(resource.value, pattern)])) {
          if (!OLD.test(String(value))) continue;
          yield {
            resource,
            path,
            message: `${String(path.at(-1))} ${String(value)} lets TLS 1.0 or 1.1 through.`,
            fix: 'Write 1.2 or 1.3 in the same form, such as TLSV1_2.',
          };
        }
      }
    }
    for (const resource of state.of('networking.k8s.io/Ingress', '/Service')) {
      for (const annotation of ANNOTATIONS) {
        const policy = resource.annotations[annotation];
        if (policy === undefined || !OLD_POLICY.test(policy)) continue;
        yield {
          resource,
          path: ['metadata', 'annotations', annotation],
          message: `The policy ${policy} lets TLS 1.0 or 1.1 through.`,
          fix: 'Write ELBSecurityPolicy-TLS13-1-2-2021-06.',
        };
      }
      const protocols = resource.annotations[NGINX];
      if (protocols === undefined || !protocols.split(/\s+/).some((each) => OLD.test(each))) continue;
      yield {
        resource,
        path: ['metadata', 'annotations', NGINX],
        message: `${protocols} lets TLS 1.0 or 1.1 through.`,
        fix: 'Write TLSv1.2 TLSv1.3.',
      };
    }
    for (const resource of state.of('gateway.networking.k8s.io/Gateway')) {
      const policy = textAt(resource.value, 'spec', 'infrastructure', 'annotations', ANNOTATIONS[1] ?? '');
      if (policy === undefined || !OLD_POLICY.test(policy)) continue;
      yield {
        resource,
        path: ['spec', 'infrastructure', 'annotations'],
        message: `The policy ${policy} lets TLS 1.0 or 1.1 through.`,
        fix: 'Write ELBSecurityPolicy-TLS13-1-2-2021-06.',
      };
    }
  },
};
