import { describe, expect, test } from 'vitest';
import { receivesFrom } from '../../../platform/workload/declaration/calls.ts';
import type { WorkloadDeclaration } from '../../../platform/workload/declaration/workload.ts';
import { at, every, type Json, listAt, one, selects, textAt } from '../../manifest-reader.ts';
import { canaryOf, DIGEST, type Ground, renderProduct } from '../../render-product.ts';
import { refusal } from '../refusal.ts';
import { runner, web } from './declarations.ts';

/** Kind and name of everything that the workload adds to an otherwise empty product. */
function added(workload: WorkloadDeclaration, ground: Ground = {}): string[] {
  const nameOf = (object: Json) => `${object.kind} ${at(object, 'metadata.name')}`;
  const without = new Set(renderProduct({ workloads: [] }, ground).map(nameOf));
  return renderProduct({ workloads: [workload] }, ground)
    .map(nameOf)
    .filter((name) => !without.has(name))
    .sort();
}

const podOf = (objects: readonly Json[], name: string) =>
  at(one(objects, 'Deployment', name), 'spec.template');

describe('a declaration of four lines makes a whole workload, and nothing that it did not ask for', () => {
  test('a service in the mesh', () => {
    expect(added(web())).toEqual([
      'AuthorizationPolicy allow-web',
      'Deployment web',
      'DestinationRule web',
      'HorizontalPodAutoscaler web-hpa',
      'Job web-smoke-test',
      'NetworkPolicy allow-web',
      'NetworkPolicy allow-web-smoke-test',
      'PodDisruptionBudget web',
      'PrometheusRule web',
      'Service web',
      'ServiceAccount web',
      'ServiceAccount web-smoke-test',
      'ServiceMonitor web',
      'Sidecar web',
      'Sidecar web-smoke-test',
      'VerticalPodAutoscaler web-vpa',
      'VirtualService web',
    ]);
  });

  test('a worker has nothing that answers requests', () => {
    expect(added(runner())).toEqual([
      'Deployment runner',
      'HorizontalPodAutoscaler runner-hpa',
      'NetworkPolicy allow-runner',
      'PodDisruptionBudget runner',
      'PodMonitor runner',
      'PrometheusRule runner',
      'ServiceAccount runner',
      'Sidecar runner',
      'VerticalPodAutoscaler runner-vpa',
    ]);
  });

  test('on a cluster without a mesh no object needs definitions that nobody has installed there', () => {
    const objects = renderProduct({ workloads: [web()] }, { cluster: 'sre-portfolio' });
    expect(objects.filter(({ apiVersion }) => /istio/.test(String(apiVersion)))).toEqual([]);
    expect(added(web(), { cluster: 'sre-portfolio' })).toContain('Service web');
    const annotations = JSON.stringify(at(podOf(objects, 'web'), 'metadata.annotations'));
    expect(annotations).not.toMatch(/istio|prometheus/);
    expect(at(one(objects, 'Namespace', 'shop'), 'metadata.labels["istio.io/rev"]')).toBeUndefined();
  });

  test('a namespace outside the mesh, on a cluster with one, has no Istio objects either', () => {
    const namespaces = [{ name: 'shop', mesh: false }] as const;
    const inNamespace = renderProduct({ namespaces, workloads: [web()] }).filter(
      (object) => at(object, 'metadata.namespace') === 'shop',
    );
    expect(inNamespace.filter(({ apiVersion }) => /istio/.test(String(apiVersion)))).toEqual([]);
    expect(inNamespace).not.toEqual([]);
  });
});

describe('every selector finds the pods that it is meant for: one that finds none is silent', () => {
  const objects = renderProduct(
    { workloads: [web({ exposes: { host: 'shop' } }), runner({ calls: [{ to: 'workload', name: 'web' }] })] },
    { images: { web: canaryOf(10) } },
  );
  const stable = at(podOf(objects, 'web'), 'metadata.labels');
  const canary = at(podOf(objects, 'web-canary'), 'metadata.labels');
  const worker = at(podOf(objects, 'runner'), 'metadata.labels');

  test.each([
    ['Service', 'web', 'spec.selector'],
    ['NetworkPolicy', 'allow-web', 'spec.podSelector.matchLabels'],
    ['AuthorizationPolicy', 'allow-web', 'spec.selector.matchLabels'],
    ['Sidecar', 'web', 'spec.workloadSelector.labels'],
  ])('%s %s takes both tracks of the service and nothing of the worker', (kind, name, path) => {
    const selector = at(one(objects, kind, name), path);
    expect(selects(selector, stable)).toBe(true);
    expect(selects(selector, canary)).toBe(true);
    expect(selects(selector, worker)).toBe(false);
  });

  test('two Deployments never own the same pods, and a budget counts no pods of the canary (X-15)', () => {
    const selectorOf = (name: string) => at(one(objects, 'Deployment', name), 'spec.selector.matchLabels');
    expect(selects(selectorOf('web'), stable)).toBe(true);
    expect(selects(selectorOf('web'), canary)).toBe(false);
    expect(selects(selectorOf('web-canary'), canary)).toBe(true);
    expect(selects(selectorOf('web-canary'), stable)).toBe(false);
    const budget = at(one(objects, 'PodDisruptionBudget', 'web'), 'spec.selector.matchLabels');
    expect(selects(budget, stable)).toBe(true);
    expect(selects(budget, canary)).toBe(false);
  });

  test('the monitors find the Service and the pods, and the port that they name (X-77)', () => {
    const service = one(objects, 'Service', 'web');
    const monitor = one(objects, 'ServiceMonitor', 'web');
    expect(selects(at(monitor, 'spec.selector.matchLabels'), at(service, 'metadata.labels'))).toBe(true);
    const names = listAt(service, 'spec.ports').map((port) => at(port, 'name'));
    expect(names).toContain(at(monitor, 'spec.endpoints[0].port'));
    const podMonitor = one(objects, 'PodMonitor', 'runner');
    expect(selects(at(podMonitor, 'spec.selector.matchLabels'), worker)).toBe(true);
    const ports = listAt(podOf(objects, 'runner'), 'spec.containers[0].ports').map((port) =>
      at(port, 'name'),
    );
    expect(ports).toContain(at(podMonitor, 'spec.podMetricsEndpoints[0].port'));
  });

  test.each([
    ['web', stable],
    ['web-canary', canary],
  ])('the spread of %s counts its own pods, and only those of one revision (X-103)', (name, labels) => {
    const spread = listAt(podOf(objects, name), 'spec.topologySpreadConstraints');
    expect(spread.map((constraint) => at(constraint, 'topologyKey'))).toEqual([
      'topology.kubernetes.io/zone',
      'kubernetes.io/hostname',
    ]);
    for (const constraint of spread) {
      expect(selects(at(constraint, 'labelSelector.matchLabels'), labels)).toBe(true);
      expect(at(constraint, 'matchLabelKeys')).toEqual(['pod-template-hash']);
    }
    expect(at(spread[0], 'whenUnsatisfiable')).toBe('DoNotSchedule');
    // Nodes of a failed zone are tainted; counted, they would hold back every pod of the other zones.
    expect(at(spread[0], 'nodeTaintsPolicy')).toBe('Honor');
  });

  test('no selector has a label that a promotion changes: selectors are immutable', () => {
    const selectors = every(objects, 'Deployment').map((object) => at(object, 'spec.selector.matchLabels'));
    expect(selectors).toHaveLength(3);
    for (const selector of selectors) expect(JSON.stringify(selector)).not.toMatch(/version/);
  });
});

describe('a metrics port that is another in each object is a port that nobody reads (X-76)', () => {
  const portsOf = (workload: WorkloadDeclaration, cluster?: string) => {
    const objects = renderProduct({ workloads: [workload] }, cluster === undefined ? {} : { cluster });
    const service = every(objects, 'Service')[0];
    const policy = one(objects, 'NetworkPolicy', `allow-${workload.name}`);
    const annotation = at(podOf(objects, workload.name), 'metadata.annotations["prometheus.io/port"]');
    return {
      container: listAt(podOf(objects, workload.name), 'spec.containers[0].ports').map(
        (port) => `${at(port, 'name')} ${at(port, 'containerPort')}`,
      ),
      service: service && listAt(service, 'spec.ports').map((port) => at(port, 'targetPort')),
      merged: annotation,
      policy: listAt(policy, 'spec.ingress').flatMap((rule) =>
        listAt(rule, 'ports').map((p) => at(p, 'port')),
      ),
    };
  };

  test('in the mesh Prometheus reads the proxy, and the proxy the container', () => {
    expect(portsOf(web({ metrics: { port: 9191 } }))).toEqual({
      container: ['http 8080', 'metrics 9191'],
      service: [8080, 15020],
      merged: '9191',
      policy: [8080, 15020],
    });
  });

  test('outside the mesh Prometheus reads the container', () => {
    expect(portsOf(web({ metrics: { port: 9191 } }), 'sre-portfolio')).toEqual({
      container: ['http 8080', 'metrics 9191'],
      service: [8080, 9191],
      merged: undefined,
      policy: [8080, 9191],
    });
  });

  test('the monitor of a worker asks the port that its policy opens', () => {
    const address = (cluster: string) =>
      at(
        one(renderProduct({ workloads: [runner()] }, { cluster }), 'PodMonitor'),
        'spec.podMetricsEndpoints[0].relabelings[0].replacement',
      );
    expect(portsOf(runner()).policy).toEqual([15020]);
    expect(address('prod-japan')).toBe('$1:15020');
    expect(portsOf(runner(), 'sre-portfolio').policy).toEqual([9090]);
    expect(address('sre-portfolio')).toBeUndefined();
  });

  test('path and interval are those that the declaration gives', () => {
    const objects = renderProduct(
      { workloads: [web({ metrics: { path: '/internal/metrics', interval: '15s' } })] },
      { cluster: 'sre-portfolio' },
    );
    expect(at(one(objects, 'ServiceMonitor'), 'spec.endpoints[0]')).toEqual({
      port: 'http-metrics',
      path: '/internal/metrics',
      interval: '15s',
    });
  });
});

describe('labels', () => {
  const objects = renderProduct({ workloads: [web({ component: 'api' })] });

  test('every object says what it belongs to, so that a search finds all of it', () => {
    const own = objects.filter((object) => at(object, 'metadata.labels.app') === 'web');
    expect(own.length).toBeGreaterThan(10);
    for (const object of own) {
      expect(at(object, 'metadata.labels')).toMatchObject({
        'app.kubernetes.io/name': 'web',
        'app.kubernetes.io/instance': 'web',
        'app.kubernetes.io/component': 'api',
        'app.kubernetes.io/part-of': 'shop',
        'app.kubernetes.io/managed-by': 'cdk8s',
      });
    }
  });

  test('a promotion touches the Deployment only: the version stands nowhere else', () => {
    const promoted = renderProduct(
      { workloads: [web({ component: 'api' })] },
      { images: { web: { version: '1.0.1', digest: `sha256:${'ef'.repeat(32)}` } } },
    );
    const changed = promoted.filter(
      (object, index) => JSON.stringify(object) !== JSON.stringify(objects[index]),
    );
    expect(changed.map(({ kind }) => kind)).toEqual(['Deployment']);
    expect(at(changed[0], 'spec.template.metadata.labels.version')).toBe('1.0.1');
  });
});

describe('the container', () => {
  const container = (workload: WorkloadDeclaration, change = {}) =>
    at(podOf(renderProduct({ workloads: [workload] }, change), workload.name), 'spec.containers[0]');

  test('runs a digest from the registry of its own region: tags move, and the other region may be down (X-97, X-108)', () => {
    expect(textAt(container(web()), 'image')).toBe(
      `111122223333.dkr.ecr.ap-northeast-1.amazonaws.com/web@${DIGEST}`,
    );
    expect(textAt(container(web(), { cluster: 'prod-eu' }), 'image')).toContain('.eu-central-1.');
    expect(textAt(container(web({ image: 'shared' })), 'image')).toContain('/shared@');
  });

  test('may do nothing that the Pod Security level restricted refuses', () => {
    const pod = at(podOf(renderProduct({ workloads: [web()] }), 'web'), 'spec');
    expect(at(pod, 'securityContext')).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(at(pod, 'containers[0].securityContext')).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(at(pod, 'automountServiceAccountToken')).toBe(false);
    const account = one(renderProduct({ workloads: [web()] }), 'ServiceAccount', 'web');
    expect(at(account, 'automountServiceAccountToken')).toBe(false);
  });

  test('sleeps without a shell before it stops, where Kubernetes can do that (X-98)', () => {
    const on = (kubernetesVersion: string) =>
      at(
        container(web(), { change: (cluster: object) => ({ ...cluster, kubernetesVersion }) }),
        'lifecycle.preStop',
      );
    expect(on('1.34')).toEqual({ sleep: { seconds: 10 } });
    expect(on('1.30')).toEqual({ sleep: { seconds: 10 } });
    expect(on('1.29')).toEqual({ exec: { command: ['/bin/sh', '-c', 'sleep 10'] } });
  });

  test('asks three different questions, at the port that answers', () => {
    const paths = ['startupProbe', 'livenessProbe', 'readinessProbe'].map((probe) =>
      at(container(web()), `${probe}.httpGet`),
    );
    expect(paths).toEqual([
      { path: '/health/startup', port: 'http' },
      { path: '/health/live', port: 'http' },
      { path: '/health/ready', port: 'http' },
    ]);
    expect(at(container(runner()), 'livenessProbe.httpGet.port')).toBe('metrics');
  });

  test('a declared probe keeps the timing that it does not change', () => {
    const probe = at(
      container(web({ probes: { readiness: { path: '/up', periodSeconds: 9 } } })),
      'readinessProbe',
    );
    expect(probe).toEqual({
      httpGet: { path: '/up', port: 'http' },
      periodSeconds: 9,
      timeoutSeconds: 3,
      failureThreshold: 3,
    });
  });

  test('memory always has a limit, and CPU only where one is declared: a limit throttles', () => {
    expect(at(container(web()), 'resources.limits')).toEqual({ memory: '512Mi' });
    const limited = web({
      resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '2', memory: '2Gi' } },
    });
    expect(at(container(limited), 'resources')).toEqual({
      requests: { cpu: '1', memory: '1Gi' },
      limits: { cpu: '2', memory: '2Gi' },
    });
  });

  test('has a name that commands and the autoscaler use', () => {
    const objects = renderProduct({ workloads: [web({ component: 'api' })] });
    expect(at(podOf(objects, 'web'), 'spec.containers[0].name')).toBe('api');
    expect(at(podOf(objects, 'web'), 'metadata.annotations["kubectl.kubernetes.io/default-container"]')).toBe(
      'api',
    );
  });
});

describe('a configuration that changes starts the pods anew, and nothing else does', () => {
  const checksum = (workload: WorkloadDeclaration, ground: Ground = {}) =>
    at(
      podOf(renderProduct({ workloads: [workload] }, ground), 'web'),
      'metadata.annotations["checksum/config"]',
    );
  const base = checksum(web({ environment: { A: '1', B: '2' } }));

  test('a changed value or name changes the pods', () => {
    expect(base).toMatch(/^[0-9a-f]{16}$/);
    expect(checksum(web({ environment: { A: '1', B: '3' } }))).not.toBe(base);
    expect(checksum(web({ environment: { A: '1', C: '2' } }))).not.toBe(base);
  });

  test('an address that changes in Terraform changes the pods too', () => {
    const calls = [{ to: 'database', name: 'main' }] as const;
    const moved = checksum(web({ calls }), {
      change: (cluster) => {
        const { main } = cluster.terraform.databases;
        if (main === undefined) throw new Error('no database');
        const databases = { main: { ...main, endpoint: 'moved.database.example.com' } };
        return { ...cluster, terraform: { ...cluster.terraform, databases } };
      },
    });
    expect(moved).not.toBe(checksum(web({ calls })));
  });

  test('another order, another size, another image does not', () => {
    expect(checksum(web({ environment: { B: '2', A: '1' } }))).toBe(base);
    expect(checksum(web({ environment: { A: '1', B: '2' }, scale: { replicas: 4 } }))).toBe(base);
    expect(checksum(web({ environment: { A: '1', B: '2' } }), { images: { web: canaryOf(5) } })).toBe(base);
  });

  test('the ConfigMap has what the checksum counts, and the pod takes it from there', () => {
    const objects = renderProduct({
      workloads: [web({ environment: { LOG_LEVEL: 'info' }, calls: [{ to: 'database', name: 'main' }] })],
    });
    expect(at(one(objects, 'ConfigMap'), 'data')).toEqual({
      DB_HOST: 'main.database.example.com',
      DB_NAME: 'shop',
      DB_PORT: '5432',
      LOG_LEVEL: 'info',
    });
    const source = at(podOf(objects, 'web'), 'spec.containers[0].envFrom[0].configMapRef.name');
    expect(source).toBe(at(one(objects, 'ConfigMap'), 'metadata.name'));
  });

  test('without any configuration there is no ConfigMap to wait for, and none is asked for (X-1)', () => {
    const objects = renderProduct({ workloads: [web()] });
    expect(every(objects, 'ConfigMap')).toEqual([]);
    expect(at(podOf(objects, 'web'), 'spec.containers[0].envFrom')).toBeUndefined();
    expect(checksum(web())).toBeUndefined();
  });
});

describe('a workload without what it needs is refused with a message, and not by a node', () => {
  const refused = (workload: WorkloadDeclaration, ground: Ground = {}) =>
    refusal(() => renderProduct({ workloads: [workload] }, ground));

  test('no image in images.yaml', () => {
    expect(refused(web(), { change: (cluster) => ({ ...cluster, images: {} }) })).toBe(
      'clusters/prod-japan/images.yaml has no web, which web runs. Add it with its version and digest.',
    );
    expect(refused(web())).toBeUndefined();
  });

  test('no role for a workload that calls AWS', () => {
    const withoutRoles: Ground = {
      change: (cluster) => ({ ...cluster, terraform: { ...cluster.terraform, irsaRoleArns: {} } }),
    };
    expect(refused(web({ calls: [receivesFrom('jobs')] }), withoutRoles)).toBe(
      'clusters/prod-japan/terraform.json: the output irsa_role_arns has no web, which calls AWS. Make the role in Terraform for the ServiceAccount of that name, with only the actions that it needs, and print its ARN there.',
    );
    // Who does not call AWS needs none.
    expect(refused(web({ calls: [{ to: 'database', name: 'main' }] }), withoutRoles)).toBeUndefined();
  });

  test('a node group that the cluster has not', () => {
    expect(refused(web({ nodeGroup: 'gpu' }))).toBe(
      'web wants the node group gpu: the output node_groups in clusters/prod-japan/terraform.json has none with the label workload-type: gpu, only general.',
    );
    expect(refused(web({ nodeGroup: 'gpu' }), { cluster: 'triptrip-production' })).toBeUndefined();
  });

  test('a recommendation that no node of the group can hold (X-33)', () => {
    const recommendation = {
      min: { cpu: '100m', memory: '128Mi' },
      max: { cpu: '4', memory: '8Gi' },
    };
    expect(refused(web({ recommendation }))).toBe(
      'web: a recommendation of up to 4 CPU and 8Gi fits no node of the group general on prod-japan, which leaves pods 3920m and 14162Mi. Declare a lower recommendation.max.',
    );
    expect(
      refused(web({ recommendation: { ...recommendation, max: { cpu: '3920m', memory: '8Gi' } } })),
    ).toBeUndefined();
    expect(
      refused(web({ recommendation: { ...recommendation, max: { cpu: '1', memory: '15Gi' } } })),
    ).toMatch(/fits no node/);
  });

  test('requests above the limits: the API server refuses such a pod', () => {
    const asking = (cpu: string, memory: string) =>
      refused(web({ resources: { requests: { cpu, memory }, limits: { cpu: '1', memory: '1Gi' } } }));
    expect(asking('1001m', '1Gi')).toContain(
      'resources.requests.cpu: found "1001m", expected at most its limit of 1: lower the request, or raise limits.cpu',
    );
    expect(asking('1', '1025Mi')).toContain(
      'resources.requests.memory: found "1025Mi", expected at most its limit of 1Gi: lower the request, or raise limits.memory',
    );
    expect(asking('1', '1Gi')).toBeUndefined();
  });

  test('exposed, where no gateway could expose it', () => {
    expect(refused(web({ exposes: { host: 'shop' } }), { cluster: 'sre-portfolio' })).toBe(
      'web is exposed on sre-portfolio, which has no mesh, and the product shop has no ingress. Give it one with a name and a healthCheckPath.',
    );
    const outside = { namespaces: [{ name: 'shop', mesh: false }] as const };
    expect(
      refusal(() => renderProduct({ workloads: [web({ exposes: { host: 'shop' } })], ...outside })),
    ).toBe(
      'web is exposed, but its namespace shop is outside the mesh of prod-japan, whose gateway exposes it.',
    );
    expect(refused(web({ exposes: { host: 'shop' } }))).toBeUndefined();
  });
});

describe('writable directories', () => {
  const spaces = (scratch: WorkloadDeclaration['scratch']) => {
    const pod = podOf(renderProduct({ workloads: [web(scratch === undefined ? {} : { scratch })] }), 'web');
    return [at(pod, 'spec.containers[0].volumeMounts'), at(pod, 'spec.volumes')];
  };

  test('a runtime that writes to /tmp finds it writable, with a bound', () => {
    expect(spaces(undefined)).toEqual([
      [{ name: 'tmp', mountPath: '/tmp' }],
      [{ name: 'tmp', emptyDir: { sizeLimit: '100Mi' } }],
    ]);
  });

  test('a declared /tmp takes the place of the default', () => {
    expect(
      spaces([
        { path: '/tmp', size: '50Mi', medium: 'Memory' },
        { path: '/app/.cache', size: '1Gi' },
      ]),
    ).toEqual([
      [
        { name: 'tmp', mountPath: '/tmp' },
        { name: 'cache', mountPath: '/app/.cache' },
      ],
      [
        { name: 'tmp', emptyDir: { sizeLimit: '50Mi', medium: 'Memory' } },
        { name: 'cache', emptyDir: { sizeLimit: '1Gi' } },
      ],
    ]);
  });

  test('two directories whose volumes would have one name', () => {
    expect(() =>
      spaces([
        { path: '/a/cache', size: '1Mi' },
        { path: '/b/.cache', size: '1Mi' },
      ]),
    ).toThrow(
      'scratch[1].path: found "/b/.cache", expected a directory with another last part than /a/cache: it names the volume',
    );
  });

  test.each(['cache', './cache', '/', ''])('the path %j is no absolute directory', (path) => {
    expect(() => spaces([{ path, size: '1Mi' }])).toThrow(
      `scratch[0].path: found ${JSON.stringify(path)}, expected the absolute path of a directory, such as /app/.cache`,
    );
  });
});

test('a workload runs on the nodes of its group: label chosen, taints tolerated (S4-80, X-23)', () => {
  const on = (nodeGroup: string) => {
    const objects = renderProduct({ workloads: [web({ nodeGroup })] }, { cluster: 'triptrip-production' });
    const pod = at(podOf(objects, 'web'), 'spec');
    return [at(pod, 'nodeSelector'), at(pod, 'tolerations')];
  };
  expect(on('general')).toEqual([{ 'workload-type': 'general' }, undefined]);
  expect(on('spot')).toEqual([
    { 'workload-type': 'spot' },
    [{ key: 'spot', operator: 'Equal', value: 'true', effect: 'NoSchedule' }],
  ]);
});
