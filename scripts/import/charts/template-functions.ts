import { KnownValue } from './known-value.ts';
import { ValuePath } from './value-path.ts';

/** What a function of Helm's templates makes of what is known of its arguments. */
type Meaning = (given: readonly KnownValue[], values: ValuePath) => KnownValue;

const nothing = () => new KnownValue();
const NO_VALUES = new ValuePath();

/** What comes out is one of the arguments, or holds what they hold. */
const anyOf: Meaning = (given) => KnownValue.either(...given);

/** They are looked at, and no more. */
const looksAt: Meaning = (given) => {
  for (const value of given) for (const path of value.paths) path.plain = true;
  return nothing();
};

/** `kindIs "string" value`: a template that asks for it takes it. */
const asksKind: Meaning = ([kind = nothing(), value = nothing()], values) => {
  if (kind.texts.has('string')) for (const path of value.paths) path.asText = true;
  return looksAt([value], values);
};

/** A text that holds what was serialized in one of them. */
const textOf: Meaning = (given) => {
  const made = nothing();
  for (const value of given) {
    for (const path of value.paths) path.plain = true;
    if (value.serialized) made.serialized = KnownValue.either(made.serialized, value.serialized);
  }
  return made;
};

const serialize: Meaning = (given) => {
  const made = nothing();
  made.serialized = KnownValue.either(...given);
  return made;
};

const parse: Meaning = ([text]) => text?.serialized ?? nothing();

/** What stands under a key, or in a list under a number. */
function at(value: KnownValue, key: string, values: ValuePath): KnownValue {
  if (!/^\d+$/.test(key) || value.fields.has(key)) return value.field(key, values);
  return value.item();
}

/** A step into a value by a key or by a number, whichever is known. */
function step(value: KnownValue, key: KnownValue | undefined, values: ValuePath): KnownValue {
  if (key !== undefined && key.texts.size > 0) {
    return KnownValue.either(...[...key.texts].map((name) => at(value, name, values)));
  }
  value.useEach();
  return value.item();
}

const index: Meaning = ([value = nothing(), ...keys], values) =>
  keys.reduce((found, key) => step(found, key, values), value);

/** `dig "a" "b" default map` */
const dig: Meaning = (given, values) => {
  const found = given.slice(0, -2).reduce((held, key) => step(held, key, values), given.at(-1) ?? nothing());
  return KnownValue.either(found, given.at(-2));
};

const dict: Meaning = (given) => {
  const made = nothing();
  for (let at = 0; at + 1 < given.length; at += 2) {
    const value = given[at + 1];
    if (value !== undefined) for (const name of given[at]?.texts ?? []) made.fields.set(name, value);
  }
  return made;
};

const list: Meaning = (given) => {
  const made = nothing();
  given.forEach((value, position) => {
    made.fields.set(String(position), value);
  });
  return made;
};

/** Both change the first map, which other names may have too. */
const set: Meaning = ([map = nothing(), key, value]) => {
  if (map.paths.size === 0 && value !== undefined) {
    for (const name of key?.texts ?? []) map.fields.set(name, KnownValue.either(map.fields.get(name), value));
  }
  return map;
};

const merge: Meaning = ([map = nothing(), ...others]) => {
  for (const other of others) map.take(other);
  return map;
};

const pick: Meaning = ([map = nothing(), ...keys], values) => {
  const made = nothing();
  for (const name of keys.flatMap(({ texts }) => [...texts])) made.fields.set(name, map.field(name, values));
  return made;
};

const keysOf: Meaning = (given) => {
  const made = nothing();
  for (const value of given) value.useEach();
  made.items = KnownValue.text(...given.flatMap(({ fields }) => [...fields.keys()]));
  return made;
};

const valuesOf: Meaning = ([map = nothing()]) => {
  map.useEach();
  const made = nothing();
  made.items = map.item();
  return made;
};

const itemOf: Meaning = ([held = nothing()]) => {
  held.useEach();
  return held.item();
};

const hasKey: Meaning = ([map = nothing(), key], values) => {
  for (const name of key?.texts ?? []) looksAt([map.field(name, values)], values);
  return nothing();
};

const join: Meaning = (given) => {
  for (const value of given) value.item().usePlain();
  return textOf(given, NO_VALUES);
};

/** `printf "%sAnnotations" name`, of which templates make keys. */
const format: Meaning = ([pattern = nothing(), ...given], values) => {
  const made = textOf([pattern, ...given], values);
  const filled = given.reduce(
    (texts, value) =>
      texts.flatMap((text) => [...value.texts].map((word) => text.replace(/%[sv]/, () => word))),
    [...pattern.texts],
  );
  for (const text of filled) made.texts.add(text);
  return made;
};

const FUNCTIONS: readonly (readonly [names: string, meaning: Meaning])[] = [
  [
    'default coalesce and or deepCopy mustDeepCopy compact uniq reverse sortAlpha concat rest initial without',
    anyOf,
  ],
  ['append prepend slice mustAppend mustPrepend mustUniq mustWithout mustCompact omit unset', anyOf],
  ['required', ([, value]) => value ?? nothing()],
  ['ternary', (given) => anyOf(given.slice(0, 2), NO_VALUES)],
  ['toYaml toYamlPretty toJson toPrettyJson toRawJson toToml mustToJson mustToPrettyJson', serialize],
  ['fromYaml fromJson fromYamlArray fromJsonArray mustFromJson', parse],
  ['printf', format],
  ['index get', index],
  ['dig', dig],
  ['dict', dict],
  ['list tuple', list],
  ['set', set],
  ['merge mustMerge mergeOverwrite mustMergeOverwrite', merge],
  ['pick', pick],
  ['keys', keysOf],
  ['values', valuesOf],
  ['first last mustFirst mustLast', itemOf],
  ['hasKey', hasKey],
  ['join', join],
  ['kindIs typeIs typeIsLike', asksKind],
  ['not empty eq ne lt le gt ge len has kindOf typeOf fail semverCompare method', looksAt],
];

const meanings = new Map(
  FUNCTIONS.flatMap(([names, meaning]) => names.split(' ').map((name) => [name, meaning] as const)),
);

/** What a function makes of its arguments; one that is not in the list makes a text of them. */
export function meaningOf(name: string): Meaning {
  return meanings.get(name) ?? textOf;
}

/** What shows people a value, where it goes nowhere. */
export const shows: Meaning = looksAt;
