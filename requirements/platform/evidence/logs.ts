import { isDeepStrictEqual } from 'node:util';
import { namespacesOf } from '../../evidence/members.ts';
import { rendered } from '../../model/evidence.ts';
import { absent, computed, every, type Matcher } from '../../model/expected.ts';
import { query } from '../../model/query.ts';
import { contract } from './members.ts';
import { all, beginning, inside } from './texts.ts';

const configuration = rendered('fluent-bit/logging/configmap-fluent-bit-config.yaml');

/** Fluent Bit on every node of its cluster, with access to the logs of the node. */
export const agentOnEachNode = rendered(
  'fluent-bit/logging/daemonset-fluent-bit.yaml',
  'spec.template.spec',
)({
  tolerations: [{ operator: 'Exists' }],
  nodeSelector: { 'kubernetes.io/os': 'linux' },
  affinity: absent,
  'volumes[name=config].configMap.name': 'fluent-bit-config',
  'volumes[name=varlog].hostPath.path': '/var/log',
  'volumes[name=journal].hostPath.path': '/var/log/journal',
  'containers[name=fluent-bit].volumeMounts[*].mountPath': all(
    '/var/log',
    '/var/log/journal',
    '/fluent-bit/etc',
  ),
});

/**
 * What the agent reads: the files of all containers, those of products as application and all others as system, its own
 * alone left out, and the journal of the node.
 */
export const containersAndJournal = configuration({
  'data["fluent-bit.yaml"]': computed(
    'every container, each once, and the journal of the node',
    (context) => {
      const products = [...namespacesOf(context).values()]
        .filter(({ owner }) => owner !== 'platform')
        .map(({ name }) => filesOf(name));
      return inside({
        'pipeline.inputs[alias=application].name': 'tail',
        'pipeline.inputs[alias=application].path': listing(products),
        'pipeline.inputs[alias=system].name': 'tail',
        'pipeline.inputs[alias=system].path': '/var/log/containers/*.log',
        'pipeline.inputs[alias=system].exclude_path': listing([...products, filesOf('logging')]),
        'pipeline.inputs[alias=host].name': 'systemd',
        'pipeline.inputs[alias=host].path': '/var/log/journal',
      });
    },
  ),
});

/** The files of the containers of a namespace, as the kubelet names them. */
function filesOf(namespace: string): string {
  return `/var/log/containers/*_${namespace}_*.log`;
}

/** A list with commas of these and of no others. */
function listing(parts: readonly string[]): Matcher {
  return {
    says: `lists ${parts.join(', ')}`,
    holds: (value) =>
      typeof value === 'string' && isDeepStrictEqual(value.split(',').sort(), [...parts].sort()),
  };
}

/** All that it reads goes to CloudWatch Logs, in the region and below the prefix of the cluster. */
export const toCloudWatch = configuration({
  'data["fluent-bit.yaml"]': contract(
    'all of it to cloudwatch_logs, below log_group_prefix',
    ({ terraform }) =>
      inside({
        'pipeline.outputs[*].name': every('cloudwatch_logs'),
        'pipeline.outputs[*].region': every(terraform.region),
        'pipeline.outputs[*].auto_create_group': every(false),
        'pipeline.outputs[*].log_group_name': every(beginning(terraform.logGroupPrefix)),
        'pipeline.outputs': sending('application', 'system', 'host'),
      }),
  ),
});

/** An output in CloudWatch for the logs with this tag, in a group of their own that Terraform has made. */
export function logGroup(alias: string, tag: string, group: string) {
  return configuration({
    'data["fluent-bit.yaml"]': contract(`${tag}… to log_group_prefix/${group}`, ({ terraform }) =>
      terraform.logGroupNames.includes(`${terraform.logGroupPrefix}/${group}`)
        ? inside({
            [`pipeline.outputs[alias=${alias}].name`]: 'cloudwatch_logs',
            [`pipeline.outputs[alias=${alias}].match_regex`]: beginning(tag),
            [`pipeline.outputs[alias=${alias}].log_group_name`]: `${terraform.logGroupPrefix}/${group}`,
          })
        : undefined,
    ),
  });
}

function sending(...aliases: readonly string[]): Matcher {
  return {
    says: `has outputs for ${aliases.join(', ')}`,
    holds: (outputs) =>
      Array.isArray(outputs) &&
      aliases.every((alias) =>
        outputs.some(
          (output: unknown) =>
            query(output, 'alias') === alias &&
            [query(output, 'match'), query(output, 'match_regex')].some(
              (match) => typeof match === 'string' && match.includes(`${alias}`),
            ),
        ),
      ),
  };
}
