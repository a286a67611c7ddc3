import type { Application } from '../application.ts';
import { show } from '../commands.ts';
import type { Finding } from '../finding.ts';
import { finder, firstOf, type Pair } from '../look.ts';

/** Where its specification is not that of `dist/`: what it reads, where to, as whom, what it overlooks. */
export function specification(pair: Pair): readonly Finding[] {
  const { declared, live, hub } = pair;
  const find = finder(pair);
  const wanted = comparable(declared.application);
  const found = comparable(live);
  const differences = differencesOf('', wanted.rest, found.rest);
  const added = found.ignored.filter((each) => !wanted.ignored.includes(each));
  const gone = wanted.ignored.filter((each) => !found.ignored.includes(each));
  const root = declared.root ?? hub.name;
  const next = [show(hub.name), `argocd app sync ${root}`];
  const read = 'docs/repairs.md#what-argo-cd-has-is-not-what-is-merged';
  return [
    ...(differences.length === 0
      ? []
      : [
          find({
            kind: 'specification-differs',
            severity: 'differs',
            summary: 'it is not the Application that dist/ declares',
            details: firstOf(differences),
            meaning: 'It applies something else, or elsewhere, or otherwise, until its root puts it back.',
            next,
            read,
          }),
        ]),
    ...(added.length + gone.length === 0
      ? []
      : [
          find({
            kind: 'ignored-differences-differ',
            severity: 'differs',
            summary: 'it does not overlook the differences that dist/ names',
            details: firstOf([
              ...added.map((each) => `overlooks, and dist/ does not: ${each}`),
              ...gone.map((each) => `does not overlook, and dist/ does: ${each}`),
            ]),
            meaning: 'Synced may hide a change by hand there, or a controller and Argo CD undo each other.',
            next,
            read,
          }),
        ]),
  ];
}

/** Its parts that are compared here, without those that have kinds of their own. */
function comparable({ spec, metadata }: Application) {
  const { ignoreDifferences, syncPolicy, ...rest } = spec;
  const { automated: _, ...policy } = syncPolicy ?? {};
  // The controller adds those of hooks by itself.
  const finalizers = (metadata.finalizers ?? []).filter((each) => each.startsWith('resources-finalizer.'));
  return {
    rest: { spec: { ...rest, syncPolicy: policy }, metadata: { finalizers } },
    ignored: (ignoreDifferences ?? []).map((each) => JSON.stringify(sorted(each))),
  };
}

/** A line for each field; what is empty, nought or false is what the controller leaves out when it writes. */
export function differencesOf(path: string, wanted: unknown, found: unknown): readonly string[] {
  if (isEmpty(wanted) && isEmpty(found)) return [];
  if (isMapping(wanted) && isMapping(found)) {
    const keys = [...new Set([...Object.keys(wanted), ...Object.keys(found)])];
    return keys.flatMap((key) =>
      differencesOf(path === '' ? key : `${path}.${key}`, wanted[key], found[key]),
    );
  }
  if (Array.isArray(wanted) && Array.isArray(found) && wanted.length === found.length) {
    return wanted.flatMap((each, index) => differencesOf(`${path}[${index}]`, each, found[index]));
  }
  const [one, other] = [wanted, found].map((each) => JSON.stringify(sorted(each)));
  return one === other ? [] : [`${path}: dist/ has ${said(wanted)}, Argo CD has ${said(found)}`];
}

function said(value: unknown): string {
  if (isEmpty(value)) return 'nothing';
  const text = typeof value === 'string' ? value : JSON.stringify(sorted(value));
  return text.length > 160 ? `${text.slice(0, 160)} …` : text;
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '' || value === 0) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isMapping(value) && Object.values(value).every(isEmpty);
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** With its keys in one order, and without what is empty. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isMapping(value)) return value;
  const kept = Object.entries(value).filter(([, each]) => !isEmpty(each));
  return Object.fromEntries(
    kept.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, sorted(each)]),
  );
}
