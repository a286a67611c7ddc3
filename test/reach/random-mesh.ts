import fc from 'fast-check';
import type {
  RawAuthorization,
  RawDestinationRule,
  RawPeerAuthentication,
  RawRule,
  RawService,
  RawSidecar,
} from './reference/mesh.ts';

const HOMES = ['one', 'two', 'three'] as const;
const ALL = [...HOMES, 'istio-system'] as const;
const APPS = ['a', 'b'] as const;
const ACCOUNTS = ['x', 'y'] as const;
export const MESH_PORTS = [80, 8080, 9000] as const;

const some = <Value>(value: fc.Arbitrary<Value>) => fc.uniqueArray(value, { minLength: 1, maxLength: 2 });
const home = fc.constantFrom(...ALL);
const app = fc.constantFrom(...APPS);
const portText = fc.constantFrom(...MESH_PORTS.map(String));
const principal = fc.oneof(
  fc
    .tuple(fc.constantFrom(...HOMES), fc.constantFrom(...ACCOUNTS))
    .map(([namespace, account]) => `cluster.local/ns/${namespace}/sa/${account}`),
  fc.constantFrom('*', '*/sa/x', 'cluster.local/ns/one/*', 'elsewhere/ns/one/sa/x'),
);
const namespaceText = fc.constantFrom(...HOMES, '*', 't*', '*e');

const source = fc.record(
  {
    principals: some(principal),
    notPrincipals: some(principal),
    namespaces: some(namespaceText),
    notNamespaces: some(namespaceText),
  },
  { requiredKeys: [] },
);
const rule: fc.Arbitrary<RawRule> = fc.record(
  {
    from: fc.array(source, { minLength: 1, maxLength: 2 }),
    to: fc.array(fc.record({ ports: some(portText), notPorts: some(portText) }, { requiredKeys: [] }), {
      minLength: 1,
      maxLength: 2,
    }),
    when: fc.array(
      fc.oneof(
        fc.record(
          {
            key: fc.constant('source.namespace'),
            values: some(namespaceText),
            notValues: some(namespaceText),
          },
          { requiredKeys: ['key'] },
        ),
        fc.record(
          { key: fc.constant('destination.port'), values: some(portText), notValues: some(portText) },
          { requiredKeys: ['key'] },
        ),
      ),
      { minLength: 1, maxLength: 2 },
    ),
  },
  { requiredKeys: [] },
);

const authorization: fc.Arbitrary<RawAuthorization> = fc.record(
  {
    namespace: home,
    app,
    action: fc.constantFrom('ALLOW', 'DENY'),
    rules: fc.array(rule, { maxLength: 2 }),
  },
  { requiredKeys: ['namespace', 'action', 'rules'] },
);

const mode = fc.constantFrom('STRICT', 'PERMISSIVE', 'DISABLE', 'UNSET');
const authentication: fc.Arbitrary<RawPeerAuthentication> = fc.oneof(
  fc.record({ namespace: home, mode }, { requiredKeys: ['namespace'] }),
  fc.record(
    {
      namespace: fc.constantFrom(...HOMES),
      app,
      mode,
      ports: fc.dictionary(portText, mode, { noNullPrototype: true }),
    },
    { requiredKeys: ['namespace', 'app'] },
  ),
);

const service: fc.Arbitrary<RawService> = fc.record({
  namespace: fc.constantFrom(...HOMES),
  name: fc.constantFrom('s', 't'),
  app,
  port: fc.constantFrom(80, 81),
  targetPort: fc.constantFrom(...MESH_PORTS),
});
const hostOf = ({ namespace, name }: { readonly namespace: string; readonly name: string }) =>
  `${name}.${namespace}.svc.cluster.local`;
const host = fc.record({ namespace: fc.constantFrom(...HOMES), name: fc.constantFrom('s', 't') }).map(hostOf);

const sidecar: fc.Arbitrary<RawSidecar> = fc.record(
  {
    namespace: home,
    app,
    hosts: some(
      fc.oneof(
        fc.constantFrom('*/*', './*', '~/*', 'one/*'),
        fc.tuple(fc.constantFrom('*', '.', ...HOMES), host).map(([scope, each]) => `${scope}/${each}`),
      ),
    ),
    registryOnly: fc.boolean(),
  },
  { requiredKeys: ['namespace', 'hosts', 'registryOnly'] },
);

const destinationRule: fc.Arbitrary<RawDestinationRule> = fc.record({
  namespace: home,
  host: fc.oneof(host, fc.constantFrom('*.svc.cluster.local', '*.one.svc.cluster.local')),
  mode: fc.constantFrom('DISABLE', 'ISTIO_MUTUAL', 'SIMPLE'),
});

const pod = (index: number) =>
  fc.record({
    name: fc.constant(`pod-${index}`),
    namespace: fc.constantFrom(...HOMES),
    labels: fc.record({ app }),
    serviceAccount: fc.constantFrom(...ACCOUNTS),
    isMeshed: fc.boolean(),
  });

const unlike = <Value>(keyOf: (value: Value) => string) => ({ maxLength: 3, selector: keyOf });

/** A few pods of a mesh, and what may be said about them. */
export const randomMesh = fc.record({
  pods: fc.tuple(pod(0), pod(1), pod(2), pod(3)),
  authorizations: fc.array(authorization, { maxLength: 3 }),
  authentications: fc.uniqueArray(
    authentication,
    unlike(({ namespace, app: of }) => `${namespace} ${of}`),
  ),
  services: fc.uniqueArray(service, unlike(hostOf)),
  sidecars: fc.uniqueArray(
    sidecar,
    unlike(({ namespace, app: of }) => `${namespace} ${of}`),
  ),
  rules: fc.uniqueArray(
    destinationRule,
    unlike(({ namespace, host: of }) => `${namespace} ${of}`),
  ),
});

export type RandomMesh = typeof randomMesh extends fc.Arbitrary<infer Value> ? Value : never;
