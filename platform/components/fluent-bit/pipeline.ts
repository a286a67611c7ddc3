import type { Cluster } from '../../../clusters/index.ts';
import { namespacesOf } from '../../unit/namespaces-of.ts';
import type { Context } from '../../unit/unit.ts';
import { type LogGroup, logGroupsOf } from './log-groups.ts';

/** Port of Fluent Bit's own server: its health and its metrics. */
export const PORT = 2020;

/** The one directory that it writes to: how far each file has been read, and what is not delivered yet. */
export const STATE = '/var/lib/fluent-bit';

/** A section of Fluent Bit's configuration in its YAML form. */
type Settings = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** The configuration file. */
export interface Configuration {
  readonly service: Settings;
  readonly pipeline: {
    readonly inputs: readonly Settings[];
    readonly filters: readonly Settings[];
    readonly outputs: readonly Settings[];
  };
}

/** Folder of the links `<pod>_<namespace>_<container>-<id>.log`; none of the three parts can hold an underscore. */
const CONTAINER_LOGS = '/var/log/containers';

/** Names of the log streams: by workload, and for the platform by namespace (S2-74 to S2-76). */
const LOG_STREAMS = {
  application: "$kubernetes['pod_name'].$kubernetes['container_name']",
  system: "$kubernetes['namespace_name'].$kubernetes['pod_name'].$kubernetes['container_name']",
} as const;

/**
 * What the agent of a node reads, in three streams: containers of products, containers of the platform and the
 * journal of the node with kubelet, containerd and kernel (S2-73, S3-48, S3-49).
 *
 * Only the namespaces of products are listed; every other one counts as the platform's, even one that nobody declared, so
 * that no log is lost. A new component is one more of these: no agent restarts for it.
 */
export function nodePipeline(context: Context, ownNamespace: string): Configuration {
  const { cluster } = context;
  const products = namespacesOf(context).flatMap(({ name, owner }) => (owner === 'platform' ? [] : [name]));
  // An empty list of files would be an error at the start.
  const streams = products.length === 0 ? (['system'] as const) : (['application', 'system'] as const);
  return {
    service: service(),
    pipeline: {
      inputs: [
        ...(products.length === 0 ? [] : [containers('application', products.map(logsOf).join(','))]),
        // Its own logs are left to kubectl: a failed delivery would write a line that has to be delivered.
        containers('system', `${CONTAINER_LOGS}/*.log`, [...products, ownNamespace]),
        {
          name: 'systemd',
          alias: 'host',
          tag: 'host.*',
          path: '/var/log/journal',
          db: `${STATE}/host.db`,
          'storage.type': 'filesystem',
        },
      ],
      filters: [...streams.map(podMetadata), clusterName([`node ${variable('NODE_NAME')}`])],
      outputs: [
        ...streams.flatMap((stream) =>
          logGroupsOf(cluster, stream, tagsOf(stream)).map((group) =>
            cloudWatch(cluster, group, LOG_STREAMS[stream]),
          ),
        ),
        cloudWatch(cluster, groupOf(cluster, 'host', 'host.*')),
      ],
    },
  };
}

/** What the one reader of the cluster's events does (S2-73). Every node doing it would deliver each event as often. */
export function eventPipeline(cluster: Cluster): Configuration {
  return {
    service: service(),
    pipeline: {
      inputs: [
        {
          name: 'kubernetes_events',
          alias: 'events',
          tag: 'events',
          db: `${STATE}/events.db`,
          // As long as the API server keeps them, so that none is missed while the reader moves to another node.
          kube_retention_time: '1h',
          'storage.type': 'filesystem',
        },
      ],
      filters: [clusterName([])],
      outputs: [cloudWatch(cluster, groupOf(cluster, 'events', 'events'))],
    },
  };
}

function service(): Settings {
  return {
    // There is a call for every stream at every flush: at one second, a hundred nodes reach the quota of CloudWatch.
    flush: 5,
    grace: 30,
    log_level: 'info',
    http_server: true,
    http_listen: '0.0.0.0',
    http_port: PORT,
    health_check: true,
    // A new configuration is a new pod. The port would accept a reload from whoever reaches it.
    hot_reload: false,
    'storage.path': `${STATE}/storage`,
    'storage.checksum': true,
    'storage.delete_irrecoverable_chunks': true,
    'storage.metrics': true,
    // Of about 2 MB each: what is in memory at once stays far below the limit of the container.
    'storage.max_chunks_up': 64,
    'storage.backlog.mem_limit': '32M',
    // Not half an hour of silence after CloudWatch is back.
    'scheduler.cap': 300,
  };
}

/** Reads the files of containers under a tag that begins with the name of the stream. */
function containers(stream: string, path: string, without: readonly string[] = []): Settings {
  return {
    name: 'tail',
    alias: stream,
    tag: `${stream}.*`,
    path,
    ...(without.length > 0 && { exclude_path: without.map(logsOf).join(',') }),
    // Built in: takes off what containerd puts before each line, and joins what it split at 16 KiB.
    'multiline.parser': 'cri',
    db: `${STATE}/${stream}.db`,
    'db.locking': true,
    // Pods that wrote before the agent of a new node was running.
    read_from_head: true,
    refresh_interval: 10,
    rotate_wait: 30,
    // Longer than one line of containerd can be; a longer one is skipped and the file is still read.
    buffer_max_size: '256k',
    skip_long_lines: true,
    'storage.type': 'filesystem',
  };
}

/** What the tags of a stream begin with: its name, and the path of the files with dots. */
function tagsOf(stream: string): string {
  return `${stream}${CONTAINER_LOGS.replaceAll('/', '.')}.`;
}

function logsOf(namespace: string): string {
  return `${CONTAINER_LOGS}/*_${namespace}_*.log`;
}

/** Adds pod, namespace, container and labels to a record, and makes fields of a line that is JSON. */
function podMetadata(stream: string): Settings {
  return {
    name: 'kubernetes',
    alias: stream,
    match: `${stream}.*`,
    // Has to match what `tag` made of the path, or no record gets the name of its pod.
    kube_tag_prefix: tagsOf(stream),
    labels: true,
    annotations: false,
    // A pod of a StatefulSet comes back under its name with other labels.
    cache_use_docker_id: true,
    // The descriptions of pods with many variables do not fit into the default of 32 KiB.
    buffer_size: 0,
    merge_log: true,
    // Under their own key, so that no line of a workload can replace a field that is set here.
    merge_log_key: 'log_processed',
    keep_log: false,
    // No pod decides that its own log is left out.
    'k8s-logging.parser': false,
    'k8s-logging.exclude': false,
  };
}

function clusterName(others: readonly string[]): Settings {
  return { name: 'record_modifier', match: '*', record: [`cluster ${variable('CLUSTER_NAME')}`, ...others] };
}

/** The one group of a stream that is not divided. */
function groupOf({ terraform }: Cluster, stream: string, match: string): LogGroup {
  return { alias: stream, name: `${terraform.logGroupPrefix}/${stream}`, lines: { match } };
}

/**
 * Delivers lines to a log group. Terraform makes the groups with their retention (S2-77): Fluent Bit may not do so,
 * and one that it made would keep its logs for ever.
 *
 * @param template name of the log stream; without it, or if a record lacks its fields, it is `<node>.<tag>`
 */
function cloudWatch({ terraform }: Cluster, { alias, name, lines }: LogGroup, template?: string): Settings {
  return {
    name: 'cloudwatch_logs',
    alias,
    ...lines,
    region: terraform.region,
    log_group_name: name,
    log_stream_prefix: `${variable('NODE_NAME')}.`,
    ...(template !== undefined && { log_stream_template: template }),
    auto_create_group: false,
    // Tried again for as long as the disk may hold it: the limit drops the oldest first.
    retry_limit: 'no_limits',
    'storage.total_limit_size': '256M',
  };
}

/** What Fluent Bit replaces by a variable of its container. */
function variable(name: string): string {
  return `\${${name}}`;
}
