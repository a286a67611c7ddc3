import { ownersOf } from '../owners.ts';

/** The text of CODEOWNERS where the builds of a cluster are those of its products; unchanged where they are so already. */
export function buildsOwned(text: string, cluster: string, products: readonly string[]): string {
  const path = `clusters/${cluster}/images.yaml`;
  const wanted = [...new Set(products.flatMap((product) => ownersOf(`apps/${product}/any.ts`, text)))].sort();
  if (wanted.join(' ') === [...ownersOf(path, text)].sort().join(' ')) return text;
  const lines = text.split('\n');
  const last = lines.findLastIndex((line) => /^\/clusters\/\S*images\.yaml\s/.test(line));
  const column = lines[last]?.indexOf('@') ?? 0;
  const line = `${`/${path}`.padEnd(column - 2)}  ${wanted.join(' ')}`;
  // Where there is no such line, a line at the end counts more than all others.
  return lines.toSpliced(last === -1 ? lines.length - 1 : last + 1, 0, line).join('\n');
}
