import type { ListSource } from '../../model/list-source.ts';
import { audit } from './audit.ts';
import { availability } from './availability.ts';
import { events } from './events.ts';
import { multiCluster } from './multi-cluster.ts';
import { secrets } from './secrets.ts';
import { stack } from './stack.ts';
import { zeroTrust } from './zero-trust.ts';

export const streaming: ListSource['sections'] = {
  'streaming/stack': stack,
  'streaming/multi-cluster': multiCluster,
  'streaming/secrets': secrets,
  'streaming/events': events,
  'streaming/zero-trust': zeroTrust,
  'streaming/availability': availability,
  'streaming/audit': audit,
};
