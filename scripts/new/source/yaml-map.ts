import { type Document, isScalar, type Pair, type YAMLMap } from 'yaml';

/** Puts a pair where its name belongs among sorted ones, or as the last. Comments, order and quotes stay. */
export function pairPut({ contents, pair }: { readonly contents: YAMLMap; readonly pair: Pair }): void {
  if (contents.items.length === 0) contents.flow = false;
  const names = contents.items.map(nameOf);
  const isSorted = names.every((each, index) => index === 0 || (names[index - 1] ?? '') < each);
  const behind = isSorted ? names.filter((each) => each < nameOf(pair)).length : names.length;
  // A comment at the top would be taken for one about what is put below it.
  const at = behind === 0 && hasComment(contents.items[0], contents.commentBefore) ? names.length : behind;
  contents.items.splice(at, 0, pair);
}

/** The text of a document, its lines as long as they are. */
export function yamlOf(document: Document): string {
  return document.toString({ lineWidth: 0 });
}

function nameOf({ key }: Pair): string {
  return String(isScalar(key) ? key.value : key);
}

function hasComment(first: Pair<unknown, unknown> | undefined, above: string | null | undefined): boolean {
  return (above ?? '') !== '' || (isScalar(first?.key) && (first.key.commentBefore ?? '') !== '');
}
