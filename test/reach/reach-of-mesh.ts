import { Reach } from '../../scripts/reach/reach.ts';
import { clusterOf, namespace, type Written, workload } from './cluster-of.ts';
import { authorization, istio } from './mesh/shop.ts';
import { MESH_PORTS, type RandomMesh } from './random-mesh.ts';

/** Who reaches whom in a random mesh. */
export function reachOfMesh({
  pods,
  authorizations,
  authentications,
  services,
  sidecars,
  rules,
}: RandomMesh): Reach {
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
