import { describe, expect, test } from 'vitest';
import { references } from '../../../scripts/check/rules/references/family.ts';
import { findingsIn } from '../findings-in.ts';

const web = (container: string, pod = '') => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      ${pod}
      containers: [{ name: web, image: registry.example.com/web:1.0.0, ${container} }]
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }
`;
const faults = (manifests: string) =>
  findingsIn(manifests, ...references.rules)
    .filter(({ severity }) => severity !== 'info')
    .map(({ rule, message }) => `${rule}: ${message}`);

/** What is no fault, though names stand in it that the tree does not have. */
describe('nothing is said of', () => {
  test.each([
    ['what may be missing', 'envFrom: [{ secretRef: { name: extra, optional: true } }]'],
    [
      'a key that may be missing',
      'env: [{ name: A, valueFrom: { configMapKeyRef: { name: kube-root-ca.crt, key: x, optional: true } } }]',
    ],
    ['a host outside', 'env: [{ name: API_URL, value: "https://api.example.com/v1" }]'],
    ['the container itself', 'env: [{ name: ADMIN_URL, value: "http://localhost:9000" }]'],
    ['a host that is filled in', 'env: [{ name: X, value: db }, { name: DB_URL, value: "http://$(X):80" }]'],
    [
      'a Service of another repository',
      'env: [{ name: LOGS_URL, value: "http://logs.observability.svc:80" }]',
    ],
    ['a Service of the cluster', 'env: [{ name: DNS, value: "kube-dns.kube-system.svc.cluster.local:53" }]'],
    ['where a program listens', 'env: [{ name: LISTEN_ADDR, value: "web:8080" }]'],
    ['a word that is no host', 'env: [{ name: METRICS_SERVER, value: disabled }]'],
    ['output of a program in a script', 'command: [sh, -c, "export A=$(date); exec web"]'],
    ['variables of Services', 'args: ["--to=$(WEB_SERVICE_HOST)"]'],
    [
      'a port that is asked and not declared',
      'ports: [{ containerPort: 8080 }], readinessProbe: { httpGet: { port: 8081 } }',
    ],
    ['its own Service by its port', 'env: [{ name: SELF_URL, value: "http://web:80" }]'],
    ['its own Service in its namespace', 'env: [{ name: SELF_URL, value: "http://web.shop" }]'],
  ])('%s', (_, container) => {
    expect(faults(web(container))).toEqual([]);
  });

  test('an alias of the pod', () => {
    const aliases = 'hostAliases: [{ ip: 10.0.0.1, hostnames: [legacy] }]';
    expect(faults(web('env: [{ name: LEGACY_URL, value: "http://legacy:80" }]', aliases))).toEqual([]);
  });

  test('a canary beside its Deployment', () => {
    const workload = (name: string, track: string) => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  selector: { matchLabels: { app: web, track: ${track} } }
  template:
    metadata: { labels: { app: web, track: ${track} } }
    spec: { containers: [{ name: web, image: registry.example.com/web:1.0.0, ports: [{ name: http, containerPort: 8080 }] }] }
`;
    const service = `---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: http }] }
`;
    expect(faults(workload('web', 'stable') + workload('web-canary', 'canary') + service)).toEqual([]);
  });

  test('pods of an operator', () => {
    const policy = `---
apiVersion: v1
kind: Service
metadata: { name: db-metrics, namespace: shop }
spec: { selector: { cnpg.io/cluster: db }, ports: [{ port: 9187 }] }
---
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: { name: db, namespace: shop }
spec: { instances: 3 }
`;
    expect(faults(web('ports: []') + policy)).toEqual([]);
    expect(faults(web('ports: []') + policy.replace('cluster: db ', 'cluster: dbs '))).toHaveLength(1);
  });
});
