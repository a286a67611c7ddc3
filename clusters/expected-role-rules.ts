import type { Problem } from './contract-error.ts';
import type { ClusterDraft } from './load-cluster.ts';

/** What Terraform prints by now is expected no more, and a role in another account is none that it will ever print here. */
export function checkExpectedRoles({ outputs, expectedRoles, expectedRolesFile }: ClusterDraft): Problem[] {
  if (expectedRolesFile === undefined) return [];
  const printed = outputs.irsa_role_arns?.value ?? {};
  const account = outputs.account_id?.value;
  return Object.entries(expectedRoles).flatMap(([role, arn]) => {
    const real = printed[role];
    if (real !== undefined) {
      const other = real === arn ? '' : `, and calls it ${real}`;
      const rest =
        Object.keys(expectedRoles).length === 1 ? 'Delete this file' : 'Take this line out of the file';
      return expectedRolesFile.problem(
        [role],
        `found a role that Terraform prints by now${other}, expected only roles that terraform.json has not. ${rest}`,
      );
    }
    const [, owner] = /^arn:aws:iam::(\d{12}):/.exec(arn) ?? [];
    if (account === undefined || owner === undefined || owner === account) return [];
    return expectedRolesFile.problem(
      [role],
      `found the account ${owner} in ${arn}, expected ${account}, the cluster's own (account_id)`,
    );
  });
}
