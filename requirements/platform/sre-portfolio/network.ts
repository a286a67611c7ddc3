import { heading, on, output } from '../../model/evidence.ts';
import { matching } from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { atLeastOf, CIDR } from '../evidence/outputs.ts';

export const network: EvidenceById = {
  'S2-01': [heading('docs/terraform.md', 'Accounts and networks')],
  'S2-02': [
    on(output('vpc_cidr', { '': '10.0.0.0/16' }), 'sre-portfolio'),
    on(output('vpc_cidr', { '': matching(/^10\.\d+\.0\.0\/16$/) }), 'sre-portfolio-dev'),
    output('availability_zones', { '': atLeastOf(2) }),
    heading('docs/terraform.md', 'Accounts and networks'),
  ],
  'S2-03': [
    on(output('public_subnet_cidrs', { '': ['10.0.1.0/24', '10.0.2.0/24', '10.0.3.0/24'] }), 'sre-portfolio'),
    on(output('public_subnet_cidrs', { '': atLeastOf(3, CIDR) }), 'sre-portfolio-dev'),
    heading('docs/terraform.md', 'Accounts and networks'),
  ],
  'S2-04': [
    on(
      output('private_subnet_cidrs', { '': ['10.0.11.0/24', '10.0.12.0/24', '10.0.13.0/24'] }),
      'sre-portfolio',
    ),
    on(output('private_subnet_cidrs', { '': atLeastOf(3, CIDR) }), 'sre-portfolio-dev'),
    heading('docs/terraform.md', 'Accounts and networks'),
  ],
  'S2-05': [
    on(output('data_subnet_cidrs', { '': ['10.0.21.0/24', '10.0.22.0/24'] }), 'sre-portfolio'),
    on(output('data_subnet_cidrs', { '': atLeastOf(2, CIDR) }), 'sre-portfolio-dev'),
    heading('docs/terraform.md', 'Accounts and networks'),
  ],
  'S2-06': [
    output('nat_gateway_public_ips', { '': atLeastOf(1) }),
    heading('docs/terraform.md', 'Accounts and networks'),
  ],
  'S2-07': [
    on(output('nat_gateway_public_ips', { '': atLeastOf(2) }), 'sre-portfolio'),
    heading('docs/terraform.md', 'Accounts and networks'),
  ],
};
