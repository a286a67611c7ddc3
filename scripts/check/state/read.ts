/** Fields of an object as they were written: nobody has checked their types yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** Where a value stands in an object. */
export type Path = readonly (string | number)[];

/** A value, and where it stands. */
export interface Place {
  readonly path: Path;
  readonly value: unknown;
}

const NOTHING: Fields = {};

/** The fields of a value; none where it is no object. */
export function fields(value: unknown): Fields {
  return isFields(value) ? value : NOTHING;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The items of a value; none where it is no list. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text, or nothing where it is something else. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A number, or nothing where it is something else. */
export function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** What stands at a path, or nothing. */
export function at(value: unknown, ...path: Path): unknown {
  let found = value;
  for (const step of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    found = Reflect.get(found, step);
  }
  return found;
}

export function textAt(value: unknown, ...path: Path): string | undefined {
  return text(at(value, ...path));
}

export function numberAt(value: unknown, ...path: Path): number | undefined {
  return number(at(value, ...path));
}

export function listAt(value: unknown, ...path: Path): readonly unknown[] {
  return list(at(value, ...path));
}

export function fieldsAt(value: unknown, ...path: Path): Fields {
  return fields(at(value, ...path));
}

/** Labels, annotations and their like: what of them is a text. */
export function textsAt(value: unknown, ...path: Path): Readonly<Record<string, string>> {
  const found = fieldsAt(value, ...path);
  const entries = Object.entries(found);
  return entries.every((entry): entry is [string, string] => typeof entry[1] === 'string')
    ? Object.fromEntries(entries)
    : Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

const STEPS = new Map<string, readonly string[]>();

/**
 * Everything that stands where a pattern says.
 *
 * @param pattern such as `spec.rules[].http.paths[].backend.service.name`; `[]` stands for each item of a list, `*` for each field
 */
export function* places(value: unknown, pattern: string, from: Path = []): Generator<Place> {
  let steps = STEPS.get(pattern);
  if (steps === undefined) {
    steps = pattern.replaceAll('[]', '.[]').split('.').filter(Boolean);
    STEPS.set(pattern, steps);
  }
  yield* stepsOn(value, steps, 0, from);
}

function* stepsOn(value: unknown, steps: readonly string[], index: number, path: Path): Generator<Place> {
  const step = steps[index];
  if (step === undefined) {
    if (value !== undefined && value !== null) yield { path, value };
  } else if (step === '[]') {
    for (const [position, item] of list(value).entries()) {
      yield* stepsOn(item, steps, index + 1, [...path, position]);
    }
  } else if (step === '*') {
    for (const [key, item] of Object.entries(fields(value)))
      yield* stepsOn(item, steps, index + 1, [...path, key]);
  } else if (isFields(value) && Object.hasOwn(value, step)) {
    yield* stepsOn(value[step], steps, index + 1, [...path, step]);
  }
}

/** `spec.ports[0].name`, `metadata.labels["app.kubernetes.io/name"]`. */
export function pathText(path: Path): string {
  const parts = path.map((step) => {
    if (typeof step === 'number') return `[${step}]`;
    return /^[\w-]+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
  });
  return parts.join('').replace(/^\./, '');
}
