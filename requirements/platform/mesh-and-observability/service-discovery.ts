import { eachMeshedService } from '../../evidence/members.ts';
import { served } from '../../evidence/workloads.ts';
import { each, file, heading, output, rendered } from '../../model/evidence.ts';
import { done, outside, type Row, type Section } from '../../model/row.ts';
import { folderOf } from '../evidence/members.ts';

const guide = (title: string) => heading('docs/exposure.md', title);

export const serviceDiscovery: Section<Row> = {
  title: 'Mesh and observability: service discovery and load balancing',
  clusters: ['prod-japan'],
  entries: [
    done(
      'S3-01',
      'D',
      'Discovery on the server’s side',
      guide('Names inside the cluster'),
      served(eachMeshedService()),
    ),
    done('S3-02', 'D', 'Registration by a third party', guide('Names inside the cluster')),
    done(
      'S3-03',
      'K',
      'Load balancing algorithms: the fewest requests of two, chosen by chance',
      each(eachMeshedService(), (name, context) =>
        rendered(`${folderOf(context, name)}/destinationrule-${name}.yaml`)({
          'spec.trafficPolicy.loadBalancer.simple': 'LEAST_REQUEST',
          'spec.host': `${name}.${folderOf(context, name).split('/')[1]}.svc.cluster.local`,
        }),
      ),
      heading('docs/mesh.md', 'Load balancing'),
    ),
    outside(
      'S3-04',
      'T',
      'Addresses of pods by the VPC CNI',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      output('network_policy_enforced', { '': true }),
      heading('docs/terraform.md', 'Cluster, add-ons and nodes'),
      file('docs/terraform.md', 'VPC CNI with `enableNetworkPolicy`'),
    ),
    outside(
      'S3-05',
      'T',
      'kube-proxy',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      heading('docs/terraform.md', 'Cluster, add-ons and nodes'),
    ),
  ],
};
