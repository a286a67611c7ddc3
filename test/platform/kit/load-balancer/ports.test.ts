import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { terraformSchema } from '../../../../clusters/terraform-schema.ts';
import { liveFleet } from '../../../live-fleet.ts';
import { at } from '../../../manifest-reader.ts';

const ANNOTATION = 'metadata.annotations["alb.ingress.kubernetes.io/';
const ports = z.array(z.record(z.string(), z.number()));

/** The ports that the load balancers of an entry listen on, anywhere in the fleet. */
function listened(entry: string): ReadonlySet<number> {
  const routes = liveFleet
    .ofKind('Ingress')
    .filter(({ json }) => at(json, `${ANNOTATION}group.name"]`) === entry);
  return new Set(
    routes.flatMap(({ json }) =>
      ports.parse(JSON.parse(String(at(json, `${ANNOTATION}listen-ports"]`)))).flatMap(Object.values),
    ),
  );
}

describe('Terraform is told of every port that a load balancer listens on: its security group admits no other', () => {
  const { alb_security_group_id, alb_staff_security_group_id } = terraformSchema.shape;

  test.each([
    ['public', alb_security_group_id.description],
    ['staff', alb_staff_security_group_id.unwrap().description],
  ])('the entry for %s', (entry, description) => {
    for (const port of listened(entry)) expect(description).toMatch(new RegExp(`\\b${port}\\b`));
  });
});
