import { describe, expect, test } from 'vitest';
import { nodeFiles } from '../../../apps/triptrip/redis-cluster/files.ts';
import { redisCluster } from '../../../apps/triptrip/redis-cluster/unit.ts';
import { triptrip } from '../../../apps/triptrip/triptrip.ts';
import { namespaces } from '../../../platform/components/namespaces/namespaces.ts';
import { storageClasses } from '../../../platform/components/storage-classes/storage-classes.ts';
import { nodePoolOf } from '../../../platform/kit/node-pool.ts';
import { bytes, millicores } from '../../../platform/kit/quantity.ts';
import { unitOf } from '../../../platform/unit/component.ts';
import type { Context } from '../../../platform/unit/unit.ts';
import { waves } from '../../../platform/unit/waves.ts';
import { at, every, type Json, listAt, one, selects, textAt } from '../../manifest-reader.ts';
import { render } from '../../rendered-fleet.ts';
import { callersOf, scaledBy } from '../declared.ts';
import { clustersOf, contextOf, fleet, productionOf, renderUnit } from '../fleet-at-rest.ts';

const CLUSTERS = clustersOf([redisCluster]);
const PRODUCTION = productionOf(triptrip).name;
const NAMESPACE = 'triptrip-cache';

const redis = (cluster: string = PRODUCTION) => render(redisCluster, contextOf(cluster));
const statefulSet = (cluster?: string) => one(redis(cluster), 'StatefulSet');
const podSpec = (cluster?: string) => at(statefulSet(cluster), 'spec.template.spec');
const container = (cluster?: string) => at(podSpec(cluster), 'containers[0]');
const job = () => one(redis(), 'Job');
const repair = () => one(redis(), 'CronJob');
const podTemplates = (cluster?: string) => [
  at(statefulSet(cluster), 'spec.template'),
  at(one(redis(cluster), 'Job'), 'spec.template'),
  at(one(redis(cluster), 'CronJob'), 'spec.jobTemplate.spec.template'),
];
const configuration = () => textAt(one(redis(), 'ConfigMap', 'redis-config'), 'data["redis.conf"]');

/** What a setting of redis.conf says; comments do not count. */
function setting(name: string): string | undefined {
  return configuration().match(new RegExp(`^${name} (.+)$`, 'm'))?.[1];
}

/** A cluster with something changed. */
function changed(change: (cluster: Context['cluster']) => Partial<Context['cluster']>): readonly Json[] {
  const context = contextOf(PRODUCTION);
  return render(redisCluster, { ...context, cluster: { ...context.cluster, ...change(context.cluster) } });
}

test('it comes before the workloads, which need it at their start, on every cluster of the product', () => {
  expect(redisCluster.wave).toBeLessThan(waves.workloads);
  expect(CLUSTERS).toEqual(clustersOf(triptrip));
});

describe('pods that never start', () => {
  test('S4-81 to S4-85, X-5: the governing Service is there, is headless, and selects the pods', () => {
    expect(statefulSet()).toMatchObject({
      metadata: { name: 'redis-cluster', namespace: NAMESPACE },
      spec: {
        serviceName: 'redis-cluster',
        selector: { matchLabels: { app: 'redis-cluster' } },
      },
    });
    const service = one(redis(), 'Service', textAt(statefulSet(), 'spec.serviceName'));
    expect(at(service, 'spec.clusterIP')).toBe('None');
    expect(listAt(service, 'spec.ports')).toMatchObject([
      { name: 'tcp-redis', port: 6379 },
      { name: 'tcp-redis-bus', port: 16379 },
    ]);
    const labels = at(statefulSet(), 'spec.template.metadata.labels');
    expect(selects(at(service, 'spec.selector'), labels)).toBe(true);
    expect(selects(at(statefulSet(), 'spec.selector.matchLabels'), labels)).toBe(true);
  });

  test('X-99: nodes that are not ready have a name too, or the cluster that makes them ready is never made', () => {
    expect(at(one(redis(), 'Service'), 'spec.publishNotReadyAddresses')).toBe(true);
  });

  test.each(CLUSTERS)('X-2, X-4: on %s everything that the pods name is rendered', (cluster) => {
    const objects = redis(cluster);
    for (const template of podTemplates(cluster)) {
      one(objects, 'ServiceAccount', textAt(template, 'spec.serviceAccountName'));
      for (const volume of listAt(template, 'spec.volumes')) {
        const configMap = at(volume, 'configMap.name');
        const secret = at(volume, 'secret.secretName');
        if (typeof configMap === 'string') one(objects, 'ConfigMap', configMap);
        else
          expect([
            at(one(objects, 'ExternalSecret'), 'spec.target.name'),
            at(one(objects, 'Certificate'), 'spec.secretName'),
          ]).toContain(secret);
      }
    }
    const claimed = at(statefulSet(cluster), 'spec.volumeClaimTemplates[0].spec.storageClassName');
    const [storage] = render(unitOf(storageClasses, fleet), contextOf(cluster));
    expect(at(storage, 'metadata.name')).toBe(claimed);
  });

  test('every script and setting that a container runs is in a file that it mounts', () => {
    const files = Object.keys(Object(at(one(redis(), 'ConfigMap', 'redis-config'), 'data')));
    const named = JSON.stringify(container()).match(/(?<=\/etc\/redis\/)[a-z.-]+/g) ?? [];
    expect(new Set(named)).toEqual(new Set(files));
    expect(at(job(), 'spec.template.spec.containers[0].command[1]')).toBe('/scripts/assemble.sh');
    expect(at(one(redis(), 'ConfigMap', 'redis-cluster-assembly'), 'data["assemble.sh"]')).toMatch(
      /^#!\/bin\/sh\n/,
    );
  });

  test('X-29: every pod meets the level restricted, which the namespace enforces', () => {
    for (const template of podTemplates()) {
      expect(at(template, 'spec')).toMatchObject({
        automountServiceAccountToken: false,
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 1000,
          fsGroup: 1000,
          seccompProfile: { type: 'RuntimeDefault' },
        },
      });
      for (const each of listAt(template, 'spec.containers')) {
        expect(at(each, 'securityContext')).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
      }
    }
    expect(redisCluster.namespaces).toEqual([
      { name: NAMESPACE, mesh: false, owner: 'triptrip', podSecurity: 'restricted' },
    ]);
  });

  test.each(CLUSTERS)(
    'X-30, X-31: the quota on %s has room for the nodes, a sync and a repair',
    (cluster) => {
      const quota = render(unitOf(namespaces, fleet), contextOf(cluster)).find(
        (object) => object.kind === 'ResourceQuota' && at(object, 'metadata.namespace') === NAMESPACE,
      );
      const pods = [...Array(6).fill(container(cluster)), ...assemblies(cluster)];
      const sum = (path: string, amount: (text: string) => number) =>
        pods.reduce((total, pod) => total + amount(textAt(pod, path)), 0);
      const hard = (name: string) => textAt(quota, `spec.hard["${name}"]`);
      expect(at(quota, 'spec.hard.pods')).toBe(8);
      expect(millicores(hard('requests.cpu'))).toBe(sum('resources.requests.cpu', millicores));
      expect(bytes(hard('requests.memory'))).toBe(sum('resources.requests.memory', bytes));
      expect(bytes(hard('limits.memory'))).toBe(sum('resources.limits.memory', bytes));
    },
  );

  function assemblies(cluster: string): readonly unknown[] {
    return podTemplates(cluster)
      .slice(1)
      .map((template) => at(template, 'spec.containers[0]'));
  }

  test.each(CLUSTERS)('X-108: on %s images come by digest from the cluster’s own registry', (cluster) => {
    const { terraform, images } = contextOf(cluster).cluster;
    const reference = `${terraform.ecrRegistry}/docker-hub/library/redis@${images.redis?.digest}`;
    for (const template of podTemplates(cluster)) {
      expect(listAt(template, 'spec.containers').map((each) => at(each, 'image'))).toEqual([reference]);
    }
  });
});

describe('a node that is killed, or loses what it knows', () => {
  test('X-102: memory stays below the limit, with room for a rewrite of the log', () => {
    const [, amount = '', unit = ''] = setting('maxmemory')?.match(/^(\d+)(mb|gb)$/) ?? [];
    const limit = bytes(textAt(container(), 'resources.limits.memory'));
    const maximum = Number(amount) * (unit === 'gb' ? 1024 ** 3 : 1024 ** 2);
    expect(maximum).toBeGreaterThan(limit / 2);
    expect(maximum).toBeLessThanOrEqual(limit * 0.75);
  });

  test('S4-90: what a node asks for', () => {
    expect(at(container(), 'resources')).toEqual({
      requests: { cpu: '500m', memory: '1Gi' },
      limits: { cpu: '2', memory: '4Gi' },
    });
  });

  test('writes are in a log on the volume, and entries without an expiry are never dropped', () => {
    expect(setting('appendonly')).toBe('yes');
    expect(setting('maxmemory-policy')).toBe('volatile-lru');
    const mounted = listAt(container(), 'volumeMounts').find((mount) => at(mount, 'name') === 'data');
    expect(at(mounted, 'mountPath')).toBe(setting('dir'));
  });

  test('S4-88, X-99: a node announces the address of its pod, which changes with every restart', () => {
    expect(at(container(), 'command')).toEqual(['redis-server']);
    expect(listAt(container(), 'args')).toEqual([
      '/etc/redis/redis.conf',
      '--cluster-enabled',
      'yes',
      '--cluster-config-file',
      '/data/nodes.conf',
      '--cluster-announce-ip',
      '$(POD_IP)',
      '--cluster-announce-hostname',
      '$(POD_NAME).redis-cluster.triptrip-cache.svc.cluster.local',
    ]);
    const fields = Object.fromEntries(
      listAt(container(), 'env').map((entry) => [
        at(entry, 'name'),
        at(entry, 'valueFrom.fieldRef.fieldPath'),
      ]),
    );
    expect(fields).toMatchObject({ POD_IP: 'status.podIP', POD_NAME: 'metadata.name' });
  });

  test('X-101: a stop has time for the hand-over and to write what is in memory', () => {
    const patience = Number(/^PATIENCE=(\d+)$/m.exec(nodeFiles['hand-over.sh'])?.[1]);
    expect(Number(at(podSpec(), 'terminationGracePeriodSeconds'))).toBeGreaterThanOrEqual(patience + 60);
    expect(at(container(), 'lifecycle.preStop.exec.command')).toEqual(['sh', '/etc/redis/hand-over.sh']);
  });

  test('nodes start anew when their settings, the password or the certificate change, not when the assembly does', () => {
    const checksum = at(statefulSet(), 'spec.template.metadata.annotations["checksum/config"]');
    expect(checksum).toMatch(/^[0-9a-f]{16}$/);
    expect(at(one(redis(), 'ConfigMap', 'redis-config'), 'data["assemble.sh"]')).toBeUndefined();
    expect(
      textAt(statefulSet(), 'metadata.annotations["secret.reloader.stakater.com/reload"]').split(','),
    ).toEqual([
      at(one(redis(), 'ExternalSecret'), 'spec.target.name'),
      at(one(redis(), 'Certificate'), 'spec.secretName'),
    ]);
  });

  test('X-100: three probes with three questions, none of which waits only a second', () => {
    const probes = ['startupProbe', 'readinessProbe', 'livenessProbe'].map((name) => at(container(), name));
    expect(new Set(probes.map((probe) => textAt(probe, 'exec.command[1]'))).size).toBe(3);
    for (const probe of probes) expect(at(probe, 'timeoutSeconds')).toBe(5);
  });
});

describe('two nodes of a shard that are lost together', () => {
  test('X-101: a drain takes one node at a time, and the pods of the assembly do not count', () => {
    const budget = one(redis(), 'PodDisruptionBudget');
    expect(at(budget, 'spec.maxUnavailable')).toBe(1);
    const [nodes, ...others] = podTemplates();
    expect(selects(at(budget, 'spec.selector.matchLabels'), at(nodes, 'metadata.labels'))).toBe(true);
    for (const other of others) {
      expect(selects(at(budget, 'spec.selector.matchLabels'), at(other, 'metadata.labels'))).toBe(false);
      expect(selects(at(one(redis(), 'Service'), 'spec.selector'), at(other, 'metadata.labels'))).toBe(false);
    }
  });

  test.each(CLUSTERS)(
    'S4-96, X-23: on %s nodes run on the memory group only, and tolerate its taint',
    (cluster) => {
      const pool = nodePoolOf(contextOf(cluster).cluster, 'memory');
      expect(at(podSpec(cluster), 'nodeSelector')).toEqual({ 'workload-type': 'memory' });
      expect(listAt(podSpec(cluster), 'tolerations')).toEqual(
        pool?.taints.map(({ key, value, effect }) => ({ key, operator: 'Equal', value, effect })),
      );
      expect(pool?.taints.length).toBeGreaterThan(0);
    },
  );

  test.each(CLUSTERS)(
    'X-55: the nodes for their volumes stand in one zone a group on %s, so one is found where a volume is',
    (cluster) => {
      const { terraform } = contextOf(cluster).cluster;
      const groups = Object.values(terraform.nodeGroups).filter(
        ({ labels }) => labels['workload-type'] === at(podSpec(cluster), 'nodeSelector["workload-type"]'),
      );
      expect(groups.length).toBeGreaterThan(1);
      for (const { availabilityZones } of groups) expect(availabilityZones).toHaveLength(1);
    },
  );

  test.each(
    fleet.clusters.flatMap(({ name, environment }) =>
      CLUSTERS.includes(name) && environment === 'production' ? [name] : [],
    ),
  )('S4-95: in production (%s) each node is on a host of its own, two in each zone', (cluster) => {
    expect(
      at(podSpec(cluster), 'affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution'),
    ).toEqual([
      { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'redis-cluster' } } },
    ]);
    expect(listAt(podSpec(cluster), 'topologySpreadConstraints')).toMatchObject([
      {
        topologyKey: 'topology.kubernetes.io/zone',
        maxSkew: 1,
        minDomains: 3,
        whenUnsatisfiable: 'DoNotSchedule',
      },
    ]);
  });

  test.each(CLUSTERS)('on %s all six find a place on as many hosts as the group can have', (cluster) => {
    const pool = nodePoolOf(contextOf(cluster).cluster, 'memory');
    const nodes = Number(at(statefulSet(cluster), 'spec.replicas'));
    const hosts = Math.min(nodes, pool?.maxSize ?? 0);
    const rules = listAt(podSpec(cluster), 'topologySpreadConstraints');
    for (const rule of rules) expect(at(rule, 'minDomains')).toBeLessThanOrEqual(hosts);
    const alone = at(podSpec(cluster), 'affinity') !== undefined;
    expect(alone).toBe(hosts === nodes);
    if (!alone) expect(rules.map((rule) => at(rule, 'topologyKey'))).toContain('kubernetes.io/hostname');
    const onOne = Math.ceil(nodes / hosts);
    const needed = onOne * millicores(textAt(container(cluster), 'resources.requests.cpu'));
    expect(needed).toBeLessThan(millicores(pool?.allocatable.cpu ?? '0'));
  });
});

describe('six nodes that never become a cluster (X-99)', () => {
  test('the sync makes the cluster and waits for it; a Job of an earlier sync is no obstacle', () => {
    expect(at(job(), 'metadata.annotations')).toEqual({
      'argocd.argoproj.io/hook': 'Sync',
      'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
    });
    expect(at(job(), 'spec')).toMatchObject({ backoffLimit: 3, activeDeadlineSeconds: 1800 });
    expect(at(job(), 'spec.ttlSecondsAfterFinished')).toBeGreaterThan(3600);
  });

  test('it is put right every five minutes, one run at a time, by the same script', () => {
    expect(at(repair(), 'spec')).toMatchObject({ schedule: '*/5 * * * *', concurrencyPolicy: 'Forbid' });
    expect(at(repair(), 'metadata.annotations')).toBeUndefined();
    const command = 'spec.template.spec.containers[0].command';
    expect(at(repair(), `spec.jobTemplate.${command}`)).toEqual(at(job(), command));
  });

  test('it waits longer for the nodes of a first sync than a run may take that repairs', () => {
    const patience = (template: unknown) => Number(variables(template).PATIENCE);
    expect(patience(at(job(), 'spec.template'))).toBeLessThan(
      Number(at(job(), 'spec.activeDeadlineSeconds')),
    );
    expect(patience(at(repair(), 'spec.jobTemplate.spec.template'))).toBeLessThan(300);
  });

  test('it knows every pod by the name that the headless Service gives it, and every zone by its subnet', () => {
    for (const cluster of CLUSTERS) {
      const { NODES, NETWORKS } = variables(at(one(redis(cluster), 'Job'), 'spec.template'));
      expect(NODES?.split(' ')).toEqual(
        [0, 1, 2, 3, 4, 5].map(
          (index) => `redis-cluster-${index}.redis-cluster.${NAMESPACE}.svc.cluster.local`,
        ),
      );
      expect(NETWORKS?.split(' ')).toEqual(contextOf(cluster).cluster.terraform.privateSubnetCidrs);
    }
  });

  test('two subnets in a zone: masters would be put beside each other for zones of their own', () => {
    expect(() =>
      changed(({ terraform }) => ({
        terraform: { ...terraform, privateSubnetCidrs: [...terraform.privateSubnetCidrs, '10.16.128.0/19'] },
      })),
    ).toThrow(
      `clusters/${PRODUCTION}/terraform.json: private_subnet_cidrs has 4 networks for 3 availability zones.`,
    );
  });

  function variables(template: unknown): Readonly<Record<string, string | undefined>> {
    return Object.fromEntries(
      listAt(template, 'spec.containers[0].env').flatMap((entry) => {
        const value = at(entry, 'value');
        return typeof value === 'string' ? [[textAt(entry, 'name'), value]] : [];
      }),
    );
  }
});

describe('a cache that anybody can read (X-102)', () => {
  test('S4-276: the password goes from Secrets Manager into a file, by the store of the namespace itself', () => {
    const secret = one(redis(), 'ExternalSecret', 'redis-credentials');
    expect(at(secret, 'spec.dataFrom')).toEqual([
      { extract: { key: `${contextOf(PRODUCTION).cluster.terraform.secretPathPrefix}/redis` } },
    ]);
    const store = one(redis(), 'SecretStore', textAt(secret, 'spec.secretStoreRef.name'));
    expect(at(secret, 'spec.secretStoreRef.kind')).toBe('SecretStore');
    const reader = one(
      redis(),
      'ServiceAccount',
      textAt(store, 'spec.provider.aws.auth.jwt.serviceAccountRef.name'),
    );
    expect(at(reader, 'metadata.annotations["eks.amazonaws.com/role-arn"]')).toBe(
      contextOf(PRODUCTION).cluster.terraform.irsaRoleArns['triptrip-secrets'],
    );
    const lines = textAt(secret, 'spec.target.template.data["credentials.conf"]').trimEnd().split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['user', 'masterauth']);
    expect(lines[0]).toMatch(/^user default on ~\* &\* \+@all \{\{ printf ">%s" \.password \| quote \}\}/);
    const [mount] = listAt(container(), 'volumeMounts').filter((each) => at(each, 'name') === 'credentials');
    expect(setting('include')).toBe(`${at(mount, 'mountPath')}/credentials.conf`);
  });

  test('nothing goes over the network in the clear, and nobody without a certificate is answered', () => {
    expect(setting('port')).toBe('0');
    expect(setting('tls-port')).toBe('6379');
    for (const name of ['tls-auth-clients', 'tls-replication', 'tls-cluster']) {
      expect(setting(name), name).toBe('yes');
    }
    for (const template of podTemplates()) {
      const [mount] = listAt(template, 'spec.containers[0].volumeMounts').filter(
        (each) => at(each, 'name') === 'certificate',
      );
      const path = textAt(mount, 'mountPath');
      for (const file of ['tls-cert-file', 'tls-key-file', 'tls-ca-cert-file']) {
        expect(setting(file)).toMatch(new RegExp(`^${path}/(tls|ca)\\.(crt|key)$`));
      }
      const options = listAt(template, 'spec.containers[0].env').find(
        (entry) => at(entry, 'name') === 'REDIS_CLI_OPTIONS',
      );
      expect(at(options, 'value')).toBe(
        `--tls --cacert ${path}/ca.crt --cert ${path}/tls.crt --key ${path}/tls.key`,
      );
    }
  });

  test.each(CLUSTERS)('the certificate on %s has the names that clients are sent to', (cluster) => {
    const certificate = one(redis(cluster), 'Certificate');
    const names = listAt(certificate, 'spec.dnsNames').map(String);
    expect(setting('cluster-preferred-endpoint-type')).toBe('hostname');
    const announced = String(listAt(container(cluster), 'args').at(-1)).replace('$(POD_NAME)', '*');
    expect(names).toEqual([announced.slice(2), announced]);
    // The nodes are clients of each other.
    expect(at(certificate, 'spec.usages')).toEqual(['server auth', 'client auth', 'digital signature']);
    expect(at(certificate, 'spec.issuerRef')).toEqual({
      kind: 'ClusterIssuer',
      name: at(one(renderUnit('certificate-authority', cluster), 'ClusterIssuer'), 'metadata.name'),
    });
  });

  test('every caller has a certificate of the same authority, sees it, and starts anew with a new one', () => {
    for (const { name: unit, namespace } of callersOf('redis-cluster', PRODUCTION)) {
      const objects = renderUnit(unit, PRODUCTION);
      const certificate = one(objects, 'Certificate');
      const secret = textAt(certificate, 'spec.secretName');
      expect(at(certificate, 'metadata.namespace')).toBe(namespace);
      expect(at(certificate, 'spec.issuerRef')).toEqual(at(one(redis(), 'Certificate'), 'spec.issuerRef'));
      expect(at(certificate, 'spec.usages')).toContain('client auth');
      const deployment = one(objects, 'Deployment');
      const volumes = listAt(deployment, 'spec.template.spec.volumes');
      expect(volumes).toContainEqual({ name: secret, secret: { secretName: secret, defaultMode: 0o440 } });
      expect(listAt(deployment, 'spec.template.spec.containers[0].volumeMounts')).toContainEqual({
        name: secret,
        mountPath: '/etc/tls/redis-cluster',
        readOnly: true,
      });
      expect(textAt(deployment, 'metadata.annotations["secret.reloader.stakater.com/reload"]')).toContain(
        secret,
      );
    }
  });

  test('nothing shows the password: no argument, no plain variable, no ConfigMap', () => {
    for (const template of podTemplates()) {
      for (const entry of listAt(template, 'spec.containers[0].env')) {
        const secret = at(entry, 'valueFrom.secretKeyRef');
        expect(secret !== undefined).toBe(at(entry, 'name') === 'REDISCLI_AUTH');
      }
      const { command, args } = Object(at(template, 'spec.containers[0]'));
      expect(JSON.stringify([command, args])).not.toMatch(/REDISCLI_AUTH|requirepass|masterauth|--pass|"-a"/);
    }
    for (const config of every(redis(), 'ConfigMap')) {
      expect(JSON.stringify(at(config, 'data'))).not.toMatch(/requirepass|masterauth/);
    }
  });

  test.each(CLUSTERS)(
    'S4-197: on %s only its callers, KEDA, the nodes and their assembly reach it',
    (cluster) => {
      const policy = one(redis(cluster), 'NetworkPolicy', 'allow-redis-cluster');
      expect(flows(policy, 'ingress', 'from')).toEqual(
        [
          'triptrip-cache/redis-cluster 6379 16379',
          'triptrip-cache/redis-cluster-assembly 6379',
          // KEDA asks for the streams that workloads scale by.
          ...(scaledBy('redis-cluster', cluster).length > 0 ? ['keda/keda-operator 6379'] : []),
          ...callersOf('redis-cluster', cluster).map(({ namespace, name }) => `${namespace}/${name} 6379`),
        ].sort(),
      );
      expect(flows(policy, 'egress', 'to')).toEqual(['triptrip-cache/redis-cluster 6379 16379']);
      const assembly = one(redis(cluster), 'NetworkPolicy', 'allow-redis-cluster-assembly');
      expect(flows(assembly, 'egress', 'to')).toEqual(['triptrip-cache/redis-cluster 6379']);
      expect(at(assembly, 'spec.policyTypes')).toEqual(['Egress']);
    },
  );

  test('the policies select the pods that they speak of', () => {
    const [nodes, job, repair] = podTemplates().map((template) => at(template, 'metadata.labels'));
    const selector = (name: string) =>
      at(one(redis(), 'NetworkPolicy', name), 'spec.podSelector.matchLabels');
    expect(selects(selector('allow-redis-cluster'), nodes)).toBe(true);
    expect(selects(selector('allow-redis-cluster'), job)).toBe(false);
    expect(selects(selector('allow-redis-cluster-assembly'), job)).toBe(true);
    expect(selects(selector('allow-redis-cluster-assembly'), repair)).toBe(true);
  });

  function flows(policy: Json, direction: string, side: string): readonly string[] {
    return listAt(policy, `spec.${direction}`)
      .flatMap((rule) =>
        listAt(rule, side).map((peer) => {
          const namespace = at(peer, 'namespaceSelector.matchLabels["kubernetes.io/metadata.name"]');
          const ports = listAt(rule, 'ports').map((port) => at(port, 'port'));
          return `${namespace}/${at(peer, 'podSelector.matchLabels.app')} ${ports.join(' ')}`;
        }),
      )
      .sort();
  }
});

describe('a contract that lacks something says where', () => {
  test('no image', () => {
    expect(() => changed(() => ({ images: {} }))).toThrow(`clusters/${PRODUCTION}/images.yaml has no redis`);
  });

  test('no memory group', () => {
    expect(() => changed(({ terraform }) => ({ terraform: { ...terraform, nodeGroups: {} } }))).toThrow(
      `redis-cluster wants the node group memory: the output node_groups in clusters/${PRODUCTION}/terraform.json`,
    );
  });

  test('no role for the secrets', () => {
    expect(() => changed(({ terraform }) => ({ terraform: { ...terraform, irsaRoleArns: {} } }))).toThrow(
      'the output irsa_role_arns has no triptrip-secrets',
    );
  });
});
