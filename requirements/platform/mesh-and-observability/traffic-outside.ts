import { mayAskForNames } from '../../evidence/namespaces.ts';
import { each, heading, nothing, rendered } from '../../model/evidence.ts';
import { absent } from '../../model/expected.ts';
import { done, otherwise, outside, type Row, type Section } from '../../model/row.ts';
import { eachNamespaceOutside } from '../evidence/members.ts';

const guide = (title: string) => heading('docs/exposure.md', title);

export const trafficOutside: Section<Row> = {
  title: 'Mesh and observability: traffic outside the mesh',
  clusters: ['prod-japan'],
  entries: [
    done(
      'S3-15',
      'K',
      'No sidecar outside the mesh; names by DNS',
      each(eachNamespaceOutside, (name) =>
        rendered(`namespaces/_cluster/namespace-${name}.yaml`)({
          'metadata.name': name,
          'metadata.labels["istio.io/rev"]': absent,
          'metadata.labels["istio-injection"]': absent,
        }),
      ),
      mayAskForNames(),
      guide('Names inside the cluster'),
    ),
    outside(
      'S3-16',
      'T',
      'Settings of CoreDNS',
      'Terraform’s configuration of the add-on; nothing here reads it.',
      nothing(/configmap-coredns/, 'settings of CoreDNS'),
    ),
    otherwise(
      'S3-17',
      'K',
      'The gateway for tools outside the mesh',
      'They are targets of the load balancer themselves: the gateway is the mesh’s (contradiction 25).',
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
    ),
    done('S3-18', 'D', 'Names by CoreDNS', guide('Names inside the cluster'), mayAskForNames()),
  ],
};
