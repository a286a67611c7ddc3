/** Where systemd keeps the journal of a node; Fluent Bit reads it too. */
export const JOURNAL = '/var/log/journal';

/** The kernel's own messages: they are there even when no disk can be written to any more. */
export const KERNEL_MESSAGES = '/dev/kmsg';

/** Part of the image. */
const LOG_COUNTER = '/home/kubernetes/bin/log-counter';

/** What is looked for in lines of a log. A pattern has to reach to the end of the line. */
interface Rule {
  /** `permanent` sets a condition of the node, `temporary` makes an event. */
  readonly type: 'permanent' | 'temporary';
  readonly condition?: string;
  readonly reason: string;
  readonly pattern: string;
}

/** What a condition says as long as all is well. */
interface Condition {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
}

const KERNEL_RULES: readonly Rule[] = [
  event('OOMKilling', String.raw`Killed process \d+ \(.+\) total-vm:\d+kB.*`),
  event('TaskHung', String.raw`task .+:\d+ blocked for more than \d+ seconds\..*`),
  event(
    'UnregisterNetDevice',
    String.raw`unregister_netdevice: waiting for \S+ to become free\. Usage count = \d+.*`,
  ),
  event('KernelOops', 'BUG: (unable to handle|kernel NULL pointer dereference).*'),
  event('KernelOops', String.raw`divide error: 0000 \[#\d+\].*`),
  event('Ext4Error', 'EXT4-fs error .*'),
  event('IOError', '(Buffer I/O error on dev|I/O error, dev) .*'),
  event('MemoryReadError', 'CE memory read error .*'),
  // In place of the hanging Docker: its successor, its shims and what starts the containers.
  {
    type: 'permanent',
    condition: 'KernelDeadlock',
    reason: 'ContainerRuntimeHung',
    pattern: String.raw`task (containerd|runc)\S*:\d+ blocked for more than \d+ seconds\..*`,
  },
  {
    type: 'permanent',
    condition: 'XfsShutdown',
    reason: 'XfsHasShutDown',
    pattern: String.raw`XFS \(.+\): .*([Ss]hutting down filesystem|Filesystem has been shut down).*`,
  },
];

const KUBELET_STARTED = 'Started (kubelet|Kubelet|Kubernetes [Kk]ubelet).*';
const CONTAINERD_STARTED = 'Started containerd.*';

/** The files that `--config.system-log-monitor` names. */
export const logMonitors = {
  'kernel-monitor.json': kernelMonitor(
    'kernel-monitor',
    [
      { type: 'KernelDeadlock', reason: 'KernelHasNoDeadlock', message: 'No task of the runtime hangs' },
      { type: 'XfsShutdown', reason: 'XfsHasNotShutDown', message: 'No file system was shut down' },
    ],
    KERNEL_RULES,
  ),
  'readonly-monitor.json': kernelMonitor(
    'readonly-monitor',
    [
      {
        type: 'ReadonlyFilesystem',
        reason: 'FilesystemIsNotReadOnly',
        message: 'File systems can be written to',
      },
    ],
    [
      {
        type: 'permanent',
        condition: 'ReadonlyFilesystem',
        reason: 'FilesystemIsReadOnly',
        pattern: 'Remounting filesystem read-only.*',
      },
    ],
  ),
  'systemd-monitor.json': {
    plugin: 'journald',
    pluginConfig: { source: 'systemd' },
    logPath: JOURNAL,
    lookback: '5m',
    bufferSize: 10,
    source: 'systemd-monitor',
    metricsReporting: true,
    conditions: [],
    rules: [event('KubeletStart', KUBELET_STARTED), event('ContainerdStart', CONTAINERD_STARTED)],
  },
};

/**
 * The files that `--config.custom-plugin-monitor` names. The health checker of containerd is not among them: it runs
 * the node's `crictl`, which the image does not have, and without it would call every node unhealthy. A runtime that
 * does not answer makes the kubelet set the node to NotReady; one that dies again and again is found here.
 */
export const pluginMonitors = {
  'systemd-monitor-counter.json': {
    plugin: 'custom',
    pluginConfig: { invoke_interval: '5m', timeout: '1m', max_output_length: 80, concurrency: 1 },
    source: 'systemd-monitor',
    metricsReporting: true,
    conditions: [
      {
        type: 'FrequentKubeletRestart',
        reason: 'NoFrequentKubeletRestart',
        message: 'The kubelet stays up',
      },
      {
        type: 'FrequentContainerdRestart',
        reason: 'NoFrequentContainerdRestart',
        message: 'containerd stays up',
      },
    ],
    rules: [
      restarts(
        'FrequentKubeletRestart',
        KUBELET_STARTED,
        'Stopping (kubelet|Kubelet|Kubernetes [Kk]ubelet).*',
      ),
      restarts('FrequentContainerdRestart', CONTAINERD_STARTED, 'Stopping containerd.*'),
    ],
  },
};

function event(reason: string, pattern: string): Rule {
  return { type: 'temporary', reason, pattern };
}

function kernelMonitor(source: string, conditions: readonly Condition[], rules: readonly Rule[]) {
  return {
    plugin: 'kmsg',
    logPath: KERNEL_MESSAGES,
    lookback: '5m',
    bufferSize: 10,
    source,
    metricsReporting: true,
    conditions,
    rules,
  };
}

/** Five starts in twenty minutes. A start after an orderly stop does not count, nor do the minutes after a boot. */
function restarts(condition: string, started: string, stopping: string) {
  return {
    type: 'permanent',
    condition,
    reason: condition,
    path: LOG_COUNTER,
    args: [
      '--journald-source=systemd',
      `--log-path=${JOURNAL}`,
      '--lookback=20m',
      '--delay=5m',
      '--count=5',
      `--pattern=${started}`,
      `--revert-pattern=${stopping}`,
    ],
    timeout: '1m',
  };
}
