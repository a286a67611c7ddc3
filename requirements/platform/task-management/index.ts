import type { ListSource } from '../../model/list-source.ts';
import { delivery } from './delivery.ts';
import { documents } from './documents.ts';
import { monitoring } from './monitoring.ts';
import { topology } from './topology.ts';
import { workloads } from './workloads.ts';

export const taskManagement: ListSource['sections'] = {
  'task-management/topology': topology,
  'task-management/workloads': workloads,
  'task-management/monitoring': monitoring,
  'task-management/delivery': delivery,
  'task-management/documents': documents,
};
