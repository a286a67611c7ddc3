import type { NeededProgram } from '../programs/needed.ts';

/** Something that has to hold before a change is merged. */
export interface Gate {
  /** For `npx fleet ci NAME`, and in the reports of CI. */
  readonly name: string;
  /** What it proves, so that a failure says what is broken. */
  readonly proves: string;
  /** The command of `npx fleet` that judges, with its arguments. */
  readonly command: readonly [name: string, ...args: readonly string[]];
  /** What is added to the command for its shorter form, which proves less (`ci --fast`). */
  readonly fast?: readonly string[];
  /** `quick` ones run before every commit, `slow` ones before the merge. */
  readonly speed: 'quick' | 'slow';
  /** Programs that npm does not install. */
  readonly needs?: readonly NeededProgram[];
  /** Programs that it gets by itself, but builds for minutes where they can neither be downloaded nor are installed. */
  readonly builds?: readonly NeededProgram[];
  /** The command takes `--from DIR`, a mirror of what it would download, and of what. */
  readonly takesMirror?: 'definitions' | 'charts';
}
