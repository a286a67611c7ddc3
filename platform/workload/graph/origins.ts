import { publicNames } from '../../../clusters/index.ts';
import { didYouMean } from '../../../clusters/nearest-name.ts';
import type { Context } from '../../unit/unit.ts';
import type { ServiceDeclaration, WorkloadDeclaration } from '../declaration/workload.ts';
import { graphOf } from './graph.ts';

/** The variable in which a service finds whose pages may call it. */
const VARIABLE = 'CORS_ALLOWED_ORIGINS';

/**
 * The origins of the pages that call a service from the browser, as a variable of its container; none where nobody's do.
 *
 * @throws when a service that is named is not exposed on the cluster: its pages would have no origin
 */
export function originsOf(
  declaration: WorkloadDeclaration,
  context: Context,
): Readonly<Record<string, string>> {
  const { pagesOf = [] } = (declaration.kind === 'service' && declaration.exposes) || {};
  if (pagesOf.length === 0) return {};
  const hosts = pagesOf.flatMap((page) =>
    publicNames(exposedHost(declaration, page, context), context.cluster),
  );
  return { [VARIABLE]: [...new Set(hosts)].map((host) => `https://${host}`).join(',') };
}

function exposedHost({ name }: WorkloadDeclaration, page: string, context: Context): string {
  const exposed = graphOf(context)
    .workloads.map(({ declaration }) => declaration)
    .filter(isExposed);
  const found = exposed.find((other) => other.name === page);
  if (found !== undefined) return found.exposes.host;
  const near = didYouMean(
    page,
    exposed.map((other) => other.name),
  );
  throw new Error(
    `${name}: its exposes.pagesOf names ${page}, which is no exposed service of ${context.cluster.name}${near}. ${near === '' ? 'Take it out' : 'Correct it'}.`,
  );
}

function isExposed(
  declaration: WorkloadDeclaration,
): declaration is ServiceDeclaration & Required<Pick<ServiceDeclaration, 'exposes'>> {
  return declaration.kind === 'service' && declaration.exposes !== undefined;
}
