import type { Row, Section } from '../../model/row.ts';
import { delivery } from './delivery.ts';
import { documents } from './documents.ts';
import { monitoring } from './monitoring.ts';
import { topology } from './topology.ts';
import { workloads } from './workloads.ts';

export const taskManagement: readonly Section<Row>[] = [topology, workloads, monitoring, delivery, documents];
