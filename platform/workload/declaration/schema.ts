import { z } from 'zod';
import { name as contractName, text } from '../../../clusters/text-formats.ts';
import { fields, formOf, type Shape } from '../../kit/declaration/fields.ts';
import {
  containerPort,
  cpu,
  dnsLabel,
  dnsName,
  fileName,
  flag,
  httpPath,
  labelValue,
  memory,
  mountPath,
  oneOf,
  percent,
  plainName,
  podShare,
  routePath,
  scrapeInterval,
  serviceLabel,
  size,
  topicName,
  variableName,
  whole,
} from '../../kit/declaration/formats.ts';
import { hasSecretForm, looksSecret } from '../../kit/declaration/secret-value.ts';
import type { Amount, Limits, Resources } from '../../kit/resources.ts';
import type { SecretProperty, SecretReference, SecretTemplate } from '../../kit/secrets/secret-reference.ts';
import type { Call } from './calls.ts';
import type { Exposes, RateLimit } from './exposes.ts';
import type { Metrics } from './metrics.ts';
import type { Migration } from './migration.ts';
import { PATCHED_KINDS, type Patch, type PatchStep, type RemovingStep, type SettingStep } from './patch.ts';
import type { Probe, Probes } from './probes.ts';
import type { Bounds, FixedScale, QueueTarget, StreamTarget, Targets, TopicTarget } from './scale.ts';
import type { ScratchSpace } from './scratch.ts';
import {
  type JobDeclaration,
  PRIORITIES,
  type Recommendation,
  type RunningDeclaration,
  type ServiceDeclaration,
  type WorkerDeclaration,
  type WorkloadDeclaration,
} from './workload.ts';

/** The longest that synth adds to the name of a workload, as that of a Job, which is a label of its pods. */
const LONGEST_SUFFIX = '-smoke-test';

/** The name of a workload: also of its Service, its objects with something added, and of variables of its callers. */
export const workloadName = serviceLabel(
  'the name of a workload',
  63 - LONGEST_SUFFIX.length,
  `, as synth adds endings such as ${LONGEST_SUFFIX} to it`,
);

const AMOUNT = "{ cpu: '200m', memory: '256Mi' }";
const amount = fields({ cpu, memory } satisfies Shape<Amount>, AMOUNT);

const resources = fields(
  {
    requests: amount,
    limits: fields({ cpu: cpu.optional(), memory } satisfies Shape<Limits>, "{ memory: '512Mi' }"),
  } satisfies Shape<Resources>,
  `{ requests: ${AMOUNT}, limits: { memory: '512Mi' } }`,
);

const queueTarget = fields(
  {
    name: serviceLabel('the name of a queue'),
    messages: whole(1, 1_000_000, 'messages'),
  } satisfies Shape<QueueTarget>,
  "{ name: 'a-queue', messages: 10 }",
);

const streamTarget = fields(
  {
    store: serviceLabel('the name of a Redis Cluster'),
    name: plainName('the name of a stream'),
    consumerGroup: plainName('the name of a consumer group'),
    pendingEntries: whole(1, 1_000_000, 'entries'),
    password: variableName,
  } satisfies Shape<StreamTarget>,
  'a stream with store, name, consumerGroup, pendingEntries and password',
);

const topicTarget = fields(
  {
    name: topicName,
    consumerGroup: plainName('the name of a consumer group'),
    lag: whole(1, 10_000_000, 'messages'),
  } satisfies Shape<TopicTarget>,
  "{ name: 'a-topic', consumerGroup: 'a-group', lag: 100 }",
);

const targets = {
  cpu: percent().optional(),
  memory: percent().optional(),
  requestsPerSecond: z
    .number({ error: 'a number above 0 of requests a second' })
    .positive({ error: 'a number above 0 of requests a second' })
    .optional(),
  queue: queueTarget.optional(),
  stream: streamTarget.optional(),
  topic: topicTarget.optional(),
} satisfies Shape<Partial<Targets>>;

const pods = whole(1, 5000, 'pods');

const SCALE = '{ replicas: 2 }, or bounds with a target such as { min: 3, max: 12, cpu: 70 }';

/** Both forms of a scale in one. */
type FlatScale = Partial<Pick<FixedScale, 'replicas'> & Bounds & Targets>;

/** Which of its fields go together is no matter of one field: `rules.ts` says it. */
const scale = fields(
  {
    replicas: pods.optional(),
    min: pods.optional(),
    max: pods.optional(),
    fallback: pods.optional(),
    ...targets,
  } satisfies Shape<FlatScale>,
  SCALE,
);

const PROBE = "{ path: '/health' }";
const probe = fields(
  {
    path: httpPath,
    initialDelaySeconds: whole(0, 600, 'seconds').optional(),
    periodSeconds: whole(1, 300, 'seconds').optional(),
    timeoutSeconds: whole(1, 60, 'seconds').optional(),
    failureThreshold: whole(1, 120, 'failures').optional(),
  } satisfies Shape<Probe>,
  PROBE,
).optional();

const probes = fields(
  { startup: probe, liveness: probe, readiness: probe } satisfies Shape<Partial<Probes>>,
  `{ startup: ${PROBE}, liveness: ${PROBE}, readiness: ${PROBE} }, each of which may be left out`,
);

const scratchSpace = fields(
  {
    path: mountPath,
    size,
    medium: z.literal('Memory', { error: "'Memory', or nothing for the disk of the node" }).optional(),
  } satisfies Shape<ScratchSpace>,
  "{ path: '/app/.cache', size: '100Mi' }",
);

const SQL = 'the text of a file of SQL, without any password in it';

const migration = fields(
  {
    database: serviceLabel('the name of a database'),
    image: contractName,
    files: z
      .record(
        fileName,
        z.string({ error: SQL }).refine((sql) => sql.trim() !== '' && !hasSecretForm(sql), { error: SQL }),
        { error: 'texts of SQL by the name of their file' },
      )
      .refine((files) => Object.keys(files).length > 0, { error: 'at least one file of SQL' }),
    user: variableName,
    password: variableName,
  } satisfies Shape<Migration>,
  'a migration with database, image, files, user and password',
);

const SECRET_PATH =
  'the name of a secret in AWS Secrets Manager below the path of the cluster, in lower case such as storefront/catalog-database; never its value';

/**
 * AWS would take capital letters too. Our names have none, so that a password that was pasted in place of a name is
 * seen.
 */
const secretPath = z
  .string({ error: SECRET_PATH })
  .refine(
    (path) =>
      /^[a-z0-9][a-z0-9_.-]*(\/[a-z0-9][a-z0-9_.-]*)*$/.test(path) &&
      path.length <= 256 &&
      !looksSecret(path),
    { error: SECRET_PATH },
  );

const PROPERTY = 'the name of a property of the secret, such as password; never its value';
const secretProperty = fields(
  {
    secret: secretPath,
    property: z
      .string({ error: PROPERTY })
      .refine((name) => /^[A-Za-z_][A-Za-z0-9_.-]{0,127}$/.test(name) && !looksSecret(name), {
        error: PROPERTY,
      }),
  } satisfies Shape<SecretProperty>,
  "property('the-secret', 'the-property')",
);

const TEMPLATE = 'a text that takes its secrets from names, such as {{ .password }}, and holds none itself';
const secretTemplate = fields(
  {
    template: z
      .string({ error: TEMPLATE })
      .refine(
        (template) => /\{\{.*\}\}/.test(template) && !looksSecret(template.replace(/\{\{.*?\}\}/g, '')),
        {
          error: TEMPLATE,
        },
      ),
    from: z.record(variableName, secretProperty, {
      error: 'properties of secrets by the name in the template',
    }),
  } satisfies Shape<SecretTemplate>,
  'a template and what it takes its values from',
);

const REFERENCE = text(/^$/, `${SECRET_PATH}; or property(…), postgresAddress(…) or mysqlAddress(…)`);

/** A path, a property or a template. */
const secretReference = formOf<SecretReference>((value) => {
  if (typeof value === 'string') return secretPath;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return REFERENCE;
  return 'template' in value || 'from' in value ? secretTemplate : secretProperty;
});

const VALUE = 'a text, in quotes also where it is a number; a secret belongs into secrets, by its path';

const environment = z.record(
  variableName,
  z
    .string({ error: VALUE })
    .refine((value) => !looksSecret(value) && value.length <= 32_768, { error: VALUE }),
  { error: "texts by the name of their variable, such as { LOG_LEVEL: 'info' }" },
);

/** How the functions of `calls.ts` call their arguments. */
const CALLED = {
  workload: serviceLabel('the name of a workload'),
  linked: serviceLabel('the name of a service'),
  database: serviceLabel('the name of a database'),
  cache: serviceLabel('the name of a cache'),
  queue: serviceLabel('the name of a queue'),
  topic: topicName,
  bucket: serviceLabel('the name of a bucket'),
  external: serviceLabel('the name of an external host'),
} satisfies Record<Call['to'], z.ZodType>;

const CALL = "what workload('…'), database('…'), sendsTo('…') and the other functions of calls.ts give";
function callOf(name: z.ZodType, more: z.ZodRawShape = {}): z.ZodType {
  return fields({ to: z.custom<Call['to']>(isCalled, { error: CALL }), name, ...more }, CALL);
}

const direction = z.enum(['send', 'receive'], { error: CALL });

// Zod compiles a schema where it is first used, so each is made once and not for each call.
const calls = new Map<unknown, z.ZodType>(
  Object.entries(CALLED).map(([to, name]) => [to, callOf(name, to === 'queue' ? { direction } : {})]),
);
const unknownCall = callOf(z.unknown());
const noCall = z.never({ error: CALL });

const call = formOf<Call>((value) => {
  if (typeof value !== 'object' || value === null || !('to' in value)) return noCall;
  return calls.get(value.to) ?? unknownCall;
});

function isCalled(to: unknown): to is keyof typeof CALLED {
  return typeof to === 'string' && Object.hasOwn(CALLED, to);
}

const CLUSTERS = 'a list of names of clusters, each once and at least one';

/** Names of clusters; whether they exist is checked against the fleet. */
export const clusterNames = z
  .array(dnsLabel('the name of a cluster'), { error: CLUSTERS })
  .refine((names) => names.length > 0 && new Set(names).size === names.length, { error: CLUSTERS });

const STEP = "a step such as { op: 'add', path: '/spec/template/spec/dnsConfig', value: { … } }";
const pointer = z.string({ error: STEP }).regex(/^(?:\/(?:[^~/]|~[01])+)+$/, {
  error: 'the path of a field from the object on, such as /spec/minReadySeconds',
});

const LONGEST_REASON = 300;
const REASON = `a sentence of 15 to ${LONGEST_REASON} characters that says why the declaration is not enough`;

const removingStep = fields({ op: z.literal('remove'), path: pointer } satisfies Shape<RemovingStep>, STEP);

const settingStep = fields(
  {
    op: z.enum(['add', 'replace'], { error: "'add', 'replace' or 'remove'" }),
    path: pointer,
    value: z.json({ error: 'a value of JSON' }),
  } satisfies Shape<SettingStep>,
  STEP,
);

const patch = fields(
  {
    kind: oneOf(PATCHED_KINDS),
    reason: text(new RegExp(`^\\S.{13,${LONGEST_REASON - 2}}\\S$`), REASON),
    clusters: clusterNames.optional(),
    steps: z
      .array(
        formOf<PatchStep>((step) =>
          typeof step === 'object' && step !== null && 'op' in step && step.op === 'remove'
            ? removingStep
            : settingStep,
        ),
        { error: `a list of steps, each ${STEP}` },
      )
      .nonempty({ error: `at least one step, ${STEP}` }),
  } satisfies Shape<Patch>,
  "{ kind: 'Deployment', reason: 'Why it is needed', steps: [ … ] }",
);

/** What a declaration brings along that was made by one function and spread into another. */
type Spread<Declaration extends WorkloadDeclaration> = Omit<Declaration, 'kind'> & {
  readonly kind?: WorkloadDeclaration['kind'];
};

/** The same with both forms of a scale in one. */
type Flat<Declaration extends RunningDeclaration> = Omit<Spread<Declaration>, 'scale'> & {
  readonly scale: FlatScale;
};

const kind = z.enum(['service', 'worker', 'job']).optional();

const workload = {
  kind,
  name: workloadName,
  resources,
  calls: z.array(call, { error: `a list of ${CALL}` }).optional(),
  namespace: dnsLabel('the name of a namespace').optional(),
  clusters: clusterNames.optional(),
  image: contractName.optional(),
  component: dnsLabel('the name of a container')
    .refine((name) => !name.startsWith('istio-'), {
      error: 'the name of a container that is none of the mesh, such as api (not istio-…)',
    })
    .optional(),
  environment: environment.optional(),
  secrets: z
    .record(variableName, secretReference, { error: 'paths of secrets by the name of their variable' })
    .optional(),
  secretName: dnsName('the name of a Secret').optional(),
  scratch: z
    .array(scratchSpace, { error: "a list such as [{ path: '/app/.cache', size: '100Mi' }]" })
    .optional(),
  nodeGroup: labelValue.optional(),
  priority: oneOf(PRIORITIES).optional(),
  terminationGracePeriodSeconds: whole(1, 3600, 'seconds').optional(),
  patches: z.array(patch, { error: 'a list of patches, each with kind, reason and steps' }).optional(),
};

const running = {
  ...workload,
  scale,
  metrics: fields(
    {
      port: containerPort.optional(),
      path: httpPath.optional(),
      interval: scrapeInterval.optional(),
    } satisfies Shape<Partial<Metrics>>,
    "{ port: 9090, path: '/metrics', interval: '30s' }, each of which may be left out",
  ).optional(),
  probes: probes.optional(),
  recommendation: fields(
    { min: amount, max: amount } satisfies Shape<Recommendation>,
    `{ min: ${AMOUNT}, max: ${AMOUNT} }`,
  ).optional(),
  minAvailable: podShare.optional(),
  maxSurge: whole(1, 1000, 'pods').optional(),
  migration: migration.optional(),
};

const rate = whole(1, 1_000_000, 'requests');

const service = {
  ...running,
  port: containerPort,
  exposes: fields(
    {
      host: dnsLabel('one label of a host, without the domain of the cluster, such as www'),
      path: routePath.optional(),
      userAgent: z.literal('smartphone', { error: "'smartphone', or nothing for every browser" }).optional(),
      pagesOf: z.array(dnsLabel('the name of an exposed service, such as frontend-service')).optional(),
    } satisfies Shape<Exposes>,
    "{ host: 'www' }",
  ).optional(),
  rateLimit: fields(
    { requestsPerSecond: rate, burst: rate.optional() } satisfies Shape<RateLimit>,
    '{ requestsPerSecond: 100 }',
  ).optional(),
  authentication: z.literal('customers', { error: "'customers', or nothing" }).optional(),
  failover: flag.optional(),
  timeoutSeconds: whole(1, 3600, 'seconds').optional(),
} satisfies Shape<Flat<ServiceDeclaration>>;

const worker = running satisfies Shape<Flat<WorkerDeclaration>>;

const job = {
  ...workload,
  queue: queueTarget,
  max: whole(1, 5000, 'Jobs'),
  deadlineSeconds: whole(1, 604_800, 'seconds').optional(),
} satisfies Shape<Spread<JobDeclaration>>;

const DECLARATION = 'an object with the fields of the declaration, at least name and resources';

/** What each kind of declaration has to be, field by field. */
export const workloadSchemas = {
  service: fields(service, DECLARATION),
  worker: fields(worker, DECLARATION),
  job: fields(job, DECLARATION),
} as const;
