import { describe, expect, test } from 'vitest';
import { at, every, one } from '../../manifest-reader.ts';
import { contextOf, renderUnit } from '../../render-unit.ts';

const PRODUCTION = 'sre-portfolio';
const DEVELOPMENT = 'sre-portfolio-dev';
const api = renderUnit('api-service', PRODUCTION);
const frontend = renderUnit('frontend-service', PRODUCTION);
const worker = renderUnit('worker', PRODUCTION);
const deployment = one(api, 'Deployment', 'api-service');
const container = 'spec.template.spec.containers[0]';

describe('the API has the figures of the specification', () => {
  test('S2-34 to S2-37: container, resources, port', () => {
    expect(at(deployment, `${container}.name`)).toBe('api');
    expect(at(deployment, `${container}.resources`)).toEqual({
      requests: { cpu: '200m', memory: '256Mi' },
      limits: { cpu: '500m', memory: '512Mi' },
    });
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
    expect(at(deployment, `${container}.ports[0]`)).toMatchObject({ name: 'http', containerPort: 8080 });
  });

  test('S2-32: an update adds one pod and takes none away', () => {
    expect(at(deployment, 'spec.strategy.rollingUpdate')).toEqual({ maxSurge: 1, maxUnavailable: 0 });
  });

  test('S2-42 to S2-45: CPU and memory of its own container scale it, and Git names no number', () => {
    const hpa = one(api, 'HorizontalPodAutoscaler', 'api-service-hpa');
    expect(at(hpa, 'spec.minReplicas')).toBe(3);
    expect(at(hpa, 'spec.maxReplicas')).toBe(10);
    expect(at(hpa, 'spec.metrics')).toEqual(
      [
        ['cpu', 70],
        ['memory', 80],
      ].map(([name, averageUtilization]) => ({
        type: 'ContainerResource',
        containerResource: { name, container: 'api', target: { type: 'Utilization', averageUtilization } },
      })),
    );
    expect(at(deployment, 'spec.replicas')).toBeUndefined();
  });

  test('S2-15: a drain leaves two of three pods, and one of two', () => {
    expect(at(one(api, 'PodDisruptionBudget', 'api-service'), 'spec.minAvailable')).toBe('50%');
  });

  test('S2-113: no kind of node holds most of the pods, as far as can be', () => {
    expect(at(deployment, 'spec.template.spec.topologySpreadConstraints')).toContainEqual(
      expect.objectContaining({
        topologyKey: 'eks.amazonaws.com/capacityType',
        whenUnsatisfiable: 'ScheduleAnyway',
      }),
    );
    const elsewhere = one(renderUnit('triptrip-api', 'triptrip-production'), 'Deployment', 'triptrip-api');
    expect(JSON.stringify(elsewhere)).not.toContain('capacityType');
  });
});

describe('nobody reaches more than the drawing shows', () => {
  const policy = (objects: typeof api, name: string) => one(objects, 'NetworkPolicy', `allow-${name}`);

  test('S2-99: the API and the worker reach database and cache, the frontend nothing', () => {
    const stores = [{ to: [{ ipBlock: { cidr: '10.0.21.0/24' } }, { ipBlock: { cidr: '10.0.22.0/24' } }] }];
    for (const [objects, name] of [
      [api, 'api-service'],
      [worker, 'worker'],
    ] as const) {
      for (const port of [5432, 6379]) {
        expect(at(policy(objects, name), 'spec.egress')).toContainEqual({
          ...stores[0],
          ports: [{ port, protocol: 'TCP' }],
        });
      }
    }
    expect(at(policy(frontend, 'frontend-service'), 'spec.egress')).toBeUndefined();
  });

  test('S1-24: requests come from the subnets of the load balancer', () => {
    const { publicSubnetCidrs } = contextOf(PRODUCTION).cluster.terraform;
    for (const [objects, name] of [
      [api, 'api-service'],
      [frontend, 'frontend-service'],
    ] as const) {
      expect(at(policy(objects, name), 'spec.ingress[0]')).toEqual({
        from: publicSubnetCidrs.map((cidr) => ({ ipBlock: { cidr } })),
        ports: [{ port: 8080, protocol: 'TCP' }],
      });
    }
    expect(JSON.stringify(policy(worker, 'worker'))).not.toContain('ipBlock":{"cidr":"10.0.1.0');
  });

  test('S2-93, S2-94: a role where AWS is called, for the queue, and none elsewhere', () => {
    const role = (objects: typeof api, name: string) =>
      at(one(objects, 'ServiceAccount', name), 'metadata.annotations["eks.amazonaws.com/role-arn"]');
    expect(role(api, 'api-service')).toBe('arn:aws:iam::333344445555:role/sre-portfolio-api-service');
    expect(role(worker, 'worker')).toBe('arn:aws:iam::333344445555:role/sre-portfolio-worker');
    expect(role(frontend, 'frontend-service')).toBeUndefined();
    expect(role(api, 'api-service-migration')).toBeUndefined();
  });
});

describe('configuration and secrets', () => {
  test('S2-58, S2-65, S1-13: addresses from Terraform, and TLS to both stores', () => {
    expect(at(one(api, 'ConfigMap', 'api-service-config'), 'data')).toMatchObject({
      DB_HOST: 'sre-portfolio.c395wfeebzc0.ap-northeast-1.rds.amazonaws.com',
      DB_PORT: '5432',
      DB_NAME: 'taskmanager',
      DB_SSL_MODE: 'verify-full',
      REDIS_HOST: 'master.sre-portfolio.baoer4.apne1.cache.amazonaws.com',
      REDIS_PORT: '6379',
      REDIS_TLS: 'true',
    });
  });

  test('S2-101: three secrets of Secrets Manager, under the path of the cluster', () => {
    const keys = JSON.stringify(at(one(api, 'ExternalSecret', 'api-service-secrets'), 'spec.data'));
    for (const secret of ['database', 'redis', 'jwt'])
      expect(keys).toContain(`/prod/task-manager/${secret}"`);
  });

  test('S2-83: the pools of all pods of an update stay below 80 connections, the migration included', () => {
    const pool = (objects: typeof api, name: string) =>
      Number(at(one(objects, 'ConfigMap', `${name}-config`), 'data.DB_MAX_CONNECTIONS'));
    const scaled = one(worker, 'ScaledObject', 'worker');
    const workers = Number(at(scaled, 'spec.maxReplicaCount'));
    const most =
      11 * pool(api, 'api-service') + (workers + Math.ceil(workers / 4)) * pool(worker, 'worker') + 1;
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(80);
  });
});

describe('the same manifests in development (S1-20)', () => {
  test('every object of production is there, in its own namespace, but for what office hours change', () => {
    for (const unit of ['api-service', 'frontend-service', 'worker', 'task-manager-ingress']) {
      const names = (cluster: string) =>
        renderUnit(unit, cluster)
          .filter(({ kind }) => kind !== 'HorizontalPodAutoscaler' && kind !== 'ScaledObject')
          .map((object) => `${object.kind} ${at(object, 'metadata.name')}`)
          .filter((name) => !name.endsWith('-smoke-test'));
      expect(names(DEVELOPMENT)).toEqual(names(PRODUCTION));
      const [first] = renderUnit(unit, DEVELOPMENT);
      expect(at(first, 'metadata.namespace')).toBe('app-development');
    }
  });

  test('S2-115: nights and weekends leave no pod, and in the day the lower bound runs', () => {
    for (const [unit, replicas] of [
      ['api-service', '2'],
      ['frontend-service', '2'],
      ['worker', '1'],
    ]) {
      const objects = renderUnit(unit ?? '', DEVELOPMENT);
      expect(every(objects, 'HorizontalPodAutoscaler')).toEqual([]);
      const scaled = one(objects, 'ScaledObject', unit ?? '');
      expect(at(scaled, 'spec.minReplicaCount')).toBe(0);
      expect(at(scaled, 'spec.triggers')).toContainEqual({
        type: 'cron',
        name: 'office-hours',
        metadata: {
          timezone: 'Asia/Tokyo',
          start: '0 8 * * Mon-Fri',
          end: '0 22 * * Mon-Fri',
          desiredReplicas: replicas,
        },
      });
      expect(at(one(objects, 'Deployment', unit ?? ''), 'spec.replicas')).toBeUndefined();
    }
  });

  test('production never rests', () => {
    const objects = [...api, ...frontend, ...worker];
    expect(JSON.stringify(objects)).not.toContain('office-hours');
    expect(at(one(frontend, 'Deployment', 'frontend-service'), 'spec.replicas')).toBe(2);
  });
});
