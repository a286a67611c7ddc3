import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  logMonitors,
  pluginMonitors,
} from '../../../../platform/components/node-problem-detector/monitors.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { at, listAt, one, selects, textAt } from '../../../manifest-reader.ts';

const { contextOf, renderUnit } = frozenFleet;

const clusters = contextOf('prod-japan').fleet.clusters;
const objects = renderUnit('node-problem-detector', 'triptrip-production');
const daemonSet = one(objects, 'DaemonSet');
const pod = at(daemonSet, 'spec.template.spec');
const container = at(pod, 'containers[0]');
const command = listAt(container, 'command').map(String);
const files = z.record(z.string(), z.string()).parse(at(one(objects, 'ConfigMap'), 'data'));

/** The reasons whose pattern reaches to the end of the line: the detector asks for nothing less, and nothing more. */
function reasonsOf(line: string): string[] {
  return Object.values(logMonitors)
    .flatMap(({ rules }) => [...rules])
    .filter(({ pattern }) => new RegExp(`${pattern}$`).test(line))
    .map(({ reason }) => reason);
}

describe('what goes wrong on a node is recognised', () => {
  test.each([
    [
      'Memory cgroup out of memory: Killed process 4242 (node) total-vm:1234567kB, anon-rss:5242kB, file-rss:0kB',
      ['OOMKilling'],
    ],
    ['INFO: task kworker/u8:2:77 blocked for more than 120 seconds.', ['TaskHung']],
    [
      'INFO: task containerd-shim:5150 blocked for more than 120 seconds.',
      ['TaskHung', 'ContainerRuntimeHung'],
    ],
    ['unregister_netdevice: waiting for eth0 to become free. Usage count = 1', ['UnregisterNetDevice']],
    ['BUG: kernel NULL pointer dereference, address: 0000000000000008', ['KernelOops']],
    ['divide error: 0000 [#1] SMP PTI', ['KernelOops']],
    ['EXT4-fs error (device nvme1n1): ext4_find_entry:1455: inode #2: comm node: reading', ['Ext4Error']],
    ['I/O error, dev nvme1n1, sector 2048 op 0x0:(READ) flags 0x80700 phys_seg 1 prio class 0', ['IOError']],
    ['EXT4-fs (nvme1n1): Remounting filesystem read-only', ['FilesystemIsReadOnly']],
    ['XFS (nvme0n1p1): Filesystem has been shut down due to log error (0x2).', ['XfsHasShutDown']],
    ['Started kubelet.service - Kubernetes Kubelet.', ['KubeletStart']],
    ['Started containerd.service - containerd container runtime.', ['ContainerdStart']],
  ])('%s', (line, reasons) => {
    expect(reasonsOf(line)).toEqual(reasons);
  });

  test.each([
    'EXT4-fs (nvme1n1): mounted filesystem with ordered data mode',
    'XFS (nvme0n1p1): Ending clean mount',
    'Stopped kubelet.service - Kubernetes Kubelet.',
  ])('and nothing else: %s', (line) => {
    expect(reasonsOf(line)).toEqual([]);
  });

  test('in containerd, and not in Docker, which no node has any more (X-80)', () => {
    expect(JSON.stringify(files)).not.toMatch(/docker/i);
    expect(JSON.stringify(files)).toContain('FrequentContainerdRestart');
  });

  test('a start after an ordered stop is no crash', () => {
    for (const { args } of pluginMonitors['systemd-monitor-counter.json'].rules) {
      const option = (name: string) =>
        args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
      const service = option('pattern')?.includes('containerd') ? 'containerd' : 'kubelet';
      expect(`Started ${service}.service - x.`).toMatch(new RegExp(`${option('pattern')}$`));
      expect(`Stopping ${service}.service - x...`).toMatch(new RegExp(`${option('revert-pattern')}$`));
    }
  });
});

describe('the detector starts', () => {
  test('with files that are there, and none is left out (X-3)', () => {
    const named = command.flatMap(
      (argument) => /^--config\.[a-z-]+=(.*)$/.exec(argument)?.[1]?.split(',') ?? [],
    );
    expect(named.sort()).toEqual(
      Object.keys(files)
        .map((file) => `/config/${file}`)
        .sort(),
    );
    expect(listAt(container, 'volumeMounts')).toContainEqual({
      name: 'config',
      mountPath: '/config',
      readOnly: true,
    });
  });

  test('with what these files read mounted, and nothing of the node can be written', () => {
    const mounts = listAt(container, 'volumeMounts');
    const paths = mounts.map((mount) => at(mount, 'mountPath'));
    for (const { logPath } of Object.values(logMonitors)) expect(paths).toContain(logPath);
    for (const mount of mounts) expect(at(mount, 'readOnly')).toBe(true);
  });

  test('and every condition that a rule sets has a state before it', () => {
    for (const { conditions, rules } of Object.values({ ...logMonitors, ...pluginMonitors })) {
      const declared: readonly string[] = conditions.map(({ type }) => type);
      for (const rule of rules) {
        if (rule.type === 'permanent') expect(declared).toContain(at(rule, 'condition'));
      }
    }
  });

  test('under the name of its node, which need not be that of the host (X-80)', () => {
    expect(at(container, 'env')).toEqual([
      { name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
    ]);
  });

  test('with the right to report it: the role that the API server brings along (X-2)', () => {
    const account = one(objects, 'ServiceAccount');
    expect(at(one(objects, 'ClusterRoleBinding'), 'roleRef.name')).toBe('system:node-problem-detector');
    expect(at(one(objects, 'ClusterRoleBinding'), 'subjects')).toEqual([
      {
        kind: 'ServiceAccount',
        name: at(account, 'metadata.name'),
        namespace: at(account, 'metadata.namespace'),
      },
    ]);
    expect(at(pod, 'serviceAccountName')).toBe(at(account, 'metadata.name'));
    expect(at(pod, 'automountServiceAccountToken')).toBe(true);
  });
});

describe('the detector runs on every node', () => {
  test('with the figures of S4-109, S4-113 and S4-117', () => {
    expect(pod).toMatchObject({
      priorityClassName: 'system-node-critical',
      tolerations: [{ operator: 'Exists' }],
    });
    expect(at(container, 'resources')).toEqual({
      requests: { cpu: '10m', memory: '80Mi' },
      limits: { cpu: '100m', memory: '200Mi' },
    });
    expect(at(daemonSet, 'spec.updateStrategy')).toBeUndefined();
  });

  test('inside the NetworkPolicies: a pod in the network of the node would be outside them', () => {
    for (const share of ['hostNetwork', 'hostPID', 'hostIPC']) expect(at(pod, share)).toBeUndefined();
  });

  test('and Prometheus reaches its metrics, which listen on the loopback address by default (X-77, X-80)', () => {
    expect(command).toContain('--prometheus-address=0.0.0.0');
    expect(command).toContain('--prometheus-port=20257');
    const monitor = one(objects, 'PodMonitor');
    expect(
      selects(at(monitor, 'spec.selector.matchLabels'), at(daemonSet, 'spec.template.metadata.labels')),
    ).toBe(true);
    expect(at(container, 'ports')).toEqual([
      { name: textAt(monitor, 'spec.podMetricsEndpoints[0].port'), containerPort: 20257, protocol: 'TCP' },
    ]);
  });

  test.each(clusters)('of $name', ({ name, terraform }) => {
    const image = textAt(
      one(renderUnit('node-problem-detector', name), 'DaemonSet'),
      'spec.template.spec.containers[0].image',
    );
    expect(image.startsWith(`${terraform.ecrRegistry}/kubernetes/node-problem-detector/`)).toBe(true);
    expect(image).toMatch(/:v\d+\.\d+\.\d+$/);
  });
});
