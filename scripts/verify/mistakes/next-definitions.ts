import { edits } from './cluster-tree.ts';
import type { DeliberateMistake } from './deliberate-mistake.ts';

/** What the file of the next release has, read as if it had something else. */
const nextReads = (text: string, instead: string) => [
  {
    file: 'scripts/verify/next-definitions/go-module.ts',
    text: "readFileSync(join(place, file), 'utf8')",
    instead: `readFileSync(join(place, file), 'utf8').replaceAll(${text}, ${instead})`,
  },
];

export const nextDefinitionsMistakes: readonly DeliberateMistake[] = [
  {
    step: 'next-definitions',
    name: 'stored-version-gone',
    breaks: 'the next release has no version any more that objects are stored in',
    says: 'status.storedVersions',
    source: nextReads('/^(\\s+(?:- )?name: )v1$/gm', "'$1v9'"),
  },
  {
    step: 'next-definitions',
    name: 'field-gone',
    breaks: 'the next release does not know a field that our routes have',
    says: 'field not declared in schema',
    source: nextReads('/^(\\s+)hosts:$/gm', "'$1hostnames:'"),
  },
  {
    step: 'next-definitions',
    name: 'field-unknown',
    breaks: 'a route has a field that neither the pinned nor the next release knows',
    says: 'field not declared in schema',
    tree: (cluster) => edits(cluster.kind('VirtualService')[0]?.with(['spec', 'hostnames'], ['example.com'])),
  },
];
