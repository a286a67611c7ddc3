import { nearestName } from '../../../clusters/nearest-name.ts';
import { bytes, millicores } from '../quantity.ts';
import type {
  JobDeclaration,
  Migration,
  Probe,
  QueueTarget,
  ScratchSpace,
  ServiceDeclaration,
  StreamTarget,
  Targets,
  TopicTarget,
  WorkerDeclaration,
} from './declaration.ts';

/** The fields of a part of a declaration. A text says what form its value has; `any` is left to whoever reads it. */
type Fields = { readonly [field: string]: 'any' | 'cpu' | 'memory' | Fields | readonly [Fields] };
/** The compiler wants every field of a declaration here, so that none is forgotten. */
type FieldsOf<Declaration> = Record<Exclude<keyof Declaration, 'kind'>, Fields[string]>;

const AMOUNT = { cpu: 'cpu', memory: 'memory' } as const;
const PROBE: FieldsOf<Probe> = {
  path: 'any',
  initialDelaySeconds: 'any',
  periodSeconds: 'any',
  timeoutSeconds: 'any',
  failureThreshold: 'any',
};
const QUEUE: FieldsOf<QueueTarget> = { name: 'any', messages: 'any' };
const STREAM: FieldsOf<StreamTarget> = {
  store: 'any',
  name: 'any',
  consumerGroup: 'any',
  pendingEntries: 'any',
  password: 'any',
};
const TOPIC: FieldsOf<TopicTarget> = { name: 'any', consumerGroup: 'any', lag: 'any' };
const TARGETS: FieldsOf<Targets> = {
  cpu: 'any',
  memory: 'any',
  requestsPerSecond: 'any',
  queue: QUEUE,
  stream: STREAM,
  topic: TOPIC,
};
const SCRATCH: FieldsOf<ScratchSpace> = { path: 'any', size: 'memory', medium: 'any' };
const EXPOSES: FieldsOf<NonNullable<ServiceDeclaration['exposes']>> = {
  host: 'any',
  path: 'any',
  userAgent: 'any',
};
const RATE_LIMIT: FieldsOf<NonNullable<ServiceDeclaration['rateLimit']>> = {
  requestsPerSecond: 'any',
  burst: 'any',
};
const MIGRATION: FieldsOf<Migration> = {
  database: 'any',
  image: 'any',
  files: 'any',
  user: 'any',
  password: 'any',
};

const WORKLOAD = {
  name: 'any',
  resources: { requests: AMOUNT, limits: AMOUNT },
  calls: 'any',
  namespace: 'any',
  clusters: 'any',
  image: 'any',
  component: 'any',
  environment: 'any',
  secrets: 'any',
  secretName: 'any',
  scratch: [SCRATCH],
  nodeGroup: 'any',
  priority: 'any',
  terminationGracePeriodSeconds: 'any',
} as const;

const RUNNING = {
  ...WORKLOAD,
  scale: { replicas: 'any', min: 'any', max: 'any', fallback: 'any', ...TARGETS },
  metrics: { port: 'any', path: 'any', interval: 'any' },
  probes: { startup: PROBE, liveness: PROBE, readiness: PROBE },
  recommendation: { min: AMOUNT, max: AMOUNT },
  minAvailable: 'any',
  maxSurge: 'any',
  migration: MIGRATION,
} as const;

const SERVICE: FieldsOf<ServiceDeclaration> = {
  ...RUNNING,
  port: 'any',
  exposes: EXPOSES,
  rateLimit: RATE_LIMIT,
  authentication: 'any',
  failover: 'any',
  timeoutSeconds: 'any',
};
const WORKER: FieldsOf<WorkerDeclaration> = RUNNING;
const JOB: FieldsOf<JobDeclaration> = { ...WORKLOAD, queue: QUEUE, max: 'any', deadlineSeconds: 'any' };

const KINDS = { service: SERVICE, worker: WORKER, job: JOB } as const;

/**
 * A declaration as it came, looked through at run time: a spread or a value from elsewhere gets past the compiler, and
 * an unknown field would do nothing without a word.
 *
 * @throws naming the field that is unknown, and the nearest one that is known, an amount that is none, or a value in place of fields
 */
export function checked<Declaration extends { readonly name: string }>(
  kind: keyof typeof KINDS,
  declaration: Declaration,
): Declaration {
  // A declaration that was spread into another one brings its kind along.
  check(`${kind}({ name: '${declaration.name}' })`, '', declaration, { ...KINDS[kind], kind: 'any' });
  return declaration;
}

function check(subject: string, path: string, value: unknown, fields: Fields): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [field, part] of Object.entries(value)) {
    const place = `${path}${field}`;
    const form = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (form === undefined) throw new Error(unknownField(subject, place, field, Object.keys(fields)));
    if (part === undefined || form === 'any') continue;
    if (form === 'cpu' || form === 'memory') checkAmount(subject, place, part, form);
    else if (isList(form)) checkList(subject, place, part, form[0]);
    else if (typeof part !== 'object') throw new Error(notFields(subject, place, part, Object.keys(form)));
    else check(subject, `${place}.`, part, form);
  }
}

function checkList(subject: string, place: string, parts: unknown, fields: Fields): void {
  if (!Array.isArray(parts)) return;
  for (const [index, part] of parts.entries()) check(subject, `${place}[${index}].`, part, fields);
}

function isList(form: Fields | readonly [Fields]): form is readonly [Fields] {
  return Array.isArray(form);
}

function checkAmount(subject: string, place: string, amount: unknown, form: 'cpu' | 'memory'): void {
  try {
    const read = form === 'cpu' ? millicores : bytes;
    read(String(amount));
  } catch (error) {
    throw new Error(`${subject}: ${place}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function notFields(subject: string, place: string, value: unknown, known: readonly string[]): string {
  return `${subject}: ${place} is ${JSON.stringify(value)}, but has fields of its own. There are ${[...known].sort().join(', ')}.`;
}

function unknownField(subject: string, place: string, field: string, known: readonly string[]): string {
  const nearest = nearestName(field, known);
  return `${subject} has the field ${place}, which does nothing. ${
    nearest === undefined ? `There are ${[...known].sort().join(', ')}.` : `Is ${nearest} meant?`
  }`;
}
