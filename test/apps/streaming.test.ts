import { describe, expect, test } from 'vitest';
import { at, every, listAt, one, textAt } from '../manifest-reader.ts';
import {
  COMMON_ROOT,
  EVERY_POD_SENDS_TO,
  EVERY_PROXY_KNOWS,
  openings,
} from '../platform/constructs/network-openings.ts';
import { contextOf, renderUnit } from '../render-unit.ts';

const CLUSTERS = ['prod-japan', 'prod-eu'] as const;
const SERVICES = ['user-service', 'video-service', 'chat-service'] as const;
const REGIONS = { 'prod-japan': 'ap-northeast-1', 'prod-eu': 'eu-central-1' } as const;

const everywhere = CLUSTERS.flatMap((cluster) => SERVICES.map((service) => [service, cluster] as const));

/** A service with what it shares with the others: namespace policies, store, hosts. */
function whole(service: string, cluster: string) {
  return ['namespaces', 'streaming', service].flatMap((unit) => renderUnit(unit, cluster));
}

/** What the policies let a service send, without what every pod may. */
function calls(service: string, cluster: string) {
  return openings(whole(service, cluster), 'egress', {
    namespace: 'prod',
    labels: { app: service, track: 'stable' },
  }).filter((line) => ![...EVERY_POD_SENDS_TO, COMMON_ROOT].includes(line));
}

describe('S0-30 to S0-34: the three services run in both regions, each region on its own', () => {
  test.each(everywhere)('%s on %s, three pods at least in the namespace prod', (service, cluster) => {
    const objects = renderUnit(service, cluster);
    const deployment = one(objects, 'Deployment', service);
    expect(at(deployment, 'metadata.namespace')).toBe('prod');
    const autoscaler = every(objects, 'HorizontalPodAutoscaler')[0] ?? one(objects, 'ScaledObject');
    const least = at(autoscaler, 'spec.minReplicas') ?? at(autoscaler, 'spec.minReplicaCount');
    expect(Number(least)).toBeGreaterThanOrEqual(3);
  });

  test.each(everywhere)(
    'nothing of %s on %s comes from the AWS of the other region (X-97)',
    (service, cluster) => {
      const other = cluster === 'prod-japan' ? 'prod-eu' : 'prod-japan';
      const { terraform } = contextOf(other).cluster;
      const text = JSON.stringify([renderUnit(service, cluster), renderUnit('streaming', cluster)]);
      expect(text).toContain(REGIONS[cluster]);
      // The gateway of the other region is known, and the identity behind it; nothing that AWS keeps there is.
      const aws = [`.${REGIONS[other]}.rds`, `.${REGIONS[other]}.amazonaws.com`, terraform.accountId];
      for (const foreign of [...aws, terraform.ecrRegistry, terraform.secretPathPrefix]) {
        expect(text).not.toContain(foreign);
      }
    },
  );

  test('S0-31: the identities of each mesh are its own', () => {
    const principal = (cluster: string) =>
      textAt(
        one(renderUnit('chat-service', cluster), 'AuthorizationPolicy'),
        'spec.rules[0].from[0].source.principals[0]',
      );
    expect(principal('prod-japan')).toBe('japan.mesh.example.com/ns/istio-system/sa/istio-ingressgateway');
    expect(principal('prod-eu')).toBe('eu.mesh.example.com/ns/istio-system/sa/istio-ingressgateway');
  });

  test('the services run on the clusters of their mesh and nowhere else', () => {
    const { fleet, units } = contextOf('prod-japan');
    for (const service of SERVICES) {
      const unit = units.find(({ name }) => name === service);
      expect(
        fleet.clusters.filter(({ name }) => unit?.clusters.includes(name)).map(({ name }) => name),
      ).toEqual(fleet.clusters.filter(({ mesh }) => mesh?.id === 'streaming').map(({ name }) => name));
    }
  });
});

describe('S0-35: from the Internet over load balancer and gateway to the services', () => {
  const HOSTS = { 'user-service': 'users', 'video-service': 'videos', 'chat-service': 'chat' } as const;

  test.each(everywhere)('%s on %s answers under its public name', (service, cluster) => {
    const host = `${HOSTS[service]}.${contextOf(cluster).cluster.domain}`;
    const routes = one(renderUnit(service, cluster), 'VirtualService', `${service}-public`);
    expect(listAt(routes, 'spec.hosts')).toContain(host);
    expect(at(routes, 'spec.gateways')).toEqual(['istio-system/public-gateway']);
    const ingress = renderUnit('ingress', cluster);
    expect(listAt(one(ingress, 'Gateway', 'public-gateway'), 'spec.servers[0].hosts')).toContain('prod/*');
    expect(listAt(one(ingress, 'Ingress', 'public'), 'spec.rules').map((rule) => at(rule, 'host'))).toContain(
      host,
    );
    const received = openings(whole(service, cluster), 'ingress', {
      namespace: 'prod',
      labels: { app: service, track: 'stable' },
    });
    expect(received).toEqual(
      expect.arrayContaining([
        'istio-system app=istio-ingressgateway TCP 8080',
        'monitoring app.kubernetes.io/name=prometheus TCP 15020',
      ]),
    );
  });
});

describe('what each service reaches, and nothing else (S0-74, S0-75)', () => {
  test.each(CLUSTERS)('S0-36, S0-38: user-service on %s, the database and the queues', (cluster) => {
    const { terraform } = contextOf(cluster).cluster;
    expect(calls('user-service', cluster)).toEqual(
      [
        ...terraform.dataSubnetCidrs.map((cidr) => `${cidr} TCP 5432`),
        ...terraform.vpcEndpointCidrs.map((cidr) => `${cidr} TCP 443`),
        ...contextOf(cluster).cluster.linkedTo.flatMap((linked) =>
          contextOf(linked).cluster.terraform.privateSubnetCidrs.map((cidr) => `${cidr} TCP 15443`),
        ),
      ].sort(),
    );
    const database = terraform.databases.users?.endpoint;
    expect(database).toContain(REGIONS[cluster]);
    const hosts = listAt(
      one(renderUnit('user-service', cluster), 'Sidecar', 'user-service'),
      'spec.egress[0].hosts',
    );
    expect(hosts).toEqual(
      [
        `./${database}`,
        ...contextOf(cluster).cluster.linkedTo.map(
          (linked) => `./user-service-${linked}.prod.svc.cluster.local`,
        ),
        `./sqs.${REGIONS[cluster]}.amazonaws.com`,
        `./sts.${REGIONS[cluster]}.amazonaws.com`,
        EVERY_PROXY_KNOWS,
      ].sort(),
    );
    const registered = every(renderUnit('streaming', cluster), 'ServiceEntry').map((entry) =>
      at(entry, 'spec.hosts[0]'),
    );
    expect(registered).toContain(database);
  });

  test.each(CLUSTERS)('S0-37, S0-38: video-service on %s, S3 and the queues', (cluster) => {
    const { terraform } = contextOf(cluster).cluster;
    expect(calls('video-service', cluster)).toEqual(
      [...(terraform.s3EndpointCidrs ?? []), ...terraform.vpcEndpointCidrs]
        .map((cidr) => `${cidr} TCP 443`)
        .sort(),
    );
    const hosts = listAt(
      one(renderUnit('video-service', cluster), 'Sidecar', 'video-service'),
      'spec.egress[0].hosts',
    );
    expect(hosts).toContain(`./${terraform.buckets.video?.name}.s3.${REGIONS[cluster]}.amazonaws.com`);
  });

  test.each(CLUSTERS)('S0-38, S0-82: chat-service on %s, its queue and the egress gateway', (cluster) => {
    const { terraform } = contextOf(cluster).cluster;
    expect(calls('chat-service', cluster)).toEqual(
      [
        ...terraform.vpcEndpointCidrs.map((cidr) => `${cidr} TCP 443`),
        'istio-system app=istio-egressgateway TCP 443',
      ].sort(),
    );
  });

  test.each(everywhere)('S0-37, S0-38: %s on %s has a role of its own for AWS', (service, cluster) => {
    const account = one(renderUnit(service, cluster), 'ServiceAccount', service);
    const role = textAt(account, 'metadata.annotations["eks.amazonaws.com/role-arn"]');
    expect(role).toBe(contextOf(cluster).cluster.terraform.irsaRoleArns[service]);
    expect(role.endsWith(`${cluster}-${service}`)).toBe(true);
  });
});

describe('secrets', () => {
  test.each([
    ['prod-japan', '/prod/japan'],
    ['prod-eu', '/prod/eu'],
  ])('S0-55, S0-56, S0-58: user-service-secret on %s, from its own path', (cluster, path) => {
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
  });

  test.each(CLUSTERS)('S0-60: on %s only references are in Git, read from the own region', (cluster) => {
    const objects = ['streaming', ...SERVICES].flatMap((unit) => renderUnit(unit, cluster));
    for (const kind of ['Secret', 'SealedSecret', 'ClusterSecretStore']) {
      expect(every(objects, kind)).toEqual([]);
    }
    const store = one(objects, 'SecretStore');
    expect(at(store, 'apiVersion')).toBe('external-secrets.io/v1');
    expect(at(store, 'spec.provider.aws.region')).toBe(REGIONS[cluster]);
  });

  test.each(CLUSTERS)('S0-61: on %s a rotated secret takes effect by itself', (cluster) => {
    const objects = renderUnit('user-service', cluster);
    expect(at(one(objects, 'ExternalSecret'), 'spec.refreshInterval')).toBe('1h');
    expect(
      at(one(objects, 'Deployment'), 'metadata.annotations["secret.reloader.stakater.com/reload"]'),
    ).toBe('user-service-secret');
  });
});

describe('S0-67, S0-70: user-service reports new accounts, video-service takes them up', () => {
  test.each(CLUSTERS)('both know the same queue on %s', (cluster) => {
    const url = (service: string) =>
      at(one(renderUnit(service, cluster), 'ConfigMap'), 'data.USER_REGISTERED_QUEUE_URL');
    expect(url('user-service')).toBe(contextOf(cluster).cluster.terraform.queues['user-registered']?.url);
    expect(url('video-service')).toBe(url('user-service'));
  });

  test.each(CLUSTERS)('on %s its length moves the reader, and not the writer', (cluster) => {
    const triggers = listAt(one(renderUnit('video-service', cluster), 'ScaledObject'), 'spec.triggers');
    const queues = triggers.filter((trigger) => at(trigger, 'type') === 'aws-sqs-queue');
    expect(queues).toEqual([
      {
        type: 'aws-sqs-queue',
        metadata: {
          queueURL: contextOf(cluster).cluster.terraform.queues['user-registered']?.url,
          queueLength: '5',
          awsRegion: REGIONS[cluster],
        },
        authenticationRef: { name: 'keda-aws-credentials' },
      },
    ]);
    expect(every(renderUnit('user-service', cluster), 'ScaledObject')).toEqual([]);
    const authentication = one(renderUnit('streaming', cluster), 'TriggerAuthentication');
    expect(at(authentication, 'spec.podIdentity.provider')).toBe('aws');
    expect(at(authentication, 'metadata.name')).toBe('keda-aws-credentials');
  });
});
