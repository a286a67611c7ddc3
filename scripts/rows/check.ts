import type { Claim, FilesClaim, OutputClaim, ValueClaim } from '../../requirements/model/claims.ts';
import { code, meets, says } from '../../requirements/model/expected.ts';
import { query } from '../../requirements/model/query.ts';
import { RETIRED, type Retired, retiredOf } from '../../requirements/model/retired.ts';
import { distPath, type Tree } from '../../requirements/model/tree.ts';

/** What came out of a claim: it holds, it is about something that was removed for good, or why it does not hold. */
export type Finding =
  | { readonly kind: 'holds' }
  | { readonly kind: 'retired'; readonly entry: Retired }
  | { readonly kind: 'fails'; readonly why: string };

const HOLDS: Finding = { kind: 'holds' };

export function check(claim: Claim, tree: Tree): Finding {
  switch (claim.kind) {
    case 'value':
      return checkValue(claim, tree);
    case 'output':
      return checkOutput(claim, tree);
    case 'files':
      return checkFiles(claim, tree);
    case 'contradiction':
      return missing(claim.place, claim.says, tree);
    case 'heading': {
      const text = tree.text(claim.file);
      if (text === undefined) return missing(claim.file, `There is no file ${claim.file}.`, tree);
      return headings(text).includes(claim.heading)
        ? HOLDS
        : fails(`${claim.file} has no heading “${claim.heading}”.`);
    }
    case 'file': {
      const text = tree.text(claim.file);
      if (text === undefined) return missing(claim.file, `There is no file ${claim.file}.`, tree);
      return worst(
        claim.parts
          .filter((part) => !text.includes(part))
          .map((part) => retiredOr(part, `${claim.file} does not say ${code(part)}.`, tree)),
      );
    }
    case 'test': {
      const text = tree.text(claim.file);
      if (text === undefined) return missing(claim.file, `There is no file ${claim.file}.`, tree);
      return hasTest(text, claim.name) ? HOLDS : fails(`${claim.file} has no test “${claim.name}”.`);
    }
  }
}

function checkValue({ cluster, file, asked }: ValueClaim, tree: Tree): Finding {
  const document = tree.yaml(file);
  if (document === undefined) {
    // The cluster's own name says nothing about what is missing on it.
    const name = file.replace(/^dist\//, '').replaceAll(cluster, '');
    return missing(name, `There is no ${file}.`, tree);
  }
  return asked === undefined ? HOLDS : checkAsked(file, document, asked);
}

function checkOutput({ cluster, name, asked }: OutputClaim, tree: Tree): Finding {
  if (!tree.outputNames().includes(name)) {
    return fails(`clusters/terraform.schema.json has no output ${name}.`);
  }
  const found = tree.outputs(cluster)[name];
  const path = `clusters/${cluster}/terraform.json`;
  if (found === undefined) return missing(name, `${path} has no output ${name}.`, tree);
  return asked === undefined ? HOLDS : checkAsked(`${path}: ${name}`, found, asked);
}

function checkAsked(
  where: string,
  document: unknown,
  { path, expected }: NonNullable<ValueClaim['asked']>,
): Finding {
  const found = query(document, path);
  if (found === undefined && meets(found, expected) && !standsSomewhere(document, path)) {
    // What is not there says nothing while that which it would stand in is not there either.
    return fails(`${where}: that ${path} ${says(expected)} shows nothing, since all around it is missing.`);
  }
  return meets(found, expected)
    ? HOLDS
    : fails(`${where}: ${path || 'the whole'} should be one that ${says(expected)}, and is ${code(found)}.`);
}

/** Whether the object that a field would stand in is there, or at least one around it that is not empty. */
function standsSomewhere(document: unknown, path: string): boolean {
  const steps = path.match(/\["[^"]+"\]|\[[^\]]*\]|[^.[\]]+/g) ?? [];
  const holdsSomething = (up: number): boolean => {
    const kept = steps.slice(0, -up).map((step) => (step.startsWith('[') ? step : `.${step}`));
    return Object.keys(Object(query(document, kept.join('')))).length > 0;
  };
  return holdsSomething(1) || (steps.length > 2 && holdsSomething(2));
}

function checkFiles({ cluster, paths, says: said, wanted }: FilesClaim, tree: Tree): Finding {
  const found = tree.rendered(cluster).filter((path) => paths.test(path));
  if (wanted === 'some') {
    return found.length > 0 ? HOLDS : missing(said, `dist/${cluster} has no file of ${said}.`, tree);
  }
  const allowed = wanted === 'none' ? [] : wanted;
  const surplus = found.filter((path) => !allowed.includes(path));
  if (surplus.length > 0) {
    const there = surplus.map((path) => distPath(cluster, path)).join(', ');
    return fails(`${there} is there, though there should be ${said}.`);
  }
  const lacking = allowed.filter((path) => !found.includes(path));
  return lacking.length === 0
    ? HOLDS
    : missing(
        lacking.join(' '),
        `There is no ${lacking.map((path) => distPath(cluster, path)).join(', ')}, though there should be ${said}.`,
        tree,
      );
}

/** What fails counts more than what is retired, and that more than what holds. */
function worst(findings: readonly Finding[]): Finding {
  return (
    findings.find(({ kind }) => kind === 'fails') ?? findings.find(({ kind }) => kind === 'retired') ?? HOLDS
  );
}

function fails(why: string): Finding {
  return { kind: 'fails', why };
}

function missing(place: string, why: string, tree: Tree): Finding {
  return retiredOr(place, `${why} If it was removed for good, say so in ${RETIRED}.`, tree);
}

/** @param place what is looked up in the list of what was removed for good */
function retiredOr(place: string, why: string, tree: Tree): Finding {
  const entry = retiredOf(place, tree.sources.retired);
  return entry === undefined ? fails(why) : { kind: 'retired', entry };
}

function headings(text: string): readonly string[] {
  return [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => heading.trim());
}

/** Whether the source of a test file has a test of this name, as it is written there. */
function hasTest(source: string, name: string): boolean {
  const written = name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`\\(\\s*(['"\`])${written}\\1,`).test(source);
}
