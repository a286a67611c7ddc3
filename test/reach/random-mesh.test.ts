import fc from 'fast-check';
import { test } from 'vitest';
import { Reach } from '../../scripts/reach/reach.ts';
import { clusterOf, namespace, type Written, workload } from './cluster-of.ts';
import { expectExplained } from './explained.ts';
import { authorization, istio } from './mesh/shop.ts';
import { MESH_PORTS, type RandomMesh, randomMesh } from './random-mesh.ts';
import { passesMesh } from './reference/mesh.ts';

/** How many meshes are tried; REACH_RUNS=20000 tries more than a quick test has time for. */
const RUNS = Number(process.env.REACH_RUNS ?? 150);

function reachOf({ pods, authorizations, authentications, services, sidecars, rules }: RandomMesh): Reach {
  const ofApp = (app: string | undefined) =>
    app === undefined ? {} : { selector: { matchLabels: { app } } };
  const objects: Written[] = [
    ...['one', 'two', 'three'].map((name) => namespace(name)),
    // Somebody says who is in the mesh, whatever the random pods are.
    namespace('istio-system', { 'istio-injection': 'disabled' }),
    ...pods.map(({ name, namespace: home, labels, serviceAccount, isMeshed }) =>
      workload(`${home}/Deployment/${name}`, {
        labels: { ...labels, 'sidecar.istio.io/inject': String(isMeshed) },
        ports: MESH_PORTS.map((containerPort) => ({ containerPort })),
        spec: { serviceAccountName: serviceAccount },
      }),
    ),
    ...authorizations.map(({ namespace: home, app, action, rules: given }, at) =>
      authorization(home, `policy-${at}`, {
        action,
        ...ofApp(app),
        rules: given.map(({ from, to, when }) => ({
          ...(from && { from: from.map((source) => ({ source })) }),
          ...(to && { to: to.map((operation) => ({ operation })) }),
          ...(when && { when }),
        })),
      }),
    ),
    ...authentications.map(
      ({ namespace: home, app, mode, ports }, at): Written => ({
        apiVersion: 'security.istio.io/v1',
        kind: 'PeerAuthentication',
        metadata: { name: `authentication-${at}`, namespace: home },
        spec: {
          ...ofApp(app),
          ...(mode && { mtls: { mode } }),
          ...(ports && {
            portLevelMtls: Object.fromEntries(
              Object.entries(ports).map(([port, own]) => [port, { mode: own }]),
            ),
          }),
        },
      }),
    ),
    ...services.map(
      ({ namespace: home, name, app, port, targetPort }): Written => ({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name, namespace: home },
        spec: { selector: { app }, ports: [{ port, targetPort }] },
      }),
    ),
    ...sidecars.map(({ namespace: home, app, hosts, registryOnly }, at) =>
      istio('Sidecar', `${home}/sidecar-${at}`, {
        ...(app && { workloadSelector: { labels: { app } } }),
        egress: [{ hosts }],
        ...(registryOnly && { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } }),
      }),
    ),
    ...rules.map(({ namespace: home, host, mode }, at) =>
      istio('DestinationRule', `${home}/rule-${at}`, { host, trafficPolicy: { tls: { mode } } }),
    ),
  ];
  return new Reach(clusterOf(objects));
}

test('every pair and port of a mesh is judged as the documentation says, on random policies', () => {
  fc.assert(
    fc.property(randomMesh, (random) => {
      const reach = reachOf(random);
      const peer = ({ namespace: home, name }: RandomMesh['pods'][number]) => `${home}/Deployment/${name}`;
      const open = new Set(
        reach.connections().flatMap(({ from, to, ports }) => ports.map((port) => `${from} ${to} ${port}`)),
      );
      for (const from of random.pods) {
        for (const to of random.pods) {
          for (const port of MESH_PORTS) {
            const line = `${peer(from)} ${peer(to)} TCP/${port}`;
            const expected = passesMesh(random, from, to, port);
            if (open.has(line) !== expected) throw new Error(`${line}: expected ${expected}`);
          }
        }
      }
    }),
    { numRuns: RUNS },
  );
});

test('what is listed of a mesh is what --explain calls open', () => {
  fc.assert(
    fc.property(randomMesh, (random) => expectExplained(reachOf(random))),
    { numRuns: Math.ceil(RUNS / 5) },
  );
});
