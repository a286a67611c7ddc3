import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { z } from 'zod';
import { Mistake } from '../../command-line/mistake.ts';
import { fetchBundle, type Origin } from '../../import/fetch-sources.ts';
import { readSources } from '../../import/sources.ts';
import type { TreeObject } from '../../prove-gatekeeper/tree.ts';
import { IMPORTS } from '../../schemas/imported-schemas.ts';
import type { Member } from './applications.ts';

const definition = z.looseObject({
  apiVersion: z.string(),
  kind: z.literal('CustomResourceDefinition'),
  metadata: z.looseObject({ name: z.string() }),
});

/**
 * Every definition in the files that `imports/sources.yaml` pins for what we render.
 *
 * @param whole bundles that come with their other files too, as for a program that runs and keeps objects of its own
 */
export async function pinnedDefinitions(
  origin: Origin,
  { whole = [] }: { readonly whole?: readonly string[] } = {},
): Promise<readonly Member[]> {
  const { bundles, complete } = readSources(join(IMPORTS, 'sources.yaml'));
  const all = await Promise.all(
    Object.entries(bundles).map(async ([name, bundle]) => {
      const others = whole.includes(name) ? (complete.files[name] ?? []) : [];
      const files = [...bundle.files, ...others];
      const texts = await fetchBundle(name, { ...bundle, files }, origin);
      return texts.flatMap((text, index) => definitionsIn(text, `${name}: ${files[index]?.path ?? ''}`));
    }),
  );
  return all.flat();
}

/** The definitions in a file; all else in it is left alone. */
export function definitionsIn(text: string, file: string): readonly Member[] {
  return loadAll(text).flatMap((document) => {
    const { success, data } = definition.safeParse(document);
    if (!success) return [];
    const { status: _status, ...object } = data;
    return { file, object: { ...object, metadata: withoutTime(object.metadata) } };
  });
}

/** Generators leave `creationTimestamp: null` behind, which a server refuses to be given. */
function withoutTime({ name, ...rest }: { readonly name: string }): TreeObject['metadata'] {
  const kept = Object.entries(rest).filter(([field]) => field === 'annotations' || field === 'labels');
  return { name, ...Object.fromEntries(kept) };
}

/** Those that charts bring, and of the pinned ones whatever no chart brings. */
export function definitionsFor(members: readonly Member[], pinned: readonly Member[]): readonly Member[] {
  const own = members.filter(({ object }) => object.kind === 'CustomResourceDefinition');
  const names = new Set(own.map(({ object }) => object.metadata.name));
  return [...own, ...pinned.filter(({ object }) => !names.has(object.metadata.name))];
}

const ofKind = z.looseObject({
  spec: z.looseObject({ group: z.string(), names: z.looseObject({ kind: z.string() }) }),
});

/** The kind of a definition, as `group/Kind`. */
export function kindOf({ object }: Member): string {
  const { group, names } = ofKind.parse(object).spec;
  return `${group}/${names.kind}`;
}

/** The kind of an object, as `group/Kind`. */
export function kindOfObject({ apiVersion, kind }: TreeObject): string {
  return `${apiVersion.split('/')[0]}/${kind}`;
}

/** Of the pinned ones those of kinds that there is an object of, and those that Gatekeeper would make of the templates. */
export function definitionsUsed(members: readonly Member[], pinned: readonly Member[]): readonly Member[] {
  const kinds = new Set(members.map(({ object }) => kindOfObject(object)));
  return [
    ...pinned.filter((each) => kinds.has(kindOf(each))),
    ...members.flatMap(({ file, object }) => {
      const definition = constraintDefinition(object, pinned);
      return definition === undefined ? [] : { file, object: definition };
    }),
  ];
}

const template = z.looseObject({
  kind: z.literal('ConstraintTemplate'),
  spec: z.looseObject({
    crd: z.looseObject({
      spec: z.looseObject({
        names: z.looseObject({ kind: z.string() }),
        validation: z.looseObject({ openAPIV3Schema: z.unknown() }).optional(),
      }),
    }),
  }),
});
const mutator = z.looseObject({
  spec: z.looseObject({
    versions: z.array(
      z.looseObject({
        name: z.string(),
        schema: z.looseObject({
          openAPIV3Schema: z.looseObject({
            properties: z.looseObject({
              spec: z.looseObject({ properties: z.looseObject({ match: z.unknown() }) }),
            }),
          }),
        }),
      }),
    ),
  }),
});

/**
 * The definition that Gatekeeper makes of a ConstraintTemplate: the template describes the parameters, and what a
 * constraint may match is what a mutator may, whose definition is in the pinned files.
 */
export function constraintDefinition(object: TreeObject, pinned: readonly Member[]): TreeObject | undefined {
  const parsed = template.safeParse(object);
  if (!parsed.success) return undefined;
  const { names, validation } = parsed.data.spec.crd.spec;
  const plural = names.kind.toLowerCase();
  const text = { type: 'string' };
  const spec = {
    type: 'object',
    properties: {
      enforcementAction: text,
      match: matchSchema(pinned),
      ...(validation !== undefined && { parameters: validation.openAPIV3Schema }),
      scopedEnforcementActions: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            action: text,
            enforcementPoints: { type: 'array', items: { type: 'object', properties: { name: text } } },
          },
        },
      },
    },
  };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.constraints.gatekeeper.sh` },
    spec: {
      group: 'constraints.gatekeeper.sh',
      names: { kind: names.kind, listKind: `${names.kind}List`, plural, singular: plural },
      scope: 'Cluster',
      versions: [
        {
          name: 'v1beta1',
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: {
                metadata: { type: 'object', properties: { name: { ...text, maxLength: 63 } } },
                spec,
                status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
              },
            },
          },
        },
      ],
    },
  };
}

function matchSchema(pinned: readonly Member[]): unknown {
  const assign = pinned.find(({ object }) => object.metadata.name === 'assign.mutations.gatekeeper.sh');
  if (assign === undefined)
    throw new Mistake('imports/sources.yaml pins no definition of Gatekeeper’s Assign.');
  const version = mutator.parse(assign.object).spec.versions.find(({ name }) => name === 'v1');
  return version?.schema.openAPIV3Schema.properties.spec.properties.match;
}
