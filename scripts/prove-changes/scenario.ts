import type { Repository } from './repository.ts';

/** One change that a team makes, done as the documents say. */
export interface Scenario {
  /** For `--scenario`. */
  readonly name: string;
  /** What the user wants, in a line. */
  readonly purpose: string;
  /** The scenario that makes a change of this kind among others: `--in-batches` takes that one alone. */
  readonly within?: string;
  /** The user's part, by hand and by command; `npm run synth` and the gates come afterwards. */
  readonly change: (repository: Repository) => void;
  /**
   * The files that the user has to touch, and no other, generated ones aside; `*` stands for a part of a path. A change
   * that needs one more than these, or a test, has become dearer than the documents say.
   */
  readonly touches: readonly string[];
}

/** What `npm run synth` writes; nobody edits these. */
const GENERATED: readonly string[] = [
  'dist/**',
  'clusters/*/.env.example',
  'clusters/terraform.schema.json',
  'docs/platform.md',
  'docs/triptrip.md',
];

/** What is wrong with the files that a change has touched: too many of them, or one that it should have. */
export function wrongFiles(touches: Scenario['touches'], changed: readonly string[]): readonly string[] {
  const own = changed.filter((file) => !isGenerated(file));
  return [
    ...unexpectedFiles(touches, changed),
    ...touches
      .filter((pattern) => !own.some((file) => matches(pattern, file)))
      .map((pattern) => `does not touch ${pattern}`),
  ];
}

/** The files among these that a change should not have touched. */
export function unexpectedFiles(touches: Scenario['touches'], changed: readonly string[]): readonly string[] {
  return changed
    .filter((file) => !isGenerated(file) && !touches.some((pattern) => matches(pattern, file)))
    .map((file) => `touches ${file}, which it should not need to`);
}

function isGenerated(file: string): boolean {
  return GENERATED.some((pattern) => matches(pattern, file));
}

/** `*` is anything but a slash, `**` anything. */
function matches(pattern: string, file: string): boolean {
  const expression = pattern
    .split('**')
    .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*'))
    .join('.*');
  return new RegExp(`^${expression}$`).test(file);
}
