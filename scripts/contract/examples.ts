import { SourceDocument } from '../../clusters/document.ts';

/** A value that is well-formed but not real. */
export interface Example {
  readonly file: string;
  /** Of the first place. */
  readonly line: number;
  readonly path: string;
  /** What in the value is an example, such as `account 111122223333`. */
  readonly example: string;
  /** How many values of the file hold it. */
  readonly places: number;
}

/**
 * The values of a file that are still examples: accounts that AWS uses in its documentation, domains of RFC 2606,
 * addresses of RFC 5737. Made-up ids and digests look like real ones: they are as real as the account they stand with.
 *
 * @param file how reports name the file
 */
export function findExamples(path: string, file: string): Example[] {
  const document = new SourceDocument(path, file);
  const found = new Map<string, Example>();
  for (const { steps, text } of textsIn(document.value, [])) {
    for (const example of new Set(examplesIn(text))) {
      const known = found.get(example);
      const { line, path } = document.problem(steps, '');
      found.set(
        example,
        known ? { ...known, places: known.places + 1 } : { file, line, path, example, places: 1 },
      );
    }
  }
  return [...found.values()].sort((one, other) => one.line - other.line);
}

const DOMAIN =
  /(?<![a-z0-9-])(?:[a-z0-9-]+\.)*(?:example\.(?:com|net|org)|[a-z0-9-]+\.(?:example|invalid|test))(?![a-z0-9.-])/gi;
const ADDRESS = /(?<![\d.])(?:192\.0\.2|198\.51\.100|203\.0\.113)\.\d{1,3}(?![\d.])/g;
const ACCOUNT = /(?<!\d)\d{12}(?!\d)/g;
const REPOSITORY = /https:\/\/[a-z.]+\/example\/\S+/gi;

function examplesIn(text: string): string[] {
  return [
    ...[...text.matchAll(ACCOUNT)].filter(([id]) => isExampleAccount(id)).map(([id]) => `account ${id}`),
    ...[...text.matchAll(DOMAIN)].map(([domain]) => `domain ${domain}`),
    ...[...text.matchAll(ADDRESS)].map(([address]) => `address ${address}`),
    ...[...text.matchAll(REPOSITORY)].map(([repository]) => `repository ${repository}`),
  ];
}

/** AWS's documentation uses three digits four times each, such as 111122223333, and digits that count up. */
function isExampleAccount(id: string): boolean {
  return /^(\d)\1{3}(\d)\2{3}(\d)\3{3}$/.test(id) || id === '123456789012' || id === '012345678901';
}

function textsIn(value: unknown, steps: readonly string[]): { steps: readonly string[]; text: string }[] {
  if (typeof value === 'string') return [{ steps, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => textsIn(part, [...steps, key]));
}
