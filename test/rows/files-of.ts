import type { Files } from '../../scripts/rows/files.ts';

/** Files that stand nowhere but in a test. */
export function filesOf(texts: Readonly<Record<string, string>>): Files {
  return {
    text: (path) => texts[path],
    below: (folder) => Object.keys(texts).filter((path) => path.startsWith(`${folder}/`)),
  };
}
