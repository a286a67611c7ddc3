import type { ChartValues } from '../../imports/charts/index.d.ts';

/** What a chart may be told; anything where its types are not generated yet. */
export type ValuesOf<Name extends string> = Name extends keyof ChartValues
  ? ChartValues[Name]
  : Readonly<Record<string, unknown>>;

/** What values may be at first sight: the editor proposes the keys of the chart, and {@link Exact} looks closer. */
export type Proposed<Known> = Known | Readonly<Record<string, unknown>>;

/**
 * What is given, where each key of it is known and each value fits, at every depth. The compiler by itself looks for unknown
 * keys only in an object that is written where it is used: not in one that is spread, nor in what a function returns.
 */
export type Exact<Given, Known> = unknown extends Known
  ? Given
  : Given extends readonly (infer Item)[]
    ? readonly Exact<Item, ItemOf<Known>>[]
    : Given extends object
      ? ExactMap<Given, MapOf<Known>, Known>
      : Given extends Known
        ? Given
        : Exclude<Known, object>;

type ExactMap<Given, Map, Known> = [Map] extends [never]
  ? Known
  : {
      readonly [Key in keyof Given]: Key extends KeyOf<Map>
        ? Exact<Given[Key], FieldOf<Map, Key>>
        : Unknown<Key>;
    };

/** Nothing is this, and it is what the compiler says of the key. */
type Unknown<Key extends PropertyKey> = `the chart has no value ${Key & string}`;

type MapOf<Known> = Known extends readonly unknown[] ? never : Known extends object ? Known : never;
type ItemOf<Known> = Known extends readonly (infer Item)[] ? Item : never;
type KeyOf<Map> = Map extends unknown ? keyof Map : never;
type FieldOf<Map, Key> = Map extends unknown
  ? Key extends keyof Map
    ? Exclude<Map[Key], undefined>
    : never
  : never;
