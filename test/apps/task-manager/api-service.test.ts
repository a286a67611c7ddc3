import { describe, expect, test } from 'vitest';
import { apiService } from '../../../apps/task-manager/api-service.ts';
import { frontendService } from '../../../apps/task-manager/frontend-service.ts';
import { taskManager } from '../../../apps/task-manager/task-manager.ts';
import { worker as workerDeclaration } from '../../../apps/task-manager/worker.ts';
import { at, every, listAt, one } from '../../manifest-reader.ts';
import { clustersOf, contextOf, fleet, productionOf, renderUnit } from '../fleet-at-rest.ts';

const { name: PRODUCTION, terraform } = productionOf(taskManager);
/** Where people work by day only. */
const RESTING = fleet.clusters.filter(
  ({ name, officeHours }) => officeHours !== undefined && clustersOf(taskManager).includes(name),
);
const api = renderUnit('api-service', PRODUCTION);
const frontend = renderUnit('frontend-service', PRODUCTION);
const worker = renderUnit('worker', PRODUCTION);
const deployment = one(api, 'Deployment', 'api-service');
const container = 'spec.template.spec.containers[0]';

describe('the API has the figures of its declaration', () => {
  const { scale } = apiService;

  test('S2-34 to S2-37: container, resources, port', () => {
    expect(at(deployment, `${container}.name`)).toBe('api');
    expect(at(deployment, `${container}.resources`)).toEqual(apiService.resources);
    expect(at(deployment, `${container}.livenessProbe`)).toMatchObject({
      httpGet: { path: '/health', port: 'http' },
      initialDelaySeconds: 30,
      periodSeconds: 10,
    });
    expect(at(deployment, `${container}.readinessProbe`)).toMatchObject({
      httpGet: { path: '/ready', port: 'http' },
      initialDelaySeconds: 5,
      periodSeconds: 5,
    });
    expect(at(deployment, `${container}.ports[0]`)).toMatchObject({
      name: 'http',
      containerPort: apiService.port,
    });
  });

  test('S2-32: an update adds one pod and takes none away', () => {
    expect(at(deployment, 'spec.strategy.rollingUpdate')).toEqual({
      maxSurge: apiService.maxSurge,
      maxUnavailable: 0,
    });
  });

  test('S2-42 to S2-45: CPU and memory of its own container scale it, and Git names no number', () => {
    const hpa = one(api, 'HorizontalPodAutoscaler', 'api-service-hpa');
    expect(at(hpa, 'spec.minReplicas')).toBe(scale.min);
    expect(at(hpa, 'spec.maxReplicas')).toBe(scale.max);
    expect(at(hpa, 'spec.metrics')).toEqual(
      [
        ['cpu', scale.cpu],
        ['memory', scale.memory],
      ].map(([name, averageUtilization]) => ({
        type: 'ContainerResource',
        containerResource: { name, container: 'api', target: { type: 'Utilization', averageUtilization } },
      })),
    );
    expect(at(deployment, 'spec.replicas')).toBeUndefined();
  });

  test('S2-15: a drain leaves two of three pods, and one of two', () => {
    expect(at(one(api, 'PodDisruptionBudget', 'api-service'), 'spec.minAvailable')).toBe(
      apiService.minAvailable,
    );
  });

  test('S2-113: no kind of node holds most of the pods, as far as can be', () => {
    expect(at(deployment, 'spec.template.spec.topologySpreadConstraints')).toContainEqual(
      expect.objectContaining({
        topologyKey: 'eks.amazonaws.com/capacityType',
        whenUnsatisfiable: 'ScheduleAnyway',
      }),
    );
  });
});

describe('nobody reaches more than the drawing shows', () => {
  const policy = (objects: typeof api, name: string) => one(objects, 'NetworkPolicy', `allow-${name}`);

  test('S2-99: the API and the worker reach database and cache, the frontend nothing', () => {
    const stores = { to: terraform.dataSubnetCidrs.map((cidr) => ({ ipBlock: { cidr } })) };
    const ports = [terraform.databases.tasks?.port, terraform.caches.tasks?.port];
    for (const [objects, name] of [
      [api, 'api-service'],
      [worker, 'worker'],
    ] as const) {
      for (const port of ports) {
        expect(at(policy(objects, name), 'spec.egress')).toContainEqual({
          ...stores,
          ports: [{ port, protocol: 'TCP' }],
        });
      }
    }
    const reached = JSON.stringify(at(policy(frontend, 'frontend-service'), 'spec.egress') ?? []);
    for (const cidr of terraform.dataSubnetCidrs) expect(reached).not.toContain(cidr);
  });

  test('S1-24: requests come from the subnets of the load balancer', () => {
    const { publicSubnetCidrs } = terraform;
    for (const [objects, { name, port }] of [
      [api, apiService],
      [frontend, frontendService],
    ] as const) {
      expect(at(policy(objects, name), 'spec.ingress[0]')).toEqual({
        from: publicSubnetCidrs.map((cidr) => ({ ipBlock: { cidr } })),
        ports: [{ port, protocol: 'TCP' }],
      });
    }
    const reader = JSON.stringify(at(policy(worker, 'worker'), 'spec.ingress'));
    for (const cidr of publicSubnetCidrs) expect(reader).not.toContain(cidr);
  });

  test('S2-93, S2-94: a role where AWS is called, for the queue, and none elsewhere', () => {
    const role = (objects: typeof api, name: string) =>
      at(one(objects, 'ServiceAccount', name), 'metadata.annotations["eks.amazonaws.com/role-arn"]');
    expect(role(api, 'api-service')).toBe(terraform.irsaRoleArns['api-service']);
    expect(role(worker, 'worker')).toBe(terraform.irsaRoleArns.worker);
    expect(role(worker, 'worker')).toBeTruthy();
    expect(role(frontend, 'frontend-service')).toBeUndefined();
    expect(role(api, 'api-service-migration')).toBeUndefined();
  });
});

describe('configuration and secrets', () => {
  test('S2-58, S2-65, S1-13: addresses from Terraform, and TLS to both stores', () => {
    const { tasks: database } = terraform.databases;
    const { tasks: cache } = terraform.caches;
    expect(at(one(api, 'ConfigMap', 'api-service-config'), 'data')).toMatchObject({
      DB_HOST: database?.endpoint,
      DB_PORT: String(database?.port),
      DB_NAME: database?.name,
      DB_SSL_MODE: 'verify-full',
      REDIS_HOST: cache?.endpoint,
      REDIS_PORT: String(cache?.port),
      REDIS_TLS: 'true',
    });
  });

  test('S2-101: three secrets of Secrets Manager, under the path of the cluster', () => {
    const keys = JSON.stringify(at(one(api, 'ExternalSecret', 'api-service-secrets'), 'spec.data'));
    for (const secret of ['database', 'redis', 'jwt'])
      expect(keys).toContain(`${terraform.secretPathPrefix}/${secret}"`);
  });

  test('S2-83: the pools of all pods of an update stay below 80 connections, the migration included', () => {
    const pool = (objects: typeof api, name: string) =>
      Number(at(one(objects, 'ConfigMap', `${name}-config`), 'data.DB_MAX_CONNECTIONS'));
    const { replicaFactor } = contextOf(PRODUCTION).cluster;
    const pods = ({ scale, maxSurge }: typeof apiService | typeof workerDeclaration) => {
      const largest = Math.ceil(Number(scale.max) * replicaFactor);
      return largest + (maxSurge ?? Math.ceil(largest / 4));
    };
    const most =
      pods(apiService) * pool(api, 'api-service') + pods(workerDeclaration) * pool(worker, 'worker') + 1;
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(80);
  });
});

describe.each(RESTING)(
  'the same manifests on $name (S1-20)',
  ({ name: DEVELOPMENT, replicaFactor, officeHours }) => {
    test('every object of production is there, in its own namespace, but for what office hours change', () => {
      const units = taskManager
        .filter(({ clusters }) => clusters.includes(PRODUCTION))
        .map(({ name }) => name);
      for (const unit of units) {
        const names = (cluster: string) =>
          renderUnit(unit, cluster)
            .filter(({ kind }) => kind !== 'HorizontalPodAutoscaler' && kind !== 'ScaledObject')
            .map((object) => `${object.kind} ${at(object, 'metadata.name')}`)
            .filter((name) => !name.endsWith('-smoke-test'))
            .filter((name) => !name.startsWith('TriggerAuthentication'));
        const namespaces = new Set(
          renderUnit(unit, DEVELOPMENT).map((object) => at(object, 'metadata.namespace')),
        );
        expect([...new Set(names(DEVELOPMENT))].sort()).toEqual([...new Set(names(PRODUCTION))].sort());
        expect(namespaces.size).toBe(1);
        expect(namespaces).not.toContain(at(renderUnit(unit, PRODUCTION)[0], 'metadata.namespace'));
      }
    });

    test('S2-115: nights and weekends leave no pod, and in the day the lower bound runs', () => {
      for (const { name: unit, scale } of [apiService, frontendService, workerDeclaration]) {
        const declared = Number(scale.replicas ?? scale.min);
        const replicas = Math.max(Math.min(2, declared), Math.ceil(declared * replicaFactor));
        const objects = renderUnit(unit, DEVELOPMENT);
        expect(every(objects, 'HorizontalPodAutoscaler')).toEqual([]);
        const scaled = one(objects, 'ScaledObject', unit);
        expect(at(scaled, 'spec.minReplicaCount')).toBe(0);
        expect(listAt(scaled, 'spec.triggers')).toContainEqual({
          type: 'cron',
          name: 'office-hours',
          metadata: {
            timezone: officeHours?.timeZone,
            start: cron(officeHours?.from),
            end: cron(officeHours?.to),
            desiredReplicas: String(replicas),
          },
        });
        expect(at(one(objects, 'Deployment', unit), 'spec.replicas')).toBeUndefined();
      }

      function cron(time = ''): string {
        const [hour, minute] = time.split(':').map(Number);
        return `${minute} ${hour} * * ${officeHours?.days}`;
      }
    });
  },
);

test('production never rests', () => {
  const objects = [...api, ...frontend, ...worker];
  expect(JSON.stringify(objects)).not.toContain('office-hours');
  expect(at(one(frontend, 'Deployment', 'frontend-service'), 'spec.replicas')).toBe(
    frontendService.scale.replicas,
  );
});
