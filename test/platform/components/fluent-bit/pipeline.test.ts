import { describe, expect, test } from 'vitest';
import { nodePipeline } from '../../../../platform/components/fluent-bit/pipeline.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { configurationOn, type Settings, section } from './configuration.ts';

const { contextOf } = frozenFleet;

const clusters = contextOf('prod-japan').fleet.clusters;
const { service, pipeline } = configurationOn('prod-japan');
const { inputs, filters, outputs } = pipeline;
const events = configurationOn('prod-japan', 'fluent-bit-events');

const ID = 'ab'.repeat(32);

function logFile(namespace: string, pod = 'pod-7d9c5b-x2k4p', container = 'app'): string {
  return `/var/log/containers/${pod}_${namespace}_${container}-${ID}.log`;
}

/** As fnmatch(3) does without flags: a star stands for any text, slashes included. */
function matches(patterns: string, path: string): boolean {
  return patterns.split(',').some((pattern) => {
    const parts = pattern.split('*').map((part) => part.replace(/[.]/g, '\\.'));
    return new RegExp(`^${parts.join('.*')}$`).test(path);
  });
}

function streamsOf(path: string): unknown[] {
  return inputs
    .filter(({ name, path: read, exclude_path = '' }) => {
      const taken = name === 'tail' && matches(String(read), path);
      return taken && !matches(String(exclude_path), path);
    })
    .map(({ alias }) => alias);
}

describe('each line of a container reaches one log group', () => {
  test.each([
    ['prod', 'application'],
    ['nobody-declared-it', 'system'],
    ['kube-system', 'system'],
    ['istio-system', 'system'],
    ['monitoring', 'system'],
  ])('of %s: %s', (namespace, stream) => {
    expect(streamsOf(logFile(namespace))).toEqual([stream]);
  });

  test('a pod that has the name of a namespace of the platform is still where it is', () => {
    expect(streamsOf(logFile('prod', 'monitoring', 'kube-system'))).toEqual(['application']);
  });

  test('but its own: a delivery that fails would write the lines of the next one', () => {
    expect(streamsOf(logFile('logging', 'fluent-bit-x2k4p', 'fluent-bit'))).toEqual([]);
  });

  test('of a cluster that has no product yet, too: a list of no files would be an error at start', () => {
    const { units, ...context } = frozenFleet.contextOf('prod-japan');
    const platform = units.filter(({ project }) => project === 'platform');
    const { pipeline } = nodePipeline({ ...context, units: platform }, 'logging');
    expect(pipeline.inputs.map(({ alias }) => alias)).toEqual(['system', 'host']);
    for (const { match } of [...pipeline.filters, ...pipeline.outputs])
      expect(match).not.toContain('application');
  });

  test('the other two are the journal of the node and the events, which only one pod reads (S2-73)', () => {
    expect(section(inputs, 'host')).toMatchObject({ name: 'systemd', path: '/var/log/journal' });
    expect(inputs.map(({ name }) => name)).not.toContain('kubernetes_events');
    expect(events.pipeline.inputs.map(({ name }) => name)).toEqual(['kubernetes_events']);
  });

  test('whose output exists, and no output waits for a stream that nobody reads', () => {
    for (const { pipeline } of [configurationOn('prod-japan'), events]) {
      const read = pipeline.inputs.map(({ tag }) => tag);
      expect(pipeline.outputs.map(({ match }) => match)).toEqual(read);
    }
  });
});

describe('a log line says which pod wrote it', () => {
  test.each(['application', 'system'])(
    'in %s: the filter takes the tag apart as the input made it',
    (stream) => {
      const namespace = stream === 'system' ? 'kube-system' : 'streaming';
      const tag = String(section(inputs, stream).tag).replace(
        '*',
        logFile(namespace).slice(1).replaceAll('/', '.'),
      );
      const filter = section(filters, stream);
      const prefix = String(filter.kube_tag_prefix);
      expect(matches(String(filter.match), tag)).toBe(true);
      expect(tag.startsWith(prefix), `${tag} begins with ${prefix}`).toBe(true);
      expect(tag.slice(prefix.length)).toBe(`pod-7d9c5b-x2k4p_${namespace}_app-${ID}.log`);
    },
  );

  test('its stream begins with the workload, or with the namespace of the platform (S2-74, S2-75, S2-76)', () => {
    expect(section(outputs, 'application').log_stream_template).toMatch(/^\$kubernetes\['pod_name'\]\./);
    expect(section(outputs, 'system').log_stream_template).toMatch(/^\$kubernetes\['namespace_name'\]\./);
  });

  test('only a dot or a comma ends a variable in the name of a stream; anything else is an error at start', () => {
    for (const { log_stream_template: template } of outputs) {
      if (template !== undefined) expect(template).toMatch(/^(\$kubernetes\['\w+'\]([.,]|$))+$/);
    }
  });

  test('lines of containerd are taken apart, not those of Docker, and no pod can hide its own (X-79)', () => {
    for (const stream of ['application', 'system']) {
      expect(section(inputs, stream)['multiline.parser']).toBe('cri');
      expect(section(filters, stream)['k8s-logging.exclude']).toBe(false);
    }
  });

  test('the kubelet is not asked: that needs a right which lets its owner into every container', () => {
    for (const filter of filters) expect(filter).not.toHaveProperty('use_kubelet');
  });
});

describe('nothing is lost while CloudWatch or the agent is away', () => {
  const all = [...inputs, ...events.pipeline.inputs];

  test('each input keeps its place and its records on disk, each in a file of its own (X-79)', () => {
    for (const input of all) {
      expect(input.db, String(input.alias)).toBe(`/var/lib/fluent-bit/${input.alias}.db`);
      expect(input['storage.type'], String(input.alias)).toBe('filesystem');
    }
    expect(new Set(inputs.map(({ db }) => db)).size).toBe(inputs.length);
    expect(String(service['storage.path'])).toMatch(/^\/var\/lib\/fluent-bit\//);
  });

  test('a delivery is tried until it succeeds, within a bound that spares the disk of the node', () => {
    for (const output of [...outputs, ...events.pipeline.outputs]) {
      expect(output.retry_limit).toBe('no_limits');
      expect(output['storage.total_limit_size']).toMatch(/^\d+M$/);
    }
  });

  test('logs that were there before the agent are read', () => {
    for (const stream of ['application', 'system']) expect(section(inputs, stream).read_from_head).toBe(true);
    expect(section(inputs, 'host').read_from_tail).toBeUndefined();
  });
});

/** The log groups that a line of a container reaches, by the tag that its input gives it. */
function groupsOf(cluster: string, stream: string, path: string): unknown[] {
  const { pipeline } = configurationOn(cluster);
  const tag = String(section(pipeline.inputs, stream).tag).replace('*', path.slice(1).replaceAll('/', '.'));
  return pipeline.outputs
    .filter(({ match, match_regex: regex }) =>
      regex === undefined ? matches(String(match), tag) : new RegExp(String(regex)).test(tag),
    )
    .map(({ log_group_name: group }) => group);
}

describe('a line of the task manager reaches the log group of its workload, and only that (S2-74, S2-75)', () => {
  const base = '/aws/eks/sre-portfolio-cluster';

  test.each([
    ['api-service-7d9c5b8f4-x2k4p', 'application', `${base}/application/api-service`],
    ['api-service-canary-7d9c5b8f4-x2k4p', 'application', `${base}/application/api-service`],
    ['frontend-service-7d9c5b8f4-x2k4p', 'application', `${base}/application/frontend-service`],
    ['worker-7d9c5b8f4-x2k4p', 'application', `${base}/application`],
    ['api-service-migration-x2k4p', 'application', `${base}/application`],
  ])('%s', (pod, stream, group) => {
    expect(groupsOf('sre-portfolio', stream, logFile('task-manager', pod))).toEqual([group]);
  });

  test('and of kube-system likewise, while the rest of the platform stays together (S2-76)', () => {
    const group = (namespace: string) =>
      groupsOf('sre-portfolio', 'system', logFile(namespace, 'coredns-x2k4p'));
    expect(group('kube-system')).toEqual([`${base}/system/kube-system`]);
    expect(group('monitoring')).toEqual([`${base}/system`]);
  });

  test('where no workload has a group of its own every line goes to that of the stream', () => {
    expect(groupsOf('prod-japan', 'application', logFile('prod', 'user-service-7d9c5b8f4-x2k4p'))).toEqual([
      '/eks/prod-japan/application',
    ]);
  });
});

describe('log groups are those that Terraform made, in the region of the cluster', () => {
  test.each(clusters)('on $name', ({ name, terraform }) => {
    const delivered = [
      ...configurationOn(name).pipeline.outputs,
      ...configurationOn(name, 'fluent-bit-events').pipeline.outputs,
    ];
    const streams = ['application', 'system', 'host', 'events'];
    expect(delivered.map(({ log_group_name: group }) => group).sort()).toEqual(
      [
        ...streams.map((stream) => `${terraform.logGroupPrefix}/${stream}`),
        ...terraform.logGroupNames,
      ].sort(),
    );
    expect(new Set(delivered.map(({ alias }) => alias)).size).toBe(delivered.length);
    for (const output of delivered) {
      expect(output).toMatchObject({
        name: 'cloudwatch_logs',
        region: terraform.region,
        auto_create_group: false,
      });
    }
  });
});

describe('Fluent Bit starts', () => {
  // Of the manual of 5.1, as far as they are in use: any other key ends the start with an error.
  const known: Readonly<Record<string, readonly string[]>> = {
    tail: [
      'path exclude_path multiline.parser db db.locking read_from_head refresh_interval rotate_wait',
      'buffer_max_size skip_long_lines storage.type',
    ],
    systemd: ['path db storage.type'],
    kubernetes_events: ['db kube_retention_time storage.type'],
    kubernetes: [
      'kube_tag_prefix labels annotations cache_use_docker_id buffer_size merge_log merge_log_key keep_log',
      'k8s-logging.parser k8s-logging.exclude',
    ],
    record_modifier: ['record'],
    cloudwatch_logs: [
      'region log_group_name log_stream_prefix log_stream_template auto_create_group retry_limit',
      'storage.total_limit_size',
    ],
  };

  test.each([
    ['agent', pipeline],
    ['reader of events', events.pipeline],
  ])('the %s knows every option of its configuration', (_, { inputs, filters, outputs }) => {
    const check = (sections: readonly Settings[], common: readonly string[]) => {
      for (const { name, ...options } of sections) {
        const names = (known[String(name)] ?? []).flatMap((line) => line.split(' '));
        for (const option of Object.keys(options)) expect([...names, ...common], `${name}`).toContain(option);
      }
    };
    check(inputs, ['alias', 'tag']);
    check(filters, ['alias', 'match']);
    check(outputs, ['alias', 'match', 'match_regex']);
  });

  test('every variable of the configuration is one of the container', () => {
    const used = [...JSON.stringify([pipeline, events]).matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);
    expect(new Set(used)).toEqual(new Set(['NODE_NAME', 'CLUSTER_NAME']));
  });
});
