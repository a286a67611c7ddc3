import { z } from 'zod';
import { name, roleArn } from './text-formats.ts';

/** The file of a cluster's folder that only stands there while Terraform has a role yet to make. */
export const EXPECTED_ROLES_FILE = 'expected-roles.yaml';

/**
 * `expected-roles.yaml`: IAM roles by ServiceAccount that Terraform has yet to make and print. They count until it does:
 * `terraform.json` is Terraform's own, and nobody else writes into it.
 */
export const expectedRolesSchema = z.record(name, roleArn);
