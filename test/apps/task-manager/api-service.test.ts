import { describe, expect, test } from 'vitest';
import { apiService } from '../../../apps/task-manager/api-service.ts';
import { taskManager } from '../../../apps/task-manager/task-manager.ts';
import { at, one } from '../../manifest-reader.ts';
import { productionOf, renderUnit } from '../fleet-at-rest.ts';

const { name: PRODUCTION, terraform } = productionOf(taskManager);
const api = renderUnit('api-service', PRODUCTION);
const deployment = one(api, 'Deployment', 'api-service');
const container = 'spec.template.spec.containers[0]';

describe('the API has the figures of its declaration', () => {
  const { scale } = apiService;

  test('S2-34, S2-37: container, resources, port', () => {
    expect(at(deployment, `${container}.name`)).toBe('api');
    expect(at(deployment, `${container}.resources`)).toEqual(apiService.resources);
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

  test('S2-93: its migration has no role of AWS', () => {
    const account = one(api, 'ServiceAccount', 'api-service-migration');
    expect(at(account, 'metadata.annotations["eks.amazonaws.com/role-arn"]')).toBeUndefined();
  });
});
