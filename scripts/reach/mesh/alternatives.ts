import type { Demand } from './demand.ts';

/**
 * For which requests something holds: any of the alternatives, each of which is a list of things that a request has to be.
 * None: for no request. One that asks nothing: for every request.
 */
export type Alternatives = readonly (readonly Demand[])[];

export const NEVER: Alternatives = [];
export const ALWAYS: Alternatives = [[]];

export function isAlways(given: Alternatives): boolean {
  return given.some(({ length }) => length === 0);
}

export function either(...given: readonly Alternatives[]): Alternatives {
  return given.some(isAlways) ? ALWAYS : widest(distinct(given.flat()));
}

export function both(...given: readonly Alternatives[]): Alternatives {
  return given.reduce(
    (before, next) => distinct(before.flatMap((one) => next.map((other) => together(one, other)))),
    ALWAYS,
  );
}

function together(one: readonly Demand[], other: readonly Demand[]): readonly Demand[] {
  return [...new Map([...one, ...other].map((each) => [each.text, each])).values()];
}

/** One that asks more than another is in it. */
function widest(given: Alternatives): Alternatives {
  return given.filter(
    (each) =>
      !given.some(
        (other) =>
          other.length < each.length && other.every(({ text }) => each.some((own) => own.text === text)),
      ),
  );
}

function distinct(given: Alternatives): Alternatives {
  return [...new Map(given.map((each) => [each.map(({ text }) => text).join('\0'), each])).values()];
}

/** `method GET, path /cart or method HEAD`. */
export function textOf(given: Alternatives): string {
  return given.map((each) => each.map(({ text }) => text).join(', ')).join(' or ');
}

/** Only for requests of which a sentence is true; undefined where that is known already. */
export function only(sentence: string, known?: boolean): Alternatives {
  if (known === undefined) return [[{ text: sentence }]];
  return known ? ALWAYS : NEVER;
}
