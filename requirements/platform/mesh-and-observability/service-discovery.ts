import { eachMeshedService } from '../../evidence/members.ts';
import { served } from '../../evidence/workloads.ts';
import { each, file, heading, output, rendered } from '../../model/evidence.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { folderOf } from '../evidence/members.ts';

const guide = (title: string) => heading('docs/exposure.md', title);

export const serviceDiscovery: EvidenceById = {
  'S3-01': [guide('Names inside the cluster'), served(eachMeshedService())],
  'S3-02': [guide('Names inside the cluster')],
  'S3-03': [
    each(eachMeshedService(), (name, context) =>
      rendered(`${folderOf(context, name)}/destinationrule-${name}.yaml`)({
        'spec.trafficPolicy.loadBalancer.simple': 'LEAST_REQUEST',
        'spec.host': `${name}.${folderOf(context, name).split('/')[1]}.svc.cluster.local`,
      }),
    ),
    heading('docs/mesh.md', 'Load balancing'),
  ],
  'S3-04': [
    output('network_policy_enforced', { '': true }),
    heading('docs/terraform.md', 'Cluster, add-ons and nodes'),
    file('docs/terraform.md', 'VPC CNI with `enableNetworkPolicy`'),
  ],
  'S3-05': [heading('docs/terraform.md', 'Cluster, add-ons and nodes')],
};
