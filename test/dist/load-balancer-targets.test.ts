import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { sendsToPods } from '../../platform/unit/load-balancer-targets.ts';
import { liveFleet } from '../live-fleet.ts';
import { at } from '../manifest-reader.ts';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
const LABEL = 'metadata.labels["elbv2.k8s.aws/pod-readiness-gate-inject"]';
const NLB = 'service.beta.kubernetes.io/aws-load-balancer-nlb-target-type';
const KINDS = /(^|\/)(ingress|service|targetgroupbinding|namespace|application)-[^/]*\.yaml$/;

/** What is committed for a cluster of the kinds that have to do with load balancers. */
function objectsOf(cluster: string): readonly unknown[] {
  const folder = join(DIST, cluster);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => KINDS.test(file))
    .map((file) => parse(readFileSync(join(folder, file), 'utf8')));
}

/** The namespaces whose pods get requests from a load balancer itself: found in the files, and not as they were made. */
function targetsIn(cluster: string, objects: readonly unknown[]): readonly string[] {
  return objects.flatMap((object) => {
    const namespace = String(at(object, 'metadata.namespace'));
    switch (at(object, 'kind')) {
      case 'Ingress':
        return at(object, 'metadata.annotations["alb.ingress.kubernetes.io/target-type"]') === 'ip'
          ? [namespace]
          : [];
      case 'Service':
        return at(object, 'spec.type') === 'LoadBalancer' &&
          at(object, `metadata.annotations["${NLB}"]`) === 'ip'
          ? [namespace]
          : [];
      case 'TargetGroupBinding':
        return at(object, 'spec.targetType') === 'ip' ? [namespace] : [];
      case 'Application': {
        const unit = String(at(object, 'metadata.name')).slice(cluster.length + 1);
        const values = join(DIST, 'values', cluster, `${unit}.yaml`);
        // The Services of charts are not here; what they are told is.
        const text = existsSync(values) ? readFileSync(values, 'utf8') : '';
        return text.includes('type: LoadBalancer') && text.includes(`${NLB}: ip`)
          ? [String(at(object, 'spec.destination.namespace'))]
          : [];
      }
      default:
        return [];
    }
  });
}

describe('a new pod counts as ready once the load balancer has found it healthy (X-104)', () => {
  // The Applications of a cluster are in its own folder, whatever hub runs them.
  test.each(liveFleet.fleet.clusters)(
    'on $name, in each namespace that a load balancer leads to, and in no other',
    ({ name }) => {
      const objects = objectsOf(name);
      const labelled = objects
        .filter((object) => at(object, 'kind') === 'Namespace' && at(object, LABEL) === 'enabled')
        .map((object) => String(at(object, 'metadata.name')));
      expect(new Set(labelled)).toEqual(new Set(targetsIn(name, objects)));
    },
  );

  test('a Service of a chart counts if it asks for pods: by default the targets are nodes', () => {
    const service = (type: string, annotations?: object) => ({ deep: { service: { type, annotations } } });
    expect(sendsToPods(service('LoadBalancer', { [NLB]: 'ip' }))).toBe(true);
    expect(sendsToPods(service('LoadBalancer', { [NLB]: 'instance' }))).toBe(false);
    expect(sendsToPods(service('LoadBalancer'))).toBe(false);
    expect(sendsToPods(service('ClusterIP', { [NLB]: 'ip' }))).toBe(false);
  });
});
