import { expect, it } from 'vitest';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { at, listAt, one, textAt } from '../../../manifest-reader.ts';

const { contextOf, renderUnit } = frozenFleet;

const objects = renderUnit('node-exporter', 'sre-portfolio');
const agent = one(objects, 'DaemonSet');
const POD = 'spec.template.spec';

/** The pattern of an argument of the exporter. */
function pattern(argument: string): RegExp {
  const found = listAt(agent, `${POD}.containers[0].args`).find((text) => String(text).startsWith(argument));
  return new RegExp(String(found).slice(argument.length));
}

it('it counts the traffic of the node and not its own: it is in the network of the node (S3-61)', () => {
  expect(at(agent, `${POD}.hostNetwork`)).toBe(true);
  expect(at(agent, `${POD}.hostPID`)).toBeUndefined();
});

it('it can read the node and change nothing of it', () => {
  expect(at(agent, `${POD}.containers[0].securityContext`)).toMatchObject({
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
  });
  expect(listAt(agent, `${POD}.containers[0].volumeMounts`)).toEqual([
    { name: 'root', mountPath: '/host', readOnly: true, mountPropagation: 'HostToContainer' },
  ]);
  expect(at(agent, `${POD}.automountServiceAccountToken`)).toBe(false);
});

it('every node is counted, tainted ones as well (S2-67)', () => {
  expect(listAt(agent, `${POD}.tolerations`)).toEqual([{ operator: 'Exists' }]);
});

it('disks of the node are counted, and not every volume and layer of its pods', () => {
  const excluded = pattern('--collector.filesystem.mount-points-exclude=');
  for (const mount of ['/', '/data', '/boot/efi']) expect(excluded.test(mount), mount).toBe(false);
  for (const mount of ['/var/lib/kubelet/pods/x/volumes/y', '/var/lib/containerd/io/rootfs', '/run/user'])
    expect(excluded.test(mount), mount).toBe(true);
});

it('the cards of the node are counted, and not the device of each pod', () => {
  const excluded = pattern('--collector.netdev.device-exclude=');
  for (const device of ['eth0', 'ens5']) expect(excluded.test(device), device).toBe(false);
  for (const device of ['lo', 'eni0a1b2c3d4e5', 'vlan.eth.1', 'veth12'])
    expect(excluded.test(device), device).toBe(true);
});

it('Prometheus gets to the port of every node, and series carry the name of the node', () => {
  const { terraform } = contextOf('sre-portfolio').cluster;
  const policy = one(
    renderUnit('kube-prometheus-stack', 'sre-portfolio'),
    'NetworkPolicy',
    'allow-prometheus',
  );
  expect(JSON.stringify(at(policy, 'spec.egress'))).toContain(
    JSON.stringify({
      ports: [
        { port: 10250, protocol: 'TCP' },
        { port: 9100, protocol: 'TCP' },
      ],
      to: terraform.privateSubnetCidrs.map((cidr) => ({ ipBlock: { cidr } })),
    }),
  );
  const relabelings = listAt(one(objects, 'PodMonitor'), 'spec.podMetricsEndpoints[0].relabelings');
  expect(relabelings.map((relabeling) => textAt(relabeling, 'targetLabel'))).toEqual([
    'job',
    'instance',
    'node',
  ]);
});
