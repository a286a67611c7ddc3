import { heading, output } from '../../../scripts/rows/evidence.ts';
import { matching } from '../../../scripts/rows/expected.ts';
import { done, outside, type Row, type Section } from '../../../scripts/rows/row.ts';

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
      output('vpc_cidr', { '': matching(/^10\./) }),
      heading('docs/terraform.md', 'Accounts and networks'),
    ),
    done(
      'S2-03',
      'T',
      'Public subnets',
      output('public_subnet_cidrs'),
      heading('docs/terraform.md', 'Accounts and networks'),
    ),
    done(
      'S2-04',
      'T',
      'Subnets of nodes',
      output('private_subnet_cidrs'),
      heading('docs/terraform.md', 'Accounts and networks'),
    ),
    done(
      'S2-05',
      'T',
      'Subnets of data',
      output('data_subnet_cidrs'),
      heading('docs/terraform.md', 'Accounts and networks'),
    ),
    outside(
      'S2-06',
      'T',
      'Routes',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      output('nat_gateway_public_ips'),
      heading('docs/terraform.md', 'Accounts and networks'),
    ),
    outside(
      'S2-07',
      'T',
      'Two NAT gateways',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      heading('docs/terraform.md', 'Accounts and networks'),
    ),
  ],
};
