import { ApiObjectMetadataDefinition, type OwnerReference } from 'cdk8s';

/** Metadata that knows whether anything was added after the declaration. */
export class Metadata extends ApiObjectMetadataDefinition {
  isChanged = false;

  override addLabel(key: string, value: string): void {
    this.isChanged = true;
    super.addLabel(key, value);
  }

  override addAnnotation(key: string, value: string): void {
    this.isChanged = true;
    super.addAnnotation(key, value);
  }

  override addFinalizers(...finalizers: string[]): void {
    this.isChanged = true;
    super.addFinalizers(...finalizers);
  }

  override addOwnerReference(owner: OwnerReference): void {
    this.isChanged = true;
    super.addOwnerReference(owner);
  }

  override add(key: string, value: unknown): void {
    this.isChanged = true;
    super.add(key, value);
  }
}
