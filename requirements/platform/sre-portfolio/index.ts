import type { Row, Section } from '../../model/row.ts';
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

export const srePortfolio: readonly Section<Row>[] = [
  network,
  cluster,
  namespaces,
  workloads,
  ingress,
  dataStores,
  monitoring,
  security,
  delivery,
  cost,
  recovery,
];
