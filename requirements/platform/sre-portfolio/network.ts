import { heading, on, output } from '../../model/evidence.ts';
import { matching } from '../../model/expected.ts';
import { done, outside, type Row, type Section } from '../../model/row.ts';
import { atLeastOf, CIDR } from '../evidence/outputs.ts';

export const network: Section<Row> = {
  title: 'SRE portfolio: network',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    outside(
      'S2-01',
      'T',
      'DNS leads to the load balancer',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      heading('docs/terraform.md', 'Accounts and networks'),
    ),
    done(
      'S2-02',
      'T',
      'A network over several zones',
      on(output('vpc_cidr', { '': '10.0.0.0/16' }), 'sre-portfolio'),
      on(output('vpc_cidr', { '': matching(/^10\.\d+\.0\.0\/16$/) }), 'sre-portfolio-dev'),
      output('availability_zones', { '': atLeastOf(2) }),
      heading('docs/terraform.md', 'Accounts and networks'),
    ),
    done(
      'S2-03',
      'T',
      'Public subnets',
      on(
        output('public_subnet_cidrs', { '': ['10.0.1.0/24', '10.0.2.0/24', '10.0.3.0/24'] }),
        'sre-portfolio',
      ),
      on(output('public_subnet_cidrs', { '': atLeastOf(3, CIDR) }), 'sre-portfolio-dev'),
      heading('docs/terraform.md', 'Accounts and networks'),
    ),
    done(
      'S2-04',
      'T',
      'Subnets of nodes',
      on(
        output('private_subnet_cidrs', { '': ['10.0.11.0/24', '10.0.12.0/24', '10.0.13.0/24'] }),
        'sre-portfolio',
      ),
      on(output('private_subnet_cidrs', { '': atLeastOf(3, CIDR) }), 'sre-portfolio-dev'),
      heading('docs/terraform.md', 'Accounts and networks'),
    ),
    done(
      'S2-05',
      'T',
      'Subnets of data',
      on(output('data_subnet_cidrs', { '': ['10.0.21.0/24', '10.0.22.0/24'] }), 'sre-portfolio'),
      on(output('data_subnet_cidrs', { '': atLeastOf(2, CIDR) }), 'sre-portfolio-dev'),
      heading('docs/terraform.md', 'Accounts and networks'),
    ),
    outside(
      'S2-06',
      'T',
      'Routes',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      output('nat_gateway_public_ips', { '': atLeastOf(1) }),
      heading('docs/terraform.md', 'Accounts and networks'),
    ),
    outside(
      'S2-07',
      'T',
      'Two NAT gateways',
      'Terraform makes them; their addresses are read for the record alone.',
      on(output('nat_gateway_public_ips', { '': atLeastOf(2) }), 'sre-portfolio'),
      heading('docs/terraform.md', 'Accounts and networks'),
    ),
  ],
};
