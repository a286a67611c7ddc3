import type { ClusterRule } from '../../rule.ts';
import { textsIn } from '../../state/mesh-hosts.ts';
import { at, listAt, textAt } from '../../state/read.ts';
import { gatewaysIn, hostParts } from './gateways.ts';
import { GATEWAY } from './sample.ts';

const certificate = (name: string) => `---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: shop-tls, namespace: ingress }
spec: { secretName: shop-tls, dnsNames: [${name}], issuerRef: { name: letsencrypt } }
`;

/** A browser compares the host that it called with the names of the certificate. */
export const gatewayCertificateHosts: ClusterRule = {
  id: 'gateway-certificate-hosts',
  severity: 'error',
  summary: 'A server of a Gateway for a host that its certificate does not name',
  breaks: 'Every browser warns, and every other client refuses the connection.',
  failing: GATEWAY + certificate('shops.example.com'),
  passing: GATEWAY + certificate('shop.example.com'),
  *judge(state) {
    const bySecret = new Map(
      state
        .of('cert-manager.io/Certificate')
        .map((resource) => [
          `${resource.namespace}/${textAt(resource.value, 'spec', 'secretName') ?? ''}`,
          resource,
        ]),
    );
    for (const { resource, servers, workloads } of gatewaysIn(state).values()) {
      for (const { tls, hosts, path } of servers) {
        const secret = textAt(tls, 'credentialName');
        if (secret === undefined) continue;
        // Gateways read the Secrets of the namespace in which their pods run.
        const homes =
          workloads.length > 0 ? workloads.map(({ namespace }) => namespace) : [resource.namespace];
        const found = homes
          .map((home) => bySecret.get(`${home}/${secret}`))
          .find((each) => each !== undefined);
        if (found === undefined) continue;
        const names = [
          ...textsIn(listAt(found.value, 'spec', 'dnsNames')),
          ...textsIn([at(found.value, 'spec', 'commonName')]),
        ];
        if (names.length === 0) continue;
        for (const [index, each] of hosts.entries()) {
          const { host } = hostParts(each, resource.namespace);
          if (host === '*' || names.some((name) => isNamed(host, name))) continue;
          if (host.startsWith('*.') && names.some((name) => name.endsWith(host.slice(1)))) continue;
          yield {
            resource,
            path: [...path, 'hosts', index],
            message: `Certificate ${found.namespace}/${found.name} (${secret}) is for ${names.join(', ')}, and not for ${host}.`,
            fix: `Add ${host} to spec.dnsNames of the Certificate.`,
          };
        }
      }
    }
  },
};

/** A star stands for one part of a name. */
function isNamed(host: string, name: string): boolean {
  if (host === name) return true;
  return name.startsWith('*.') && host.slice(host.indexOf('.')) === name.slice(1);
}
