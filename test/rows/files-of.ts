import type { Files } from '../../requirements/model/files.ts';

/** Files that stand nowhere but in a test. */
export function filesOf(texts: Readonly<Record<string, string>>): Files {
  return {
    text: (path) => texts[path],
    below: (folder) => Object.keys(texts).filter((path) => path.startsWith(`${folder}/`)),
  };
}
