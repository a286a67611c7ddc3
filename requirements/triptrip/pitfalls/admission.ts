import { deployed } from '../../evidence/delivery.ts';
import { eachNamespace, eachProductNamespace, eachWorkload, unit } from '../../evidence/members.ts';
import { limitedByDefault, podSecurityEnforced, quotaHolds } from '../../evidence/namespaces.ts';
import { hardened } from '../../evidence/workloads.ts';
import { rendered } from '../../model/evidence.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { proof } from '../evidence/tests.ts';

export const admission: EvidenceById = {
  'X-26': [
    proof.mesh(
      'lets injected pods into restricted namespaces, and proxies start before what needs them (X-26, X-27)',
    ),
    deployed(unit('istio-cni')),
  ],
  'X-27': [
    proof.api('S4-64, X-27: nothing waits for the database before the start'),
    rendered('{istiod}/values.yaml')({ 'env.ENABLE_NATIVE_SIDECARS': 'true' }),
  ],
  'X-28': [
    proof.namespaces('only namespaces with a written reason are weaker than restricted (X-28)'),
    podSecurityEnforced(eachNamespace()),
  ],
  'X-29': [
    proof.redis('X-29: every pod meets the level restricted, which the namespace enforces'),
    proof.workload('may do nothing that the Pod Security level restricted refuses'),
    hardened(eachWorkload('triptrip')),
  ],
  'X-30': [
    proof.namespace(
      'CPU limits are not counted: no container would need one, and then the quota would demand it (X-30)',
    ),
    proof.namespaces('every pod of a namespace with a quota fits it, those of stores included'),
    quotaHolds(eachProductNamespace),
    limitedByDefault(eachProductNamespace),
  ],
  'X-31': [
    proof.api(
      'X-31, X-32, X-74: the quota holds the largest scale, an update and the smoke test, with proxies',
    ),
    quotaHolds(eachProductNamespace),
  ],
  'X-32': [
    proof.namespace('the largest fleet, a quarter more while it is updated, and a proxy beside each pod'),
    quotaHolds(eachProductNamespace),
  ],
  'X-33': [proof.workload('a recommendation that no node of the group can hold (X-33)')],
  'X-34': [proof.namespace('every namespace of the product has its own'), quotaHolds(eachProductNamespace)],
};
