import { type Document, isMap, parseDocument, Scalar, YAMLMap } from 'yaml';
import { imagesSchema } from '../../../clusters/images-schema.ts';
import type { Build } from '../../../clusters/index.ts';
import { Mistake } from '../../command-line/mistake.ts';
import { pairPut, yamlOf } from '../source/yaml-map.ts';

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
  const quoted = new Scalar(version);
  quoted.type = Scalar.QUOTE_DOUBLE;
  const pair = document.createPair(name, { version: quoted, digest });
  pairPut({ contents, pair });
  const result = imagesSchema.safeParse(document.toJS());
  if (result.success) return yamlOf(document);
  const mistakes = result.error.issues.map(({ path, message }) => {
    const field = path[0] === name ? path.at(-1) : undefined;
    const place =
      field === 'digest' ? '--digest' : field === 'version' ? '--build' : `${file}: ${path.join('.')}`;
    return `${place}: expected ${message}`;
  });
  throw new Mistake(mistakes.join('\n'));
}
