import type { ListSource } from '../../model/list-source.ts';
import { certificates } from './certificates.ts';
import { exposure } from './exposure.ts';
import { incidents } from './incidents.ts';
import { logs } from './logs.ts';
import { meshTraffic } from './mesh-traffic.ts';
import { metrics } from './metrics.ts';
import { serviceDiscovery } from './service-discovery.ts';
import { traces } from './traces.ts';
import { trafficOutside } from './traffic-outside.ts';

export const meshAndObservability: ListSource['sections'] = {
  'mesh-and-observability/service-discovery': serviceDiscovery,
  'mesh-and-observability/mesh-traffic': meshTraffic,
  'mesh-and-observability/traffic-outside': trafficOutside,
  'mesh-and-observability/exposure': exposure,
  'mesh-and-observability/certificates': certificates,
  'mesh-and-observability/logs': logs,
  'mesh-and-observability/metrics': metrics,
  'mesh-and-observability/traces': traces,
  'mesh-and-observability/incidents': incidents,
};
