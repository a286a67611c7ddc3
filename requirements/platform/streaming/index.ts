import type { Row, Section } from '../../model/row.ts';
import { audit } from './audit.ts';
import { availability } from './availability.ts';
import { events } from './events.ts';
import { multiCluster } from './multi-cluster.ts';
import { secrets } from './secrets.ts';
import { stack } from './stack.ts';
import { zeroTrust } from './zero-trust.ts';

export const streaming: readonly Section<Row>[] = [
  stack,
  multiCluster,
  secrets,
  events,
  zeroTrust,
  availability,
  audit,
];
