import { describe, expect, test } from 'vitest';
import { rules } from '../../scripts/check/rules.ts';
import { findingsIn } from './findings-in.ts';

/** What is found at error or warning, as `rule: message`. */
const faults = (manifests: string) =>
  findingsIn(manifests, ...rules)
    .filter(({ severity }) => severity !== 'info')
    .map(({ rule, message }) => `${rule}: ${message}`);

const workload = (name: string, pod: string, metadata = `name: ${name}, namespace: shop`) => `---
apiVersion: apps/v1
kind: Deployment
metadata: { ${metadata} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { ${pod} }
`;
const container = (name: string) =>
  `containers: [{ name: ${name}, image: "registry.example.com/${name}:1.0.0", ports: [{ name: http, containerPort: 8080 }] }]`;

describe('forms of good trees', () => {
  test.each(['0', '""'])('a targetPort of %s is the port itself', (target) => {
    const service = `---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ name: http, port: 8080, targetPort: ${target} }] }
`;
    expect(faults(workload('web', container('web')) + service)).toEqual([]);
  });

  test('a Secret that a Job makes is there', () => {
    const reads = (name: string) =>
      workload('web', `${container('web')}, volumes: [{ name: cert, secret: { secretName: ${name} } }]`);
    const job = (args: string) => `---
apiVersion: batch/v1
kind: Job
metadata: { name: certificate, namespace: shop }
spec:
  template:
    metadata: { labels: { app: certificate } }
    spec:
      restartPolicy: OnFailure
      containers: [{ name: create, image: "registry.example.com/certgen:1.0.0", args: ${args} }]
`;
    const missing = (text: string) => faults(text).filter((each) => each.startsWith('missing-secret'));
    expect(missing(reads('web-admission') + job('[create, --secret-name=web-admission]'))).toEqual([]);
    expect(missing(reads('web-admission') + job('[create, --secret-name, web-admission]'))).toEqual([]);
    expect(missing(reads('other') + job('[create, --secret-name=web-admission]'))).toHaveLength(1);
  });

  test('what a controller made of an object of the tree is its owner’s', () => {
    const owner = '{ apiVersion: apps/v1, kind: Deployment, name: web, uid: u, controller: true }';
    const made = workload(
      'web',
      container('web'),
      `name: web-5d9, namespace: shop, ownerReferences: [${owner}]`,
    ).replace('kind: Deployment\n', 'kind: ReplicaSet\n');
    expect(faults(workload('web', container('web')) + made)).toEqual([]);
    const other = made.replace('name: web, uid', 'name: other, uid');
    expect(faults(workload('web', container('web')) + other)).not.toEqual([]);
  });

  test('what leaves its namespace open is where its account is bound', () => {
    const manifests = `---
apiVersion: v1
kind: ServiceAccount
metadata: { name: web }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: web }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects: [{ kind: ServiceAccount, name: web, namespace: tools }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: web, namespace: kube-system }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: extension-apiserver-authentication-reader }
subjects: [{ kind: ServiceAccount, name: web, namespace: tools }]
${workload('web', `serviceAccountName: web, ${container('web')}`, 'name: web')}`;
    expect(faults(manifests)).toEqual([]);
    expect(
      new Set(findingsIn(manifests, ...rules).flatMap(({ object }) => object.namespace || [])),
    ).not.toContain('default');
  });

  test('a Secret that several read and nobody makes is said once', () => {
    const reader = (name: string) =>
      workload(
        name,
        container(name).replace('ports:', 'envFrom: [{ secretRef: { name: password } }], ports:'),
      );
    const found = faults(reader('web') + reader('worker'));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/also named by Deployment shop\/worker/);
  });
});

describe('a mistake that two rules see', () => {
  test.each([
    ['an image with a space', container('web').replace('"registry', '" registry'), 'image-reference'],
    [
      'memory in thousandths',
      container('web').replace('ports:', 'resources: { limits: { memory: 128m } }, ports:'),
      'resource-unit',
    ],
    [
      'a probe of no port',
      container('web').replace('ports:', 'readinessProbe: { httpGet: { port: web } }, ports:'),
      'probe-port-missing',
    ],
  ])('%s is said once', (_, pod, rule) => {
    expect(faults(workload('web', pod)).map((each) => each.split(':')[0])).toEqual([rule]);
  });
});
