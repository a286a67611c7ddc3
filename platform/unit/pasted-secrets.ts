import { ApiObject, type Chart } from 'cdk8s';
import type { Path } from '../../clusters/document.ts';
import type { Cluster, Fleet } from '../../clusters/index.ts';
import { Mistakes } from '../kit/declaration/attempts.ts';
import { type FieldMistake, secretsIn } from '../kit/declaration/mistakes.ts';
import {
  isPassword,
  isSecretName,
  looksSecret,
  withoutCertificates,
} from '../kit/declaration/secret-value.ts';
import type { Context } from './unit.ts';

const IN_VALUES =
  'no value of a secret, as dist/ is in Git: keep it in AWS Secrets Manager, let an ExternalSecret under objects fetch it, and name its Secret to the chart, as with existingSecret';
const IN_OBJECT =
  'no value of a secret, as dist/ is in Git: keep it in AWS Secrets Manager, and let an ExternalSecret fetch it';

/** Shorter texts of the contract, such as the name of an environment, could be a part of any secret. */
const LEAST = 12;

/** @throws Mistakes with the place of each secret in the values of a chart; never with the secret */
export function assertNoSecretInValues(values: unknown, context: Context): void {
  const isSecret = secretTest(context);
  const mistakes = secretsIn(
    values,
    ['values'],
    (text, path) => isSecret(text) || isPassword(String(path.at(-1)), text),
    IN_VALUES,
  );
  throwIfAny(mistakes.map(line));
}

/** @throws Mistakes with the place of each secret in the data and the environment variables of a chart's objects */
export function assertNoSecretInObjects(chart: Chart, context: Context): void {
  const isSecret = secretTest(context);
  const found = chart.node.children.filter(ApiObject.isApiObject).flatMap((object) => {
    const json: unknown = object.toJson();
    const data =
      object.kind === 'Secret' || object.kind === 'ConfigMap'
        ? ['data', 'stringData'].flatMap((field) =>
            secretsIn(
              part(json, field),
              [field],
              (text) =>
                isSecret(text) || (object.kind === 'Secret' && field === 'data' && isSecret(decoded(text))),
              IN_OBJECT,
            ),
          )
        : [];
    const variables = [...variablesIn(part(json, 'spec'), ['spec'])].flatMap(({ name, value, path }) =>
      secretsIn(value, path, (text) => isSecret(text) || (isSecretName(name) && text !== ''), IN_OBJECT),
    );
    return [...data, ...variables].map((mistake) => `${object.kind} ${object.name}: ${line(mistake)}`);
  });
  throwIfAny(found);
}

type SecretTest = (text: string) => boolean;

const tests = new WeakMap<Fleet, SecretTest>();

/** The test for a cluster. All clusters of a fleet share one, since most texts stand on each of them. */
function secretTest({ cluster, fleet }: Context): SecretTest {
  if (!fleet.clusters.includes(cluster)) return newSecretTest([cluster, ...fleet.clusters]);
  const test = tests.get(fleet) ?? newSecretTest(fleet.clusters);
  tests.set(fleet, test);
  return test;
}

/** What is in the contract is not a secret, however random it looks: Terraform's sensitive outputs are refused there. */
function newSecretTest(clusters: readonly Cluster[]): SecretTest {
  let stated: readonly string[] | undefined;
  const isSecret = (text: string) => {
    stated ??= [...new Set(textsIn(clusters))].sort((one, other) => other.length - one.length);
    return looksSecret(
      stated.reduce((rest, known) => rest.replaceAll(known, ' '), withoutCertificates(text)),
    );
  };
  const results = new Map<string, boolean>();
  return (text) => {
    if (!looksSecret(text)) return false;
    const result = results.get(text) ?? isSecret(text);
    results.set(text, result);
    return result;
  };
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.length < LEAST ? [] : [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

interface Variable {
  readonly name: string;
  readonly value: unknown;
  readonly path: Path;
}

/** The environment variables of all containers in an object, whatever kind of pod template holds them. */
function* variablesIn(value: unknown, path: Path): Generator<Variable> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner !== 'object' || inner === null) continue;
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    if (key !== 'env' || !Array.isArray(inner)) {
      yield* variablesIn(inner, at);
      continue;
    }
    for (const [index, variable] of inner.entries()) {
      yield {
        name: String(part(variable, 'name')),
        value: part(variable, 'value'),
        path: [...at, index, 'value'],
      };
    }
  }
}

function part(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

/** The data of a Secret is Base64, which hides the form of what was pasted. */
function decoded(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}

function line({ field, message }: FieldMistake): string {
  return `${field}: ${message}`;
}

function throwIfAny(messages: readonly string[]): void {
  if (messages.length > 0) throw new Mistakes(messages);
}
