import { describe, expect, test } from 'vitest';
import { service } from '../../../platform/constructs/service/declaration.ts';
import { at, one } from '../../manifest-reader.ts';
import { refusal } from '../../platform/constructs/refusal.ts';
import { renderProduct } from '../../render-product.ts';
import { contextOf, renderUnit } from '../../render-unit.ts';

const ingress = one(renderUnit('task-manager-ingress', 'sre-portfolio'), 'Ingress', 'app-ingress');
const annotation = (name: string) => at(ingress, `metadata.annotations["alb.ingress.kubernetes.io/${name}"]`);

describe('the load balancer of the task manager', () => {
  test('S2-48 to S2-50: in its namespace, from the Internet, straight to the pods', () => {
    expect(at(ingress, 'metadata.namespace')).toBe('app-production');
    expect(at(ingress, 'spec.ingressClassName')).toBe('alb');
    expect(annotation('scheme')).toBe('internet-facing');
    expect(annotation('target-type')).toBe('ip');
  });

  test('S2-51: each host leads to its Service', () => {
    const rules = (host: string, name: string) => ({
      host,
      http: {
        paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name, port: { number: 80 } } } }],
      },
    });
    expect(at(ingress, 'spec.rules')).toEqual([
      rules('api.sre-portfolio.example.com', 'api-service'),
      rules('app.sre-portfolio.example.com', 'frontend-service'),
    ]);
  });

  test('S2-53, S2-95: HTTPS and nothing else, since the security group opens nothing else', () => {
    const { terraform } = contextOf('sre-portfolio').cluster;
    expect(annotation('listen-ports')).toBe('[{"HTTPS":443}]');
    expect(annotation('ssl-redirect')).toBeUndefined();
    expect(annotation('certificate-arn')).toBe(terraform.albPublicCertificateArn);
    expect(annotation('wafv2-acl-arn')).toBe(terraform.wafPublicAclArn);
    expect(annotation('security-groups')).toBe(terraform.albSecurityGroupId);
    expect(annotation('subnets')).toBe(terraform.publicSubnetIds.join(','));
  });

  test('S2-52: it asks every pod whether it is well, by a path that the pods answer', () => {
    expect(annotation('healthcheck-path')).toBe('/health');
    for (const name of ['api-service', 'frontend-service']) {
      const deployment = one(renderUnit(name, 'sre-portfolio'), 'Deployment', name);
      expect(at(deployment, 'spec.template.spec.containers[0].livenessProbe.httpGet.path')).toBe('/health');
    }
  });

  test('a pod that leaves outlives its last request', () => {
    const seconds = Number(/seconds=(\d+)/.exec(String(annotation('target-group-attributes')))?.[1]);
    const pod = at(
      one(renderUnit('api-service', 'sre-portfolio'), 'Deployment', 'api-service'),
      'spec.template.spec.terminationGracePeriodSeconds',
    );
    expect(seconds).toBe(30);
    expect(Number(pod)).toBeGreaterThanOrEqual(seconds + 10);
  });

  test('a new pod counts once the load balancer has found it healthy', () => {
    const label = (cluster: string, name: string) =>
      at(
        one(renderUnit('namespaces', cluster), 'Namespace', name),
        'metadata.labels["elbv2.k8s.aws/pod-readiness-gate-inject"]',
      );
    expect(label('sre-portfolio', 'app-production')).toBe('enabled');
    expect(label('prod-japan', 'prod')).toBeUndefined();
  });
});

test('services of two namespaces do not fit one Ingress, which would lead one of them nowhere', () => {
  const web = (name: string, namespace: string) =>
    service({
      name,
      namespace,
      port: 8080,
      resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '64Mi' } },
      scale: { replicas: 2 },
      exposes: { host: name },
    });
  const render = (second: string) =>
    refusal(() =>
      renderProduct(
        {
          namespaces: [
            { name: 'shop', mesh: false },
            { name: 'back', mesh: false },
          ],
          workloads: [web('one', 'shop'), web('two', second)],
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
