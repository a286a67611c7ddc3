import { describe, expect, test } from 'vitest';
import { taskManager } from '../../../apps/task-manager/task-manager.ts';
import { service } from '../../../platform/workload/workload.ts';
import { at, type Json, one, textAt } from '../../manifest-reader.ts';
import { refusal } from '../../platform/refusal.ts';
import { renderProduct } from '../../render-product.ts';
import { servicesOf } from '../declared.ts';
import { productionOf, renderUnit } from '../fleet-at-rest.ts';

const { name: PRODUCTION, domain, terraform } = productionOf(taskManager);

const ingress = one(renderUnit('task-manager-ingress', PRODUCTION), 'Ingress', 'app-ingress');
const annotation = (name: string) => at(ingress, `metadata.annotations["alb.ingress.kubernetes.io/${name}"]`);
const exposed = servicesOf(taskManager).filter(
  ({ cluster, declaration: { exposes } }) => cluster === PRODUCTION && exposes !== undefined,
);
const HEALTH_CHECK = 'alb.ingress.kubernetes.io/healthcheck-path';
const livenessOf = (objects: readonly Json[], name: string) =>
  at(one(objects, 'Deployment', name), 'spec.template.spec.containers[0].livenessProbe.httpGet.path');
const deployments = exposed.map(({ name }) => one(renderUnit(name, PRODUCTION), 'Deployment', name));

describe('the load balancer of the task manager', () => {
  test('S2-48 to S2-50: in its namespace, from the Internet, straight to the pods', () => {
    for (const deployment of deployments)
      expect(at(deployment, 'metadata.namespace')).toBe(at(ingress, 'metadata.namespace'));
    expect(at(ingress, 'spec.ingressClassName')).toBe('alb');
    expect(annotation('scheme')).toBe('internet-facing');
    expect(annotation('target-type')).toBe('ip');
  });

  test('S2-51: each host leads to its Service', () => {
    const rules = exposed.map(({ name, declaration: { exposes } }) => ({
      host: `${exposes?.host}.${domain}`,
      http: {
        paths: [
          {
            path: exposes?.path ?? '/',
            pathType: 'Prefix',
            backend: { service: { name, port: { number: 80 } } },
          },
        ],
      },
    }));
    expect(rules.length).toBeGreaterThan(0);
    expect(at(ingress, 'spec.rules')).toEqual(rules);
  });

  test('S2-53, S2-95: HTTPS and nothing else, since the security group opens nothing else', () => {
    expect(annotation('listen-ports')).toBe('[{"HTTPS":443}]');
    expect(annotation('ssl-redirect')).toBeUndefined();
    expect(annotation('certificate-arn')).toBe(terraform.albPublicCertificateArn);
    expect(annotation('wafv2-acl-arn')).toBe(terraform.wafPublicAclArn);
    expect(annotation('security-groups')).toBe(terraform.albSecurityGroupId);
    expect(annotation('subnets')).toBe(terraform.publicSubnetIds.join(','));
  });

  test('S2-52: it asks every pod whether it is well, by a path that the pods answer', () => {
    expect(annotation('healthcheck-path')).toBe('/health');
    for (const { name } of exposed) {
      const objects = renderUnit(name, PRODUCTION);
      const own = at(one(objects, 'Service', name), `metadata.annotations["${HEALTH_CHECK}"]`);
      expect(own ?? annotation('healthcheck-path')).toBe(livenessOf(objects, name));
    }
  });

  test('a pod that leaves outlives its last request', () => {
    const seconds = Number(/seconds=(\d+)/.exec(String(annotation('target-group-attributes')))?.[1]);
    expect(seconds).toBe(
      Math.max(...exposed.map(({ declaration: { timeoutSeconds = 30 } }) => timeoutSeconds)),
    );
    for (const deployment of deployments) {
      const pod = Number(at(deployment, 'spec.template.spec.terminationGracePeriodSeconds'));
      expect(pod).toBeGreaterThanOrEqual(seconds + 10);
    }
  });

  test('a new pod counts once the load balancer has found it healthy', () => {
    const namespace = one(
      renderUnit('namespaces', PRODUCTION),
      'Namespace',
      textAt(ingress, 'metadata.namespace'),
    );
    expect(at(namespace, 'metadata.labels["elbv2.k8s.aws/pod-readiness-gate-inject"]')).toBe('enabled');
  });
});

/** A service of a product that has an Ingress, on a cluster without a mesh. */
const web = (name: string, own: Partial<Parameters<typeof service>[0]> = {}) =>
  service({
    name,
    port: 8080,
    resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '64Mi' } },
    scale: { replicas: 2 },
    ...own,
  });

test('S2-52: a service that answers another path than its neighbours is asked for its own, and gets its requests', () => {
  const probes = { startup: { path: '/health' }, liveness: { path: '/health' } };
  const rendered = renderProduct(
    {
      namespaces: [{ name: 'shop', mesh: false }],
      workloads: [
        web('like-the-others', { exposes: { host: 'one' }, probes }),
        web('like-the-readme', { exposes: { host: 'two' } }),
        web('internal'),
      ],
      ingress: { name: 'shop', healthCheckPath: '/health' },
    },
    { cluster: 'sre-portfolio' },
  );
  const asked = (name: string) => at(one(rendered, 'Service', name), 'metadata.annotations');
  expect(asked('like-the-others')).toBeUndefined();
  expect(asked('like-the-readme')).toEqual({ [HEALTH_CHECK]: livenessOf(rendered, 'like-the-readme') });
  expect(asked('internal')).toBeUndefined();
});

test('services of two namespaces do not fit one Ingress, which would lead one of them nowhere', () => {
  const exposedIn = (name: string, namespace: string) => web(name, { namespace, exposes: { host: name } });
  const render = (second: string) =>
    refusal(() =>
      renderProduct(
        {
          namespaces: [
            { name: 'shop', mesh: false },
            { name: 'back', mesh: false },
          ],
          workloads: [exposedIn('one', 'shop'), exposedIn('two', second)],
          ingress: { name: 'shop', healthCheckPath: '/health' },
        },
        { cluster: 'sre-portfolio' },
      ),
    );
  expect(render('back')).toBe(
    'The product shop exposes services of shop and back, and its ingress leads to one namespace. Put them into one.',
  );
  expect(render('shop')).toBeUndefined();
});
