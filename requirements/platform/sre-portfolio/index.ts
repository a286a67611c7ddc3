import type { ListSource } from '../../model/list-source.ts';
import { cluster } from './cluster.ts';
import { cost } from './cost.ts';
import { dataStores } from './data-stores.ts';
import { delivery } from './delivery.ts';
import { ingress } from './ingress.ts';
import { monitoring } from './monitoring.ts';
import { namespaces } from './namespaces.ts';
import { network } from './network.ts';
import { recovery } from './recovery.ts';
import { security } from './security.ts';
import { workloads } from './workloads.ts';

export const srePortfolio: ListSource['sections'] = {
  'sre-portfolio/network': network,
  'sre-portfolio/cluster': cluster,
  'sre-portfolio/namespaces': namespaces,
  'sre-portfolio/workloads': workloads,
  'sre-portfolio/ingress': ingress,
  'sre-portfolio/data-stores': dataStores,
  'sre-portfolio/monitoring': monitoring,
  'sre-portfolio/security': security,
  'sre-portfolio/delivery': delivery,
  'sre-portfolio/cost': cost,
  'sre-portfolio/recovery': recovery,
};
