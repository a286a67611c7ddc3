import { describe, expect, test } from 'vitest';
import { streaming } from '../../../apps/streaming/streaming.ts';
import { userService } from '../../../apps/streaming/user-service.ts';
import { videoService } from '../../../apps/streaming/video-service.ts';
import { at, every, listAt, one } from '../../manifest-reader.ts';
import { EVERY_PROXY_KNOWS, openings, PROMETHEUS_READS } from '../../platform/constructs/network-openings.ts';
import { calledBy, podsOf, sentBy, servicesOf, wholeOf, workloadsOf } from '../declared.ts';
import { clustersOf, contextOf, renderUnit } from '../fleet-at-rest.ts';

const CLUSTERS = clustersOf(streaming);
const everywhere = servicesOf(streaming);
const workloads = workloadsOf(streaming);

describe('S0-30 to S0-34: the services run in each region, each region on its own', () => {
  test.each(everywhere)(
    '$name on $cluster, pods enough for a zone to fail',
    ({ name, cluster, declaration }) => {
      const objects = renderUnit(name, cluster);
      const deployment = one(objects, 'Deployment', name);
      expect(at(deployment, 'metadata.namespace')).toBe(declaration.namespace ?? 'prod');
      const autoscaler = [...every(objects, 'HorizontalPodAutoscaler'), ...every(objects, 'ScaledObject')];
      const least = autoscaler.map(
        (each) => at(each, 'spec.minReplicas') ?? at(each, 'spec.minReplicaCount'),
      );
      const { environment, officeHours } = contextOf(cluster).cluster;
      if (environment === 'production')
        expect(Number(least[0] ?? at(deployment, 'spec.replicas'))).toBeGreaterThanOrEqual(2);
      else if (officeHours === undefined)
        expect(Number(least[0] ?? at(deployment, 'spec.replicas'))).toBeGreaterThanOrEqual(1);
    },
  );

  const foreign = workloads.flatMap((placed) =>
    CLUSTERS.filter((other) => other !== placed.cluster).map((other) => ({ ...placed, other })),
  );

  test.each(foreign)(
    'nothing of $name on $cluster comes from the AWS of $other (X-97)',
    ({ name, cluster, other }) => {
      const { terraform: own } = contextOf(cluster).cluster;
      const { terraform } = contextOf(other).cluster;
      const text = JSON.stringify([renderUnit(name, cluster), renderUnit('streaming', cluster)]);
      expect(text).toContain(own.region);
      // The gateway of the other region is known, and the identity behind it; nothing that AWS keeps there is.
      const aws = [terraform.ecrRegistry, `${terraform.secretPathPrefix}/`];
      if (terraform.region !== own.region)
        aws.push(`.${terraform.region}.rds`, `.${terraform.region}.amazonaws.com`);
      if (terraform.accountId !== own.accountId) aws.push(terraform.accountId);
      for (const foreign of aws) expect(text).not.toContain(foreign);
    },
  );

  test.each(everywhere.filter(({ declaration }) => declaration.exposes !== undefined))(
    'S0-31: the public comes to $name on $cluster under the identity of its own mesh',
    ({ name, cluster }) => {
      const principals = listAt(
        one(renderUnit(name, cluster), 'AuthorizationPolicy', `allow-${name}`),
        'spec.rules[0].from[0].source.principals',
      );
      const { mesh } = contextOf(cluster).cluster;
      expect(principals).toContain(`${mesh?.trustDomain}/ns/istio-system/sa/istio-ingressgateway`);
    },
  );
});

describe('S0-35: from the Internet over load balancer and gateway to the services', () => {
  const exposed = everywhere.filter(({ declaration }) => declaration.exposes !== undefined);

  test.each(exposed)('$name on $cluster answers under its public name', (placed) => {
    const { name: service, cluster, namespace, declaration } = placed;
    const host = `${declaration.exposes?.host}.${contextOf(cluster).cluster.domain}`;
    const routes = one(renderUnit(service, cluster), 'VirtualService', `${service}-public`);
    expect(listAt(routes, 'spec.hosts')).toContain(host);
    expect(at(routes, 'spec.gateways')).toEqual(['istio-system/public-gateway']);
    const ingress = renderUnit('ingress', cluster);
    expect(listAt(one(ingress, 'Gateway', 'public-gateway'), 'spec.servers[0].hosts')).toContain(
      `${namespace}/*`,
    );
    expect(listAt(one(ingress, 'Ingress', 'public'), 'spec.rules').map((rule) => at(rule, 'host'))).toContain(
      host,
    );
    expect(openings(wholeOf(placed), 'ingress', podsOf(placed))).toEqual(
      expect.arrayContaining([
        `istio-system app=istio-ingressgateway TCP ${declaration.port}`,
        PROMETHEUS_READS,
      ]),
    );
  });
});

describe('what each service reaches, and nothing else (S0-74, S0-75)', () => {
  test.each(workloads)('S0-36 to S0-38, S0-82: $name on $cluster sends to what it calls', (placed) => {
    expect(sentBy(placed)).toEqual(calledBy(placed));
  });

  test.each(workloads.filter(({ mesh, declaration }) => mesh && declaration.kind !== 'job'))(
    'X-62: the proxy of $name on $cluster knows every host of it, and no other',
    ({ name, cluster, namespace, declaration }) => {
      const { terraform, egress, linkedTo, externalHosts } = contextOf(cluster).cluster;
      const { region, databases, buckets } = terraform;
      const aws = (to: string) =>
        to === 'bucket' || to === 'topic' ? [] : [`./sqs.${region}.amazonaws.com`];
      const wanted = (declaration.calls ?? []).flatMap(({ to, name: called }) => {
        if (to === 'database') return [`./${databases[called]?.endpoint}`];
        if (to === 'linked')
          return linkedTo.map((linked) => `./${called}-${linked}.${namespace}.svc.cluster.local`);
        if (to === 'bucket')
          return [`./${buckets[called]?.name}.s3.${region}.amazonaws.com`, `./sts.${region}.amazonaws.com`];
        if (to === 'external') return [`./${externalHosts[called]}`];
        if (to === 'workload' || to === 'cache') return [];
        return [...aws(to), `./sts.${region}.amazonaws.com`];
      });
      const hosts = listAt(one(renderUnit(name, cluster), 'Sidecar', name), 'spec.egress[0].hosts').map(
        String,
      );
      const own = hosts.filter((host) => host.startsWith('./'));
      const named = new Set(wanted);
      if (egress === 'gateway') expect(new Set(own)).toEqual(named);
      else expect(own).toEqual(expect.arrayContaining([...named]));
      expect(hosts).toContain(EVERY_PROXY_KNOWS);
    },
  );

  test.each(workloads)(
    'S0-37, S0-38: $name on $cluster has a role of its own where it calls AWS',
    (placed) => {
      const account = one(renderUnit(placed.name, placed.cluster), 'ServiceAccount', placed.name);
      const { irsaRoleArns } = contextOf(placed.cluster).cluster.terraform;
      const WITHOUT_ROLE = ['workload', 'linked', 'database', 'cache', 'external'];
      const calls = placed.declaration.calls ?? [];
      const wanted = calls.some(({ to }) => !WITHOUT_ROLE.includes(to))
        ? irsaRoleArns[placed.name]
        : undefined;
      expect(at(account, 'metadata.annotations["eks.amazonaws.com/role-arn"]')).toBe(wanted);
    },
  );
});

describe('secrets', () => {
  test.each(clustersOf(userService))(
    'S0-55, S0-56, S0-58: user-service-secret on %s, from its own path',
    (cluster) => {
      const path = contextOf(cluster).cluster.terraform.secretPathPrefix;
      const external = one(renderUnit('user-service', cluster), 'ExternalSecret');
      expect(at(external, 'metadata.namespace')).toBe('prod');
      expect(at(external, 'spec.target')).toMatchObject({
        name: 'user-service-secret',
        template: { type: 'Opaque', data: { DB_USER: '{{ .DB_USER }}', DB_PASS: '{{ .DB_PASS }}' } },
      });
      expect(Object.keys(Object(at(external, 'spec.target.template.data')))).toEqual(['DB_USER', 'DB_PASS']);
      expect(at(external, 'spec.data')).toEqual([
        { secretKey: 'DB_USER', remoteRef: { key: `${path}/db_user` } },
        { secretKey: 'DB_PASS', remoteRef: { key: `${path}/db_password` } },
      ]);
      const sources = listAt(
        one(renderUnit('user-service', cluster), 'Deployment'),
        'spec.template.spec.containers[0].envFrom',
      );
      expect(sources).toContainEqual({ secretRef: { name: 'user-service-secret' } });
    },
  );

  test.each(CLUSTERS)('S0-60: on %s only references are in Git, read from the own region', (cluster) => {
    const objects = streaming.flatMap(({ name, clusters }) =>
      clusters.includes(cluster) ? renderUnit(name, cluster) : [],
    );
    for (const kind of ['Secret', 'SealedSecret', 'ClusterSecretStore']) {
      expect(every(objects, kind)).toEqual([]);
    }
    const store = one(objects, 'SecretStore');
    expect(at(store, 'apiVersion')).toBe('external-secrets.io/v1');
    expect(at(store, 'spec.provider.aws.region')).toBe(contextOf(cluster).cluster.terraform.region);
  });

  test.each(clustersOf(userService))('S0-61: on %s a rotated secret takes effect by itself', (cluster) => {
    const objects = renderUnit('user-service', cluster);
    expect(at(one(objects, 'ExternalSecret'), 'spec.refreshInterval')).toBe('1h');
    expect(
      at(one(objects, 'Deployment'), 'metadata.annotations["secret.reloader.stakater.com/reload"]'),
    ).toBe('user-service-secret');
  });
});

describe('S0-67, S0-70: user-service reports new accounts, video-service takes them up', () => {
  test.each(clustersOf(videoService))('both know the same queue on %s', (cluster) => {
    const url = (service: string) =>
      at(one(renderUnit(service, cluster), 'ConfigMap'), 'data.USER_REGISTERED_QUEUE_URL');
    expect(url('user-service')).toBe(contextOf(cluster).cluster.terraform.queues['user-registered']?.url);
    expect(url('video-service')).toBe(url('user-service'));
  });

  test.each(clustersOf(videoService))('on %s its length moves the reader, and not the writer', (cluster) => {
    const triggers = listAt(one(renderUnit('video-service', cluster), 'ScaledObject'), 'spec.triggers');
    const queues = triggers.filter((trigger) => at(trigger, 'type') === 'aws-sqs-queue');
    expect(queues).toEqual([
      {
        type: 'aws-sqs-queue',
        metadata: {
          queueURL: contextOf(cluster).cluster.terraform.queues['user-registered']?.url,
          queueLength: String(videoService.scale.queue?.messages),
          awsRegion: contextOf(cluster).cluster.terraform.region,
        },
        authenticationRef: { name: 'keda-aws-credentials' },
      },
    ]);
    const writer = every(renderUnit('user-service', cluster), 'ScaledObject');
    expect(JSON.stringify(writer)).not.toContain('aws-sqs-queue');
    const authentication = one(renderUnit('streaming', cluster), 'TriggerAuthentication');
    expect(at(authentication, 'spec.podIdentity.provider')).toBe('aws');
    expect(at(authentication, 'metadata.name')).toBe('keda-aws-credentials');
  });
});
