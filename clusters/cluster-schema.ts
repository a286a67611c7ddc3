import { z } from 'zod';
import { mesh } from './mesh-schema.ts';
import { ENVIRONMENTS } from './stages.ts';
import { strictMap } from './strict-map.ts';
import {
  clusterDomain,
  days,
  hostLabel,
  hostname,
  kubernetesVersion,
  name,
  text,
  timeZone,
} from './text-formats.ts';

const httpsAddress = text(/^https:\/\/[^\s?#]+$/, 'an address with https://');

const share = 'a number from 0 to 100 (percent)';
const time = text(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day in quotes, such as "08:00"');
const factor = 'a number above 0, at most 10, such as 1 or 0.5';

/** Names that a cluster serves for another one. */
const takeover = strictMap({
  cluster: name,
  /** What `exposes` of the services calls `host`; the same services run on both clusters. */
  hosts: z
    .array(hostLabel, { error: 'a list of hosts, such as [api]' })
    .min(1, { error: 'at least one host, such as api' })
    .readonly(),
});

const freezeHours = 'a whole number of hours from 1 to 744';
const months = 'a whole number of months from 1 to 60';

/** The second, long-term store of metrics, beside the 15 days of Prometheus. */
const longTermMetrics = strictMap({
  /** How long a sample is kept. */
  months: z.int({ error: months }).min(1, { error: months }).max(60, { error: months }),
  /** Size of its volume: about 1 byte per sample. It never shrinks; docs/operations.md says how it grows, which no sync can do. */
  volume: text(/^[1-9]\d*Gi$/, 'a size in Gi, such as 200Gi'),
});

/** A time in which nothing is synced by itself. */
const freeze = strictMap({
  /** Why, for whoever wonders what a merge waits for. */
  reason: text(/\S/, 'a sentence'),
  /** When it begins, as a cron expression. */
  begins: text(
    /^\S+( \S+){4}$/,
    'a cron expression of five fields (minute, hour, day, month, day of the week), such as 0 18 * * Fri',
  ),
  /** Whole hours from then on. */
  hours: z.int({ error: freezeHours }).min(1, { error: freezeHours }).max(744, { error: freezeHours }),
  timeZone,
});

/** Of an alert source or a heartbeat in incident.io; not a secret without its token. */
const incidentId = text(
  /^01[0-9A-HJKMNP-TV-Z]{24}$/,
  'an id of incident.io: 26 characters that begin with 01',
);

/** `cluster.yaml`: what people choose for a cluster. What AWS decides comes from `terraform.json`. */
export const clusterSchema = strictMap({
  /** Same as the folder. */
  name,
  /** What it is for, which is also its stage on the way of a build. */
  environment: z.enum(ENVIRONMENTS),
  /**
   * The cluster whose Argo CD manages this one. Left out: itself, so that no other cluster is needed to recover it. Its own name
   * when that other one is lost: nothing else has to change (docs/failover.md).
   */
  hub: name.optional(),
  kubernetesVersion,
  /** Multiplies the smallest and largest replica count of every service. */
  replicaFactor: z.number({ error: factor }).positive({ error: factor }).max(10, { error: factor }),
  nodeScaler: z.enum(['karpenter', 'cluster-autoscaler']),
  /** Services are exposed as `<host>.<domain>`. */
  domain: clusterDomain,
  ingress: strictMap({
    /** Of the load balancer's targets: `ip` is the pod, `instance` a NodePort of every node. */
    targetType: z.enum(['ip', 'instance']),
  }),
  /** Left out: the cluster has no Istio. */
  mesh: mesh.optional(),
  /**
   * How workloads reach the hosts of `externalHosts`: `gateway`, through the mesh's egress gateway, which alone may
   * connect to the Internet (S0-82); `direct`, from their own pods. Only a cluster with a mesh has the gateway.
   */
  egress: z.enum(['gateway', 'direct']),
  /** Who signs the tokens of customers; wanted by services that declare `authentication`. Staff have another issuer. */
  customerTokens: strictMap({
    /** The claim `iss` of every token. */
    issuer: httpsAddress,
    /** Where the control plane reads the keys of the signatures. */
    jwksUri: httpsAddress,
    /** The claim `aud`: a token that was made for something else is refused. */
    audience: text(/\S/, 'a text'),
  }).optional(),
  tracing: strictMap({
    /** Share of requests whose trace is kept, in percent. */
    samplingPercentage: z.number({ error: share }).min(0, { error: share }).max(100, { error: share }),
  }),
  /** Left out: metrics are kept for 15 days. */
  longTermMetrics: longTermMetrics.optional(),
  /** Where alerts page and the cluster reports that it is alive; left out: nobody is paged for it at night. */
  incidentIo: strictMap({
    /** The alert source of the type Alertmanager. */
    alertSource: incidentId,
    /** A different one on every cluster: one that two share never stops while either of them lives. */
    heartbeat: incidentId,
  }).optional(),
  /**
   * Public names of other clusters that this one serves too, `<host>.<domain of the other>`: nothing leads here until
   * that cluster is lost, and then only DNS has to move (S0-89, S4-49). What stays in its region by law is not named.
   */
  takesOver: z.array(takeover).readonly().default([]),
  /** Clusters whose networks are joined with this one's by peering or a transit gateway. */
  linkedTo: z.array(name).readonly().default([]),
  /**
   * When people use the cluster. Outside of it every workload that runs all the time has no pod, and the nodes follow
   * (S2-114, S2-115). Left out: always.
   */
  officeHours: strictMap({
    timeZone,
    days,
    from: time,
    to: time,
  }).optional(),
  /**
   * When nothing of a product changes by itself, such as over a sale: what is merged waits, and only a person syncs.
   * The platform goes on.
   */
  freezes: z.array(freeze).readonly().default([]),
  /** Whether Chaos Mesh and the experiments of the products are there (S2-28). Never on production. */
  chaosEngineering: z.boolean({ error: 'true or false' }).default(false),
  /** Hosts outside AWS that workloads call, by the name that a service's `calls` gives them. */
  externalHosts: z.record(name, hostname).readonly().default({}),
});

/** The parsed `cluster.yaml`. */
export type ClusterChoices = Readonly<z.infer<typeof clusterSchema>>;
