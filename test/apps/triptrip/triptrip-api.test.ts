import { describe, expect, test } from 'vitest';
import { triptrip } from '../../../apps/triptrip/triptrip.ts';
import { triptripApi } from '../../../apps/triptrip/triptrip-api.ts';
import { nodePoolOf } from '../../../platform/kit/node-pool.ts';
import { millicores } from '../../../platform/kit/quantity.ts';
import { PROXY_CORES, TARGETS } from '../../../requirements/triptrip/capacity/load.ts';
import { at, every, type Json, listAt, one, selects, textAt } from '../../manifest-reader.ts';
import { EVERY_POD_SENDS_TO, openings, PROMETHEUS_READS } from '../../platform/network-openings.ts';
import { calledBy, callersOf, rankOf, sentBy, storesOn, workloadsOf } from '../declared.ts';
import { clustersOf, contextOf, productionOf, renderUnit } from '../fleet-at-rest.ts';
import { admittedIn, neededIn } from '../quota.ts';

const CLUSTERS = clustersOf(triptrip);
const PRODUCTION = productionOf(triptrip).name;
const { scale } = triptripApi;

const api = (cluster: string = PRODUCTION) => renderUnit('triptrip-api', cluster);
const deployment = (objects: readonly Json[] = api()) => one(objects, 'Deployment');
const pod = (objects?: readonly Json[]) => at(deployment(objects), 'spec.template');
const container = (objects?: readonly Json[]) => at(pod(objects), 'spec.containers[0]');
const portOf = (name: string) =>
  at(
    listAt(container(), 'ports').find((port) => at(port, 'name') === name),
    'containerPort',
  );
const apiPods = { namespace: 'triptrip-api', labels: { app: 'triptrip-api', track: 'stable' } };

describe('the Deployment of the API', () => {
  test('S4-56, X-42: its number of pods belongs to the autoscaler alone', () => {
    expect(at(deployment(), 'spec.replicas')).toBeUndefined();
  });

  test('S4-58, S4-59, X-14, X-15: the selector never changes and leaves the canary to another', () => {
    const selector = at(deployment(), 'spec.selector.matchLabels');
    expect(selector).toEqual({ app: 'triptrip-api', track: 'stable' });
    expect(selects(selector, at(pod(), 'metadata.labels'))).toBe(true);
    expect(at(pod(), 'metadata.labels.version')).toBe(
      contextOf(PRODUCTION).cluster.images['triptrip-api']?.version,
    );
  });

  test('S4-60, X-58, X-76, X-77: injection by the label of the namespace, metrics on one port, by a monitor', () => {
    expect(at(pod(), 'metadata.annotations["sidecar.istio.io/inject"]')).toBeUndefined();
    expect(at(pod(), 'metadata.annotations["prometheus.io/port"]')).toBe(String(portOf('metrics')));
    const namespace = one(renderUnit('namespaces', PRODUCTION), 'Namespace', 'triptrip-api');
    expect(at(namespace, 'metadata.labels["istio.io/rev"]')).toBeTruthy();
    const monitor = one(api(), 'ServiceMonitor');
    expect(
      selects(at(monitor, 'spec.selector.matchLabels'), at(one(api(), 'Service'), 'metadata.labels')),
    ).toBe(true);
    expect(at(monitor, 'spec.endpoints[0].interval')).toBe(triptripApi.metrics?.interval);
  });

  test('S4-61: it runs under its own account, which exists', () => {
    expect(at(pod(), 'spec.serviceAccountName')).toBe('triptrip-api');
    expect(at(one(api(), 'ServiceAccount', 'triptrip-api'), 'metadata.namespace')).toBe('triptrip-api');
  });

  test('X-75, X-98: it drains without a shell, and within its grace', () => {
    const drain = at(container(), 'lifecycle.preStop.sleep.seconds');
    expect(drain).toBeGreaterThan(0);
    expect(drain).toBeLessThan(Number(at(pod(), 'spec.terminationGracePeriodSeconds')));
  });

  test('S4-64, X-27: nothing waits for the database before the start', () => {
    expect(at(pod(), 'spec.initContainers')).toBeUndefined();
    expect(listAt(pod(), 'spec.containers')).toHaveLength(1);
  });

  test.each(CLUSTERS)('S4-65, X-91, X-97, X-108: a digest from the own registry of %s', (cluster) => {
    const { terraform, images } = contextOf(cluster).cluster;
    expect(at(container(api(cluster)), 'name')).toBe('api');
    expect(at(container(api(cluster)), 'image')).toBe(
      `${terraform.ecrRegistry}/triptrip-api@${images['triptrip-api']?.digest}`,
    );
    expect(textAt(container(api(cluster)), 'image')).toMatch(
      /^\d{12}\.dkr\.ecr\.[^/]+\/[^@]+@sha256:[0-9a-f]{64}$/,
    );
    expect(at(container(api(cluster)), 'imagePullPolicy')).toBe('IfNotPresent');
  });

  test('S4-66, S4-67: ports and resources', () => {
    expect(portOf('http')).toBe(triptripApi.port);
    expect(at(container(), 'resources')).toEqual(triptripApi.resources);
  });

  test('S4-69, S4-70: settings, and who and where it is', () => {
    expect(at(one(api(), 'ConfigMap'), 'data.NODE_ENV')).toBe('production');
    const field = (name: string, fieldPath: string) => ({ name, valueFrom: { fieldRef: { fieldPath } } });
    expect(at(container(), 'env')).toEqual([
      { name: 'PORT', value: String(triptripApi.port) },
      field('POD_NAME', 'metadata.name'),
      field('POD_NAMESPACE', 'metadata.namespace'),
      field('NODE_NAME', 'spec.nodeName'),
    ]);
  });

  test('S4-71, X-1: the Secret and the ConfigMap that it waits for are made, under those names', () => {
    expect(at(container(), 'envFrom')).toEqual([
      { configMapRef: { name: 'triptrip-api-config' } },
      { secretRef: { name: 'triptrip-api-secrets' } },
    ]);
    expect(at(one(api(), 'ConfigMap'), 'metadata.name')).toBe('triptrip-api-config');
    const external = one(api(), 'ExternalSecret');
    expect(at(external, 'spec.target.name')).toBe('triptrip-api-secrets');
    expect(Object.keys(Object(at(external, 'spec.target.template.data')))).toEqual(
      Object.keys(triptripApi.secrets ?? {}),
    );
  });

  test.each(CLUSTERS)('X-97: the secrets of %s come from its own path', (cluster) => {
    const { secretPathPrefix } = contextOf(cluster).cluster.terraform;
    const data = listAt(one(api(cluster), 'ExternalSecret'), 'spec.data');
    expect(data.length).toBeGreaterThanOrEqual(Object.keys(triptripApi.secrets ?? {}).length);
    for (const datum of data)
      expect(textAt(datum, 'remoteRef.key').startsWith(`${secretPathPrefix}/`)).toBe(true);
  });

  test('S4-72, X-110: it may take longer to start than is hoped for, and a fast start counts at once', () => {
    const [startup, readiness] = ['startupProbe', 'readinessProbe'].map((probe) => at(container(), probe));
    const period = Number(at(startup, 'periodSeconds'));
    expect(at(startup, 'initialDelaySeconds')).toBeUndefined();
    expect(period).toBeLessThan(Number(at(readiness, 'periodSeconds')));
    expect(period * Number(at(startup, 'failureThreshold'))).toBeGreaterThan(TARGETS.coldStartSeconds);
  });

  test('S4-73, S4-74: a pod that is ill gets no requests before it is started anew', () => {
    const patience = (probe: string) =>
      Number(at(container(), `${probe}.periodSeconds`)) *
      Number(at(container(), `${probe}.failureThreshold`));
    expect(patience('readinessProbe')).toBeLessThan(patience('livenessProbe'));
  });

  test('S4-76, S4-77: it writes to /tmp, in memory, and to its cache', () => {
    const scratch = listAt(pod(), 'spec.volumes').filter((volume) => at(volume, 'emptyDir') !== undefined);
    const written = scratch.map((volume) => {
      const mount = listAt(container(), 'volumeMounts').find(
        (each) => at(each, 'name') === at(volume, 'name'),
      );
      const medium = at(volume, 'emptyDir.medium');
      const size = at(volume, 'emptyDir.sizeLimit');
      return { path: at(mount, 'mountPath'), size, ...(medium !== undefined && { medium }) };
    });
    expect(written).toEqual(triptripApi.scratch);
    const writable = listAt(container(), 'volumeMounts').filter((mount) => at(mount, 'readOnly') !== true);
    expect(writable).toHaveLength(scratch.length);
  });

  test('S4-78, S4-79, X-103: zones are kept even by force, hosts as far as can be, and nothing says it twice', () => {
    expect(at(pod(), 'spec.affinity')).toBeUndefined();
    const spread = listAt(pod(), 'spec.topologySpreadConstraints');
    expect(spread.map((one) => [at(one, 'topologyKey'), at(one, 'whenUnsatisfiable')])).toEqual([
      ['topology.kubernetes.io/zone', 'DoNotSchedule'],
      ['kubernetes.io/hostname', 'ScheduleAnyway'],
    ]);
    for (const one of spread) expect(at(one, 'matchLabelKeys')).toEqual(['pod-template-hash']);
  });

  test('X-103: a drain leaves half of the pods and takes one at least', () => {
    expect(at(one(api(), 'PodDisruptionBudget'), 'spec')).toEqual({
      selector: { matchLabels: { app: 'triptrip-api', track: 'stable' } },
      minAvailable: triptripApi.minAvailable,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    });
  });

  test.each(CLUSTERS)(
    'S4-80, X-23: it runs on the general nodes of %s, and tolerates what they have',
    (cluster) => {
      const pool = nodePoolOf(contextOf(cluster).cluster, triptripApi.nodeGroup ?? 'general');
      expect(at(pod(api(cluster)), 'spec.nodeSelector')).toEqual(pool?.selector);
      expect(at(pod(api(cluster)), 'spec.tolerations') ?? []).toEqual(
        pool?.taints.map(({ key, value, effect }) => ({ key, operator: 'Equal', value, effect })),
      );
    },
  );

  test('X-109: it goes before workers and batch while nodes are short', () => {
    for (const { name, declaration } of workloadsOf(triptrip)) {
      if (declaration.kind === 'service') continue;
      expect(rankOf('triptrip-api', PRODUCTION), name).toBeGreaterThan(rankOf(name, PRODUCTION));
    }
  });

  test('X-105: a rotated secret starts the pods anew', () => {
    expect(
      textAt(deployment(), 'metadata.annotations["secret.reloader.stakater.com/reload"]').split(','),
    ).toContain('triptrip-api-secrets');
  });
});

describe('scaling', () => {
  test('S4-118 to S4-122, X-35 to X-41: one autoscaler, by CPU of the container and by requests', () => {
    expect(every(api(), 'HorizontalPodAutoscaler')).toEqual([]);
    const scaled = one(api(), 'ScaledObject');
    expect(at(scaled, 'spec')).toMatchObject({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'triptrip-api' },
      minReplicaCount: scale.min,
      maxReplicaCount: scale.max,
    });
    const triggers = listAt(scaled, 'spec.triggers');
    // No memory, and no queue that others drain.
    expect(triggers.map((trigger) => at(trigger, 'type'))).toEqual(['cpu', 'prometheus']);
    expect(triggers[0]).toMatchObject({
      metricType: 'Utilization',
      metadata: { value: String(scale.cpu), containerName: triptripApi.component },
    });
    expect(triggers[1]).toMatchObject({
      metricType: 'AverageValue',
      metadata: { threshold: String(scale.requestsPerSecond) },
    });
  });

  test.each(CLUSTERS)('the bounds of %s follow its factor, and two pods are always there', (cluster) => {
    const { replicaFactor } = contextOf(cluster).cluster;
    const scaled = one(api(cluster), 'ScaledObject');
    const [least, most] = [at(scaled, 'spec.minReplicaCount'), at(scaled, 'spec.maxReplicaCount')];
    expect(least).toBe(Math.max(2, Math.ceil(Number(scale.min) * replicaFactor)));
    expect(most).toBe(Math.ceil(Number(scale.max) * replicaFactor));
    expect(Number(least)).toBeGreaterThanOrEqual(2);
  });

  test('S4-126 to S4-128, X-33: recommendations only, within what the declaration says', () => {
    const vertical = one(api(), 'VerticalPodAutoscaler', 'triptrip-api-vpa');
    expect(at(vertical, 'apiVersion')).toBe('autoscaling.k8s.io/v1');
    expect(at(vertical, 'metadata.namespace')).toBe(at(deployment(), 'metadata.namespace'));
    expect(at(vertical, 'spec')).toEqual({
      targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'triptrip-api' },
      updatePolicy: { updateMode: 'Off' },
      resourcePolicy: {
        containerPolicies: [
          {
            containerName: triptripApi.component,
            minAllowed: triptripApi.recommendation?.min,
            maxAllowed: triptripApi.recommendation?.max,
            controlledResources: ['cpu', 'memory'],
            controlledValues: 'RequestsOnly',
          },
          { containerName: '*', mode: 'Off' },
        ],
      },
    });
  });

  test('X-31, X-32, X-74: the quota holds the largest scale, an update and the smoke test, with proxies', () => {
    expect(admittedIn('triptrip-api', PRODUCTION)).toEqual(neededIn('triptrip-api', PRODUCTION));
  });

  test('X-74: the proxy has what 1,000 requests a second cost it', () => {
    const proxy = millicores(textAt(pod(), 'metadata.annotations["sidecar.istio.io/proxyCPU"]'));
    expect(proxy).toBe(Math.max(50, PROXY_CORES[0] * Number(scale.requestsPerSecond)));
    expect(at(pod(), 'metadata.annotations["sidecar.istio.io/proxyCPULimit"]')).toBe('2');
  });
});

describe('routes', () => {
  /** For callers in the mesh, and for the public. */
  const tables = ['triptrip-api', 'triptrip-api-public'];
  const routesOf = (name: string) => listAt(one(api(), 'VirtualService', name), 'spec.http');
  const routes = () => tables.flatMap(routesOf);

  test('X-6: the Service that routes and load balancer lead to exists', () => {
    expect(at(one(api(), 'Service', 'triptrip-api'), 'spec')).toMatchObject({
      type: 'ClusterIP',
      selector: { app: 'triptrip-api' },
      ports: [
        { name: 'http', port: 80, targetPort: triptripApi.port, appProtocol: 'http' },
        { name: 'http-metrics', port: 9090 },
      ],
    });
  });

  test('S4-165, S4-166, X-7, X-8, X-73: for the public and for callers in the mesh', () => {
    const [inside, outside] = tables.map((name) => one(api(), 'VirtualService', name));
    for (const service of [inside, outside]) {
      expect(at(service, 'apiVersion')).toBe('networking.istio.io/v1');
      expect(at(service, 'metadata.namespace')).toBe('triptrip-api');
    }
    expect(at(inside, 'spec.hosts')).toEqual(['triptrip-api.triptrip-api.svc.cluster.local']);
    expect(at(inside, 'spec.gateways')).toBeUndefined();
    const { domain } = contextOf(PRODUCTION).cluster;
    expect(listAt(outside, 'spec.hosts')).toContain(`${triptripApi.exposes?.host}.${domain}`);
    expect(at(outside, 'spec.gateways')).toEqual(['istio-system/public-gateway']);
    const gateway = one(renderUnit('ingress', PRODUCTION), 'Gateway', 'public-gateway');
    expect(at(gateway, 'metadata.namespace')).toBe('istio-system');
    expect(at(gateway, 'spec.servers[0].hosts')).toContain('triptrip-api/*');
  });

  test('S4-167, S4-168, X-15: at rest everything goes to the stable pods', () => {
    for (const route of routes()) {
      expect(listAt(route, 'route').map((to) => [at(to, 'destination.subset'), at(to, 'weight')])).toEqual([
        ['stable', 100],
      ]);
    }
  });

  test.each(tables)(
    'S4-169, S4-170, X-65, X-66: 30 s in all, tries that fit, no booking twice (%s)',
    (name) => {
      const { timeoutSeconds = 30 } = triptripApi;
      const [reads, writes] = routesOf(name);
      for (const route of [reads, writes]) {
        expect(at(route, 'timeout')).toBe(`${timeoutSeconds}s`);
      }
      const tries = 1 + Number(at(reads, 'retries.attempts'));
      const seconds = Number.parseFloat(textAt(reads, 'retries.perTryTimeout'));
      expect(tries * seconds).toBeLessThanOrEqual(timeoutSeconds);
      expect(at(writes, 'retries.perTryTimeout')).toBeUndefined();
      expect(routesOf(name)).toHaveLength(2);
      expect(at(reads, 'match[0].method.regex')).toBe('GET|HEAD');
      expect(textAt(reads, 'retries.retryOn')).toContain('5xx');
      expect(at(writes, 'match')).toBeUndefined();
      expect(textAt(writes, 'retries.retryOn')).not.toContain('5xx');
    },
  );

  test('S4-171: nobody injects faults into production', () => {
    for (const route of routes()) expect(at(route, 'fault')).toBeUndefined();
  });

  test('S4-178, X-14: each subset has pods', () => {
    const rule = one(api(), 'DestinationRule', 'triptrip-api');
    for (const subset of listAt(rule, 'spec.subsets')) {
      expect(selects(at(subset, 'labels'), at(pod(), 'metadata.labels'))).toBe(true);
    }
    expect(listAt(rule, 'spec.subsets')).toHaveLength(1);
  });
});

describe('who reaches whom', () => {
  const callers = callersOf('triptrip-api', PRODUCTION);
  const objects = () =>
    ['namespaces', 'triptrip', 'triptrip-api'].flatMap((unit) => renderUnit(unit, PRODUCTION));

  test('S4-190: everything that is not named is refused', () => {
    const deny = every(objects(), 'NetworkPolicy').find(
      (policy) =>
        at(policy, 'metadata.name') === 'default-deny-all' &&
        at(policy, 'metadata.namespace') === 'triptrip-api',
    );
    expect(at(deny, 'spec')).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
  });

  test('S4-191 to S4-194, X-16, X-18, X-61, X-76: gateway, front end, Prometheus and the smoke test may come', () => {
    const port = triptripApi.port;
    expect(openings(objects(), 'ingress', apiPods)).toEqual(
      [
        `istio-system app=istio-ingressgateway TCP ${port}`,
        PROMETHEUS_READS,
        `triptrip-api app=triptrip-api-smoke-test TCP ${port}`,
        ...callers.map(({ namespace, name }) => `${namespace} app=${name} TCP ${port}`),
      ].sort(),
    );
  });

  test('S4-195 to S4-198, X-16, X-17, X-19 to X-21: DNS, istiod, database, Redis, AWS and payment may be asked', () => {
    const own = workloadsOf(triptrip).filter(
      ({ name, cluster }) => name === 'triptrip-api' && cluster === PRODUCTION,
    );
    expect(own).toHaveLength(1);
    for (const placed of own) expect(sentBy(placed)).toEqual(calledBy(placed));
  });

  test('X-17: a Job of a person in the namespace has what every pod has, and no more', () => {
    expect(openings(objects(), 'egress', { namespace: 'triptrip-api', labels: { job: 'any' } })).toEqual(
      EVERY_POD_SENDS_TO,
    );
  });

  test('X-62: every host outside that the proxy may ask for is registered', () => {
    const scoped = listAt(one(api(), 'Sidecar', 'triptrip-api'), 'spec.egress[0].hosts').map(String);
    const registered = every(renderUnit('triptrip', PRODUCTION), 'ServiceEntry')
      .filter((entry) => at(entry, 'metadata.namespace') === 'triptrip-api')
      .map((entry) => `./${at(entry, 'spec.hosts[0]')}`);
    expect(registered.length).toBeGreaterThan(0);
    for (const host of scoped.filter((each) => each.startsWith('./'))) expect(registered).toContain(host);
  });

  const stores = storesOn(PRODUCTION).filter((store) =>
    triptripApi.calls?.some(({ to, name }) => to === 'workload' && name === store.name),
  );

  test.each(stores)(
    'X-62: its proxy knows the addresses behind the headless Service of $name, to which clients are redirected',
    ({ name, namespace }) => {
      expect(at(one(renderUnit(name, PRODUCTION), 'Service', name), 'spec.clusterIP')).toBe('None');
      expect(listAt(one(api(), 'Sidecar', 'triptrip-api'), 'spec.egress[0].hosts')).toContain(
        `${namespace}/${name}.${namespace}.svc.cluster.local`,
      );
    },
  );

  test.each(stores)('it gets the name and the port of $name, and the same password', (store) => {
    const { name, namespace, servicePort } = store;
    const variable = name.toUpperCase().replaceAll('-', '_');
    expect(at(one(api(), 'ConfigMap'), 'data')).toMatchObject({
      [`${variable}_HOST`]: `${name}.${namespace}.svc.cluster.local`,
      [`${variable}_PORT`]: String(servicePort),
      [`${variable}_TLS_CA`]: `/etc/tls/${name}/ca.crt`,
      [`${variable}_TLS_CERTIFICATE`]: `/etc/tls/${name}/tls.crt`,
      [`${variable}_TLS_KEY`]: `/etc/tls/${name}/tls.key`,
    });
    const keys = listAt(one(api(), 'ExternalSecret'), 'spec.data').map((each) => at(each, 'remoteRef'));
    const key = at(one(renderUnit(name, PRODUCTION), 'ExternalSecret'), 'spec.dataFrom[0].extract.key');
    expect(keys).toContainEqual({ key, property: 'password' });
  });

  test('X-60: only the gateway, the front end and the smoke test may call the API, by their identities', () => {
    const policy = one(api(), 'AuthorizationPolicy');
    expect(at(policy, 'spec')).toMatchObject({
      selector: { matchLabels: { app: 'triptrip-api' } },
      action: 'ALLOW',
      rules: [{ to: [{ operation: { ports: [String(triptripApi.port)] } }] }],
    });
    const trustDomain = contextOf(PRODUCTION).cluster.mesh?.trustDomain;
    const identities = [
      'istio-system/sa/istio-ingressgateway',
      'triptrip-api/sa/triptrip-api-smoke-test',
      ...callers.map(({ namespace, name }) => `${namespace}/sa/${name}`),
    ];
    expect(listAt(policy, 'spec.rules')).toHaveLength(1);
    expect([...listAt(policy, 'spec.rules[0].from[0].source.principals')].sort()).toEqual(
      identities.map((identity) => `${trustDomain}/ns/${identity}`).sort(),
    );
  });
});
