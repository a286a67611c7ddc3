/** A line of a file, for a link; the file is as its reader named it, from the root of the repository on. */
export interface Place {
  readonly file: string;
  readonly line: number;
}
