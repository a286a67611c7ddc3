import { type Document, isMap, isScalar, type Pair, parseDocument, Scalar, YAMLMap } from 'yaml';
import { imagesSchema } from '../../../clusters/images-schema.ts';
import type { Build } from '../../../clusters/index.ts';
import { Mistake } from '../../command-line/mistake.ts';

/**
 * The text of `images.yaml` with one more image: where its name belongs among sorted ones, or as the last. Comments, order and
 * quotes stay.
 *
 * @param file for messages
 * @throws Mistake where the image is there, or the contract would refuse the file
 */
export function imageAdded(text: string, name: string, { version, digest }: Build, file: string): string {
  const document: Document = parseDocument(text);
  document.contents ??= new YAMLMap();
  const { contents } = document;
  if (!isMap(contents)) throw new Mistake(`${file}: found no map of images, expected one, such as {}.`);
  if (contents.has(name)) throw new Mistake(`${file}: ${name} is there already. Choose another name.`);
  if (contents.items.length === 0) contents.flow = false;
  const quoted = new Scalar(version);
  quoted.type = Scalar.QUOTE_DOUBLE;
  const pair = document.createPair(name, { version: quoted, digest });
  const names = contents.items.map(nameOf);
  const isSorted = names.every((each, index) => index === 0 || (names[index - 1] ?? '') < each);
  const behind = isSorted ? names.filter((each) => each < name).length : names.length;
  // A comment at the top would be taken for one about what is put below it.
  const at = behind === 0 && hasComment(contents.items[0], contents.commentBefore) ? names.length : behind;
  contents.items.splice(at, 0, pair);
  const result = imagesSchema.safeParse(document.toJS());
  if (result.success) return document.toString({ lineWidth: 0 });
  const mistakes = result.error.issues.map(({ path, message }) => {
    const field = path[0] === name ? path.at(-1) : undefined;
    const place =
      field === 'digest' ? '--digest' : field === 'version' ? '--build' : `${file}: ${path.join('.')}`;
    return `${place}: expected ${message}`;
  });
  throw new Mistake(mistakes.join('\n'));
}

function nameOf({ key }: Pair): string {
  return String(isScalar(key) ? key.value : key);
}

function hasComment(first: Pair<unknown, unknown> | undefined, above: string | null | undefined): boolean {
  return (above ?? '') !== '' || (isScalar(first?.key) && (first.key.commentBefore ?? '') !== '');
}
