import type { Finding } from '../step.ts';

/** In the words of the warnings of Kubernetes, about whole APIs and about fields. */
const GOES =
  /\bdeprecated\b|\bunavailable in v|\bnon-functional\b|\bno longer (?:supported|served)\b|\bwill be removed\b/i;

/** Such as `apiserver_requested_deprecated_apis{group="",removed_release="1.25",resource="pods",subresource="",version="v1"} 1`. */
const COUNTED = /^apiserver_requested_deprecated_apis\{(.*)\} [1-9]/gm;
const LABEL = /(\w+)="([^"]*)"/g;

/** What a server calls deprecated where a chart makes it, and why that is no fault; our own objects have no excuse. */
interface Known {
  /** What the warning has. */
  readonly has: string;
  readonly reason: string;
}

const known: readonly Known[] = [
  {
    has: 'container.apparmor.security.beta.kubernetes.io/install-cni',
    reason:
      "the chart of Istio's node agent writes the annotation for clusters that are older than the field",
  },
];

/** An API that a server counts as deprecated since somebody has asked for it. */
interface DeprecatedApi {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  /** The minor that has it no more; undefined where none is named yet. */
  readonly removedRelease: string | undefined;
}

/** The deprecated APIs that a server was asked for, by what it counts. */
export function deprecatedApis(metrics: string): readonly DeprecatedApi[] {
  return [...metrics.matchAll(COUNTED)].map(([, labels = '']) => {
    const of = new Map([...labels.matchAll(LABEL)].map(([, name, value = '']) => [name, value]));
    return {
      group: of.get('group') ?? '',
      version: of.get('version') ?? '',
      resource: of.get('resource') ?? '',
      removedRelease: of.get('removed_release') || undefined,
    };
  });
}

/** What a server said while everything was applied. */
interface Said {
  readonly warnings: readonly Finding[];
  readonly collections: ReadonlySet<string>;
  readonly metrics: string;
}

/**
 * What a server calls deprecated: in a warning about an object, and in what it counts, which names the release that will not have
 * it any more. A warning is a finding but for those that are known; what the server itself asks for is nothing of ours.
 */
export function deprecationsOf(
  cluster: string,
  { warnings, collections, metrics }: Said,
): { readonly findings: readonly Finding[]; readonly known: readonly Finding[] } {
  const told = unique(warnings.filter(({ says }) => GOES.test(says))).map((finding) => ({
    finding,
    reason: whyKnown(finding),
  }));
  const counted = deprecatedApis(metrics)
    .filter((api) => [...collections].some((collection) => isOf(collection, api)))
    .map(({ group, version, resource, removedRelease }) => ({
      where: cluster,
      what: `${group === '' ? '' : `${group}/`}${version} ${resource}`,
      says:
        removedRelease === undefined
          ? 'the server counts requests of a deprecated API'
          : `the server counts requests of a deprecated API, which Kubernetes ${removedRelease} does not have`,
    }));
  return {
    findings: [...told.flatMap(({ finding, reason }) => (reason === undefined ? [finding] : [])), ...counted],
    known: told.flatMap(({ finding, reason }) =>
      reason === undefined ? [] : [{ ...finding, says: `${reason}: ${finding.says}` }],
    ),
  };
}

function whyKnown({ what, says }: Finding): string | undefined {
  if (what.startsWith('dist/')) return undefined;
  return known.find(({ has }) => says.includes(has))?.reason;
}

/** Whether a collection, such as `/apis/batch/v1/namespaces/prod/jobs`, is of an API. */
function isOf(collection: string, { group, version, resource }: DeprecatedApi): boolean {
  const root = group === '' ? `/api/${version}/` : `/apis/${group}/${version}/`;
  return collection.startsWith(root) && collection.endsWith(`/${resource}`);
}

/** Everything is applied twice, and so warned of twice. */
function unique(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((each) => [`${each.what} ${each.says}`, each])).values()];
}
