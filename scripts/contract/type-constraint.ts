/**
 * Terraform's type expression from its form in JSON, as `terraform output -json` prints it: `["list", "string"]` is
 * `list(string)`.
 *
 * @throws TypeError for a form that Terraform does not print
 */
export function typeConstraint(type: unknown): string {
  if (type === 'dynamic') return 'any';
  if (typeof type === 'string') return type;
  if (Array.isArray(type) && type.length >= 2) {
    const [kind, inner]: unknown[] = type;
    if (kind === 'list' || kind === 'set' || kind === 'map') return `${kind}(${typeConstraint(inner)})`;
    if (kind === 'tuple' && Array.isArray(inner)) return `tuple([${inner.map(typeConstraint).join(', ')}])`;
    if (kind === 'object' && typeof inner === 'object' && inner !== null) {
      const attributes = Object.entries(inner).map(([name, part]) => `${name} = ${typeConstraint(part)}`);
      return `object({${attributes.join(', ')}})`;
    }
  }
  throw new TypeError(`found ${JSON.stringify(type)}, expected a type as terraform output -json prints it`);
}
