import { member } from '../../requirements/model/query.ts';

/** A key of an object, or an index of a list. */
export type Step = string | number;

const STEP = /\["([^"]+)"\]|(\[\*\])|\[(\d+)\]|\[([\w.-]+)=([^\]]+)\]|([^.[\]]+)/g;

/** The places that a path of a query leads to, each by its steps. */
export function locate(document: unknown, path: string): readonly (readonly Step[])[] {
  let places: readonly { readonly steps: readonly Step[]; readonly value: unknown }[] = [
    { steps: [], value: document },
  ];
  for (const [, quoted, all, index, field, wanted, key] of path.matchAll(STEP)) {
    places = places.flatMap(({ steps, value }) => {
      const next = (step: Step): { steps: readonly Step[]; value: unknown }[] => {
        const found = member(value, String(step));
        return found === undefined ? [] : [{ steps: [...steps, step], value: found }];
      };
      if (all !== undefined) {
        return Array.isArray(value) ? value.flatMap((_, position) => next(position)) : [];
      }
      if (index !== undefined) return next(Number(index));
      if (field !== undefined) {
        return Array.isArray(value)
          ? value
              .flatMap((element, position) =>
                String(member(element, field)) === wanted ? next(position) : [],
              )
              .slice(0, 1)
          : [];
      }
      return next(quoted ?? key ?? '');
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
