/**
 * What an object has in common with others of its kind: its fields in their order, its numbers and its booleans; only the texts
 * differ. Most objects have the form of an earlier one, of another service or on another cluster.
 */
export interface Formed {
  /** The same for all objects of the form. */
  readonly form: object;
  /** What fills it, in the order of the fields. */
  readonly texts: readonly string[];
}

/** So that a fleet of any size renders in bounded memory: with more, all forms are forgotten. A Deployment has some two hundred parts. */
const MOST_PARTS = 100_000;

const [TEXT, LIST, END] = [Symbol('text'), Symbol('list'), Symbol('end')];

/** A place in the forms of a kind: what may come next, and the form that ends here. */
class Place {
  form: object | undefined;
  // Most places have a single next one, which is told by a comparison; a map takes several times as long.
  #usual: unknown;
  #next: Place | undefined;
  #others: Map<unknown, Place> | undefined;

  /** The place behind a part: the name of a field, a number, or what a value is. */
  after(part: unknown): Place {
    if (part === this.#usual && this.#next !== undefined) return this.#next;
    return this.#others?.get(part) ?? this.#new(part);
  }

  #new(part: unknown): Place {
    const place = new Place();
    parts++;
    if (this.#next === undefined) {
      this.#usual = part;
      this.#next = place;
    } else {
      this.#others ??= new Map();
      this.#others.set(part, place);
    }
    return place;
  }
}

/** Places so far, and how often all of them were forgotten. */
let [parts, round] = [0, 0];

/** The forms of the objects so far, of one kind. */
export class ObjectForms {
  #start = new Place();
  #round = round;

  /**
   * Properties as a known form and its texts. Where it is not known, it is from now on.
   *
   * @param mayBeKnown called of the first of a form; what it throws leaves the form unknown
   */
  of(properties: unknown, mayBeKnown: () => boolean): Formed | undefined {
    if (parts > MOST_PARTS) [parts, round] = [0, round + 1];
    if (this.#round !== round) [this.#start, this.#round] = [new Place(), round];
    const texts: string[] = [];
    const place = walk(properties, this.#start, texts);
    if (place.form !== undefined) return { form: place.form, texts };
    if (mayBeKnown()) place.form = {};
    return undefined;
  }
}

/** The place behind all parts of a value; its texts go into a list. */
function walk(value: unknown, from: Place, texts: string[]): Place {
  if (typeof value === 'string') {
    texts.push(value);
    return from.after(TEXT);
  }
  if (!isObject(value)) return from.after(value);
  let place: Place;
  if (Array.isArray(value)) {
    place = from.after(LIST);
    for (const item of value) place = walk(item, place, texts);
    return place.after(END);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  const start = from.after(prototype);
  place = start;
  for (const field in value) place = walk(value[field], place.after(field), texts);
  // Quantities and the like are classes around one value. What hides its content, such as a Date, is like nothing else.
  if (place === start && prototype !== Object.prototype) place = from.after(Symbol('hidden'));
  return place.after(END);
}

/** A copy of properties with other texts, in the order of the fields. */
export function withTexts(properties: unknown, texts: Iterable<string>): unknown {
  const next = texts[Symbol.iterator]();
  const copyOf = (value: unknown): unknown => {
    if (typeof value === 'string') return next.next().value;
    if (Array.isArray(value)) return value.map(copyOf);
    if (!isObject(value)) return value;
    const copy: object = Object.create(Object.getPrototypeOf(value));
    return Object.assign(
      copy,
      Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, copyOf(inner)])),
    );
  };
  return copyOf(properties);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
