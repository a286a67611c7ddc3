import type { ChartValues } from '../../imports/charts/index.d.ts';

/** What a chart may be told; anything where its types are not generated yet. */
export type ValuesOf<Name extends string> = Name extends keyof ChartValues
  ? ChartValues[Name]
  : Readonly<Record<string, unknown>>;

/**
 * What is given, where every key of it is known at every depth. The compiler by itself looks for unknown keys only in an object
 * that is written where it is used: not in one that is spread, nor in what a function returns.
 */
export type Exact<Given, Known> = unknown extends Known
  ? Given
  : Given extends readonly (infer Item)[]
    ? readonly Exact<Item, ItemOf<Known>>[]
    : Given extends object
      ? { readonly [Key in keyof Given]: ExactField<Given[Key], Key, MapOf<Known>> }
      : Given;

type ExactField<Given, Key extends PropertyKey, Known> =
  Key extends KeyOf<Known> ? Exact<Given, FieldOf<Known, Key>> : `the chart has no value ${Key & string}`;

type MapOf<Known> = Known extends readonly unknown[] ? never : Known extends object ? Known : never;
type ItemOf<Known> = Known extends readonly (infer Item)[] ? Item : never;
type KeyOf<Known> = Known extends unknown ? keyof Known : never;
type FieldOf<Known, Key> = Known extends unknown ? (Key extends keyof Known ? Known[Key] : never) : never;
