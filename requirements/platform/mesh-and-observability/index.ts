import type { Row, Section } from '../../model/row.ts';
import { certificates } from './certificates.ts';
import { exposure } from './exposure.ts';
import { incidents } from './incidents.ts';
import { logs } from './logs.ts';
import { meshTraffic } from './mesh-traffic.ts';
import { metrics } from './metrics.ts';
import { serviceDiscovery } from './service-discovery.ts';
import { traces } from './traces.ts';
import { trafficOutside } from './traffic-outside.ts';

export const meshAndObservability: readonly Section<Row>[] = [
  serviceDiscovery,
  meshTraffic,
  trafficOutside,
  exposure,
  certificates,
  logs,
  metrics,
  traces,
  incidents,
];
