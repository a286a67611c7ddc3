import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A workflow or action, and how reports name it. */
export interface WorkflowFile {
  readonly name: string;
  readonly text: string;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Where the workflows of the applications stand, for them to copy. */
const CALLERS = 'docs/delivery.md';

/** The workflows of this repository. */
export function ownWorkflows(): readonly WorkflowFile[] {
  return filesOf('.github/workflows', () => true);
}

/** Its composite actions. */
export function ownActions(): readonly WorkflowFile[] {
  return filesOf('.github/actions', (path) => path.endsWith('action.yaml'));
}

/** The workflows that the document shows: its blocks of YAML, named by the comment in their first line. */
export function shownWorkflows(): readonly WorkflowFile[] {
  const text = readFileSync(join(ROOT, CALLERS), 'utf8');
  return [...text.matchAll(/^```yaml\n# (\S+\.yaml).*\n([\s\S]*?)^```$/gm)].map(([block, name = '']) => ({
    name: `${CALLERS}: ${name}`,
    text: block.replace(/^```yaml\n/, '').replace(/```$/, ''),
  }));
}

function filesOf(folder: string, wanted: (path: string) => boolean): readonly WorkflowFile[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(wanted)
    .sort()
    .map((path) => ({ name: path.slice(ROOT.length), text: readFileSync(path, 'utf8') }));
}
