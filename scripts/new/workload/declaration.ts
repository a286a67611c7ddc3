import { property, type SecretReference } from '../../../platform/kit/secrets/secret-reference.ts';
import { type Declarations, held } from '../../../platform/workload/declaration/declare.ts';
import { Mistake } from '../../command-line/mistake.ts';
import { callOf, type DeclaredCall } from './calls.ts';

export type WorkloadKind = keyof Declarations;

/** What is said of a workload, as its options write it; empty texts were not said. */
export interface Said {
  readonly name: string;
  readonly purpose: string;
  readonly namespace: string;
  readonly clusters: readonly string[];
  readonly port: string;
  readonly expose: string;
  readonly calls: readonly string[];
  readonly cpuRequest: string;
  readonly memoryRequest: string;
  readonly memoryLimit: string;
  readonly replicas: string;
  readonly cpuTarget: string;
  readonly requestsPerSecond: string;
  readonly queue: string;
  readonly jobs: string;
  readonly secrets: readonly string[];
}

/** A declaration, and the calls in it as `calls.ts` writes them. */
export interface Declared {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly calls: readonly DeclaredCall[];
}

/** The declaration that the options come to. @throws Mistake for what cannot be read at all */
export function declarationOf(kind: WorkloadKind, said: Said): Declared {
  const queue = said.queue === '' ? undefined : queueOf(said.queue, kind === 'job' ? 1 : 10);
  const written = said.calls.map(callOf);
  const receives = ({ call }: DeclaredCall) =>
    call.to === 'queue' && call.direction === 'receive' && call.name === queue?.name;
  // Whoever is scaled by a queue, or started by it, reads it.
  const calls =
    queue === undefined || written.some(receives)
      ? written
      : [...written, callOf(`receives-from:${queue.name}`)];
  const secrets = Object.fromEntries(said.secrets.map(secretOf));
  const request = said.memoryRequest || '128Mi';
  const fields = {
    name: said.name,
    ...(said.namespace !== '' && { namespace: said.namespace }),
    ...(said.clusters.length > 0 && { clusters: said.clusters }),
    ...(kind === 'service' && { port: numberOr(said.port || '8080') }),
    resources: {
      requests: { cpu: said.cpuRequest || '100m', memory: request },
      limits: { memory: said.memoryLimit || twice(request) },
    },
    ...(kind === 'job'
      ? { ...(queue !== undefined && { queue }), max: numberOr(said.jobs || '10') }
      : { scale: scaleOf(said, queue) }),
    ...(calls.length > 0 && { calls: calls.map(({ call }) => call) }),
    ...(said.expose !== '' && { exposes: { host: said.expose } }),
    ...(said.secrets.length > 0 && { secrets }),
  };
  return { fields, calls };
}

/** Everything that is wrong with a declaration, by the option that says it. */
export function declarationMistakes(kind: WorkloadKind, { fields }: Declared): readonly string[] {
  return held(kind, fields).mistakes.map(({ field, message }) => `${optionOf(field)}: ${message}`);
}

const OPTIONS: readonly (readonly [field: RegExp, option: string])[] = [
  [/^name/, 'NAME'],
  [/^resources\.requests\.cpu/, '--cpu-request'],
  [/^resources\.requests\.memory/, '--memory-request'],
  [/^resources\.limits\.memory/, '--memory-limit'],
  [/^scale\.cpu/, '--cpu-target'],
  [/^scale\.requestsPerSecond/, '--requests-per-second'],
  [/^(?:scale\.)?queue/, '--queue'],
  [/^scale/, '--replicas'],
  [/^max/, '--jobs'],
  [/^calls/, '--connects-to'],
  [/^exposes/, '--expose'],
  [/^secrets/, '--secret'],
  [/^clusters/, '--cluster'],
  [/^port/, '--port'],
  [/^namespace/, '--namespace'],
];

function optionOf(field: string): string {
  return OPTIONS.find(([pattern]) => pattern.test(field))?.[1] ?? field;
}

function scaleOf({ replicas, cpuTarget, requestsPerSecond }: Said, queue: unknown) {
  const targets = {
    ...(cpuTarget !== '' && { cpu: numberOr(cpuTarget) }),
    ...(requestsPerSecond !== '' && { requestsPerSecond: numberOr(requestsPerSecond) }),
    ...(queue !== undefined && { queue }),
  };
  const aimed = Object.keys(targets).length > 0;
  const [, min, max] = /^(\d+)-(\d+)$/.exec(replicas || (aimed ? '2-10' : '2')) ?? [];
  if (min === undefined || max === undefined) return { replicas: numberOr(replicas || '2'), ...targets };
  return { min: Number(min), max: Number(max), ...(aimed ? targets : { cpu: 70 }) };
}

function queueOf(written: string, otherwise: number) {
  const [name = '', messages] = written.split(':');
  return { name, messages: messages === undefined ? otherwise : numberOr(messages) };
}

function secretOf(written: string): [string, SecretReference] {
  const [, variable, path, of] = /^([^=]+)=([^:]+)(?::(.+))?$/.exec(written) ?? [];
  // What was given is not repeated, as it may be the secret itself.
  if (variable === undefined || path === undefined)
    throw new Mistake(
      '--secret: expected VARIABLE=PATH or VARIABLE=PATH:PROPERTY, such as API_KEY=shop/api-key.',
    );
  return [variable, of === undefined ? path : property(path, of)];
}

/** What is no number stays as it is, so that it is shown as it was written. */
function numberOr(written: string): number | string {
  return /^-?\d+(\.\d+)?$/.test(written) ? Number(written) : written;
}

function twice(amount: string): string {
  const [, number, unit = ''] = /^(\d+)([A-Za-z]*)$/.exec(amount) ?? [];
  return number === undefined ? amount : `${Number(number) * 2}${unit}`;
}
