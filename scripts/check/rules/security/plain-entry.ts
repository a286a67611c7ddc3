import type { ClusterRule } from '../../rule.ts';
import { practiceOf } from '../../state/practice.ts';
import { at, listAt, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';

const ALB = 'alb.ingress.kubernetes.io/';
const ingress = (name: string, tls: string) => `
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: ${name}, namespace: shop }
spec: { ${tls}rules: [{ host: ${name}.example.com, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] } }] }
`;
const secured = ['a', 'b', 'c']
  .map((name) => ingress(name, `tls: [{ hosts: [${name}.example.com], secretName: ${name} }], `))
  .join('');

/** A way in that is not encrypted, beside others that are. */
export const plainEntry: ClusterRule = {
  id: 'entry-in-the-clear',
  severity: 'warning',
  summary:
    'An Ingress without TLS where the others have it, or an entry whose plain half does not send to the encrypted one',
  breaks:
    'Cookies and passwords go through every network in between as they are, for whoever types the name without https.',
  pitfalls: ['X-104'],
  failing: secured + ingress('d', ''),
  passing: secured + ingress('d', 'tls: [{ hosts: [d.example.com], secretName: d }], '),
  *judge(state) {
    const ingresses = state
      .of('networking.k8s.io/Ingress')
      .filter(({ isExtract, annotations }) => !isExtract && annotations[`${ALB}scheme`] !== 'internal');
    for (const resource of practiceOf(ingresses, isSecured)?.lacks ?? []) {
      yield {
        resource,
        path: ['spec'],
        message: 'It is served without TLS; the others are with it.',
        fix: 'Write tls with its hosts, or the certificate of the load balancer.',
      };
    }
    const ofLoadBalancer = ingresses.filter((each) => hasBoth(each));
    for (const resource of practiceOf(
      ofLoadBalancer,
      ({ annotations }) => annotations[`${ALB}ssl-redirect`] !== undefined,
    )?.lacks ?? []) {
      yield {
        resource,
        path: ['metadata', 'annotations'],
        message: 'Its port for plain HTTP serves the same and sends nobody to HTTPS; those of the others do.',
        fix: `Write ${ALB}ssl-redirect: "443".`,
      };
    }
    for (const resource of state.of('networking.istio.io/Gateway')) {
      const servers = listAt(resource.value, 'spec', 'servers');
      const hosts = new Set(
        servers
          .filter((server) => textAt(server, 'port', 'protocol') === 'HTTPS')
          .flatMap((server) => listAt(server, 'hosts')),
      );
      for (const [index, server] of servers.entries()) {
        const isPlain = ['HTTP', 'HTTP2'].includes(textAt(server, 'port', 'protocol') ?? '');
        if (!isPlain || at(server, 'tls', 'httpsRedirect') === true || resource.isExtract) continue;
        const both = listAt(server, 'hosts').filter((host) => hosts.has(host));
        if (both.length === 0) continue;
        yield {
          resource,
          path: ['spec', 'servers', index],
          message: `${both.join(', ')} is served in plain HTTP beside HTTPS, and sends nobody there.`,
          fix: 'Write tls: { httpsRedirect: true } for the plain server.',
        };
      }
    }
  },
};

function isSecured({ value, annotations }: Resource): boolean {
  return (
    listAt(value, 'spec', 'tls').length > 0 ||
    annotations[`${ALB}certificate-arn`] !== undefined ||
    (annotations[`${ALB}listen-ports`] ?? '').includes('HTTPS')
  );
}

function hasBoth({ annotations }: Resource): boolean {
  const ports = annotations[`${ALB}listen-ports`] ?? '';
  return ports.includes('"HTTPS"') && ports.includes('"HTTP"');
}
