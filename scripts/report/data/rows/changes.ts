export type ChangesData =
  | { readonly asked: false }
  | {
      readonly asked: true;
      readonly base: string;
      readonly head: string;
      readonly summary: readonly string[];
      readonly risks: readonly { readonly name: string; readonly meaning: string }[];
      readonly groups: readonly ChangeGroup[];
      readonly paths: readonly PathChange[];
    };

/** The same change, wherever it happens. */
export interface ChangeGroup {
  readonly risk: string;
  /** An Application goes: it stands above all others. */
  readonly vanishes: boolean;
  readonly titles: readonly string[];
  readonly action: string;
  readonly clusters: readonly string[];
  readonly reasons: readonly string[];
  /** Lines of the fields, each begins with `-`, `+` or a space. */
  readonly lines: readonly string[];
}

export interface PathChange {
  readonly way: 'opened' | 'closed';
  readonly cluster: string;
  readonly from: string;
  readonly to: string;
  readonly ports: readonly string[];
  readonly conditions: readonly string[];
}
