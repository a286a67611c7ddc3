import type { Item, Judgement } from '../change.ts';
import { typeOf } from '../compare/key.ts';
import { at, canonicalText, isMapping, listAt, mappingAt, textAt } from '../compare/value.ts';
import { isEdit, judge, type Rule, said, some, type Trees } from './rule.ts';

/** What a changed definition does to the objects of its kind. */
export const definitions: Rule = (change, trees) => {
  if (!isEdit(change) || typeOf(change.after) !== 'apiextensions.k8s.io/CustomResourceDefinition') return [];
  const { before, after } = change;
  const [old, now] = [versionsOf(before), versionsOf(after)];
  return [
    ...[...old].flatMap(([name, version]) => ofVersion(name, version, now.get(name), after, trees)),
    ...[...now.keys()]
      .filter((name) => !old.has(name))
      .map((name) => judge('routine', `version ${name} is new`)),
    ...(change.fields.some(({ shape }) => shape.startsWith('spec.conversion'))
      ? [
          judge(
            'outage',
            'versions are converted in another way: reads and writes fail where the converter does',
          ),
        ]
      : []),
  ];
};

type Version = Readonly<Record<string, unknown>>;

function versionsOf({ value }: Item): ReadonlyMap<string, Version> {
  return new Map(
    listAt(value, 'spec.versions').flatMap((version) =>
      isMapping(version) ? [[String(version.name), version]] : [],
    ),
  );
}

function ofVersion(
  name: string,
  before: Version,
  after: Version | undefined,
  definition: Item,
  trees: Trees,
): readonly Judgement[] {
  const kind = textAt(definition.value, 'spec.names.kind') ?? '';
  const apiVersion = `${textAt(definition.value, 'spec.group')}/${name}`;
  const users = trees.after
    .ofKinds(definition.cluster, kind)
    .filter((item) => item.apiVersion === apiVersion);
  const used = users.length === 0 ? '' : `, which ${users.length} objects of the tree are written in`;
  if (after === undefined) {
    return before.storage === true
      ? [
          judge(
            'replacement',
            `the API server refuses to drop version ${name} while objects are stored in it (status.storedVersions): move them over first`,
          ),
        ]
      : [judge('outage', `version ${name} is gone${used}: who asks for it is refused`)];
  }
  const found: Judgement[] = [];
  if (before.served === true && after.served === false)
    found.push(judge('outage', `version ${name} is no longer served${used}: who asks for it is refused`));
  if (before.served === false && after.served === true)
    found.push(judge('routine', `version ${name} is served`));
  if (before.storage !== after.storage && after.storage === true)
    found.push(
      judge(
        'routine',
        `objects are stored as ${name} from now on; those that are there stay as they are until they are written`,
      ),
    );
  const parts = ['status', 'scale'].filter(
    (part) =>
      at(before, `subresources.${part}`) !== undefined && at(after, `subresources.${part}`) === undefined,
  );
  if (parts.length > 0)
    found.push(
      judge(
        'outage',
        `version ${name} has no ${parts.join(' and no ')} any more (subresources): controllers that write or scale by it are refused`,
      ),
    );
  const [old, now] = [at(before, 'schema.openAPIV3Schema'), at(after, 'schema.openAPIV3Schema')];
  if (old !== undefined && now !== undefined)
    found.push(
      ...ofSchema(
        mappingAt(before, 'schema.openAPIV3Schema'),
        mappingAt(after, 'schema.openAPIV3Schema'),
        name,
      ),
    );
  return found;
}

/** Where a schema takes less than before. */
function ofSchema(before: Version, after: Version, version: string): readonly Judgement[] {
  const lost: string[] = [];
  const narrower: string[] = [];
  let isChanged = false;
  const walk = (old: unknown, now: unknown, path: string): void => {
    if (!isMapping(old) || !isMapping(now) || canonicalText(old) === canonicalText(now)) return;
    isChanged = true;
    const [was, is] = [mappingAt(old, 'properties'), mappingAt(now, 'properties')];
    const keeps =
      now['x-kubernetes-preserve-unknown-fields'] === true || now.additionalProperties !== undefined;
    for (const name of Object.keys(was)) {
      if (is[name] === undefined) {
        if (!keeps) lost.push(`${path}.${name}`);
      } else walk(was[name], is[name], `${path}.${name}`);
    }
    walk(old.items, now.items, `${path}[]`);
    walk(old.additionalProperties, now.additionalProperties, `${path}.*`);
    if (
      old['x-kubernetes-preserve-unknown-fields'] === true &&
      now['x-kubernetes-preserve-unknown-fields'] !== true
    )
      lost.push(`${path}.*`);
    narrower.push(...tightened(old, now).map((rule) => `${path} ${rule}`.trim()));
  };
  walk(before, after, '');
  const said = (paths: readonly string[]) => some(paths.map((path) => path.replace(/^\./, '')));
  return [
    ...(lost.length > 0
      ? [
          judge(
            'data-loss',
            `fields are gone from ${version}: ${said(lost)}; what objects have in them is dropped when they are written`,
          ),
        ]
      : []),
    ...(narrower.length > 0
      ? [
          judge(
            'outage',
            `${version} takes less than before: ${said(narrower)}; objects that do not fit are refused when they are written`,
          ),
        ]
      : []),
    ...(isChanged && lost.length + narrower.length === 0
      ? [judge('routine', `${version} takes what it took, and more or with other words`)]
      : []),
  ];
}

/** Rules of a schema that are new or stricter. */
function tightened(old: Version, now: Version): readonly string[] {
  const list = (value: unknown) => (Array.isArray(value) ? value.map(canonicalText) : undefined);
  const required = (list(now.required) ?? []).filter((name) => !(list(old.required) ?? []).includes(name));
  const [was, is] = [list(old.enum), list(now.enum)];
  const gone =
    is === undefined ? [] : was === undefined ? ['any other'] : was.filter((value) => !is.includes(value));
  const bound = (name: string, isTighter: (was: number, is: number) => boolean) => {
    const [from, to] = [old[name], now[name]];
    return typeof to === 'number' && (typeof from !== 'number' || isTighter(from, to))
      ? [`${name} ${to}`]
      : [];
  };
  const rules = (list(now['x-kubernetes-validations']) ?? []).filter(
    (rule) => !(list(old['x-kubernetes-validations']) ?? []).includes(rule),
  );
  return [
    ...required.map((name) => `has to have ${name}`),
    ...(gone.length > 0 ? [`no longer takes ${some(gone)}`] : []),
    ...(old.type !== now.type && now.type !== undefined
      ? [`is ${said(now.type)} instead of ${said(old.type)}`]
      : []),
    ...(now.pattern !== undefined && now.pattern !== old.pattern ? [`fits ${said(now.pattern)}`] : []),
    ...['maximum', 'maxLength', 'maxItems', 'maxProperties'].flatMap((name) =>
      bound(name, (from, to) => to < from),
    ),
    ...['minimum', 'minLength', 'minItems', 'minProperties'].flatMap((name) =>
      bound(name, (from, to) => to > from),
    ),
    ...(rules.length > 0 ? ['has a new rule'] : []),
  ];
}
