import { mayAskForNames } from '../../evidence/namespaces.ts';
import { each, heading, nothing, rendered } from '../../model/evidence.ts';
import { absent } from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { eachNamespaceOutside } from '../evidence/members.ts';

const guide = (title: string) => heading('docs/exposure.md', title);

export const trafficOutside: EvidenceById = {
  'S3-15': [
    each(eachNamespaceOutside, (name) =>
      rendered(`namespaces/_cluster/namespace-${name}.yaml`)({
        'metadata.name': name,
        'metadata.labels["istio.io/rev"]': absent,
        'metadata.labels["istio-injection"]': absent,
      }),
    ),
    mayAskForNames(),
    guide('Names inside the cluster'),
  ],
  'S3-16': [nothing(/configmap-coredns/, 'settings of CoreDNS')],
  'S3-17': [
    rendered('staff-tools/argocd/ingress-argocd.yaml')({
      'spec.ingressClassName': 'alb',
      'spec.rules': [
        {
          host: 'argocd.{domain}',
          http: {
            paths: [
              {
                backend: { service: { name: 'argocd-server', port: { number: 443 } } },
                path: '/',
                pathType: 'Prefix',
              },
            ],
          },
        },
      ],
      'metadata.annotations["alb.ingress.kubernetes.io/target-type"]': 'ip',
    }),
  ],
  'S3-18': [guide('Names inside the cluster'), mayAskForNames()],
};
