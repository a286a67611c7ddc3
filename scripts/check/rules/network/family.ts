import type { Family } from '../../rule.ts';
import { accountRole } from './account-role.ts';
import { authorizationCallerUnknown } from './authorization-caller-unknown.ts';
import { authorizationIdle } from './authorization-idle.ts';
import { authorizationOperations } from './authorization-operations.ts';
import { callRefusedByMesh } from './call-refused-by-mesh.ts';
import { callRefusedByPolicy } from './call-refused-by-policy.ts';
import { createWithNames } from './create-with-names.ts';
import { egressWithoutDns } from './egress-without-dns.ts';
import { egressWithoutIstiod } from './egress-without-istiod.ts';
import { egressWithoutKubernetesApi } from './egress-without-kubernetes-api.ts';
import { ingressRefused } from './ingress-refused.ts';
import { kafkaTopicUnknown } from './kafka-topic-unknown.ts';
import { outsideCallRefused } from './outside-call-refused.ts';
import { policiesContradict } from './policies-contradict.ts';
import { policyPortClosed } from './policy-port-closed.ts';
import { policySelectsNobody } from './policy-selects-nobody.ts';
import { policyTypesLeftOut } from './policy-types-left-out.ts';
import { policyValueUnknown } from './policy-value-unknown.ts';
import { prometheusOldLabel } from './prometheus-old-label.ts';
import { prometheusRights } from './prometheus-rights.ts';
import { roleRules } from './role-rules.ts';
import { scrapeRefused } from './scrape-refused.ts';
import { tokenIssuerNotRead } from './token-issuer-not-read.ts';
import { webhookRefused } from './webhook-refused.ts';

/** Who may open a connection, and as whom: NetworkPolicy, AuthorizationPolicy, identities and roles. */
export const network: Family = {
  name: 'network',
  about: 'Who may open a connection, and as whom: NetworkPolicy, AuthorizationPolicy, identities and roles.',
  rules: [
    accountRole,
    authorizationCallerUnknown,
    authorizationIdle,
    authorizationOperations,
    callRefusedByMesh,
    callRefusedByPolicy,
    egressWithoutDns,
    egressWithoutIstiod,
    egressWithoutKubernetesApi,
    ingressRefused,
    outsideCallRefused,
    policiesContradict,
    policyPortClosed,
    policySelectsNobody,
    policyTypesLeftOut,
    roleRules,
    scrapeRefused,
    webhookRefused,
    createWithNames,
    tokenIssuerNotRead,
    kafkaTopicUnknown,
    policyValueUnknown,
    prometheusRights,
    prometheusOldLabel,
  ],
};
