/** Where the contents of a tree are: enough for another thread to read them. */
export type Origin = { readonly folder: string } | { readonly repository: string };

/** One of the two trees that are compared: its files, without what is in them. */
export interface Side {
  /** As the user named it. */
  readonly name: string;
  /** What a tree that is no fleet is called. */
  readonly title: string;
  /** The one file that it is, as the user named it: its own name in `files` is the same on both sides. */
  readonly only?: string | undefined;
  /** Files that may hold manifests, each with a name of its content: two files of one name hold the same bytes. */
  readonly files: ReadonlyMap<string, string>;
  /** Links that manifests may lie behind: nobody follows them. */
  readonly links: readonly string[];
  /** Undefined where only this thread can read it. */
  readonly origin?: Origin;
  /** The text of a file of the repository that the tree is of; undefined where it has none of the name. */
  beside(path: string): string | undefined;
  /** Reads files, all of them at once. */
  read(paths: readonly string[]): ReadonlyMap<string, string>;
}
