import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule } from '../../rule.ts';
import { listAt, places, text, textAt } from '../../state/read.ts';

const SAMPLE = (host: string) => `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop, annotations: { cert-manager.io/cluster-issuer: letsencrypt } }
spec:
  tls: [{ hosts: [${host}], secretName: web-tls }]
  rules: [{ host: shop.example.com }]
`;

/** A certificate is chosen by the name that a client asks for. */
export const ingressTlsHost: ClusterRule = {
  id: 'ingress-tls-host',
  severity: 'error',
  summary: 'A certificate of an Ingress for other hosts than its rules serve',
  breaks: 'Clients are shown a certificate that is not for the host, and give up.',
  failing: SAMPLE('shops.example.com'),
  passing: SAMPLE('shop.example.com'),
  *judge(state) {
    const certificates = new Map(
      state
        .of('cert-manager.io/Certificate')
        .map((each) => [`${each.namespace}/${textAt(each.value, 'spec', 'secretName') ?? ''}`, each]),
    );
    for (const resource of state.of('networking.k8s.io/Ingress')) {
      const { value, namespace } = resource;
      // A port beside a host is refused, which is another mistake.
      const served = [...places(value, 'spec.rules[].host')].flatMap(
        (place) => text(place.value)?.split(':')[0] ?? [],
      );
      for (const [index, entry] of listAt(value, 'spec', 'tls').entries()) {
        const hosts = listAt(entry, 'hosts').flatMap((host) => text(host) ?? []);
        for (const [position, host] of hosts.entries()) {
          if (served.length === 0 || served.some((one) => covers(host, one) || covers(one, host))) continue;
          yield {
            resource,
            path: ['spec', 'tls', index, 'hosts', position],
            message: `The certificate is for ${host}, and no rule serves it; the rules serve ${served.join(', ')}.`,
            fix: `Write a host of the rules${didYouMean(host, served)}.`,
          };
        }
        const certificate = certificates.get(`${namespace}/${textAt(entry, 'secretName') ?? ''}`);
        if (certificate === undefined) continue;
        const names = [
          ...listAt(certificate.value, 'spec', 'dnsNames'),
          textAt(certificate.value, 'spec', 'commonName'),
        ].flatMap((name) => text(name) ?? []);
        const bare = hosts.find((host) => !names.some((name) => covers(name, host)));
        if (bare === undefined || names.length === 0) continue;
        yield {
          resource: certificate,
          path: ['spec', 'dnsNames'],
          message: `The Ingress ${namespace}/${resource.name} serves ${bare} with this certificate, which is for ${names.join(', ')}.`,
          fix: `Add ${bare} to the dnsNames.`,
        };
      }
    }
  },
};

/** Whether a name of a certificate, which may begin with a `*`, is one for a host. */
function covers(name: string, host: string): boolean {
  if (name === host) return true;
  return name.startsWith('*.') && host.includes('.') && host.slice(host.indexOf('.')) === name.slice(1);
}
