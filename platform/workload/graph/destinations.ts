import type { Cluster } from '../../../clusters/index.ts';
import { didYouMean } from '../../../clusters/nearest-name.ts';
import { egressGateway, egressGatewayPods, hasEgressGateway } from '../../components/istio/address.ts';
import { attemptAll, Mistakes } from '../../kit/declaration/attempts.ts';
import { serviceHost } from '../../kit/names.ts';
import type { ExternalHost } from '../../kit/network/external-host.ts';
import { type Flow, kafkaFlows, networks, pods, publicHttps, vpcEndpoints } from '../../kit/network/flows.ts';
import type { Context } from '../../unit/unit.ts';
import type { Call } from '../declaration/calls.ts';
import type { WorkloadDeclaration } from '../declaration/workload.ts';
import { certificatePath } from '../pods/client-certificate.ts';
import { databaseTls } from '../pods/database-authority.ts';
import { linkedName } from '../traffic/linked-service.ts';
import type { Destination } from './destination.ts';
import { graphOf } from './graph.ts';
import { failoverFlows, flowTo, linkedServices } from './linked-clusters.ts';

/**
 * The declared calls of a workload, with this cluster's addresses.
 *
 * @throws Mistakes with every name that the contract lacks; each message says where to add it
 */
export function destinationsOf(declaration: WorkloadDeclaration, context: Context): readonly Destination[] {
  return attemptAll(
    (declaration.calls ?? []).map(
      (call) => () =>
        call.to === 'linked'
          ? toLinked(call.name, context, declaration)
          : [DESTINATIONS[call.to](call.name, context, declaration.name)],
    ),
  ).flat();
}

const DESTINATIONS: Readonly<
  Record<Exclude<Call['to'], 'linked'>, (name: string, context: Context, caller: string) => Destination>
> = {
  workload: toWorkload,
  database: toDatabase,
  cache: toCache,
  queue: toQueue,
  topic: toTopic,
  bucket: toBucket,
  external: toExternal,
};

function toWorkload(name: string, context: Context, caller: string): Destination {
  const { endpoints, workload, mistakesOf } = graphOf(context);
  const refused = mistakesOf(caller);
  if (refused.length > 0) throw new Mistakes(refused);
  const endpoint = endpoints.get(name);
  if (endpoint === undefined) throw new Error(`${name} is not on ${context.cluster.name}.`);
  const callee = workload(name);
  const host = serviceHost(endpoint.name, endpoint.namespace);
  const prefix = variable(name);
  return {
    flows: [pods(endpoint, endpoint.containerPort), ...(callee ? failoverFlows(callee, context) : [])],
    externalHosts: [],
    meshHost: `${endpoint.namespace}/${host}`,
    environment:
      endpoint.protocol === 'http'
        ? { [`${prefix}_URL`]: `http://${host}` }
        : {
            [`${prefix}_HOST`]: host,
            [`${prefix}_PORT`]: String(endpoint.servicePort),
            ...(endpoint.tls && certificateFiles(prefix, name)),
          },
    ...(endpoint.tls && { tls: name }),
    aws: false,
  };
}

/**
 * The same service on each linked cluster that runs it, through the gateway there. There may be none: a new
 * cluster begins alone, and a product reaches two linked ones one after the other.
 */
function toLinked(name: string, context: Context, caller: WorkloadDeclaration): readonly Destination[] {
  assertServiceSomewhere(name, context, caller.name);
  const linked = linkedServices(name, context);
  const namespace = namespaceOf(caller, context);
  return linked.map(({ cluster }) => {
    const alias = linkedName(name, cluster);
    const host = serviceHost(alias, namespace);
    return {
      flows: [flowTo(cluster)],
      externalHosts: [],
      meshHost: `./${host}`,
      environment: { [`${variable(alias)}_URL`]: `http://${host}` },
      aws: false,
    };
  });
}

/** A name that is not a service anywhere in the fleet is a slip, whatever is linked. */
function assertServiceSomewhere(name: string, { units }: Context, caller: string): void {
  const workloads = units.flatMap((unit) => unit.workloads ?? []).map(({ declaration }) => declaration);
  if (workloads.some((other) => other.name === name && other.kind === 'service')) return;
  const near = didYouMean(
    name,
    workloads.flatMap((other) => (other.kind === 'service' ? other.name : [])),
  );
  throw new Error(
    `${caller} calls the service ${name} of linked clusters, but no cluster of the fleet runs a service of that name${near}. ${near === '' ? 'Take the call out' : 'Correct the call'}.`,
  );
}

function namespaceOf({ name }: WorkloadDeclaration, context: Context): string {
  const caller = graphOf(context).endpoints.get(name);
  if (caller === undefined) throw new Error(`${name} is not on ${context.cluster.name}.`);
  return caller.namespace;
}

/** Where the container finds what it needs for TLS. */
function certificateFiles(prefix: string, store: string): Readonly<Record<string, string>> {
  const path = certificatePath(store);
  return {
    [`${prefix}_TLS_CA`]: `${path}/ca.crt`,
    [`${prefix}_TLS_CERTIFICATE`]: `${path}/tls.crt`,
    [`${prefix}_TLS_KEY`]: `${path}/tls.key`,
  };
}

function toDatabase(name: string, { cluster }: Context, caller: string): Destination {
  const found = lookUp(cluster.terraform.databases, name, 'databases', cluster.name, caller);
  return {
    flows: [networks(cluster.terraform.dataSubnetCidrs, found.port)],
    externalHosts: [{ host: found.endpoint, port: found.port, protocol: 'TCP' }],
    environment: {
      DB_HOST: found.endpoint,
      DB_PORT: String(found.port),
      DB_NAME: found.name,
      ...databaseTls(cluster),
    },
    aws: false,
  };
}

function toCache(name: string, { cluster }: Context, caller: string): Destination {
  const found = lookUp(cluster.terraform.caches, name, 'caches', cluster.name, caller);
  return {
    flows: [networks(cluster.terraform.dataSubnetCidrs, found.port)],
    externalHosts: [{ host: found.endpoint, port: found.port, protocol: 'TLS' }],
    environment: { REDIS_HOST: found.endpoint, REDIS_PORT: String(found.port), REDIS_TLS: 'true' },
    aws: false,
  };
}

function toQueue(name: string, { cluster }: Context, caller: string): Destination {
  const { url } = lookUp(cluster.terraform.queues, name, 'queues', cluster.name, caller);
  return {
    flows: [vpcEndpoints(cluster)],
    externalHosts: [https(new URL(url).host), https(`sts.${cluster.terraform.region}.amazonaws.com`)],
    environment: { [`${variable(name)}_QUEUE_URL`]: url },
    aws: true,
  };
}

/** Brokers with TLS and the role of the caller. A cluster without Kafka lacks the variable, and the caller goes without. */
function toTopic(_name: string, { cluster }: Context): Destination {
  const brokers = cluster.terraform.kafkaBootstrapServers ?? [];
  if (brokers.length === 0) return { flows: [], externalHosts: [], environment: {}, aws: false };
  return {
    flows: [...kafkaFlows(cluster), vpcEndpoints(cluster)],
    externalHosts: [
      ...brokers.map((broker): ExternalHost => {
        const [host = '', port] = broker.split(':');
        return { host, port: Number(port), protocol: 'TLS' };
      }),
      https(`sts.${cluster.terraform.region}.amazonaws.com`),
    ],
    environment: { KAFKA_BOOTSTRAP_SERVERS: brokers.join(',') },
    aws: true,
  };
}

/** S3 is reached through its gateway endpoint, which keeps its public addresses; STS through an interface endpoint. */
function toBucket(name: string, { cluster }: Context, caller: string): Destination {
  const { region } = cluster.terraform;
  const found = lookUp(cluster.terraform.buckets, name, 'buckets', cluster.name, caller);
  return {
    flows: [s3(cluster, caller), vpcEndpoints(cluster)],
    externalHosts: [https(`${found.name}.s3.${region}.amazonaws.com`), https(`sts.${region}.amazonaws.com`)],
    environment: { [`${variable(name)}_BUCKET`]: found.name },
    aws: true,
  };
}

/** With an egress gateway nobody else may reach public addresses, so those of S3 have to be known. */
function s3(cluster: Cluster, caller: string): Flow {
  const { s3EndpointCidrs } = cluster.terraform;
  if (s3EndpointCidrs !== undefined) return networks(s3EndpointCidrs, 443);
  if (!hasEgressGateway(cluster)) return publicHttps();
  throw new Error(
    `clusters/${cluster.name}/terraform.json: the output s3_endpoint_cidrs is missing, which ${caller} needs to reach its bucket: egress in cluster.yaml is gateway, so no other public address is open to it.`,
  );
}

function toExternal(name: string, context: Context, caller: string): Destination {
  const { cluster } = context;
  const host = cluster.externalHosts[name];
  if (host === undefined) {
    throw new Error(
      `clusters/${cluster.name}/cluster.yaml: externalHosts has no ${name}, which ${caller} calls${didYouMean(name, Object.keys(cluster.externalHosts))}. Add it with its host name, or correct the call.`,
    );
  }
  const gateway = hasEgressGateway(cluster);
  if (gateway && !isInMesh(caller, context)) {
    throw new Error(
      `${caller} calls the external host ${name} through the egress gateway of ${cluster.name}, which takes only the mTLS of the mesh, but its namespace is outside the mesh. Give that namespace mesh: true.`,
    );
  }
  return {
    flows: [gateway ? pods(egressGatewayPods, egressGateway.port) : publicHttps()],
    externalHosts: [https(host)],
    ...(gateway && { meshHost: `${egressGateway.namespace}/${egressGateway.host}` }),
    environment: { [`${variable(name)}_HOST`]: host },
    aws: false,
  };
}

function isInMesh(name: string, context: Context): boolean {
  return graphOf(context).workload(name)?.mesh === true;
}

function https(host: string): ExternalHost {
  return { host, port: 443, protocol: 'TLS' };
}

/** The prefix of an environment variable: `user-registered` becomes `USER_REGISTERED`. */
function variable(name: string): string {
  return name.toUpperCase().replaceAll('-', '_');
}

function lookUp<T>(
  outputs: Readonly<Record<string, T>>,
  name: string,
  output: string,
  cluster: string,
  caller: string,
): T {
  const value = outputs[name];
  if (value === undefined) {
    throw new Error(
      `clusters/${cluster}/terraform.json: the output ${output} has no ${name}, which ${caller} calls${didYouMean(name, Object.keys(outputs))}. Add it in Terraform, or correct the call.`,
    );
  }
  return value;
}
