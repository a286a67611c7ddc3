import { parse } from 'yaml';
import { z } from 'zod';
import { Schemas } from '../../../../scripts/schemas/schemas.ts';
import type { Command } from '../documents.ts';
import { kubectlOf } from '../kubectl.ts';
import { optionOf } from '../options.ts';
import { block, type Rule } from '../rule.ts';
import { clusters, objectsOn, type Placed } from '../tree.ts';

const record = z.record(z.string(), z.unknown());
const steps = z.array(z.looseObject({ op: z.string(), path: z.string(), value: z.unknown().optional() }));

/** Groups that the API server itself has: only their kinds know how lists are merged. */
const BUILT_IN =
  /^(?:(?:apps|autoscaling|batch|policy|(?:networking|rbac\.authorization|scheduling|storage)\.k8s\.io)\/)?v\d\w*$/;

// What a patch of these documents touches is the same in every version that a cluster has.
const schemas = new Schemas('1.34');

export const kubectlPatch: Rule = {
  program: 'kubectl',
  breaks:
    'The API server refuses the patch, or drops the field that it does not know and says “patched (no change)”.',
  judge: (command) => {
    const given = kubectlOf(command);
    if (given.verb !== 'patch') return [];
    const text = optionOf(given, '--patch', '-p');
    if (text === undefined) return [];
    const [target] = given.targets;
    const like = target === undefined ? undefined : sampleOf(target.kind);
    if (like === undefined) return [];
    const type = optionOf(given, '--type') ?? 'strategic';
    if (type === 'strategic' && !BUILT_IN.test(like.json.apiVersion))
      return [`${like.kind} is a custom resource: its patch needs --type merge`];
    return expands(command) ?? violations(patched(like, type, text));
  },
  cases: {
    fails: [
      ['application', `--type merge --patch '{"spec":{"sincPolicy":{}}}'`],
      ['application', `--type merge --patch '{"spec":{"syncPolicy":{"automated":true}}}'`],
      ['application', `--patch '{"spec":{"project":"platform"}}'`],
      ['application', `--type merge --patch '{"spec":'`],
      ['application', `--type merge --patch '{"spec":{"project":"$UNIT"}}'`],
      ['application', `--type json --patch '[{"op":"add","path":"/spec/paused","value":true}]'`],
      ['deployment', `--patch '{"spec":{"replicas":"three"}}'`],
    ].map(([kind, rest]) =>
      block(`kubectl --context $CLUSTER --namespace $NAMESPACE patch ${kind}/$UNIT ${rest}`),
    ),
    passes: [
      ['application', `--type merge --patch '{"spec":{"syncPolicy":{"automated":null}}}'`],
      ['application', `--type merge --patch "{\\"spec\\":{\\"project\\":\\"$UNIT\\"}}"`],
      ['application', `--type json --patch '[{"op":"replace","path":"/spec/project","value":"platform"}]'`],
      ['deployment', `--patch '{"spec":{"replicas":3}}'`],
    ].map(([kind, rest]) =>
      block(`kubectl --context $CLUSTER --namespace $NAMESPACE patch ${kind}/$UNIT ${rest}`),
    ),
  },
};

/** Any object of the kind: what a patch may say depends on the kind alone. */
function sampleOf(kind: string): Placed | undefined {
  return clusters
    .flatMap((cluster) => objectsOn(cluster))
    .find((object) => object.kind.toLowerCase() === kind);
}

function expands({ written }: Command): readonly string[] | undefined {
  const quoted = written.find((word) => /'[^']*\$\w[^']*'/.test(word));
  return quoted === undefined
    ? undefined
    : [`in single quotes the shell leaves ${quoted} as it is: use double ones`];
}

function patched(like: Placed, type: string, text: string): unknown {
  let patch: unknown;
  try {
    patch = parse(text);
  } catch {
    return undefined;
  }
  if (type !== 'json') return merged(like.json, patch);
  return steps
    .parse(patch)
    .reduce<unknown>((object, step) => stepped(object, step.path.slice(1).split('/'), step), like.json);
}

/** A JSON merge patch: `null` takes a field away. */
function merged(value: unknown, patch: unknown): unknown {
  const into = record.safeParse(patch);
  if (!into.success) return patch;
  const result: Record<string, unknown> = { ...(record.safeParse(value).data ?? {}) };
  for (const [key, change] of Object.entries(into.data)) {
    if (change === null) delete result[key];
    else result[key] = merged(result[key], change);
  }
  return result;
}

function stepped(value: unknown, path: readonly string[], step: z.infer<typeof steps>[number]): unknown {
  const [key = '', ...rest] = path;
  const name = key.replaceAll('~1', '/').replaceAll('~0', '~');
  if (rest.length === 0 && step.op === 'remove') return merged(value, { [name]: null });
  if (Array.isArray(value)) return rest.length === 0 ? [...value, step.value] : value;
  const own = record.safeParse(value).data ?? {};
  return { ...own, [name]: rest.length === 0 ? step.value : stepped(own[name], rest, step) };
}

function violations(object: unknown): readonly string[] {
  if (object === undefined) return ['the patch is no JSON'];
  return schemas.check(object).map(({ path, message }) => `the patch makes ${path} that ${message}`);
}
