import type { Files } from './files.ts';
import { documentFile, type SectionFile, sectionFile } from './list-files.ts';
import type { EvidenceById, ListSource } from './list-source.ts';
import { readYaml } from './read-yaml.ts';
import type { Pitfall, Row, RowList, Section, State } from './row.ts';

/** Lists as they are written down; one with a problem is left out. */
export interface ReadLists {
  readonly lists: readonly RowList[];
  /** A sentence each, with the file. */
  readonly problems: readonly string[];
}

/** Joins the texts of each list with its evidence. Never throws for what is in the files. */
export function readLists(sources: readonly ListSource[], files: Files): ReadLists {
  const read = sources.map((source) => readList(source, files));
  return {
    lists: read.flatMap(({ list }) => list ?? []),
    problems: read.flatMap(({ problems }) => problems),
  };
}

function readList(
  source: ListSource,
  files: Files,
): { readonly list?: RowList; readonly problems: readonly string[] } {
  const { folder, figures } = source;
  const name = `${folder}/document.yaml`;
  const document = readYaml(name, files.text(name) ?? '', documentFile);
  const sections = Object.entries(source.sections).map(([section, evidence]) =>
    readSection(`${folder}/${section}`, evidence, files),
  );
  const problems = [
    ...document.problems,
    ...sections.flatMap(({ problems }) => problems),
    ...unlisted(source, files),
  ];
  if (document.value === undefined || problems.length > 0) return { problems };
  const { ids, ...page } = document.value;
  const pitfalls = sections.flatMap((section) => section.pitfalls ?? []);
  return {
    list: {
      ...page,
      rows: { ids: ids.rows, sections: sections.flatMap(({ rows }) => rows ?? []) },
      ...((ids.pitfalls !== undefined || pitfalls.length > 0) && {
        pitfalls: { ids: ids.pitfalls ?? [], sections: pitfalls },
      }),
      figures,
    },
    problems: [],
  };
}

/** Files of sections that no page shows. */
function unlisted({ folder, sections }: ListSource, files: Files): readonly string[] {
  const known = new Set(['document', ...Object.keys(sections)].map((name) => `${folder}/${name}.yaml`));
  return files
    .below(folder)
    .filter((path) => path.endsWith('.yaml') && !known.has(path))
    .map(
      (path) => `${path}: no page shows this section. Add it to the sections in ${folder}/, or delete it.`,
    );
}

interface ReadSection {
  readonly rows?: Section<Row>;
  readonly pitfalls?: Section<Pitfall>;
  readonly problems: readonly string[];
}

/** @param path of its file, without the ending */
function readSection(path: string, evidence: EvidenceById, files: Files): ReadSection {
  const { value, problems } = readYaml(`${path}.yaml`, files.text(`${path}.yaml`) ?? '', sectionFile);
  if (value === undefined) return { problems };
  const { title, clusters, rows, pitfalls } = value;
  const unmatched = withoutPartner(path, value, evidence);
  if (unmatched.length > 0) return { problems: unmatched };
  const head = { title, clusters };
  const answered = (entry: AnyEntry) => ({ state: stateOf(entry), evidence: evidence[entry.id] ?? [] });
  return {
    ...(rows && {
      rows: {
        ...head,
        entries: rows.map((row) => ({
          id: row.id,
          class: row.class,
          statement: row.statement,
          ...answered(row),
        })),
      },
    }),
    ...(pitfalls && {
      pitfalls: {
        ...head,
        entries: pitfalls.map((one) => ({ id: one.id, statement: one.statement, ...answered(one) })),
      },
    }),
    problems: [],
  };
}

type AnyEntry = (NonNullable<SectionFile['rows']> | NonNullable<SectionFile['pitfalls']>)[number];

function stateOf(entry: AnyEntry): State {
  if ('otherwise' in entry && entry.otherwise !== undefined) {
    return { kind: 'otherwise', instead: entry.otherwise };
  }
  if (entry.outside !== undefined) return { kind: 'outside', where: entry.outside };
  if (entry.open !== undefined) return { kind: 'open', reason: entry.open };
  return { kind: 'done' };
}

/** Entries without evidence, though they are answered here, and evidence without an entry. */
function withoutPartner(
  path: string,
  { rows = [], pitfalls = [] }: SectionFile,
  evidence: EvidenceById,
): readonly string[] {
  const entries: readonly AnyEntry[] = [...rows, ...pitfalls];
  const ids = new Set(entries.map(({ id }) => id));
  const twice = entries.filter(({ id }, index) => entries.findIndex((one) => one.id === id) < index);
  const unshown = entries.filter(
    (entry) => ['done', 'otherwise'].includes(stateOf(entry).kind) && !evidence[entry.id]?.length,
  );
  return [
    ...twice.map(({ id }) => `${path}.yaml: ${id} is there twice. Leave one of them.`),
    ...unshown.map(
      ({ id }) =>
        `${path}.yaml: ${id} has no evidence. Say in ${path}.ts what shows it, or here who answers it (outside), or what it waits for (open).`,
    ),
    ...Object.keys(evidence)
      .filter((id) => !ids.has(id))
      .map(
        (id) =>
          `${path}.ts: ${id} has evidence, and ${path}.yaml has no such entry. Write it there, or take the evidence out.`,
      ),
  ];
}
