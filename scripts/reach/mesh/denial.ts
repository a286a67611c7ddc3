import type { Alternatives } from './alternatives.ts';
import { type Demand, implies, oneOf } from './demand.ts';

type Asked = readonly Demand[];

/** What is left of requests that are allowed once those are gone that are wholly denied. */
export function withoutDenied(allowed: Alternatives, denied: Alternatives): Alternatives {
  // Whoever denies all but some values asks for one of them.
  const required = denied.flatMap(([first, ...more]) =>
    first?.on?.isOther === true && more.length === 0 ? [oneOf(first.on.field, first.on.values)] : [],
  );
  return allowed.flatMap((asked) => {
    if (narrowed([...asked, ...required], denied) === undefined) return [];
    const left = narrowed(asked, denied);
    return left === undefined ? [] : [left];
  });
}

/** The demands with no value that is denied anyway; undefined where every request of them is denied. */
function narrowed(asked: Asked, denied: Alternatives): Asked | undefined {
  let left = asked;
  if (isDenied(left, denied)) return undefined;
  for (const [at, { on }] of asked.entries()) {
    if (on === undefined || on.isOther) continue;
    const before = left;
    const values = on.values.filter((value) => !isDenied(before.with(at, oneOf(on.field, [value])), denied));
    if (values.length === 0) return undefined;
    if (values.length < on.values.length) left = left.with(at, oneOf(on.field, values));
  }
  return left;
}

function isDenied(asked: Asked, denied: Alternatives): boolean {
  return denied.some((each) => each.every((demand) => asked.some((own) => implies(own, demand))));
}
