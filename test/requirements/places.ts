import { member, placeOf, stepsOf } from '../../requirements/model/query.ts';

/** A key of an object, or an index of a list. */
export type Step = string | number;

interface Place {
  readonly steps: readonly Step[];
  readonly value: unknown;
}

/** The places that a path of a query leads to, each by its steps. */
export function locate(document: unknown, path: string): readonly (readonly Step[])[] {
  let places: readonly Place[] = [{ steps: [], value: document }];
  for (const step of stepsOf(path)) {
    places = places.flatMap(({ steps, value }) => {
      const next = (place: Step): Place => ({
        steps: [...steps, place],
        value: member(value, String(place)),
      });
      if (step === 'every') return Array.isArray(value) ? value.map((_, index) => next(index)) : [];
      const place = placeOf(value, step);
      return place === undefined ? [] : [next(place)];
    });
  }
  return places.map(({ steps }) => steps);
}

/** The document with another value at a place; what leads there is made. */
export function replace(document: unknown, place: readonly Step[], value: unknown): unknown {
  const [step, ...rest] = place;
  if (step === undefined) return value;
  if (Array.isArray(document)) {
    const list = [...document];
    list[Number(step)] = replace(list[Number(step)], rest, value);
    return list;
  }
  return { ...Object(document), [step]: replace(member(document, String(step)), rest, value) };
}

/** The document without what stands at a place. */
export function remove(document: unknown, place: readonly Step[]): unknown {
  const [step, ...rest] = place;
  if (step === undefined) return undefined;
  if (Array.isArray(document)) {
    return rest.length === 0
      ? document.toSpliced(Number(step), 1)
      : document.with(Number(step), remove(document[Number(step)], rest));
  }
  if (rest.length > 0) return { ...Object(document), [step]: remove(member(document, String(step)), rest) };
  return Object.fromEntries(Object.entries(Object(document)).filter(([key]) => key !== String(step)));
}
