import { foundValue } from '../../../clusters/found-value.ts';
import { didYouMean } from '../../../clusters/nearest-name.ts';
import { type FieldMistake, mistakeAt } from '../../kit/declaration/mistakes.ts';
import { isSecretName, masked } from '../../kit/declaration/secret-value.ts';
import { bytes, millicores } from '../../kit/quantity.ts';
import type { Amount } from '../../kit/resources.ts';
import type { Call } from './calls.ts';
import { metricsOf } from './metrics.ts';
import { ONE_TARGET } from './scale.ts';
import { scratchNames, scratchPlaces } from './scratch-rules.ts';
import type { WorkloadDeclaration } from './workload.ts';

/** What has to fit between two fields of a declaration. */
interface Rule {
  /** The top-level fields that it reads: if one of them is itself wrong, the rule waits. */
  readonly reads: readonly string[];
  readonly check: (declaration: WorkloadDeclaration) => readonly FieldMistake[];
}

/** No pod and no object can hold more: the limit of a ConfigMap and of a Secret, with some room for their metadata. */
const MOST_BYTES = 1_000_000;

const rules: readonly Rule[] = [
  { reads: ['resources'], check: withinLimits },
  { reads: ['recommendation'], check: crossedRecommendation },
  { reads: ['scale'], check: scaleForm },
  { reads: ['port', 'metrics'], check: samePort },
  { reads: ['rateLimit'], check: burst },
  { reads: ['scratch', 'resources'], check: scratchPlaces },
  { reads: ['name', 'calls', 'scratch'], check: scratchNames },
  { reads: ['name', 'calls'], check: callsItself },
  { reads: ['calls'], check: callsTwice },
  { reads: ['calls', 'scale', 'queue'], check: drains },
  { reads: ['calls', 'secrets', 'scale', 'migration'], check: logsIn },
  { reads: ['calls', 'migration'], check: migratesDatabase },
  { reads: ['migration'], check: migrationSize },
  { reads: ['environment'], check: secretsInEnvironment },
  { reads: ['environment'], check: environmentSize },
  { reads: ['environment', 'secrets'], check: setTwice },
];

/** The mistakes between the fields of a declaration, except those that have a mistake of their own. */
export function ruleMistakes(
  declaration: WorkloadDeclaration,
  broken: ReadonlySet<string>,
): readonly FieldMistake[] {
  return rules
    .filter(({ reads }) => !reads.some((field) => broken.has(field)))
    .flatMap(({ check }) => check(declaration));
}

/** The API server refuses such a pod, long after the review. */
function withinLimits({ resources: { requests, limits } }: WorkloadDeclaration): FieldMistake[] {
  const over = (path: string, request: string, limit: string) =>
    mistakeAt(
      ['resources', 'requests', path],
      foundValue(request),
      `at most its limit of ${limit}: lower the request, or raise limits.${path}`,
    );
  return [
    ...(limits.cpu !== undefined && millicores(requests.cpu) > millicores(limits.cpu)
      ? [over('cpu', requests.cpu, limits.cpu)]
      : []),
    ...(bytes(requests.memory) > bytes(limits.memory)
      ? [over('memory', requests.memory, limits.memory)]
      : []),
  ];
}

function crossedRecommendation(declaration: WorkloadDeclaration): FieldMistake[] {
  if (declaration.kind === 'job' || declaration.recommendation === undefined) return [];
  const { min, max } = declaration.recommendation;
  const crossed = (field: keyof Amount, read: (amount: string) => number) =>
    read(min[field]) > read(max[field])
      ? [
          mistakeAt(
            ['recommendation', 'min', field],
            foundValue(min[field]),
            `at most recommendation.max.${field}, ${max[field]}`,
          ),
        ]
      : [];
  return [...crossed('cpu', millicores), ...crossed('memory', bytes)];
}

const SCALE = '{ replicas: 2 }, or bounds with at least one target such as { min: 3, max: 12, cpu: 70 }';

/** TypeScript sees this too, but not in a spread. */
function scaleForm(declaration: WorkloadDeclaration): FieldMistake[] {
  if (declaration.kind === 'job') return [];
  const { replicas, min, max, fallback, ...targets } = declaration.scale;
  const named = Object.keys(declaration.scale).sort().join(', ');
  const wrong = (found: string, expected: string, ...path: string[]) => [
    mistakeAt(['scale', ...path], found, expected),
  ];
  if (replicas !== undefined) {
    return Object.keys(declaration.scale).length === 1 ? [] : wrong(`the fields ${named}`, SCALE);
  }
  if (min === undefined || max === undefined)
    return wrong(named === '' ? 'an empty map' : `the fields ${named}`, SCALE);
  if (Object.values(targets).every((target) => target === undefined)) {
    return wrong(`the fields ${named}`, `${ONE_TARGET} as well: without a target nothing moves the number`);
  }
  if (min > max) return wrong(String(min), `at most scale.max, ${max}`, 'min');
  if (fallback === undefined) return [];
  if (fallback > max) return wrong(String(fallback), `at most scale.max, ${max}`, 'fallback');
  const { cpu: _cpu, memory: _memory, ...measured } = targets;
  if (Object.values(measured).some((target) => target !== undefined)) return [];
  return wrong(
    String(fallback),
    'nothing: it is for numbers that KEDA reads, and cpu and memory are none of them',
    'fallback',
  );
}

function samePort(declaration: WorkloadDeclaration): FieldMistake[] {
  if (declaration.kind !== 'service') return [];
  const { port } = metricsOf(declaration);
  if (port !== declaration.port) return [];
  const metrics = declaration.metrics?.port === undefined ? ' (the default of metrics.port)' : '';
  return [
    mistakeAt(
      ['port'],
      String(port),
      `another port than that of the metrics${metrics}: what is open to Prometheus would be open to no caller`,
    ),
  ];
}

function burst(declaration: WorkloadDeclaration): FieldMistake[] {
  if (declaration.kind !== 'service' || declaration.rateLimit === undefined) return [];
  const { requestsPerSecond, burst } = declaration.rateLimit;
  if (burst === undefined || burst >= requestsPerSecond) return [];
  return [
    mistakeAt(
      ['rateLimit', 'burst'],
      String(burst),
      `at least requestsPerSecond, ${requestsPerSecond}, which could never be reached otherwise`,
    ),
  ];
}

function callsItself({ name, calls = [] }: WorkloadDeclaration): FieldMistake[] {
  return calls.flatMap((call, index) =>
    call.to === 'workload' && call.name === name
      ? [
          mistakeAt(
            ['calls', index],
            `workload('${name}')`,
            'another workload than itself: what a process asks itself needs no network. Take the call out',
          ),
        ]
      : [],
  );
}

function callsTwice({ calls = [] }: WorkloadDeclaration): FieldMistake[] {
  return calls.flatMap((call, index) => {
    const first = calls.findIndex((other) => written(other) === written(call));
    return first === index
      ? []
      : [
          mistakeAt(
            ['calls', index],
            written(call),
            `each call once: calls[${first}] is the same. Take one out`,
          ),
        ];
  });
}

const FUNCTIONS = {
  workload: 'workload',
  linked: 'linkedService',
  database: 'database',
  cache: 'cache',
  topic: 'topic',
  bucket: 'bucket',
  external: 'external',
} as const satisfies Record<Exclude<Call['to'], 'queue'>, string>;

/** A call as it is written in the code. */
function written(call: Call): string {
  if (call.to !== 'queue') return `${FUNCTIONS[call.to]}('${call.name}')`;
  return `${call.direction === 'send' ? 'sendsTo' : 'receivesFrom'}('${call.name}')`;
}

/** More pods would not drain a queue that the workload does not read (X-39). */
function drains(declaration: WorkloadDeclaration): FieldMistake[] {
  const { calls = [] } = declaration;
  const wanted: { readonly path: string[]; readonly call: Call }[] = [];
  const add = (path: string[], call: Call) => wanted.push({ path, call });
  if (declaration.kind === 'job') {
    add(['queue', 'name'], { to: 'queue', name: declaration.queue.name, direction: 'receive' });
  } else {
    const { queue, stream, topic } = declaration.scale;
    if (queue) add(['scale', 'queue', 'name'], { to: 'queue', name: queue.name, direction: 'receive' });
    if (stream) add(['scale', 'stream', 'store'], { to: 'workload', name: stream.store });
    if (topic) add(['scale', 'topic', 'name'], { to: 'topic', name: topic.name });
  }
  const known = calls.map(written);
  return wanted
    .filter(({ call }) => !known.includes(written(call)))
    .map(({ path, call }) =>
      mistakeAt(
        path,
        foundValue(call.name),
        `one that it reads, or more pods would not drain it (X-39): add ${written(call)} to its calls${meant(call, calls)}`,
      ),
    );
}

function meant({ to, name }: Call, calls: readonly Call[]): string {
  return didYouMean(
    name,
    calls.filter((call) => call.to === to).map((call) => call.name),
  );
}

function logsIn(declaration: WorkloadDeclaration): FieldMistake[] {
  if (declaration.kind === 'job') return [];
  const { secrets = {}, scale, migration } = declaration;
  const known = Object.keys(secrets);
  const wanted: [string[], string | undefined][] = [
    [['scale', 'stream', 'password'], scale.stream?.password],
    [['migration', 'user'], migration?.user],
    [['migration', 'password'], migration?.password],
  ];
  return wanted.flatMap(([path, variable]) => {
    if (variable === undefined || known.includes(variable)) return [];
    const near = didYouMean(variable, known);
    return [
      mistakeAt(
        path,
        foundValue(variable),
        `the name of one of its secrets${near || `: ${known.join(', ') || 'it has none'}`}`,
      ),
    ];
  });
}

function migratesDatabase(declaration: WorkloadDeclaration): FieldMistake[] {
  if (declaration.kind === 'job' || declaration.migration === undefined) return [];
  const { calls = [], migration } = declaration;
  const call: Call = { to: 'database', name: migration.database };
  if (calls.some((other) => written(other) === written(call))) return [];
  return [
    mistakeAt(
      ['migration', 'database'],
      foundValue(migration.database),
      `a database that it calls: add ${written(call)} to its calls${meant(call, calls)}`,
    ),
  ];
}

function migrationSize(declaration: WorkloadDeclaration): FieldMistake[] {
  if (declaration.kind === 'job' || declaration.migration === undefined) return [];
  return tooLarge(['migration', 'files'], declaration.migration.files);
}

function environmentSize({ environment = {} }: WorkloadDeclaration): FieldMistake[] {
  return tooLarge(['environment'], environment);
}

function tooLarge(path: readonly string[], texts: Readonly<Record<string, string>>): FieldMistake[] {
  const total = Object.entries(texts).reduce((sum, [key, text]) => sum + Buffer.byteLength(key + text), 0);
  if (total <= MOST_BYTES) return [];
  return [mistakeAt(path, `${total} bytes`, `at most ${MOST_BYTES}: a ConfigMap holds no more`)];
}

function secretsInEnvironment({ environment = {} }: WorkloadDeclaration): FieldMistake[] {
  return Object.entries(environment).flatMap(([variable, value]) =>
    isSecretName(variable) && value !== ''
      ? [
          mistakeAt(
            ['environment', variable],
            masked(value),
            `${variable} under secrets, with the path of the secret in AWS Secrets Manager: this file is in Git`,
          ),
        ]
      : [],
  );
}

function setTwice({ environment = {}, secrets = {} }: WorkloadDeclaration): FieldMistake[] {
  return Object.keys(environment).flatMap((variable) =>
    Object.hasOwn(secrets, variable)
      ? [mistakeAt(['environment', variable], 'a variable that is one of secrets too', 'each variable once')]
      : [],
  );
}
